//! How two values become one.

use std::fmt;

use crate::{Element, OpKind};

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
