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

use crate::plan::Plan;

/// Copies a block of every rank to every rank. `outgoing[r]` is what rank r gets, and `incoming[r]`
/// where its block goes; the lengths may differ.
pub fn pairwise(plan: &mut Plan, outgoing: &[Range<usize>], incoming: &[Range<usize>]) {
    let (rank, size) = (plan.rank, plan.size);
    for distance in 1..size {
        let (to, from) = ((rank + distance) % size, (rank + size - distance) % size);
        let round = plan.round().send(to, outgoing[to].clone());
        round.receive(from, incoming[from].clone());
    }
    plan.last_round()
        .copy(outgoing[rank].clone(), incoming[rank].clone());
}

#[cfg(test)]
mod tests {
    use crate::table::{Formula, check, real};
    use crate::{Collective, Partition};

    #[test]
    fn costs_what_the_formula_says() {
        check(Collective::AllToAll, "pairwise", |shape| {
            let (counts, steps) = (shape.call.counts, shape.ranks() - 1);
            let kept = |rank: usize| Partition::new(counts[rank], counts.len()).length(rank);
            Formula {
                rounds: u32::try_from(steps).expect("few"),
                messages: shape.per_rank(|_| steps),
                elements: shape.per_rank(|rank| counts[rank] - kept(rank)),
                // Rank 0 receives nothing but the longest blocks. Where ranks bring different
                // numbers of elements, long and short blocks meet in ports in an order that no
                // formula knows.
                time_us: shape
                    .is_even()
                    .then(|| real(steps) * shape.message_us(shape.chunk(0))),
            }
        });
    }
}
