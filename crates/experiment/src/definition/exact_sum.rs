//! Sums of doubles without any rounding: a whole number of 2,464 bits with the point at a fixed
//! place, wide enough for the largest and for the smallest number there is at the same time.
//!
//! The idea is Kulisch's ("Computer Arithmetic and Validity", 2008, chapter 8): every double is an
//! integer times a power of two, so adding doubles is adding integers, each in its place.

use std::cmp::Ordering;

/// The place of the lowest bit, as a power of two. The smallest double is 2^-1074; what lies below
/// is for halves of it, for tolerances, and for products that are less than any double.
pub(super) const LOWEST: i32 = -1280;

const DIGIT_BITS: i32 = 32;
const MASK: i64 = (1 << DIGIT_BITS) - 1;
const DIGIT_COUNT: usize = 77;

/// A sum, and what has been added to it so far is all in it.
#[derive(Clone, Debug)]
pub(super) struct ExactSum {
    /// Digits of 32 bits, the least first, in twice the room: they are carried only when somebody
    /// wants to know what the sum is, and may have either sign until then.
    digits: [i64; DIGIT_COUNT],
    /// Where digits may be other than 0.
    low: usize,
    high: usize,
}

impl ExactSum {
    pub(super) fn zero() -> Self {
        Self {
            digits: [0; DIGIT_COUNT],
            low: DIGIT_COUNT,
            high: 0,
        }
    }

    /// Adds, or takes away, `mantissa` times 2 to the power of `exponent`.
    pub(super) fn add(&mut self, negative: bool, mantissa: u128, exponent: i32) {
        debug_assert!(mantissa >> 96 == 0, "four digits hold it, wherever it begins");
        let place = exponent - LOWEST;
        let first = usize::try_from(place / DIGIT_BITS).expect("no bit lies below the lowest");
        let mut rest = mantissa << (place % DIGIT_BITS);
        for digit in &mut self.digits[first..first + 4] {
            let part = low_bits(rest);
            *digit += if negative { -part } else { part };
            rest >>= DIGIT_BITS;
        }
        self.low = self.low.min(first);
        self.high = self.high.max(first + 4);
    }

    /// Carries, so that the digits are those of the sum; the highest has its sign.
    fn carry(&mut self) -> Ordering {
        let (mut carried, mut any) = (0, 0);
        for digit in self.digits.iter_mut().take(self.high).skip(self.low) {
            let total = *digit + carried;
            *digit = total & MASK;
            carried = total >> DIGIT_BITS;
            any |= *digit;
        }
        if carried == 0 {
            return any.cmp(&0);
        }
        self.digits[self.high] = carried;
        self.high += 1;
        carried.cmp(&0)
    }

    /// Drops the sign, and says what it was.
    pub(super) fn drop_sign(&mut self) -> Ordering {
        let sign = self.carry();
        if sign.is_lt() {
            for digit in self.digits.iter_mut().take(self.high).skip(self.low) {
                *digit = -*digit;
            }
            self.carry();
        }
        sign
    }

    /// How the sum compares with `mantissa` times 2 to the power of `exponent`.
    pub(super) fn compare(&self, mantissa: u128, exponent: i32) -> Ordering {
        let mut difference = self.clone();
        difference.add(true, mantissa, exponent);
        difference.carry()
    }

    /// The largest double that is no more than the sum, which must have no sign; infinity where
    /// that has no end.
    pub(super) fn rounded_down(&self) -> f64 {
        let places = (self.low..self.high).rev();
        let Some(top) = places.into_iter().find(|&place| self.digits[place] != 0) else {
            return 0.0;
        };
        // Four digits have the 53 bits that count, wherever in the first one they begin.
        let Some(bottom) = top.checked_sub(3) else {
            return 0.0;
        };
        let digits = self.digits[bottom..=top].iter().rev();
        let bits = digits.fold(0, |bits: u128, &digit| {
            bits << DIGIT_BITS | u128::from(digit.unsigned_abs())
        });
        let exponent = LOWEST + DIGIT_BITS * i32::try_from(bottom).expect("a few digits");
        let length = 128 - bits.leading_zeros().cast_signed();
        let cut = (length - 53).max(SMALLEST - exponent);
        let kept = bits.checked_shr(cut.unsigned_abs()).unwrap_or(0);
        double(u64::try_from(kept).expect("53 bits"), exponent + cut)
    }
}

#[allow(clippy::cast_possible_truncation, reason = "32 bits are kept")]
fn low_bits(bits: u128) -> i64 {
    i64::from(bits as u32)
}

/// The exponent of the smallest double.
const SMALLEST: i32 = -1074;

/// A finite double without its sign is this whole number times 2 to the power of that one.
pub(super) fn parts(number: f64) -> (u64, i32) {
    let bits = number.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let exponent = i32::try_from(bits >> 52 & 0x7ff).expect("eleven bits");
    match exponent {
        0 => (fraction, SMALLEST),
        _ => (fraction | 1 << 52, SMALLEST - 1 + exponent),
    }
}

/// As a double, where it is a normal one.
pub(super) fn power_of_two(exponent: i32) -> f64 {
    double(1 << 52, exponent - 52)
}

/// The other way round, for a mantissa that has 53 bits or the exponent of the smallest double.
fn double(mantissa: u64, exponent: i32) -> f64 {
    // The leading bit of the mantissa is not stored; added, it makes the exponent one larger.
    let exponent = u64::from((exponent - SMALLEST).unsigned_abs());
    if exponent > 2045 {
        return f64::INFINITY;
    }
    f64::from_bits((exponent << 52) + mantissa)
}
