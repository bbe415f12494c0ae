//! News spreads by doubling, around a circle.
//!
//! In round k every rank tells the rank 2^k to its right that it has come this far, and hears
//! the same from the rank 2^k to its left. What it hears includes everything that rank had heard
//! before, so after round k it knows of 2^(k+1) arrivals. The circle makes any number of ranks
//! work: where 2^k overshoots, the news is merely old.
//!
//! ```text
//!   round 0: +1        round 1: +2        round 2: +4
//!   0 → 1 → 2 → …      0 → 2 → 4 → …      0 → 4 → 2 → …      (6 ranks)
//! ```
//!
//! Steps: ⌈log₂ P⌉
//! Bytes: none; one empty message per rank and round
//! Needs: nothing
//!
//! Hensgen, Finkel, Manber, "Two algorithms for barrier synchronization", 1988.

use crate::plan::{Plan, Ranges};
use crate::topology;

/// Lets no rank leave before all have arrived.
pub fn dissemination(plan: &mut Plan) {
    let (rank, size) = (plan.rank, plan.size);
    for step in 0..topology::doublings(size) {
        let hop = 1 << step;
        let round = plan.round().send((rank + hop) % size, Ranges::none());
        round.receive((rank + size - hop) % size, Ranges::none());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Collective;
    use crate::table::{Formula, check};

    #[test]
    fn costs_what_the_formula_says() {
        check(Collective::Barrier, "dissemination", |shape| {
            let rounds = topology::doublings(shape.ranks());
            Formula {
                rounds,
                messages: shape.per_rank(|_| rounds as usize),
                elements: shape.per_rank(|_| 0),
                time_us: Some(f64::from(rounds) * shape.message_us(0)),
            }
        });
    }
}
