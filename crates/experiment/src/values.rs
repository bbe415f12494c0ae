//! A row of numbers of one kind.

use collectives::ElementKind;
use collectives::plan::Ranges;
use serde::{Serialize, Serializer};

use crate::column::row;

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

pub(crate) use each_kind;

/// Makes values of the same kind with the vector that one expression gives for the vector inside.
macro_rules! each_values {
    ($values:expr, $vector:ident => $expression:expr) => {
        match $values {
            $crate::Values::F32($vector) => $crate::Values::F32($expression),
            $crate::Values::F64($vector) => $crate::Values::F64($expression),
            $crate::Values::I32($vector) => $crate::Values::I32($expression),
            $crate::Values::U32($vector) => $crate::Values::U32($expression),
        }
    };
}

/// The least double that rounds to infinity in single precision: half a step beyond the largest
/// number there, 2^128 - 2^103.
const F32_BOUND: f64 = 3.4028235677973366e38;

impl Values {
    /// No numbers of this kind.
    #[must_use]
    pub fn empty(kind: ElementKind) -> Self {
        Self::convert(kind, &[])
    }

    /// `numbers` as this kind. Floating kinds round to the nearest number that they have; what
    /// is no number of a whole kind has to be refused before: see [`Values::problem`].
    ///
    /// # Panics
    /// If there is no memory for them, or, in debug builds, if there is a problem.
    #[must_use]
    pub fn convert(kind: ElementKind, numbers: &[f64]) -> Self {
        Self::try_convert(kind, numbers).expect("there is memory for the numbers")
    }

    /// The same, or nothing if there is no memory for it.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "numbers of whole kinds are whole and in range, and floating kinds round"
    )]
    pub(crate) fn try_convert(kind: ElementKind, numbers: &[f64]) -> Option<Self> {
        debug_assert_eq!(Self::problem(kind, numbers), None, "no {kind}");
        Some(match kind {
            ElementKind::F32 => Self::F32(each(numbers, |x| x as f32)?),
            ElementKind::F64 => Self::F64(each(numbers, |x| x)?),
            ElementKind::I32 => Self::I32(each(numbers, |x| x as i32)?),
            ElementKind::U32 => Self::U32(each(numbers, |x| x as u32)?),
        })
    }

    /// The first of `numbers` that this kind cannot hold.
    #[must_use]
    pub fn problem(kind: ElementKind, numbers: &[f64]) -> Option<(usize, f64)> {
        let whole = |x: f64, least: f64, most: f64| (least..=most).contains(&x) && x.fract() == 0.0;
        let fits = |x: f64| match kind {
            ElementKind::F64 => true,
            ElementKind::F32 => !x.is_finite() || x.abs() < F32_BOUND,
            ElementKind::I32 => whole(x, f64::from(i32::MIN), f64::from(i32::MAX)),
            ElementKind::U32 => whole(x, 0.0, f64::from(u32::MAX)),
        };
        numbers.iter().copied().enumerate().find(|&(_, x)| !fits(x))
    }

    /// What [`Values::problem`] allows, in words.
    #[must_use]
    pub fn allowed(kind: ElementKind) -> &'static str {
        match kind {
            ElementKind::F64 => "any number",
            ElementKind::F32 => {
                "numbers nearer to 0 than 3.4028235677973366e38, infinities and NaN"
            }
            ElementKind::I32 => "whole numbers from -2147483648 to 2147483647",
            ElementKind::U32 => "whole numbers from 0 to 4294967295",
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

    /// So many zeros with these numbers among them, one after the other at `places`; none of them
    /// without places.
    #[must_use]
    pub(crate) fn moved(self, places: Option<&Ranges>, count: usize) -> Self {
        let whole = places.and_then(Ranges::as_range);
        if whole == Some(0..count) {
            return self;
        }
        each_values!(self, numbers => {
            let mut moved = vec![bytemuck::Zeroable::zeroed(); count];
            let mut rest = numbers.as_slice();
            for place in places.into_iter().flat_map(Ranges::as_slice) {
                let (now, later) = rest.split_at(place.len());
                moved[place.clone()].copy_from_slice(now);
                rest = later;
            }
            moved
        })
    }

    /// The numbers at `places`, one after the other.
    #[must_use]
    pub(crate) fn taken(self, places: &Ranges) -> Self {
        if places.as_range() == Some(0..self.len()) {
            return self;
        }
        each_values!(self, numbers => {
            let parts = places.as_slice().iter().map(|place| &numbers[place.clone()]);
            parts.collect::<Vec<_>>().concat()
        })
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

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        each_kind!(self, vector => row(vector, to))
    }
}

/// Every number converted, or nothing if there is no memory for them.
fn each<T>(numbers: &[f64], convert: impl Fn(f64) -> T) -> Option<Vec<T>> {
    let mut converted = Vec::new();
    converted.try_reserve_exact(numbers.len()).ok()?;
    converted.extend(numbers.iter().map(|&x| convert(x)));
    Some(converted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_kinds_hold_whole_numbers_and_nothing_between_them() {
        for kind in [ElementKind::I32, ElementKind::U32] {
            for x in [
                0.5,
                1.9,
                1e-300,
                f64::NAN,
                f64::INFINITY,
                5e9,
                -2_147_483_648.5,
            ] {
                let numbers = [7.0, 0.0, x];
                let problem = Values::problem(kind, &numbers);
                assert_eq!(problem.map(|it| it.0), Some(2), "{x} as {kind}");
            }
            assert_eq!(Values::problem(kind, &[-0.0, 0.0, 2_147_483_647.0]), None);
        }
        assert_eq!(Values::problem(ElementKind::I32, &[-2_147_483_648.0]), None);
        assert_eq!(Values::problem(ElementKind::U32, &[4_294_967_295.0]), None);
        assert!(
            Values::problem(ElementKind::U32, &[-0.5]).is_some(),
            "it is no zero"
        );
    }

    #[test]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "that is what rounds to infinity"
    )]
    fn what_rounds_to_a_finite_float_is_taken_and_what_rounds_to_infinity_is_not() {
        let problem = |x: f64| Values::problem(ElementKind::F32, &[x]);
        for x in [3.402_823_5e38, F32_BOUND.next_down(), f64::from(f32::MAX)] {
            for x in [x, -x] {
                assert_eq!(problem(x), None, "{x:e}");
                let largest = Values::F32(vec![f32::MAX.copysign(x as f32)]);
                assert_eq!(Values::convert(ElementKind::F32, &[x]), largest);
            }
        }
        for x in [F32_BOUND, 3.5e38, 1e300] {
            assert!(problem(x).is_some() && problem(-x).is_some(), "{x:e}");
            assert!((x as f32).is_infinite(), "{x:e}");
        }
        assert_eq!(F32_BOUND, 2_f64.powi(128) - 2_f64.powi(103));
        assert!(Values::allowed(ElementKind::F32).contains(&format!("{F32_BOUND:e}")));
        let beyond = [f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
        assert_eq!(Values::problem(ElementKind::F32, &beyond), None);
    }
}
