//! What a right result is, said once more, over fractions that somebody else's integers make.

use std::cmp::Ordering;

use collectives::{ElementKind, OpKind};
use num_bigint::{BigInt, Sign};

/// n · 2^e: every floating number is one, and so are their sums and products.
#[derive(Clone, Debug)]
pub(super) struct Dyadic(BigInt, i64);

impl Dyadic {
    pub(super) fn of(number: f64) -> Self {
        assert!(number.is_finite(), "{number} is no fraction");
        let bits = number.abs().to_bits();
        let (exponent, fraction) = (bits >> 52, bits & ((1 << 52) - 1));
        let hidden = u64::from(exponent > 0) << 52;
        let whole = BigInt::from(fraction | hidden);
        let exponent = i64::try_from(exponent.max(1)).expect("eleven bits") - 1075;
        Self(if number < 0.0 { -whole } else { whole }, exponent)
    }

    fn power_of_two(exponent: i64) -> Self {
        Self(BigInt::from(1), exponent)
    }

    fn plus(&self, other: &Self) -> Self {
        let (a, b, exponent) = self.aligned(other);
        Self(a + b, exponent)
    }

    fn minus(&self, other: &Self) -> Self {
        let (a, b, exponent) = self.aligned(other);
        Self(a - b, exponent)
    }

    fn times(&self, other: &Self) -> Self {
        Self(&self.0 * &other.0, self.1 + other.1)
    }

    fn times_whole(&self, factor: usize) -> Self {
        Self(&self.0 * factor, self.1)
    }

    fn abs(&self) -> Self {
        Self(self.0.magnitude().clone().into(), self.1)
    }

    fn is_negative(&self) -> bool {
        self.0.sign() == Sign::Minus
    }

    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b, _) = self.aligned(other);
        a.cmp(&b)
    }

    /// Both with the lower exponent.
    fn aligned(&self, other: &Self) -> (BigInt, BigInt, i64) {
        let exponent = self.1.min(other.1);
        let whole = |it: &Self| &it.0 << (it.1 - exponent);
        (whole(self), whole(other), exponent)
    }
}

/// The numbers of a floating kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbers {
    pub(super) wide: bool,
}

impl Numbers {
    pub(super) const DOUBLE: Self = Self { wide: true };

    pub(super) fn of(kind: ElementKind) -> Self {
        Self {
            wide: kind == ElementKind::F64,
        }
    }

    /// Rounds.
    #[allow(clippy::cast_possible_truncation, reason = "that is the point")]
    pub(super) fn round(self, number: f64) -> f64 {
        if self.wide {
            number
        } else {
            f64::from(number as f32)
        }
    }

    pub(super) fn bits(self, number: f64) -> u64 {
        if self.wide {
            return number.to_bits();
        }
        #[allow(clippy::cast_possible_truncation, reason = "it is no double")]
        let narrow = number as f32;
        narrow.to_bits().into()
    }

    #[allow(clippy::cast_possible_truncation, reason = "it has 32 bits")]
    pub(super) fn number(self, bits: u64) -> f64 {
        if self.wide {
            f64::from_bits(bits)
        } else {
            f64::from(f32::from_bits(bits as u32))
        }
    }

    /// The next number, towards +∞.
    pub(super) fn up(self, number: f64) -> f64 {
        if number == 0.0 {
            self.number(1)
        } else if number > 0.0 {
            self.number(self.bits(number) + 1)
        } else {
            -self.number(self.bits(-number) - 1)
        }
    }

    pub(super) fn down(self, number: f64) -> f64 {
        -self.up(-number)
    }

    fn largest(self) -> f64 {
        self.number(self.bits(f64::INFINITY) - 1)
    }

    /// The largest number that so many times is not above `limit`, found by halving.
    fn floor(self, limit: &Dyadic, times: usize) -> f64 {
        let below = |number: f64| Dyadic::of(number).times_whole(times).cmp(limit).is_le();
        let side = if below(0.0) { 1.0 } else { -1.0 };
        // Magnitudes on this side of the limit, and on the other one.
        let (mut near, mut far) = (0, self.bits(f64::INFINITY));
        while near + 1 < far {
            let middle = near.midpoint(far);
            if below(side * self.number(middle)) == below(0.0) {
                near = middle;
            } else {
                far = middle;
            }
        }
        side * self.number(if side > 0.0 { near } else { far })
    }

    /// Where a result stands: infinity half a step beyond the largest number.
    fn place(self, number: f64) -> Dyadic {
        if number.is_finite() {
            return Dyadic::of(number);
        }
        let largest = self.largest();
        let last = Dyadic::of(self.down(largest));
        let step = Dyadic::of(largest).minus(&last);
        let half = step.times(&Dyadic::power_of_two(-1));
        let beginning = Dyadic::of(largest).plus(&half);
        beginning.times(&Dyadic::of(number.signum()))
    }
}

/// One column of a reduction, and its exact result.
#[derive(Debug)]
pub(super) struct Oracle {
    op: OpKind,
    numbers: Numbers,
    column: Vec<f64>,
    /// A mean is its sum over this; otherwise it is 1.
    divisor: usize,
    dividend: Result<Dyadic, f64>,
    pub(super) tolerance: f64,
}

impl Oracle {
    pub(super) fn of(op: OpKind, kind: ElementKind, column: &[f64]) -> Self {
        let (numbers, ranks) = (Numbers::of(kind), column.len());
        let divisor = if op == OpKind::Mean { ranks } else { 1 };
        let dividend = match only(op, column) {
            Some(only) => Err(only),
            None if op == OpKind::Product => product(numbers, column),
            None => Ok(total(column.iter().copied())),
        };
        let smallest_normal = Dyadic::power_of_two(if numbers.wide { -1022 } else { -126 });
        let epsilon = Dyadic::power_of_two(if numbers.wide { -52 } else { -23 });
        let magnitude = match &dividend {
            Err(_) => Dyadic::of(0.0),
            Ok(product) if op == OpKind::Product => {
                let tiny = product.abs().cmp(&smallest_normal).is_lt();
                if tiny { smallest_normal } else { product.abs() }
            }
            Ok(_) => total(column.iter().map(|it| it.abs())),
        };
        // A mean's is 2 P ε M / P.
        let tolerance = magnitude.times(&epsilon).times_whole(2 * ranks / divisor);
        Self {
            op,
            numbers,
            column: column.to_vec(),
            divisor,
            dividend,
            tolerance: Numbers::DOUBLE.floor(&tolerance, 1),
        }
    }

    /// Whether `got` is right: |got - exact| ≤ tolerance, or there is none that is nearer.
    pub(super) fn accepts(&self, got: f64) -> bool {
        let exact = match &self.dividend {
            Err(only) => {
                return got.to_bits() == only.to_bits() || (got.is_nan() && only.is_nan());
            }
            Ok(_) if got.is_nan() => return false,
            Ok(exact) => exact,
        };
        let mirrored = got.is_sign_negative() != exact.is_negative();
        let tolerance = Dyadic::of(self.tolerance).times_whole(self.divisor);
        if mirrored && self.op == OpKind::Product {
            return false;
        }
        if mirrored && got == 0.0 && !exact.is_negative() {
            // -0, where every multiple of what the numbers are multiples of is another zero or
            // another sum: it is the mean of a sum -u.
            let Some(unit) = self.unit().filter(|_| self.op == OpKind::Mean) else {
                return false;
            };
            let vanishes = unit
                .times_whole(2)
                .cmp(&self.smallest_times_ranks())
                .is_le();
            return vanishes && exact.plus(&unit).cmp(&tolerance).is_le();
        }
        let off = self.off(got).abs();
        off.cmp(&tolerance).is_le() || (!mirrored && self.is_nearest(got))
    }

    /// So many times got - exact.
    fn off(&self, got: f64) -> Dyadic {
        let place = self.numbers.place(got).times_whole(self.divisor);
        place.minus(self.dividend.as_ref().expect("a number"))
    }

    fn is_nearest(&self, got: f64) -> bool {
        let off = self.off(got);
        if got.is_infinite() {
            // Whatever is beyond where it begins.
            return off.is_negative() == (got > 0.0) || off.abs().cmp(&Dyadic::of(0.0)).is_eq();
        }
        let others = [self.numbers.up(got), self.numbers.down(got)];
        others.iter().all(|&other| {
            // As if infinity were one more number, twice as far off as where it begins.
            let distance = if other.is_infinite() {
                let last = Dyadic::of(got).times_whole(self.divisor);
                let step = self
                    .numbers
                    .place(other)
                    .times_whole(self.divisor)
                    .minus(&last);
                off.plus(&step.times_whole(2))
            } else {
                self.off(other)
            };
            match off.abs().cmp(&distance.abs()) {
                Ordering::Less => true,
                Ordering::Equal => self.numbers.bits(got).is_multiple_of(2),
                Ordering::Greater => false,
            }
        })
    }

    /// The largest power of two that all numbers are multiples of.
    fn unit(&self) -> Option<Dyadic> {
        let numbers = self.column.iter().map(|&it| Dyadic::of(it));
        let bits = numbers.filter_map(|Dyadic(whole, exponent)| {
            let zeros = i64::try_from(whole.trailing_zeros()?).expect("few");
            Some(exponent + zeros)
        });
        bits.min().map(Dyadic::power_of_two)
    }

    fn smallest_times_ranks(&self) -> Dyadic {
        Dyadic::of(self.numbers.number(1)).times_whole(self.column.len())
    }

    /// What lies around the exact result and around the ends of its tolerance.
    pub(super) fn edges(&self) -> Vec<f64> {
        let Ok(exact) = &self.dividend else {
            return Vec::new();
        };
        let tolerance = Dyadic::of(self.tolerance).times_whole(self.divisor);
        let ends = [
            exact.minus(&tolerance),
            exact.clone(),
            exact.plus(&tolerance),
        ];
        let around = |end: &Dyadic| {
            let below = self.numbers.floor(end, self.divisor);
            let above = self.numbers.up(below);
            let beyond = [self.numbers.down(below), self.numbers.up(above)];
            [beyond[0], below, above, beyond[1]]
        };
        ends.iter().flat_map(around).collect()
    }
}

/// What comes of numbers where nothing is rounded.
fn only(op: OpKind, column: &[f64]) -> Option<f64> {
    let special = |it: f64| !it.is_finite() || (op == OpKind::Product && it == 0.0);
    let signs = column
        .iter()
        .map(|&it| if special(it) { it } else { it.signum() });
    if column.iter().any(|&it| special(it)) {
        let product = op == OpKind::Product;
        return Some(if product {
            signs.product()
        } else {
            signs.sum()
        });
    }
    let negative_zeros = column.iter().all(|it| it.to_bits() == (-0.0_f64).to_bits());
    (op != OpKind::Product && negative_zeros).then_some(-0.0)
}

fn total(numbers: impl Iterator<Item = f64>) -> Dyadic {
    numbers.fold(Dyadic::of(0.0), |sum, it| sum.plus(&Dyadic::of(it)))
}

/// The product; infinity where it is so large that no number is within its tolerance.
fn product(numbers: Numbers, column: &[f64]) -> Result<Dyadic, f64> {
    let factors = column.iter().map(|&it| Dyadic::of(it));
    let product = factors.fold(Dyadic::of(1.0), |product, it| product.times(&it));
    let twice_too_large = Dyadic::power_of_two(if numbers.wide { 1025 } else { 129 });
    if product.abs().cmp(&twice_too_large).is_lt() {
        return Ok(product);
    }
    let infinity = f64::INFINITY;
    Err(if product.is_negative() {
        -infinity
    } else {
        infinity
    })
}
