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

use crate::plan::Plan;

/// Copies every rank's block to all others. `blocks[r]` is where the values of rank r stand in
/// everybody's memory; the lengths may differ.
pub fn ring(plan: &mut Plan, blocks: &[Range<usize>]) {
    let (left, right) = plan.neighbors();
    let block = |index: usize| blocks[index % blocks.len()].clone();
    for step in 0..plan.size - 1 {
        let turn = plan.rank + 2 * plan.size - step;
        let round = plan.round().send(right, block(turn));
        round.receive(left, block(turn - 1));
    }
}

#[cfg(test)]
mod tests {
    use crate::Collective;
    use crate::table::{Formula, check, real};

    #[test]
    fn costs_what_the_formula_says() {
        check(Collective::AllGather, "ring", |shape| {
            let (counts, steps) = (shape.call.counts, shape.ranks() - 1);
            let all: usize = counts.iter().sum();
            let longest = counts.iter().copied().max().unwrap_or(0);
            Formula {
                rounds: u32::try_from(steps).expect("few"),
                messages: shape.per_rank(|_| steps),
                elements: shape.per_rank(|rank| all - counts[(rank + 1) % counts.len()]),
                // The longest block is on the road from the first step to the last.
                time_us: Some(real(steps) * shape.message_us(longest)),
            }
        });
    }
}
