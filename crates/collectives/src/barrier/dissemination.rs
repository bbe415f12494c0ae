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

use std::cell::Cell;
use std::pin::pin;

use crate::plan::{Plan, Ranges};
use crate::transport::join;
use crate::{Block, Collective, Communicator, Error, Signature, Transport, topology};

/// Returns once every rank of `communicator` has called it.
///
/// # Errors
/// If ranks make different calls, or the world ends.
pub async fn dissemination<T: Transport>(communicator: &Communicator<'_, T>) -> Result<(), Error> {
    let (rank, size) = (communicator.rank(), communicator.size());
    let barrier = communicator.converse();
    let call = Signature {
        collective: Collective::Barrier,
        root: None,
        count: None,
        kind: None,
        op: None,
    };
    let rounds = async {
        for round in 0..topology::doublings(size) as usize {
            let hop = 1 << round;
            let (to, from) = ((rank + hop) % size, (rank + size - hop) % size);
            barrier
                .step(round)
                .exchange::<u8>(to, Block::at::<u8>(0, &[]), from, &mut [])
                .await?;
        }
        Ok(())
    };
    // Side by side: the first round goes to the same neighbor, and nobody waits twice for it.
    let agreed = Cell::new(false);
    let mut check = pin!(async {
        barrier.agree(call).await?;
        agreed.set(true);
        Ok(())
    });
    match join(check.as_mut(), rounds).await {
        // Who calls something else may send what no barrier does; the check knows what it is.
        Err(Error::Length { .. }) if !agreed.get() => check.await,
        result => result.map(|_| ()),
    }
}

/// The same as a plan.
pub fn dissemination_plan(plan: &mut Plan) {
    let (rank, size) = (plan.rank, plan.size);
    for step in 0..topology::doublings(size) {
        let hop = 1 << step;
        let round = plan.round().send((rank + hop) % size, Ranges::none());
        round.receive((rank + size - hop) % size, Ranges::none());
    }
}
