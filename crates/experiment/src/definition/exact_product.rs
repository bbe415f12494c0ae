//! Products of doubles that neither overflow nor underflow.

use super::exact_sum::{ExactSum, LOWEST, parts};

/// A product of finite doubles other than 0, without its sign: `mantissa` · 2^`exponent`.
///
/// It is exact while 128 bits hold it. Longer ones are cut off, each time by less than 2^-127 of
/// the product: whatever is asked about a result is 2^50 times as coarse, even for many factors.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExactProduct {
    /// Its highest bit is set.
    pub(super) mantissa: u128,
    pub(super) exponent: i32,
}

impl ExactProduct {
    pub(super) fn of(factors: &[f64]) -> Self {
        let one = Self {
            mantissa: 1 << 127,
            exponent: -127,
        };
        factors.iter().fold(one, |product, &it| product.times(it))
    }

    fn times(self, factor: f64) -> Self {
        let (factor, exponent) = parts(factor);
        let low = half(self.mantissa) * u128::from(factor);
        let high = half(self.mantissa >> 64) * u128::from(factor) + half(low >> 64);
        // The highest bit was set and the factor is not 0, so there are 64 free bits at most.
        let free = high.leading_zeros();
        Self {
            mantissa: high << free | half(low) >> (64 - free),
            exponent: self.exponent + exponent + 64 - free.cast_signed(),
        }
    }

    /// The highest power of two in it.
    pub(super) fn magnitude(self) -> i32 {
        self.exponent + 127
    }

    /// Itself, or that power of two, whichever is more.
    pub(super) fn at_least(self, power: i32) -> Self {
        if self.magnitude() >= power {
            return self;
        }
        Self {
            mantissa: 1 << 127,
            exponent: power - 127,
        }
    }

    /// Adds it so many times, times 2 to the power of `scale`. If it is less than 2^-70 of the
    /// smallest double it does not matter how much less.
    pub(super) fn add_to(self, sum: &mut ExactSum, times: usize, scale: i32) {
        let product = self.at_least(LOWEST + 127);
        let exponent = product.exponent + scale;
        let times = times as u128;
        sum.add(false, times * (product.mantissa >> 64), exponent + 64);
        sum.add(false, times * half(product.mantissa), exponent);
    }
}

#[allow(clippy::cast_possible_truncation, reason = "that is the half")]
fn half(bits: u128) -> u128 {
    u128::from(bits as u64)
}
