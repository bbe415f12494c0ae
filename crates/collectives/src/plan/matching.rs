//! Which send meets which receive.

use std::collections::BTreeMap;

use super::Plan;

/// One end of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    /// In which round of its rank.
    pub round: usize,
    /// Whose.
    pub rank: usize,
    /// Which of the round's messages.
    pub place: usize,
}

/// A message from end to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it is sent.
    pub send: End,
    /// Where it is received or combined.
    pub receive: End,
}

/// The messages of a call: the k-th send from a to b meets the k-th receive of b from a.
#[derive(Clone, Debug)]
pub struct Matching {
    /// In the order of sending: by round, sender and place.
    pub passages: Vec<Passage>,
    /// Ends that meet none, in the same order.
    pub unmatched: Vec<End>,
    /// For every rank, round and place the passage that it is an end of.
    ends: Vec<Vec<Vec<Option<usize>>>>,
}

impl Matching {
    /// Matches the ends of all messages of `plans`.
    ///
    /// # Panics
    /// If a message names a rank that has no plan.
    #[must_use]
    pub fn of(plans: &[Plan]) -> Self {
        let mut pairs: BTreeMap<(usize, usize), (Vec<End>, Vec<End>)> = BTreeMap::new();
        for (end, message) in all_ends(plans) {
            assert!(message.peer() < plans.len(), "a message names a rank");
            if message.sends() {
                let (sends, _) = pairs.entry((end.rank, message.peer())).or_default();
                sends.push(end);
            } else {
                let (_, receives) = pairs.entry((message.peer(), end.rank)).or_default();
                receives.push(end);
            }
        }
        let (mut passages, mut unmatched) = (Vec::new(), Vec::new());
        for (sends, receives) in pairs.into_values() {
            let met = sends.len().min(receives.len());
            let both = sends.iter().zip(&receives);
            passages.extend(both.map(|(&send, &receive)| Passage { send, receive }));
            unmatched.extend(sends.into_iter().skip(met));
            unmatched.extend(receives.into_iter().skip(met));
        }
        passages.sort_unstable_by_key(|passage| passage.send);
        unmatched.sort_unstable();
        let places = |plan: &Plan| {
            let rounds = plan.rounds.iter();
            rounds.map(|it| vec![None; it.messages.len()]).collect()
        };
        let mut ends: Vec<Vec<Vec<_>>> = plans.iter().map(places).collect();
        for (index, Passage { send, receive }) in passages.iter().enumerate() {
            for end in [send, receive] {
                ends[end.rank][end.round][end.place] = Some(index);
            }
        }
        Self {
            passages,
            unmatched,
            ends,
        }
    }

    /// The passages of all messages of a round, by place; none for one that meets nothing.
    #[must_use]
    pub fn round(&self, rank: usize, round: usize) -> &[Option<usize>] {
        &self.ends[rank][round]
    }
}

/// Every end of every message, rank by rank and in each in the order of the plan.
fn all_ends(plans: &[Plan]) -> impl Iterator<Item = (End, &super::Message)> {
    plans.iter().enumerate().flat_map(|(rank, plan)| {
        let rounds = plan.rounds.iter().enumerate();
        rounds.flat_map(move |(round, it)| {
            let messages = it.messages.iter().enumerate();
            messages.map(move |(place, message)| (End { round, rank, place }, message))
        })
    })
}
