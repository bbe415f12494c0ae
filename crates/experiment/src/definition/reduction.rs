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

use collectives::OpKind;

use super::exact_product::ExactProduct;
use super::exact_sum::{ExactSum, parts};
use super::format::Format;
use crate::Experiment;

/// A reduction whose results are rounded, and the column of it that is being looked at: one
/// element of all ranks.
#[derive(Debug)]
pub(crate) struct Reduction<'a> {
    experiment: &'a Experiment,
    ranks: u32,
    format: Format,
    column: Vec<f64>,
    exact: Exact,
    tolerance: f64,
    /// How far off the result is that is being judged.
    off: ExactSum,
}

/// What comes of a column in exact arithmetic.
#[derive(Debug)]
struct Exact {
    /// If nothing else is right, this. Otherwise it is a number that has to be rounded.
    only: Option<f64>,
    negative: bool,
    /// So many times the number: a mean is known by its sum.
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

impl<'a> Reduction<'a> {
    /// For an experiment that [rounds](super::rounds); look at a column first.
    pub(crate) fn of(experiment: &'a Experiment) -> Self {
        let ranks = u32::try_from(experiment.ranks).expect("ranks are counted in 32 bits");
        let times = if experiment.op == OpKind::Mean {
            ranks
        } else {
            1
        };
        Self {
            experiment,
            ranks,
            format: Format::of(experiment.kind),
            column: vec![0.0; experiment.ranks],
            exact: Exact {
                only: None,
                negative: false,
                magnitude: ExactSum::zero(),
                times,
            },
            tolerance: 0.0,
            off: ExactSum::zero(),
        }
    }

    /// Looks at element `index` of all ranks.
    pub(crate) fn look_at(&mut self, index: usize) {
        for (number, row) in self.column.iter_mut().zip(&self.experiment.inputs) {
            *number = row.at(index);
        }
        self.exact.magnitude.clear();
        self.off.clear();
        self.exact.only = match self.experiment.op {
            OpKind::Product => self.multiply(),
            _ => self.add(),
        };
        self.off.drop_sign();
        self.tolerance = self.off.rounded_down();
    }

    /// How far off a result may be.
    pub(crate) fn tolerance(&self) -> f64 {
        self.tolerance
    }

    /// Adds the column up, and its tolerance; or says what else comes of it.
    fn add(&mut self) -> Option<f64> {
        // All that are finite and not 0 stand aside; to the others -0 is what changes nothing.
        let others = self
            .column
            .iter()
            .map(|&it| if is_ordinary(it) { 0.0 } else { it });
        let of_others = others.fold(-0.0, |sum, it| sum + it);
        if of_others.to_bits() != 0 {
            return Some(of_others);
        }
        // A mean is divided by as many as its tolerance is multiplied with.
        let (times, scale) = (self.ranks / self.exact.times, 1 + self.format.epsilon());
        for &number in &self.column {
            let (mantissa, exponent) = parts(number);
            let negative = number.is_sign_negative();
            self.exact.magnitude.add(negative, mantissa, exponent);
            let part = u64::from(times) * mantissa;
            self.off.add(false, part, exponent + scale);
        }
        self.exact.negative = self.exact.magnitude.drop_sign().is_lt();
        None
    }

    /// Multiplies the column, and its tolerance; or says what else comes of it.
    fn multiply(&mut self) -> Option<f64> {
        // All that are finite and not 0 stand for their signs.
        let signs = self
            .column
            .iter()
            .map(|&it| if is_ordinary(it) { it.signum() } else { it });
        let sign = signs.fold(1.0, |product, it| product * it);
        if sign.abs() != 1.0 {
            return Some(sign);
        }
        let product = ExactProduct::of(&self.column);
        if product.magnitude() > self.format.end {
            // More than twice what is too large: no number is within the tolerance.
            return Some(sign * f64::INFINITY);
        }
        product.add_to(&mut self.exact.magnitude, 1, 0);
        let at_least = product.at_least(self.format.smallest_normal());
        at_least.add_to(&mut self.off, self.ranks, 1 + self.format.epsilon());
        self.exact.negative = sign < 0.0;
        None
    }

    /// What `got` is worth as a result.
    pub(crate) fn judge(&mut self, got: f64) -> Judgement {
        match self.exact.only {
            Some(only) => Judgement::beside(only, got),
            None if got.is_nan() => Judgement::WRONG,
            None => self.judge_number(got),
        }
    }

    fn judge_number(&mut self, got: f64) -> Judgement {
        // On the other side of zero, where nothing is nearest and no product is right.
        let across = got.is_sign_negative() != self.exact.negative;
        let times = u64::from(self.exact.times);
        let (mantissa, exponent) = match self.format.place(got) {
            (0, _) if across && !self.exact.negative => match self.least_negative_sum() {
                Some(place) => place,
                None => return Judgement::WRONG,
            },
            (mantissa, exponent) => (times * mantissa, exponent),
        };
        self.off.copy(&self.exact.magnitude);
        self.off.add(!across, mantissa, exponent);
        let outward = self.off.drop_sign();
        if !across && self.format.is_nearest(got, &mut self.off, outward, times) {
            return Judgement::PERFECT;
        }
        let distance = self.off.rounded_down() / f64::from(self.exact.times);
        let (mantissa, exponent) = parts(self.tolerance);
        let within = self.off.compare(times * mantissa, exponent).is_le();
        let impossible = across && self.experiment.op == OpKind::Product;
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

    /// Beside a sum that is not negative, -0 is no mean, unless rounding has left another sum that
    /// is negative: one that is tiny enough, and a multiple of what all numbers are multiples of.
    fn least_negative_sum(&self) -> Option<(u64, i32)> {
        let lowest_bit = |&number: &f64| {
            let (mantissa, exponent) = parts(number);
            (mantissa != 0).then(|| exponent + mantissa.trailing_zeros().cast_signed())
        };
        let lowest = self.column.iter().filter_map(lowest_bit).min()?;
        // Half the smallest number is still rounded to 0.
        let doubled = u64::try_from(lowest - self.format.smallest).ok()? + 1;
        let vanishes = doubled < 32 && 1 << doubled <= self.ranks;
        (vanishes && self.experiment.op == OpKind::Mean).then_some((1, lowest))
    }
}

fn is_ordinary(number: f64) -> bool {
    number.is_finite() && number != 0.0
}
