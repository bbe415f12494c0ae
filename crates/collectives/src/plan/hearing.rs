//! Who has heard of whom: what makes a barrier one.

use super::{Matching, Plan, Walk};

/// Of which ranks each rank had heard when each of its rounds began, and after the last one that it
/// got through: by rank and round, one entry per rank. A message carries of which ranks its sender
/// had heard before that round.
#[must_use]
pub fn heard(plans: &[Plan], matching: &Matching, walk: &Walk) -> Vec<Vec<Vec<bool>>> {
    let size = plans.len();
    let mut heard: Vec<Vec<Vec<bool>>> = (0..size)
        .map(|rank| vec![(0..size).map(|other| other == rank).collect()])
        .collect();
    for &(rank, round) in &walk.ended {
        let mut now = heard[rank][round].clone();
        let messages = plans[rank].rounds[round].messages.iter();
        for (message, passage) in messages.zip(matching.round(rank, round)) {
            if let Some(index) = passage.filter(|_| !message.sends()) {
                let send = matching.passages[index].send;
                let told = &heard[send.rank][send.round];
                now.iter_mut()
                    .zip(told)
                    .for_each(|(now, told)| *now |= told);
            }
        }
        heard[rank].push(now);
    }
    heard
}
