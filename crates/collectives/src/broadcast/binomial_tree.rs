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

use crate::plan::Plan;
use crate::topology;

/// Copies the root's vector to every other rank.
pub fn binomial_tree(plan: &mut Plan, root: usize, vector: Range<usize>) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Collective;
    use crate::table::{Formula, check};

    #[test]
    fn costs_what_the_formula_says() {
        check(Collective::Broadcast, "binomial-tree", |shape| {
            let (root, rounds) = (shape.call.root, topology::doublings(shape.ranks()));
            let vector = shape.call.counts[root];
            let children = |rank| shape.children(rank, root);
            Formula {
                rounds,
                messages: shape.per_rank(children),
                elements: shape.per_rank(|rank| children(rank) * vector),
                time_us: Some(f64::from(rounds) * shape.message_us(vector)),
            }
        });
    }
}
