//! A row of numbers of one kind.

use collectives::ElementKind;
use serde::ser::{Serialize, SerializeSeq, Serializer};

/// Numbers of one kind: an input or an output of one rank.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Single precision.
    F32(Vec<f32>),
    /// Double precision.
    F64(Vec<f64>),
    /// Signed 32 bits.
    I32(Vec<i32>),
    /// Unsigned 32 bits.
    U32(Vec<u32>),
}

/// Runs one expression for the vector inside, whatever its kind.
macro_rules! each_kind {
    ($values:expr, $vector:ident => $expression:expr) => {
        match $values {
            $crate::Values::F32($vector) => $expression,
            $crate::Values::F64($vector) => $expression,
            $crate::Values::I32($vector) => $expression,
            $crate::Values::U32($vector) => $expression,
        }
    };
}

impl Values {
    /// No numbers of this kind.
    #[must_use]
    pub fn empty(kind: ElementKind) -> Self {
        Self::convert(kind, &[])
    }

    /// `numbers` as this kind: floating kinds round to the nearest, whole kinds drop the
    /// fraction, as JavaScript's typed arrays do. Check with [`Values::problem`] first.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "dropping the fraction is the point"
    )]
    #[allow(clippy::cast_sign_loss, reason = "the range was checked")]
    #[must_use]
    pub fn convert(kind: ElementKind, numbers: &[f64]) -> Self {
        match kind {
            ElementKind::F32 => Self::F32(numbers.iter().map(|&x| x as f32).collect()),
            ElementKind::F64 => Self::F64(numbers.to_vec()),
            ElementKind::I32 => Self::I32(numbers.iter().map(|&x| x as i32).collect()),
            ElementKind::U32 => Self::U32(numbers.iter().map(|&x| x as u32).collect()),
        }
    }

    /// The first of `numbers` that this kind cannot hold.
    #[must_use]
    pub fn problem(kind: ElementKind, numbers: &[f64]) -> Option<(usize, f64)> {
        let fits = |x: f64| match kind {
            ElementKind::F64 => true,
            ElementKind::F32 => !x.is_finite() || x.abs() <= f64::from(f32::MAX),
            ElementKind::I32 => (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&x.trunc()),
            ElementKind::U32 => (0.0..=f64::from(u32::MAX)).contains(&x.trunc()),
        };
        numbers.iter().copied().enumerate().find(|&(_, x)| !fits(x))
    }

    /// What [`Values::problem`] allows, in words.
    #[must_use]
    pub fn allowed(kind: ElementKind) -> &'static str {
        match kind {
            ElementKind::F64 => "any number",
            ElementKind::F32 => "numbers up to 3.4028235e38, infinities and NaN",
            ElementKind::I32 => "numbers from -2147483648 to 2147483647",
            ElementKind::U32 => "numbers from 0 to 4294967295",
        }
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        each_kind!(self, vector => vector.len())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Their kind.
    #[must_use]
    pub fn kind(&self) -> ElementKind {
        match self {
            Self::F32(_) => ElementKind::F32,
            Self::F64(_) => ElementKind::F64,
            Self::I32(_) => ElementKind::I32,
            Self::U32(_) => ElementKind::U32,
        }
    }

    /// One of the numbers as a double, exactly.
    ///
    /// # Panics
    /// If there are not as many.
    #[must_use]
    pub fn at(&self, index: usize) -> f64 {
        match self {
            Self::F32(vector) => f64::from(vector[index]),
            Self::F64(vector) => vector[index],
            Self::I32(vector) => f64::from(vector[index]),
            Self::U32(vector) => f64::from(vector[index]),
        }
    }

    /// The numbers as doubles, exactly.
    #[must_use]
    pub fn to_f64(&self) -> Vec<f64> {
        match self {
            Self::F32(vector) => vector.iter().map(|&x| f64::from(x)).collect(),
            Self::F64(vector) => vector.clone(),
            Self::I32(vector) => vector.iter().map(|&x| f64::from(x)).collect(),
            Self::U32(vector) => vector.iter().map(|&x| f64::from(x)).collect(),
        }
    }

    /// The memory, for comparing bit by bit.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        each_kind!(self, vector => bytemuck::cast_slice(vector))
    }

    /// The memory, for flipping a bit.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        each_kind!(self, vector => bytemuck::cast_slice_mut(vector))
    }
}

/// A list of numbers; what JSON cannot spell as a number becomes text.
impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        match self {
            Self::F32(vector) => {
                for &x in vector {
                    match spelled(f64::from(x)) {
                        Some(text) => list.serialize_element(text)?,
                        None => list.serialize_element(&x)?,
                    }
                }
            }
            Self::F64(vector) => {
                for &x in vector {
                    match spelled(x) {
                        Some(text) => list.serialize_element(text)?,
                        None => list.serialize_element(&x)?,
                    }
                }
            }
            Self::I32(vector) => vector.iter().try_for_each(|x| list.serialize_element(x))?,
            Self::U32(vector) => vector.iter().try_for_each(|x| list.serialize_element(x))?,
        }
        list.end()
    }
}

/// How to spell a number that is not finite.
pub(crate) fn spelled(number: f64) -> Option<&'static str> {
    match number {
        x if x.is_nan() => Some("NaN"),
        f64::INFINITY => Some("Infinity"),
        f64::NEG_INFINITY => Some("-Infinity"),
        _ => None,
    }
}
