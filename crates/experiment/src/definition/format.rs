//! The floating kinds as sets of numbers: where they end and how they are spaced.

use std::cmp::Ordering;

use collectives::ElementKind;

use super::exact_sum::{ExactSum, parts};

/// Binary floating point of some size. Exponents are powers of two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Format {
    /// Bits of a mantissa, the one that is not stored included.
    pub(super) precision: i32,
    /// The smallest number, and the spacing around zero.
    pub(super) smallest: i32,
    /// The first power of two that is too large.
    pub(super) end: i32,
}

impl Format {
    pub(super) fn of(kind: ElementKind) -> Self {
        match kind {
            ElementKind::F32 => Self {
                precision: 24,
                smallest: -149,
                end: 128,
            },
            ElementKind::F64 => Self {
                precision: 53,
                smallest: -1074,
                end: 1024,
            },
            ElementKind::I32 | ElementKind::U32 => panic!("integers are not rounded"),
        }
    }

    /// The distance from 1 to the next number.
    pub(super) fn epsilon(self) -> i32 {
        1 - self.precision
    }

    /// The smallest number that has all bits of the precision.
    pub(super) fn smallest_normal(self) -> i32 {
        self.smallest + self.precision - 1
    }

    /// Where a number of this format stands, as a mantissa and an exponent, without its sign.
    /// Infinity stands where it begins: half a spacing beyond the largest number.
    pub(super) fn place(self, number: f64) -> (u64, i32) {
        if number.is_infinite() {
            return ((2 << self.precision) - 1, self.end - self.precision - 1);
        }
        parts(number)
    }

    /// Whether no number of this format is nearer than `number` to what is `off` by so much, so
    /// many times; `outward` is on which side of it: `Greater` is further away from 0. Of two that
    /// are as near the even one counts, as in every arithmetic here.
    pub(super) fn is_nearest(
        self,
        number: f64,
        off: &mut ExactSum,
        outward: Ordering,
        times: u64,
    ) -> bool {
        if number.is_infinite() {
            return outward.is_ge();
        }
        let (mantissa, exponent) = parts(number);
        let length = 64 - mantissa.leading_zeros().cast_signed();
        let spacing = (exponent + length - self.precision).max(self.smallest);
        let last_bit = mantissa.checked_shr((spacing - exponent).unsigned_abs());
        let even = last_bit.is_none_or(|bits| bits & 1 == 0);
        // Below a power of two numbers are twice as dense, unless they are as dense as can be.
        let denser = outward.is_lt() && mantissa.is_power_of_two() && spacing > self.smallest;
        let half = spacing - 1 - i32::from(denser);
        match off.compare(times, half) {
            Ordering::Less => true,
            Ordering::Equal => even,
            Ordering::Greater => false,
        }
    }
}
