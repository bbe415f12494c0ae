//! The root sends to everybody, one after the other.
//!
//! It is as many messages as a tree has, and each of them goes where a tree's goes too: to a rank
//! that has nothing yet. What a tree changes is only who sends them: here a single port does all.
//!
//! ```text
//!      ┌→ 1
//!   0 ─┼→ 2          (4 ranks, root 0)
//!      └→ 3
//! ```
//!
//! Steps: 1
//! Bytes: n for every other rank, all of them the root's
//! Needs: nothing
//!
//! MPI 4.1, section 6.4, says what a broadcast leaves on every rank; this is the plainest way
//! there.

use std::ops::Range;

use crate::plan::Plan;
use crate::topology;

/// Copies the root's vector to every other rank, all in one round.
pub fn linear(plan: &mut Plan, root: usize, vector: Range<usize>) {
    let (rank, size) = (plan.rank, plan.size);
    let round = plan.round();
    if rank != root {
        round.receive(root, vector);
        return;
    }
    for vrank in 1..size {
        round.send(topology::from_vrank(vrank, root, size), vector.clone());
    }
}

#[cfg(test)]
mod tests {
    use crate::Collective;
    use crate::table::{Formula, check};

    #[test]
    fn costs_what_the_formula_says() {
        check(Collective::Broadcast, "linear", |shape| {
            let (root, others) = (shape.call.root, shape.ranks() - 1);
            let vector = shape.call.counts[root];
            let sends = |rank: usize| if rank == root { others } else { 0 };
            Formula {
                rounds: u32::from(others > 0),
                messages: shape.per_rank(sends),
                elements: shape.per_rank(|rank| sends(rank) * vector),
                // The root's port sends one message after the other.
                time_us: Some((0..others).map(|_| shape.message_us(vector)).sum()),
            }
        });
    }
}
