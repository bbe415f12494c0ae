//! Each chunk goes for a walk and picks up one contribution per hop.
//!
//! Chunk c sets out from rank c + 1 and walks right, once around the ring. Whoever receives it
//! adds its own part. After P − 1 hops it stands on rank c with everybody's part in it: complete,
//! and home.
//!
//! ```text
//!            step 0   step 1   step 2        (4 ranks; which chunk each rank sends)
//!   rank 0      3        2        1     →  owns 0
//!   rank 1      0        3        2     →  owns 1
//!   rank 2      1        0        3     →  owns 2
//!   rank 3      2        1        0     →  owns 3
//! ```
//!
//! Steps: P − 1
//! Bytes: every chunk but one's own, once
//! Needs: a commutative operator
//!
//! Patarasuk, Yuan, "Bandwidth optimal all-reduce algorithms for clusters of workstations", 2009.

use crate::Partition;
use crate::plan::{Plan, Side};

/// Combines chunk c of all ranks, on rank c. What all others hold of it in the end is unfinished.
pub fn ring(plan: &mut Plan, chunks: Partition) {
    let (left, right) = plan.neighbors();
    for step in 0..plan.size - 1 {
        let turn = plan.rank + 2 * plan.size - step;
        let round = plan.round().send(right, chunks.range(turn - 1));
        round.combine(left, chunks.range(turn - 2), Side::Left);
    }
}

#[cfg(test)]
mod tests {
    use crate::Collective;
    use crate::table::{Formula, check, real};

    #[test]
    fn costs_what_the_formula_says() {
        check(Collective::ReduceScatter, "ring", |shape| {
            let (vector, steps) = (shape.call.counts[0], shape.ranks() - 1);
            let (message_us, combine_us) = (
                shape.message_us(shape.chunk(0)),
                shape.combine_us(shape.chunk(0)),
            );
            Formula {
                rounds: u32::try_from(steps).expect("few"),
                messages: shape.per_rank(|_| steps),
                elements: shape.per_rank(|rank| vector - shape.chunk(rank)),
                time_us: Some(real(steps) * (message_us + combine_us)),
            }
        });
    }
}
