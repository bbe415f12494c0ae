//! Sums of doubles without any rounding: a whole number of 2,560 bits with the point at a fixed
//! place, wide enough for the largest and for the smallest number there is at the same time.
//!
//! The idea is Kulisch's ("Computer Arithmetic and Validity", 2008, chapter 8): every double is an
//! integer times a power of two, so adding doubles is adding integers, each in its place.

use std::cmp::Ordering;

/// The place of the lowest bit, as a power of two. The smallest double is 2^-1074; what lies below
/// is for halves of it, for tolerances, and for products that are less than any double.
pub(super) const LOWEST: i32 = -1280;

const DIGIT_BITS: u32 = 32;
const MASK: u64 = (1 << DIGIT_BITS) - 1;
const DIGIT_COUNT: usize = 80;

/// A sum, and what has been added to it so far is all in it.
#[derive(Debug)]
pub(super) struct ExactSum {
    /// Digits of 32 bits, the least first, in twice the room: they are carried only when somebody
    /// wants to know what the sum is, and may have either sign until then.
    digits: [i64; DIGIT_COUNT],
    /// Where digits may be other than 0: a few places, as a rule, and only these cost time.
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

    pub(super) fn clear(&mut self) {
        self.digits_mut().fill(0);
        (self.low, self.high) = (DIGIT_COUNT, 0);
    }

    pub(super) fn copy(&mut self, other: &Self) {
        self.clear();
        (self.low, self.high) = (other.low, other.high);
        self.digits_mut().copy_from_slice(other.digits());
    }

    fn digits(&self) -> &[i64] {
        self.digits.get(self.low..self.high).unwrap_or_default()
    }

    fn digits_mut(&mut self) -> &mut [i64] {
        let places = self.low..self.high;
        self.digits.get_mut(places).unwrap_or_default()
    }

    /// Adds, or takes away, `mantissa` times 2 to the power of `exponent`.
    pub(super) fn add(&mut self, negative: bool, mantissa: u64, exponent: i32) {
        let place = (exponent - LOWEST).cast_unsigned();
        let (first, shift) = ((place / DIGIT_BITS) as usize, place % DIGIT_BITS);
        let (low, high) = (mantissa << shift, mantissa >> (63 - shift) >> 1);
        let parts = [low & MASK, low >> DIGIT_BITS, high];
        for (digit, part) in self.digits[first..first + 3].iter_mut().zip(parts) {
            let part = part.cast_signed();
            *digit += if negative { -part } else { part };
        }
        self.low = self.low.min(first);
        self.high = self.high.max(first + 3);
    }

    /// Carries, so that the digits are those of the sum, and says what its sign is.
    fn carry(&mut self) -> Ordering {
        let (mut carried, mut any) = (0, 0);
        for digit in self.digits_mut() {
            let total = *digit + carried;
            *digit = total & MASK.cast_signed();
            carried = total >> DIGIT_BITS;
            any |= *digit;
        }
        if carried == 0 {
            return any.cmp(&0);
        }
        // The sign is in the highest digit, and nowhere else.
        self.digits[self.high] = carried;
        self.high += 1;
        carried.cmp(&0)
    }

    /// Drops the sign, and says what it was.
    pub(super) fn drop_sign(&mut self) -> Ordering {
        let sign = self.carry();
        if sign.is_lt() {
            for digit in self.digits_mut() {
                *digit = -*digit;
            }
            self.carry();
        }
        sign
    }

    /// How the sum compares with `mantissa` times 2 to the power of `exponent`.
    pub(super) fn compare(&mut self, mantissa: u64, exponent: i32) -> Ordering {
        self.add(true, mantissa, exponent);
        let order = self.carry();
        self.add(false, mantissa, exponent);
        self.carry();
        order
    }

    /// The largest double that is no more than the sum, which must have no sign; infinity where
    /// that has no end.
    pub(super) fn rounded_down(&self) -> f64 {
        let Some(top) = self.digits().iter().rposition(|&digit| digit != 0) else {
            return 0.0;
        };
        // Four digits have the 53 bits that count, wherever in the first one they begin.
        let top = self.low + top;
        let Some(bottom) = top.checked_sub(3) else {
            return 0.0;
        };
        let digits = self.digits[bottom..=top].iter().rev();
        let bits = digits.fold(0, |bits: u128, digit| {
            bits << DIGIT_BITS | u128::from(digit.unsigned_abs())
        });
        let exponent = LOWEST + 32 * i32::try_from(bottom).expect("a few digits");
        let length = 128 - bits.leading_zeros().cast_signed();
        let cut = (length - 53).max(SMALLEST - exponent);
        let kept = bits.checked_shr(cut.unsigned_abs()).unwrap_or(0);
        double(u64::try_from(kept).expect("53 bits"), exponent + cut)
    }
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

/// The other way round, for a mantissa that has 53 bits or the exponent of the smallest double.
fn double(mantissa: u64, exponent: i32) -> f64 {
    // The leading bit of the mantissa is not stored; added, it makes the exponent one larger.
    let exponent = u64::from((exponent - SMALLEST).unsigned_abs());
    if exponent > 2045 {
        return f64::INFINITY;
    }
    f64::from_bits((exponent << 52) + mantissa)
}
