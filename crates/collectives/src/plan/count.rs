//! What plans cost, counted.

use super::{Matching, Plan, Walk};

/// What a call costs, by what its plans say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Messages that each rank sends, empty ones included.
    pub messages: Vec<u64>,
    /// Elements that each rank sends.
    pub elements: Vec<u64>,
    /// Length of the longest chain of dependent messages. All sends of a round are alike in it:
    /// none of them depends on what is received in that round.
    pub chain: u32,
    /// Elements of memory beyond input and result, per rank.
    pub scratch: Vec<u64>,
    /// Elements that each rank combines with others.
    pub folded: Vec<u64>,
}

impl Count {
    /// Counts what is in `plans`; the chain reaches as far as `walk` got.
    #[must_use]
    pub fn of(plans: &[Plan], matching: &Matching, walk: &Walk) -> Self {
        let per_rank =
            |count: fn(&Plan) -> usize| plans.iter().map(|it| count(it) as u64).collect();
        let chains = chains(plans, matching, walk);
        let longest = chains.iter().map(|chains| chains.last());
        Self {
            messages: per_rank(|plan| sent(plan).count()),
            elements: per_rank(|plan| sent(plan).sum()),
            chain: longest.into_iter().flatten().copied().max().unwrap_or(0),
            scratch: per_rank(scratch),
            folded: per_rank(folded),
        }
    }
}

/// How many elements each message has that the rank sends.
fn sent(plan: &Plan) -> impl Iterator<Item = usize> {
    let messages = plan.rounds.iter().flat_map(|round| &round.messages);
    let sends = messages.filter(|message| message.sends());
    sends.map(|message| message.elements().len())
}

fn folded(plan: &Plan) -> usize {
    plan.rounds.iter().map(super::time::folded).sum()
}

fn scratch(plan: &Plan) -> usize {
    let mut used = vec![false; plan.elements];
    for ranges in plan.input.iter().chain(&plan.result) {
        for element in ranges.elements() {
            used[element] = true;
        }
    }
    used.into_iter().filter(|used| !used).count()
}

/// The longest chain of dependent messages that each rank was part of when each of its rounds
/// began, and after the last one that it got through: by rank and round. Whatever the rank sends in
/// a round makes such a chain longer by one.
#[must_use]
pub fn chains(plans: &[Plan], matching: &Matching, walk: &Walk) -> Vec<Vec<u32>> {
    let mut before: Vec<Vec<u32>> = vec![vec![0]; plans.len()];
    for &(rank, round) in &walk.ended {
        let mut chain = before[rank][round];
        let messages = plans[rank].rounds[round].messages.iter();
        for (message, passage) in messages.zip(matching.round(rank, round)) {
            let ends_with = match passage {
                Some(index) if !message.sends() => {
                    let send = matching.passages[*index].send;
                    before[send.rank][send.round] + 1
                }
                _ => before[rank][round] + 1,
            };
            chain = chain.max(ends_with);
        }
        before[rank].push(chain);
    }
    before
}
