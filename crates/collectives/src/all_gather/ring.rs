//! Everybody passes on what it heard last.
//!
//! In the first step a rank sends its own block to the right, and from then on the block that
//! has just come from the left. Every wire carries a new block in every step, so nobody is told
//! anything twice.
//!
//! ```text
//!            step 0   step 1   step 2        (4 ranks; whose block each rank sends)
//!   rank 0      0        3        2
//!   rank 1      1        0        3
//!   rank 2      2        1        0
//!   rank 3      3        2        1
//! ```
//!
//! Steps: P − 1
//! Bytes: every block but the right neighbor's, once
//! Needs: nothing
//!
//! Thakur, Rabenseifner, Gropp, "Optimization of collective communication operations in MPICH",
//! 2005, section 4.1.

use std::ops::Range;

use crate::partition::{apart, block};
use crate::plan::Plan;
use crate::{Block, Collective, Communicator, Element, Error, Transport, topology};

/// Fills `gathered` with the values of all ranks, one after the other in rank order. `counts[r]`
/// is the length of rank r's `values`; the lengths may differ.
///
/// # Errors
/// If ranks make different calls, or the world ends.
///
/// # Panics
/// If `counts` does not have one entry per rank, or not the right one for this rank, or if
/// `gathered` does not have the length of all.
pub async fn ring<T: Transport, E: Element>(
    communicator: &Communicator<'_, T>,
    values: &[E],
    counts: &[usize],
    gathered: &mut [E],
) -> Result<(), Error> {
    let (rank, size) = (communicator.rank(), communicator.size());
    let (left, right) = (topology::left(rank, size), topology::right(rank, size));
    let call = communicator
        .begin_uneven((Collective::AllGather, None), E::KIND, values.len(), counts)
        .await?;

    let block_of = |index: usize| block(counts, index % size);
    let whole = counts.iter().sum();
    assert!(gathered.len() == whole, "there is room for every block");
    gathered[block_of(rank)].copy_from_slice(values);
    for step in 0..size - 1 {
        let outgoing = block_of(rank + size - step);
        let incoming = block_of(rank + 2 * size - 1 - step);
        let start = outgoing.start;
        let (sent, landing) = apart(gathered, outgoing, incoming);
        call.step(step)
            .exchange(right, Block::at(start, sent), left, landing)
            .await?;
    }
    Ok(())
}

/// The same as a plan. `blocks[r]` is where the values of rank r stand in everybody's memory.
pub fn ring_plan(plan: &mut Plan, blocks: &[Range<usize>]) {
    let (left, right) = plan.neighbors();
    let block = |index: usize| blocks[index % blocks.len()].clone();
    for hop in 0..plan.size - 1 {
        let turn = plan.rank + 2 * plan.size - hop;
        let round = plan.round().send(right, block(turn));
        round.receive(left, block(turn - 1));
    }
}
