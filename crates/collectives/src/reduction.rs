//! How two values become one, for values as bytes.

use crate::plan::{Operator, Side};
use crate::{Element, ElementKind, OpKind};

/// An operator on elements of a kind.
///
/// Every operator here is associative and commutative up to rounding, as MPI assumes of its
/// built-in ones (MPI 4.1, section 6.9.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reduction {
    /// The operator.
    pub op: OpKind,
    /// What the bytes are.
    pub kind: ElementKind,
}

/// Runs an expression for the type of a kind.
macro_rules! for_kind {
    ($kind:expr, $element:ident => $expression:expr) => {
        match $kind {
            ElementKind::F32 => {
                type $element = f32;
                $expression
            }
            ElementKind::F64 => {
                type $element = f64;
                $expression
            }
            ElementKind::I32 => {
                type $element = i32;
                $expression
            }
            ElementKind::U32 => {
                type $element = u32;
                $expression
            }
        }
    };
}

impl Reduction {
    /// Of elements of this type.
    #[must_use]
    pub fn of<E: Element>(op: OpKind) -> Self {
        Self { op, kind: E::KIND }
    }

    /// What remains to do once the values of so many ranks are combined: a mean divides here, and
    /// the others leave the values alone.
    ///
    /// # Panics
    /// If these are no whole elements, or do not stand where such elements may.
    pub fn finish(self, values: &mut [u8], ranks: usize) {
        if self.op == OpKind::Mean {
            let ranks = u32::try_from(ranks).expect("a number of ranks fits 32 bits");
            for_kind!(self.kind, E => {
                for value in bytemuck::cast_slice_mut::<u8, E>(values) {
                    *value = value.divide(ranks);
                }
            });
        }
    }
}

/// The side does not matter: they all commute, bit by bit.
impl Operator for Reduction {
    fn combine(&self, came: &[u8], own: &mut [u8], _: Side) {
        for_kind!(self.kind, E => {
            E::fold(self.op, bytemuck::cast_slice(came), bytemuck::cast_slice_mut(own));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_is_a_sum_that_divides_once() {
        let mean = Reduction::of::<f32>(OpKind::Mean);
        let mut values = [3.0f32, 5.0];
        let bytes = bytemuck::cast_slice_mut(&mut values);
        mean.combine(bytemuck::cast_slice(&[1.0f32, 1.0]), bytes, Side::Left);
        mean.finish(bytes, 4);
        assert_eq!(values, [1.0, 1.5]);
    }

    #[test]
    fn only_the_mean_finishes() {
        for op in OpKind::ALL.into_iter().filter(|op| *op != OpKind::Mean) {
            let mut values = [7u32];
            let bytes = bytemuck::cast_slice_mut(&mut values);
            Reduction::of::<u32>(op).finish(bytes, 7);
            assert_eq!(values, [7], "{op} has nothing to finish");
        }
    }
}
