//! Each chunk goes for a walk and picks up one contribution per hop.
//!
//! Chunk c sets out from rank c + 1 and walks right, once around the ring. Whoever receives it
//! adds its own part. After P − 1 hops it stands on rank c with everybody's part in it: complete,
//! and home.
//!
//! ```text
//!            step 0   step 1   step 2        (4 ranks; which chunk each rank sends)
//!   rank 0      3        2        1     →  owns 0
//!   rank 1      0        3        2     →  owns 1
//!   rank 2      1        0        3     →  owns 2
//!   rank 3      2        1        0     →  owns 3
//! ```
//!
//! Steps: P − 1
//! Bytes: every chunk but one's own, once
//! Needs: a commutative operator
//!
//! Patarasuk, Yuan, "Bandwidth optimal all-reduce algorithms for clusters of workstations", 2009.

use crate::plan::{Plan, Side};
use crate::{
    Block, Collective, Communicator, Element, Error, Partition, ReduceOp, Signature, Transport,
    topology,
};

/// Fills `own` with chunk r of the combined `values` on rank r, for [`Partition`] into as many
/// chunks as there are ranks. `values` has the same length everywhere.
///
/// # Errors
/// If ranks make different calls, or the world ends.
///
/// # Panics
/// If `own` does not have the length of that chunk.
pub async fn ring<T: Transport, E: Element>(
    communicator: &Communicator<'_, T>,
    values: &[E],
    op: &dyn ReduceOp<E>,
    own: &mut [E],
) -> Result<(), Error> {
    let (rank, size) = (communicator.rank(), communicator.size());
    let (left, right) = (topology::left(rank, size), topology::right(rank, size));
    let call = communicator
        .begin(Signature {
            collective: Collective::ReduceScatter,
            root: None,
            count: Some(values.len()),
            kind: Some(E::KIND),
            op: Some(op.kind()),
        })
        .await?;

    let chunks = Partition::new(values.len(), size);
    // What sets out, and what comes in on top of one's own part.
    let mut leaving = values[chunks.range(rank + size - 1)].to_vec();
    let mut arriving = Vec::with_capacity(chunks.longest());
    for step in 0..size - 1 {
        let outgoing = chunks.range(rank + 2 * size - 1 - step);
        let incoming = chunks.range(rank + 2 * size - 2 - step);
        arriving.clear();
        arriving.extend_from_slice(&values[incoming]);
        let sent = Block::at(outgoing.start, &leaving);
        call.step(step)
            .exchange_combining(right, sent, left, op, &mut arriving)
            .await?;
        std::mem::swap(&mut leaving, &mut arriving);
    }

    own.copy_from_slice(&leaving);
    op.finish(own, size);
    Ok(())
}

/// The same as a plan: chunk c comes by everywhere, and ends at rank c.
pub fn ring_plan(plan: &mut Plan, chunks: Partition) {
    let (left, right) = plan.neighbors();
    for hop in 0..plan.size - 1 {
        let turn = plan.rank + 2 * plan.size - hop;
        let round = plan.round().send(right, chunks.range(turn - 1));
        round.combine(left, chunks.range(turn - 2), Side::Left);
    }
}
