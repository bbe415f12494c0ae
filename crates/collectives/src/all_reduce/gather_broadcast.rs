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

use crate::broadcast;
use crate::plan::{Plan, Side};

/// The rank that does all the work.
const ROOT: usize = 0;

/// Combines the vectors of all ranks into one that all of them have: the root takes one after the
/// other.
pub fn gather_broadcast(plan: &mut Plan, vector: Range<usize>) {
    if plan.rank == ROOT {
        for source in 1..plan.size {
            plan.round().combine(source, vector.clone(), Side::Left);
        }
    } else {
        plan.round().send(ROOT, vector.clone());
        plan.rest(plan.size - 2);
    }
    broadcast::binomial_tree(plan, ROOT, vector);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Formula, check, real};
    use crate::{Collective, topology};

    #[test]
    fn costs_what_the_formula_says() {
        check(Collective::AllReduce, "gather-broadcast", |shape| {
            let (ranks, vector) = (shape.ranks(), shape.call.counts[0]);
            let doublings = topology::doublings(ranks);
            let sent = |rank| usize::from(rank != ROOT) + shape.children(rank, ROOT);
            let (message_us, combine_us) = (shape.message_us(vector), shape.combine_us(vector));
            // While the root combines one vector the next one comes in: the slower counts.
            let slower_us = f64::max(message_us, combine_us);
            let gather_us = message_us + combine_us + real(ranks.saturating_sub(2)) * slower_us;
            Formula {
                rounds: u32::from(ranks > 1) + doublings,
                messages: shape.per_rank(sent),
                elements: shape.per_rank(|rank| sent(rank) * vector),
                time_us: match ranks {
                    1 => Some(0.0),
                    _ => Some(gather_us + f64::from(doublings) * message_us),
                },
            }
        });
    }
}
