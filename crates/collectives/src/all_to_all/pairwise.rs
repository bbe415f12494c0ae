//! In step k everybody sends to the rank k further on.
//!
//! Each block goes straight to its owner. Since all take the same distance, every rank sends one
//! message and receives one in every step, and no port ever has to take two at a time.
//!
//! ```text
//!            step 0   step 1   step 2        (4 ranks; whom each rank sends to)
//!   rank 0      1        2        3
//!   rank 1      2        3        0
//!   rank 2      3        0        1
//!   rank 3      0        1        2
//! ```
//!
//! Steps: P − 1
//! Bytes: every block but one's own, once
//! Needs: nothing
//!
//! Thakur, Rabenseifner, Gropp, "Optimization of collective communication operations in MPICH",
//! 2005, section 4.2.

use std::ops::Range;

use bytemuck::Pod;

use crate::partition::block;
use crate::plan::Plan;
use crate::{Block, Collective, Communicator, Element, Error, Operation, Partition, Transport};

/// Cuts the `values` of each rank as [`Partition`] says, and returns on rank r block r of every
/// rank, one after the other in rank order. `counts[r]` is the length of rank r's `values`; the
/// lengths may differ.
///
/// # Errors
/// If ranks make different calls, or the world ends.
///
/// # Panics
/// If `counts` does not have one entry per rank, or not the right one for this rank.
pub async fn pairwise<T: Transport, E: Element>(
    communicator: &Communicator<'_, T>,
    values: &[E],
    counts: &[usize],
) -> Result<Vec<E>, Error> {
    let (rank, size) = (communicator.rank(), communicator.size());
    let call = communicator
        .begin_uneven((Collective::AllToAll, None), E::KIND, values.len(), counts)
        .await?;

    let blocks = |count: usize| Partition::new(count, size);
    let outgoing: Vec<_> = (0..size)
        .map(|to| blocks(values.len()).length(to))
        .collect();
    let incoming: Vec<_> = counts.iter().map(|&it| blocks(it).length(rank)).collect();
    let start = block(counts, rank).start;
    pairwise_v(&call, 0, (rank, start), (values, &outgoing), &incoming).await
}

/// The exchange itself, with blocks of any lengths, as a part of a larger operation: its steps
/// begin at `first_step`. `values` are one block for every rank, of the lengths `outgoing`, and
/// rank s sends us `incoming[s]`. For the trace, our values are the elements from `start` on.
pub(crate) async fn pairwise_v<T: Transport, E: Pod>(
    operation: &Operation<'_, T>,
    first_step: usize,
    (rank, start): (usize, usize),
    (values, outgoing): (&[E], &[usize]),
    incoming: &[usize],
) -> Result<Vec<E>, Error> {
    let size = incoming.len();
    let mut received = vec![E::zeroed(); incoming.iter().sum()];
    received[block(incoming, rank)].copy_from_slice(&values[block(outgoing, rank)]);
    for distance in 1..size {
        let (to, from) = ((rank + distance) % size, (rank + size - distance) % size);
        let sent = block(outgoing, to);
        operation
            .step(first_step + distance - 1)
            .exchange(
                to,
                Block::at(start + sent.start, &values[sent]),
                from,
                &mut received[block(incoming, from)],
            )
            .await?;
    }
    Ok(received)
}

/// The same as a plan. `outgoing[r]` is what rank r gets, and `incoming[r]` where its block goes.
pub fn pairwise_plan(plan: &mut Plan, outgoing: &[Range<usize>], incoming: &[Range<usize>]) {
    let (rank, size) = (plan.rank, plan.size);
    for distance in 1..size {
        let (to, from) = ((rank + distance) % size, (rank + size - distance) % size);
        let round = plan.round().send(to, outgoing[to].clone());
        round.receive(from, incoming[from].clone());
    }
    plan.round()
        .copy(outgoing[rank].clone(), incoming[rank].clone());
}
