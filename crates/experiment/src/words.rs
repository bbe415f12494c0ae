//! Numbers of 32 bits as words, so that of every algorithm there are two copies, for words and for
//! doubles, and not one for every kind: a third of what a page downloads is algorithms.
//!
//! Moving needs no more than the bits. Where the numbers matter, somebody else knows what the bits
//! mean: in a reduction the operator; in a sort the keys, which are in the order of the numbers.

use std::fmt;

use bitonic::{KeyKind, Order};
use collectives::{Collective, ElementKind, OpKind, ReduceOp};

use crate::Values;

const WIDE: &str = "a double is two words";

/// What the words of a task mean.
pub(crate) struct Meaning {
    kind: ElementKind,
    op: OpKind,
    /// How bits become words: keys in a sort, and themselves in everything else.
    order: Order,
}

impl Meaning {
    pub(crate) fn of(collective: Collective, op: OpKind, kind: ElementKind) -> Self {
        let order = Order::ascending(match (collective, kind) {
            (Collective::Sort, ElementKind::F32) => KeyKind::F32,
            (Collective::Sort, ElementKind::I32) => KeyKind::I32,
            _ => KeyKind::U32,
        });
        Self { kind, op, order }
    }

    /// # Panics
    /// If the numbers are doubles.
    pub(crate) fn words(&self, values: &Values) -> Vec<u32> {
        let bits = match values {
            Values::F32(vector) => bytemuck::cast_slice(vector),
            Values::I32(vector) => bytemuck::cast_slice(vector),
            Values::U32(vector) => vector,
            Values::F64(_) => panic!("{WIDE}"),
        };
        bits.iter().map(|&bits| self.order.encode(bits)).collect()
    }

    /// # Panics
    /// If the numbers are doubles.
    pub(crate) fn values(&self, mut words: Vec<u32>) -> Values {
        for word in &mut words {
            *word = self.order.decode(*word);
        }
        match self.kind {
            ElementKind::F32 => Values::F32(bytemuck::cast_vec(words)),
            ElementKind::I32 => Values::I32(bytemuck::cast_vec(words)),
            ElementKind::U32 => Values::U32(words),
            ElementKind::F64 => panic!("{WIDE}"),
        }
    }
}

impl fmt::Debug for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.op, self.kind)
    }
}

/// The operator, on words that are bits of numbers.
impl ReduceOp<u32> for Meaning {
    fn kind(&self) -> OpKind {
        self.op
    }

    fn fold(&self, left: &[u32], right: &mut [u32]) {
        match self.kind {
            ElementKind::F32 => self.op.fold(
                bytemuck::cast_slice::<_, f32>(left),
                bytemuck::cast_slice_mut::<_, f32>(right),
            ),
            ElementKind::I32 => self.op.fold(
                bytemuck::cast_slice::<_, i32>(left),
                bytemuck::cast_slice_mut::<_, i32>(right),
            ),
            ElementKind::U32 | ElementKind::F64 => self.op.fold(left, right),
        }
    }

    fn finish(&self, values: &mut [u32], ranks: usize) {
        match self.kind {
            ElementKind::F32 => self
                .op
                .finish(bytemuck::cast_slice_mut::<_, f32>(values), ranks),
            ElementKind::I32 => self
                .op
                .finish(bytemuck::cast_slice_mut::<_, i32>(values), ranks),
            ElementKind::U32 | ElementKind::F64 => self.op.finish(values, ranks),
        }
    }
}
