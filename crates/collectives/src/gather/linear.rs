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

use crate::plan::Plan;

/// Copies every rank's values to the root, all in one round. `blocks[r]` is where those of rank r
/// stand in the root's memory; elsewhere they stand at the beginning. The lengths may differ.
pub fn linear(plan: &mut Plan, root: usize, blocks: &[Range<usize>]) {
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

#[cfg(test)]
mod tests {
    use crate::table::{Formula, check};
    use crate::{Call, Collective};

    #[test]
    fn costs_what_the_formula_says() {
        check(Collective::Gather, "linear", |shape| {
            let Call { counts, root, .. } = shape.call;
            let sends = |rank: usize| usize::from(rank != root);
            let messages = (0..shape.ranks()).filter(|&rank| rank != root);
            Formula {
                rounds: u32::from(shape.ranks() > 1),
                messages: shape.per_rank(sends),
                elements: shape.per_rank(|rank| sends(rank) * counts[rank]),
                // The root's port takes one message after the other.
                time_us: Some(messages.map(|rank| shape.message_us(counts[rank])).sum()),
            }
        });
    }
}
