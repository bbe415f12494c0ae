//! Which send meets which receive.

use super::{Message, Plan};
use crate::pairs::Pairs;

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

impl End {
    /// The message of which this is an end.
    ///
    /// # Panics
    /// If there is no such message.
    #[must_use]
    pub fn message(self, plans: &[Plan]) -> &Message {
        &plans[self.rank].rounds[self.round].messages[self.place]
    }
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
        let all = ends(plans);
        let (mut channels, mut receives) = (Pairs::default(), Vec::new());
        for &end in all.iter().rev() {
            let message = end.message(plans);
            assert!(message.peer() < plans.len(), "a message names a rank");
            if !message.sends() {
                let channel = channels.number(message.peer(), end.rank);
                if channel == receives.len() {
                    receives.push(Vec::new());
                }
                receives[channel].push(end);
            }
        }
        let places = |plan: &Plan| {
            let rounds = plan.rounds.iter();
            rounds.map(|it| vec![None; it.messages.len()]).collect()
        };
        let mut met: Vec<Vec<Vec<_>>> = plans.iter().map(places).collect();
        let mut passages = Vec::new();
        for &send in &all {
            let message = send.message(plans);
            if message.sends()
                && let Some(channel) = channels.find(send.rank, message.peer())
                && let Some(receive) = receives[channel].pop()
            {
                for end in [send, receive] {
                    met[end.rank][end.round][end.place] = Some(passages.len());
                }
                passages.push(Passage { send, receive });
            }
        }
        let alone = |end: &End| met[end.rank][end.round][end.place].is_none();
        Self {
            passages,
            unmatched: all.into_iter().filter(alone).collect(),
            ends: met,
        }
    }

    /// The passages of all messages of a round, by place; none for one that meets nothing.
    #[must_use]
    pub fn round(&self, rank: usize, round: usize) -> &[Option<usize>] {
        &self.ends[rank][round]
    }
}

/// Every end of every message: by round, rank and place.
#[must_use]
pub fn ends(plans: &[Plan]) -> Vec<End> {
    let rounds = plans.iter().map(|plan| plan.rounds.len()).max();
    let mut ends = Vec::new();
    for round in 0..rounds.unwrap_or(0) {
        for (rank, plan) in plans.iter().enumerate() {
            let now = plan.rounds.get(round);
            let places = 0..now.map_or(0, |it| it.messages.len());
            ends.extend(places.map(|place| End { round, rank, place }));
        }
    }
    ends
}
