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
        let by_factor = |half: u64| u128::from(half) * u128::from(factor);
        let low = by_factor(half(self.mantissa));
        let high = by_factor(half(self.mantissa >> 64)) + (low >> 64);
        // The highest bit was set and the factor is not 0, so there are 64 free bits at most.
        let free = high.leading_zeros();
        Self {
            mantissa: high << free | u128::from(half(low)) >> (64 - free),
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
    pub(super) fn add_to(self, sum: &mut ExactSum, times: u32, scale: i32) {
        let product = self.at_least(LOWEST + 127);
        let mut rest = product.mantissa;
        for place in 0..4 {
            let part = u64::from(times) * (half(rest) & u64::from(u32::MAX));
            sum.add(false, part, product.exponent + scale + 32 * place);
            rest >>= 32;
        }
    }
}

#[allow(clippy::cast_possible_truncation, reason = "that is the half")]
fn half(bits: u128) -> u64 {
    bits as u64
}
