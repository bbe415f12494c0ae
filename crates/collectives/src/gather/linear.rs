//! Everybody sends to the root, and the root takes one after the other.
//!
//! No tree can save the root a byte: it must receive what all the others have. A tree only
//! saves it messages, and pays for that by sending the same bytes more than once.
//!
//! ```text
//!   1 ─┐
//!   2 ─┼→ 0          (4 ranks, root 0)
//!   3 ─┘
//! ```
//!
//! Steps: 1
//! Bytes: each rank its own values, the root none
//! Needs: nothing
//!
//! MPI 4.1, section 6.5, describes gather by this very loop.

use std::ops::Range;

use bytemuck::Pod;

use crate::partition::block;
use crate::plan::Plan;
use crate::{Block, Collective, Communicator, Element, Error, Operation, Transport};

/// Returns the values of all ranks, one after the other in rank order, on rank `root`, and
/// `None` elsewhere. `counts[r]` is the length of rank r's `values`.
///
/// # Errors
/// If ranks make different calls, or the world ends.
///
/// # Panics
/// If `counts` does not have one entry per rank, or not the right one for this rank.
pub async fn linear<T: Transport, E: Element>(
    communicator: &Communicator<'_, T>,
    root: usize,
    values: &[E],
    counts: &[usize],
) -> Result<Option<Vec<E>>, Error> {
    let call = communicator
        .begin_uneven(
            (Collective::Gather, Some(root)),
            E::KIND,
            values.len(),
            counts,
        )
        .await?;

    collect(&call, (communicator.rank(), root), values, counts).await
}

/// The gathering itself, as step 0 of a larger operation.
pub(crate) async fn collect<T: Transport, E: Pod>(
    operation: &Operation<'_, T>,
    (rank, root): (usize, usize),
    values: &[E],
    counts: &[usize],
) -> Result<Option<Vec<E>>, Error> {
    let step = operation.step(0);
    if rank != root {
        let start = block(counts, rank).start;
        step.send(root, Block::at(start, values)).await?;
        return Ok(None);
    }
    let mut gathered = vec![E::zeroed(); counts.iter().sum()];
    for source in 0..counts.len() {
        let place = &mut gathered[block(counts, source)];
        if source == root {
            place.copy_from_slice(values);
        } else {
            step.receive(source, place).await?;
        }
    }
    Ok(Some(gathered))
}

/// The same as a plan: all messages come in one round. `blocks[r]` is where the values of rank r
/// stand in the root's memory.
pub fn linear_plan(plan: &mut Plan, root: usize, blocks: &[Range<usize>]) {
    let (rank, own) = (plan.rank, blocks[plan.rank].len());
    let round = plan.round();
    if rank != root {
        round.send(root, 0..own);
        return;
    }
    for (source, block) in blocks
        .iter()
        .enumerate()
        .filter(|(source, _)| *source != root)
    {
        round.receive(source, block.clone());
    }
}
