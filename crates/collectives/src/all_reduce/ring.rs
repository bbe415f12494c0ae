//! A reduce-scatter and an all-gather that share one loop.
//!
//! In each of the 2(P − 1) steps every rank hands one chunk to the right and takes one from the
//! left, and the chunks come by in the same order all the way. Only what the receiver does with
//! them changes, once, in the middle: up to there it adds, from there on it overwrites. The cut
//! lies where every chunk is complete on exactly one rank, its owner.
//!
//! ```text
//!           step 0   1   2  │  3   4   5        (4 ranks; which chunk each rank sends)
//!   rank 0       3   2   1  │  0   3   2
//!   rank 1       0   3   2  │  1   0   3
//!   rank 2       1   0   3  │  2   1   0
//!   rank 3       2   1   0  │  3   2   1
//!                  add      │   overwrite
//! ```
//!
//! Steps: 2(P − 1)
//! Bytes: 2n less the own chunk and the right neighbor's, which is 2n(P − 1)/P for equal chunks
//! Needs: a commutative operator
//!
//! Patarasuk, Yuan, "Bandwidth optimal all-reduce algorithms for clusters of workstations", 2009.

use crate::Partition;
use crate::plan::{Plan, Side};

/// Combines the chunks of all ranks, on every rank. After `cut` rounds it overwrites instead of
/// combining: only P − 1 is right, any other cut leaves chunks with too few contributions, or with
/// some counted twice.
pub fn ring(plan: &mut Plan, chunks: Partition, cut: usize) {
    let (left, right) = plan.neighbors();
    for step in 0..2 * (plan.size - 1) {
        let turn = plan.rank + 2 * plan.size - step;
        let (outgoing, incoming) = (chunks.range(turn - 1), chunks.range(turn - 2));
        let round = plan.round().send(right, outgoing);
        if step < cut {
            round.combine(left, incoming, Side::Left);
        } else {
            round.receive(left, incoming);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Collective;
    use crate::table::{Formula, check, real};

    #[test]
    fn costs_what_the_formula_says() {
        check(Collective::AllReduce, "ring", |shape| {
            let (vector, steps) = (shape.call.counts[0], shape.ranks() - 1);
            let (message_us, combine_us) = (
                shape.message_us(shape.chunk(0)),
                shape.combine_us(shape.chunk(0)),
            );
            // What is sent in each half is all but one chunk: one's own, and the right neighbor's.
            let kept = |rank| shape.chunk(rank) + shape.chunk(rank + 1);
            Formula {
                rounds: u32::try_from(2 * steps).expect("few"),
                messages: shape.per_rank(|_| 2 * steps),
                elements: shape.per_rank(|rank| 2 * vector - kept(rank)),
                time_us: Some(real(2 * steps) * message_us + real(steps) * combine_us),
            }
        });
    }
}
