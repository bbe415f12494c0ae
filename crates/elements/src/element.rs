//! Values that may travel.

use std::fmt;

use bitonic::{KeyKind, Order, key, radix};
use serde::Serialize;

use crate::OpKind;

/// A number that may travel between ranks: plain memory, little-endian on the wire.
///
/// Every host we run on is little-endian, so the wire is the memory itself.
pub trait Element:
    bytemuck::Pod + PartialEq + PartialOrd + fmt::Debug + fmt::Display + 'static
{
    /// Which kind of number this is.
    const KIND: ElementKind;

    /// What numbers of this kind are sorted by.
    type Key: SortKey;

    /// The key, which holds all bits. Keys are in the order of `TypedArray.prototype.sort`.
    #[must_use]
    fn to_key(self) -> Self::Key;

    /// The number with that key.
    #[must_use]
    fn from_key(key: Self::Key) -> Self;

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

    /// `right[i] = left[i] ∘ right[i]`.
    ///
    /// A reduction spends its time here. It is no provided method, so that the loops are compiled
    /// in this crate, once per kind and for speed.
    ///
    /// # Panics
    /// If the lengths differ.
    fn fold(op: OpKind, left: &[Self], right: &mut [Self]);
}

/// Every pair, in a loop of its own for each operator: only then does it become a few wide
/// instructions.
#[inline(always)]
fn fold<E: Element>(op: OpKind, left: &[E], right: &mut [E]) {
    assert!(left.len() == right.len(), "operands of different length");
    match op {
        OpKind::Sum | OpKind::Mean => each(left, right, E::add),
        OpKind::Product => each(left, right, E::multiply),
        OpKind::Min => each(left, right, E::smaller),
        OpKind::Max => each(left, right, E::larger),
    }
}

#[inline(always)]
fn each<E: Element>(left: &[E], right: &mut [E], combine: impl Fn(E, E) -> E) {
    for (right, &left) in right.iter_mut().zip(left) {
        *right = combine(left, *right);
    }
}

/// An unsigned number that stands for another one in sorting.
pub trait SortKey: bytemuck::Pod + Ord + Into<u64> {
    /// Sorts, smallest first, and says how many passes over the keys that took.
    fn sort(keys: &mut [Self]) -> usize;
}

impl SortKey for u32 {
    fn sort(keys: &mut [Self]) -> usize {
        radix::sort(keys)
    }
}

impl SortKey for u64 {
    fn sort(keys: &mut [Self]) -> usize {
        radix::sort_wide(keys)
    }
}

/// The kinds of numbers that an experiment can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(rename = "Kind"))]
#[serde(rename_all = "lowercase")]
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
    ($float:ty, $kind:ident, $key:ty, $encode:expr, $decode:expr) => {
        impl Element for $float {
            const KIND: ElementKind = ElementKind::$kind;
            type Key = $key;

            fn to_key(self) -> $key {
                $encode(self.to_bits())
            }
            fn from_key(key: $key) -> Self {
                Self::from_bits($decode(key))
            }

            fn fold(op: OpKind, left: &[Self], right: &mut [Self]) {
                fold(op, left, right);
            }
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
            type Key = u32;

            fn to_key(self) -> u32 {
                Order::ascending(KeyKind::$kind).encode(bytemuck::cast(self))
            }
            fn from_key(key: u32) -> Self {
                bytemuck::cast(Order::ascending(KeyKind::$kind).decode(key))
            }

            fn fold(op: OpKind, left: &[Self], right: &mut [Self]) {
                fold(op, left, right);
            }
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

const F32: Order = Order {
    kind: KeyKind::F32,
    descending: false,
};
float_element!(f32, F32, u32, |bits| F32.encode(bits), |key| F32
    .decode(key));
float_element!(f64, F64, u64, key::of_f64, key::to_f64);
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
    fn keys_hold_every_bit() {
        for x in [0.0, -0.0, 1.5, f64::INFINITY, f64::NAN, -f64::NAN] {
            assert_eq!(f64::from_key(x.to_key()).to_bits(), x.to_bits());
        }
        for x in [0.0_f32, -0.0, 1.5, f32::NEG_INFINITY, f32::NAN, -f32::NAN] {
            assert_eq!(f32::from_key(x.to_key()).to_bits(), x.to_bits());
        }
        for x in [i32::MIN, -1, 0, i32::MAX] {
            assert_eq!(i32::from_key(x.to_key()), x);
        }
        assert!(
            (-1).to_key() < 0.to_key(),
            "the order is that of the numbers"
        );
        assert!(f64::INFINITY.to_key() < (-f64::NAN).to_key(), "NaN is last");
    }

    #[test]
    fn integers_wrap() {
        assert_eq!(i32::MAX.add(1), i32::MIN);
        assert_eq!(u32::MAX.multiply(2), u32::MAX - 1);
    }
}
