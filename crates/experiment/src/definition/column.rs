//! What sums, means and products of floating numbers may come to: judged in exact arithmetic, for
//! doubles would be no wider than what they judge.
//!
//! Ranks round after every operation, in an order that is theirs to choose. Beside the exact
//! result, for P ranks and numbers with the epsilon ε, right is
//!
//! - the number that is nearest to it; that is infinity from where the largest number is exceeded
//!   by half its spacing.
//! - what is off by no more than the tolerance: 2 P ε times the sum of magnitudes, divided by P in
//!   a mean; in a product 2 P ε times the product, taken for no less than the smallest normal
//!   number, for below it the spacing gets no finer. Infinity is as far off as where it begins.
//!
//! What happened on the way is no excuse: where a sum overflows that should not have, or a factor
//! is lost that later ones would have brought back, the result is wrong, and another order might
//! have been right. So a mean is wrong whose sum, undivided, is too large for its kind.
//!
//! The sign of a zero counts. A sum is -0 where all numbers are, and a product has the sign of its
//! factors, whatever it is rounded to. NaN or infinity among the numbers leaves nothing to round,
//! and so does a 0 in a product.

use collectives::{ElementKind, OpKind};

use super::exact_product::ExactProduct;
use super::exact_sum::{ExactSum, parts, power_of_two};
use super::format::Format;
use super::real;
use crate::Experiment;

/// One element of all ranks, and what it should be combined to.
#[derive(Debug)]
pub(crate) struct Column {
    op: OpKind,
    format: Format,
    numbers: Vec<f64>,
    exact: Exact,
    tolerance: f64,
}

/// What comes of a column in exact arithmetic.
#[derive(Debug)]
enum Exact {
    /// This, and nothing else is right.
    Only(f64),
    /// A number that has to be rounded.
    Number(Number),
}

#[derive(Debug)]
struct Number {
    negative: bool,
    /// So many times its magnitude: a mean is known by its sum.
    magnitude: ExactSum,
    times: u32,
}

/// What a result is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Judgement {
    pub(crate) right: bool,
    /// How far off it is: 0 where no number is nearer, infinity where no distance makes sense.
    pub(crate) error: f64,
}

impl Judgement {
    /// Of `got` where nothing but `only` is right.
    pub(crate) fn beside(only: f64, got: f64) -> Self {
        if got.to_bits() == only.to_bits() || (got.is_nan() && only.is_nan()) {
            return Self::PERFECT;
        }
        if got.is_finite() && only.is_finite() && got != only {
            let error = (got - only).abs();
            return Self {
                right: false,
                error,
            };
        }
        Self::WRONG
    }

    const PERFECT: Self = Self {
        right: true,
        error: 0.0,
    };
    const WRONG: Self = Self {
        right: false,
        error: f64::INFINITY,
    };
}

impl Column {
    /// Element `index` of all ranks.
    pub(crate) fn of(experiment: &Experiment, index: usize) -> Self {
        let numbers = experiment.inputs.iter().map(|row| row.at(index)).collect();
        Self::new(experiment.op, experiment.kind, numbers)
    }

    /// `numbers` of a floating kind, to be combined by a sum, a mean or a product.
    fn new(op: OpKind, kind: ElementKind, numbers: Vec<f64>) -> Self {
        let format = Format::of(kind);
        let (exact, tolerance) = match leftover(op, &numbers) {
            sign if op == OpKind::Product && sign.abs() == 1.0 => product(format, sign, &numbers),
            zero if op != OpKind::Product && zero.to_bits() == 0 => sum(format, op, &numbers),
            leftover => (Exact::Only(leftover), 0.0),
        };
        Self {
            op,
            format,
            numbers,
            exact,
            tolerance,
        }
    }

    /// How far off a result may be.
    pub(crate) fn tolerance(&self) -> f64 {
        self.tolerance
    }

    /// What `got` is worth as a result.
    pub(crate) fn judge(&self, got: f64) -> Judgement {
        match &self.exact {
            Exact::Only(only) => Judgement::beside(*only, got),
            Exact::Number(_) if got.is_nan() => Judgement::WRONG,
            Exact::Number(exact) => self.judge_number(exact, got),
        }
    }

    fn judge_number(&self, exact: &Number, got: f64) -> Judgement {
        // On the other side of zero, where nothing is nearest and no product is right.
        let across = got.is_sign_negative() != exact.negative;
        let times = u128::from(exact.times);
        let (mantissa, exponent) = match self.format.place(got) {
            (0, _) if across && !exact.negative => match self.least_negative_sum() {
                Some(place) => place,
                None => return Judgement::WRONG,
            },
            (mantissa, exponent) => (times * mantissa, exponent),
        };
        let mut off = exact.magnitude.clone();
        off.add(!across, mantissa, exponent);
        let outward = off.drop_sign();
        if !across && self.format.is_nearest(got, &off, outward, times) {
            return Judgement::PERFECT;
        }
        let (mantissa, exponent) = parts(self.tolerance);
        let within = off.compare(times * u128::from(mantissa), exponent).is_le();
        let impossible = across && self.op == OpKind::Product;
        let distance = off.rounded_down() / f64::from(exact.times);
        let error = match within {
            true if impossible => f64::INFINITY,
            true => distance.min(self.tolerance),
            false if got.is_infinite() => f64::INFINITY,
            false => distance.max(self.tolerance.next_up()),
        };
        Judgement {
            right: within && !impossible,
            error,
        }
    }

    /// Beside a sum that is not negative, -0 is no sum, but rounding may have left a negative one
    /// whose mean it is: at best the one next to 0. All sums are multiples of what the numbers are
    /// multiples of, so there is such a sum only where there are numbers with such low bits.
    fn least_negative_sum(&self) -> Option<(u128, i32)> {
        let bound = real(self.numbers.len()) * power_of_two(self.format.smallest_normal());
        let has_low_bits = |number: &f64| *number != 0.0 && number.abs() < bound;
        let may_be = self.op == OpKind::Mean && self.numbers.iter().any(has_low_bits);
        may_be.then_some((1, self.format.smallest))
    }
}

/// What is combined of the numbers if all that are finite and not 0 stand for nothing but a sign:
/// the result, where those others settle it; otherwise 0 for a sum and the sign of a product.
fn leftover(op: OpKind, numbers: &[f64]) -> f64 {
    let ordinary = |number: f64| number.is_finite() && number != 0.0;
    let numbers = numbers.iter().copied();
    if op == OpKind::Product {
        let signs = numbers.map(|it| if ordinary(it) { it.signum() } else { it });
        signs.fold(1.0, |product, it| product * it)
    } else {
        // -0 is what changes nothing, even the sign of a zero.
        let others = numbers.map(|it| if ordinary(it) { 0.0 } else { it });
        others.fold(-0.0, |sum, it| sum + it)
    }
}

fn sum(format: Format, op: OpKind, numbers: &[f64]) -> (Exact, f64) {
    let ranks = u32::try_from(numbers.len()).expect("a number of ranks");
    let (mut sum, mut tolerance) = (ExactSum::zero(), ExactSum::zero());
    // The tolerance of a mean is divided by as many as it is multiplied with.
    let (times, factor) = if op == OpKind::Mean { (ranks, 1) } else { (1, ranks) };
    for &number in numbers {
        let (mantissa, exponent) = parts(number);
        sum.add(number.is_sign_negative(), mantissa.into(), exponent);
        let part = u128::from(mantissa) * u128::from(factor);
        tolerance.add(false, part, exponent + 1 + format.epsilon());
    }
    tolerance.drop_sign();
    let number = Number {
        negative: sum.drop_sign().is_lt(),
        magnitude: sum,
        times,
    };
    (Exact::Number(number), tolerance.rounded_down())
}

fn product(format: Format, sign: f64, numbers: &[f64]) -> (Exact, f64) {
    let product = ExactProduct::of(numbers);
    if product.magnitude() > format.end {
        // More than twice what is too large: no number is within the tolerance.
        return (Exact::Only(sign * f64::INFINITY), 0.0);
    }
    let (mut magnitude, mut tolerance) = (ExactSum::zero(), ExactSum::zero());
    product.add_to(&mut magnitude, 1, 0);
    let at_least = product.at_least(format.smallest_normal());
    at_least.add_to(&mut tolerance, numbers.len(), 1 + format.epsilon());
    magnitude.drop_sign();
    tolerance.drop_sign();
    let number = Number {
        negative: sign < 0.0,
        magnitude,
        times: 1,
    };
    (Exact::Number(number), tolerance.rounded_down())
}
