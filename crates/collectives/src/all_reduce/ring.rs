//! A reduce-scatter and an all-gather that share one loop.
//!
//! In each of the 2(P − 1) steps every rank hands one chunk to the right and takes one from the
//! left, and the chunks come by in the same order all the way. Only what the receiver does with
//! them changes, once, in the middle: up to there it adds, from there on it overwrites. The cut
//! lies where every chunk is complete on exactly one rank, its owner.
//!
//! ```text
//!           step 0   1   2  │  3   4   5        (4 ranks; which chunk each rank sends)
//!   rank 0       3   2   1  │  0   3   2
//!   rank 1       0   3   2  │  1   0   3
//!   rank 2       1   0   3  │  2   1   0
//!   rank 3       2   1   0  │  3   2   1
//!                  add      │   overwrite
//! ```
//!
//! Steps: 2(P − 1)
//! Bytes: 2n less the own chunk and the right neighbor's, which is 2n(P − 1)/P for equal chunks
//! Needs: a commutative operator
//!
//! Patarasuk, Yuan, "Bandwidth optimal all-reduce algorithms for clusters of workstations", 2009.

use crate::partition::apart;
use crate::plan::{Plan, Side};
use crate::{
    Block, Collective, Communicator, Element, Error, Partition, ReduceOp, Signature, Transport,
    topology,
};

/// Combines `values` of all ranks into `values` on every rank, to the same bits everywhere.
///
/// # Errors
/// If ranks make different calls, or the world ends.
pub async fn ring<T: Transport, E: Element>(
    communicator: &Communicator<'_, T>,
    values: &mut [E],
    op: &dyn ReduceOp<E>,
) -> Result<(), Error> {
    let cut = communicator.size() - 1;
    ring_cut_at(communicator, values, op, cut).await
}

/// The ring with its cut after any number of steps, for those who want to see why only
/// P − 1 is right: any other leaves chunks with too few contributions, or with some counted twice.
///
/// # Errors
/// As [`ring`].
pub async fn ring_cut_at<T: Transport, E: Element>(
    communicator: &Communicator<'_, T>,
    values: &mut [E],
    op: &dyn ReduceOp<E>,
    cut: usize,
) -> Result<(), Error> {
    let (rank, size) = (communicator.rank(), communicator.size());
    let (left, right) = (topology::left(rank, size), topology::right(rank, size));
    let call = communicator
        .begin(Signature {
            collective: Collective::AllReduce,
            root: None,
            count: Some(values.len()),
            kind: Some(E::KIND),
            op: Some(op.kind()),
        })
        .await?;

    let chunks = Partition::new(values.len(), size);
    for step in 0..2 * (size - 1) {
        let outgoing = chunks.range(rank + 2 * size - 1 - step);
        let incoming = chunks.range(rank + 2 * size - 2 - step);
        if step == cut {
            op.finish(&mut values[outgoing.clone()], size);
        }
        let start = outgoing.start;
        let (sent, own) = apart(values, outgoing, incoming);
        let (turn, sent) = (call.step(step), Block::at(start, sent));
        if step < cut {
            turn.exchange_combining(right, sent, left, op, own).await?;
        } else {
            turn.exchange(right, sent, left, own).await?;
        }
    }
    Ok(())
}

/// The same as a plan. After `cut` rounds it overwrites instead of combining.
pub fn ring_plan(plan: &mut Plan, chunks: Partition, cut: usize) {
    let (left, right) = plan.neighbors();
    for hop in 0..2 * (plan.size - 1) {
        let turn = plan.rank + 2 * plan.size - hop;
        let (outgoing, incoming) = (chunks.range(turn - 1), chunks.range(turn - 2));
        let round = plan.round().send(right, outgoing);
        if hop < cut {
            round.combine(left, incoming, Side::Left);
        } else {
            round.receive(left, incoming);
        }
    }
}
