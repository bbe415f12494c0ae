//! How two values become one.

use std::fmt;

use crate::Element;

/// A reduction. Passed as `&dyn`, so that each algorithm exists once per element kind and not
/// once per operator.
///
/// Every operator here is associative and commutative up to rounding, as MPI assumes of its
/// built-in ones (MPI 4.1, section 6.9.1).
pub trait ReduceOp<E: Element>: fmt::Debug {
    /// The operator, for signatures and messages.
    fn kind(&self) -> OpKind;

    /// `right[i] = left[i] ∘ right[i]`: the received values are on the left.
    ///
    /// # Panics
    /// If the lengths differ.
    fn fold(&self, left: &[E], right: &mut [E]);

    /// What remains to do once every rank's values are in: the mean divides here, and the
    /// others leave the values alone.
    fn finish(&self, values: &mut [E], ranks: usize) {
        let _ = (values, ranks);
    }
}

/// The operators that an experiment can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OpKind {
    /// Addition.
    Sum,
    /// Multiplication.
    Product,
    /// The smallest value; NaN wins.
    Min,
    /// The largest value; NaN wins.
    Max,
    /// The sum, divided by the number of ranks once at the end.
    Mean,
}

impl OpKind {
    /// Every operator.
    pub const ALL: [Self; 5] = [Self::Sum, Self::Product, Self::Min, Self::Max, Self::Mean];

    /// As experiments spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Product => "product",
            Self::Min => "min",
            Self::Max => "max",
            Self::Mean => "mean",
        }
    }
}

impl fmt::Display for OpKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Each [`OpKind`] is the operator it names.
impl<E: Element> ReduceOp<E> for OpKind {
    fn kind(&self) -> OpKind {
        *self
    }

    fn fold(&self, left: &[E], right: &mut [E]) {
        E::fold(*self, left, right);
    }

    fn finish(&self, values: &mut [E], ranks: usize) {
        if *self == Self::Mean {
            let ranks = u32::try_from(ranks).expect("a number of ranks fits 32 bits");
            for value in values {
                *value = value.divide(ranks);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_is_a_sum_that_divides_once() {
        let mut values = [3.0f32, 5.0];
        OpKind::Mean.fold(&[1.0, 1.0], &mut values);
        OpKind::Mean.finish(&mut values, 4);
        assert_eq!(values, [1.0, 1.5]);
    }

    #[test]
    fn only_the_mean_finishes() {
        for op in OpKind::ALL.into_iter().filter(|op| *op != OpKind::Mean) {
            let mut values = [7u32];
            op.finish(&mut values, 7);
            assert_eq!(values, [7], "{op} has nothing to finish");
        }
    }
}
