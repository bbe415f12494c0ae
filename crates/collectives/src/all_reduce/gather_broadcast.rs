//! The naive rival: one rank does everything.
//!
//! All values go to rank 0, which combines them as they come in, in rank order, and broadcasts
//! the result. It is what one writes first, and its result is the same bits on every rank. But
//! rank 0 receives (P − 1)n bytes through one port, so it gets slower with every rank that joins.
//!
//! ```text
//!   1 ─┐       0 ───→ 2
//!   2 ─┼→ 0    0 → 1  2 → 3          (4 ranks)
//!   3 ─┘
//! ```
//!
//! Steps: 1 + ⌈log₂ P⌉
//! Bytes: n to rank 0, then n for every rank that a rank tells; rank 0 receives (P − 1)n
//! Needs: a commutative operator, since what comes is put before what is there
//!
//! Thakur, Rabenseifner, Gropp, "Optimization of collective communication operations in MPICH",
//! 2005, section 4.5, names reduce-and-broadcast as the baseline to beat.

use std::ops::Range;

use crate::plan::{Plan, Side};
use crate::{
    Block, Collective, Communicator, Element, Error, ReduceOp, Signature, Transport, broadcast,
};

/// The rank that does all the work.
const ROOT: usize = 0;

/// Combines `values` of all ranks into `values` on every rank, to the same bits everywhere.
///
/// # Errors
/// If ranks make different calls, or the world ends.
pub async fn gather_broadcast<T: Transport, E: Element>(
    communicator: &Communicator<'_, T>,
    values: &mut [E],
    op: &dyn ReduceOp<E>,
) -> Result<(), Error> {
    let (rank, size) = (communicator.rank(), communicator.size());
    let call = communicator
        .begin(Signature {
            collective: Collective::AllReduce,
            root: None,
            count: Some(values.len()),
            kind: Some(E::KIND),
            op: Some(op.kind()),
        })
        .await?;

    let gather = call.step(0);
    if rank == ROOT {
        let mut received = vec![E::zeroed(); values.len()];
        for source in 1..size {
            gather.receive(source, &mut received).await?;
            gather.combine(source, op, &received, values).await;
        }
        op.finish(values, size);
    } else {
        gather
            .send(ROOT, Block::of(values, 0..values.len()))
            .await?;
    }
    broadcast::spread(&call, 1, (rank, size), ROOT, values).await
}

/// The same as a plan: the root takes one vector after the other.
pub fn gather_broadcast_plan(plan: &mut Plan, vector: Range<usize>) {
    if plan.rank == ROOT {
        for source in 1..plan.size {
            plan.round().combine(source, vector.clone(), Side::Left);
        }
    } else {
        plan.round().send(ROOT, vector.clone());
        plan.rest(plan.size - 2);
    }
    broadcast::binomial_tree_plan(plan, ROOT, vector);
}
