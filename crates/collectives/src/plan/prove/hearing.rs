//! Who has heard of whom: what makes a barrier one.

use super::complaint::{Complaint, ComplaintKind, complaint};
use crate::plan::{End, Matching, Plan, Walk};

/// Ranks that leave without having heard that another one has arrived. A message carries of which
/// ranks its sender had heard before that round.
pub(super) fn unheard(plans: &[Plan], matching: &Matching, walk: &Walk) -> Vec<Complaint> {
    let size = plans.len();
    // By rank and round: of whom the rank had heard when the round began.
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
    let mut complaints = Vec::new();
    for (rank, rounds) in heard.iter().enumerate() {
        let last = rounds.last().into_iter().flatten();
        for (other, _) in last.enumerate().filter(|(_, heard)| !**heard) {
            let round = plans[rank].rounds.len().saturating_sub(1);
            let end = End {
                round,
                rank,
                place: 0,
            };
            let words =
                format!("rank {rank} leaves before it can know that rank {other} has arrived");
            complaints.push(complaint(ComplaintKind::Missing, &end, words).with_peer(other));
        }
    }
    complaints
}
