//! Values that may travel.

use std::fmt;

/// A number that may travel between ranks: plain memory, little-endian on the wire.
///
/// Every host we run on is little-endian, so the wire is the memory itself.
pub trait Element:
    bytemuck::Pod + PartialEq + PartialOrd + fmt::Debug + fmt::Display + 'static
{
    /// Which kind of number this is.
    const KIND: ElementKind;

    /// Adds; integers wrap modulo 2^32.
    #[must_use]
    fn add(self, other: Self) -> Self;

    /// Multiplies; integers wrap modulo 2^32.
    #[must_use]
    fn multiply(self, other: Self) -> Self;

    /// The smaller one. NaN wins over every number, and -0 is smaller than +0.
    #[must_use]
    fn smaller(self, other: Self) -> Self;

    /// The larger one. NaN wins over every number, and +0 is larger than -0.
    #[must_use]
    fn larger(self, other: Self) -> Self;

    /// Divides by a number of ranks; integers divide towards zero.
    #[must_use]
    fn divide(self, by: u32) -> Self;
}

/// The kinds of numbers that an experiment can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ElementKind {
    /// IEEE 754 single precision.
    F32,
    /// IEEE 754 double precision.
    F64,
    /// Signed 32 bits, wrapping.
    I32,
    /// Unsigned 32 bits, wrapping.
    U32,
}

impl ElementKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::F32, Self::F64, Self::I32, Self::U32];

    /// As experiments spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::I32 => "i32",
            Self::U32 => "u32",
        }
    }

    /// Bytes of one element.
    #[must_use]
    pub fn size(self) -> usize {
        match self {
            Self::F64 => 8,
            Self::F32 | Self::I32 | Self::U32 => 4,
        }
    }

    /// Whether these are whole numbers.
    #[must_use]
    pub fn is_integer(self) -> bool {
        matches!(self, Self::I32 | Self::U32)
    }
}

impl fmt::Display for ElementKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! float_element {
    ($float:ty, $kind:ident) => {
        impl Element for $float {
            const KIND: ElementKind = ElementKind::$kind;

            fn add(self, other: Self) -> Self {
                self + other
            }
            fn multiply(self, other: Self) -> Self {
                self * other
            }
            fn smaller(self, other: Self) -> Self {
                // `min` of the standard library would drop NaN and not order the zeros.
                if self.is_nan() || other.is_nan() {
                    Self::NAN
                } else if self.total_cmp(&other).is_le() {
                    self
                } else {
                    other
                }
            }
            fn larger(self, other: Self) -> Self {
                if self.is_nan() || other.is_nan() {
                    Self::NAN
                } else if self.total_cmp(&other).is_ge() {
                    self
                } else {
                    other
                }
            }
            #[allow(
                clippy::cast_precision_loss,
                reason = "a number of ranks is far below 2^24, so it is exact"
            )]
            fn divide(self, by: u32) -> Self {
                self / by as Self
            }
        }
    };
}

macro_rules! integer_element {
    ($integer:ty, $kind:ident) => {
        impl Element for $integer {
            const KIND: ElementKind = ElementKind::$kind;

            fn add(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            fn multiply(self, other: Self) -> Self {
                self.wrapping_mul(other)
            }
            fn smaller(self, other: Self) -> Self {
                self.min(other)
            }
            fn larger(self, other: Self) -> Self {
                self.max(other)
            }
            fn divide(self, by: u32) -> Self {
                Self::try_from(by).map_or(0, |by| self / by)
            }
        }
    };
}

float_element!(f32, F32);
float_element!(f64, F64);
integer_element!(i32, I32);
integer_element!(u32, U32);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nan_wins_and_zeros_are_ordered() {
        for nan in [f32::NAN, -f32::NAN] {
            assert!(
                nan.smaller(1.0).is_nan() && 1.0f32.smaller(nan).is_nan(),
                "NaN lost"
            );
            assert!(
                nan.larger(1.0).is_nan() && 1.0f32.larger(nan).is_nan(),
                "NaN lost"
            );
        }
        assert!(
            0.0f64.smaller(-0.0).is_sign_negative(),
            "-0 is the smaller zero"
        );
        assert!(
            (-0.0f64).larger(0.0).is_sign_positive(),
            "+0 is the larger zero"
        );
    }

    #[test]
    fn integers_wrap() {
        assert_eq!(i32::MAX.add(1), i32::MIN);
        assert_eq!(u32::MAX.multiply(2), u32::MAX - 1);
    }
}
