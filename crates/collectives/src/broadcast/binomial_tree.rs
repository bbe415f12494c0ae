//! Whoever has the values passes them on, so the informed double every round.
//!
//! Ranks are renumbered so that the root is 0. A rank's lowest set bit says who it hears from
//! (the rank without that bit) and all lower bits say whom it tells, the farthest first, because
//! the farthest has the most left to do.
//!
//! ```text
//!   step 0:  0 ───────→ 4          (8 ranks)
//!   step 1:  0 ───→ 2   4 ───→ 6
//!   step 2:  0 → 1  2 → 3  4 → 5  6 → 7
//! ```
//!
//! Steps: ⌈log₂ P⌉
//! Bytes: n for every rank that a rank tells; P − 1 messages in all, as with a flat tree
//! Needs: nothing
//!
//! Thakur, Rabenseifner, Gropp, "Optimization of collective communication operations in MPICH",
//! 2005, section 4.3.

use std::ops::Range;

use bytemuck::Pod;

use crate::plan::Plan;
use crate::{
    Block, Collective, Communicator, Element, Error, Operation, Signature, Transport, topology,
};

/// Copies the `values` of rank `root` into the `values` of every other rank.
///
/// # Errors
/// If ranks make different calls, or the world ends.
pub async fn binomial_tree<T: Transport, E: Element>(
    communicator: &Communicator<'_, T>,
    root: usize,
    values: &mut [E],
) -> Result<(), Error> {
    let broadcast = communicator
        .begin(Signature {
            collective: Collective::Broadcast,
            root: Some(root),
            count: Some(values.len()),
            kind: Some(E::KIND),
            op: None,
        })
        .await?;
    let (rank, size) = (communicator.rank(), communicator.size());
    spread(&broadcast, 0, (rank, size), root, values).await
}

/// The tree itself, as a part of a larger operation: its steps begin at `first_step`.
pub(crate) async fn spread<T: Transport, E: Pod>(
    operation: &Operation<'_, T>,
    first_step: usize,
    (rank, size): (usize, usize),
    root: usize,
    values: &mut [E],
) -> Result<(), Error> {
    let vrank = topology::to_vrank(rank, root, size);
    for step in 0..topology::doublings(size) {
        let hop = 1 << (topology::doublings(size) - 1 - step);
        let step = operation.step(first_step + step as usize);
        if vrank % (2 * hop) == hop {
            let source = topology::from_vrank(vrank - hop, root, size);
            step.receive(source, values).await?;
        } else if vrank.is_multiple_of(2 * hop) && vrank + hop < size {
            let target = topology::from_vrank(vrank + hop, root, size);
            step.send(target, Block::of(values, 0..values.len()))
                .await?;
        }
    }
    Ok(())
}

/// The tree as a plan.
pub fn binomial_tree_plan(plan: &mut Plan, root: usize, vector: Range<usize>) {
    let (rank, size) = (plan.rank, plan.size);
    let vrank = topology::to_vrank(rank, root, size);
    for step in (0..topology::doublings(size)).rev() {
        let (hop, round) = (1 << step, plan.round());
        if vrank % (2 * hop) == hop {
            round.receive(
                topology::from_vrank(vrank - hop, root, size),
                vector.clone(),
            );
        } else if vrank.is_multiple_of(2 * hop) && vrank + hop < size {
            round.send(
                topology::from_vrank(vrank + hop, root, size),
                vector.clone(),
            );
        }
    }
}
