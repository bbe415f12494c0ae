//! How far ranks get with their plans, without any transport.
//!
//! What a rank waits for does not depend on timing, so one order of walking tells all: the rounds
//! that end in it are those that end in every order.

use super::{Matching, Plan};

/// What a network holds for a receiver that is not there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Buffering {
    /// Everything: no send waits.
    Unlimited,
    /// Nothing: every send waits for its receive.
    Rendezvous,
}

/// How far ranks got.
#[derive(Clone, Debug)]
pub struct Walk {
    /// The rounds that ended, as (rank, round): each after everything that it waited for.
    pub ended: Vec<(usize, usize)>,
    /// In which round each rank is, or how many it has, if it got through.
    pub reached: Vec<usize>,
    /// How many rounds each rank has begun: what it sends in them is on its way.
    pub begun: Vec<usize>,
    /// A circle of ranks that wait, each for the next one and the last one for the first, if
    /// there is one; it begins with the smallest.
    pub circle: Option<Vec<usize>>,
}

impl Walk {
    /// Walks `plans` as far as they go.
    #[must_use]
    pub fn of(plans: &[Plan], matching: &Matching, buffering: Buffering) -> Self {
        Self::stopping(plans, matching, buffering, &vec![None; plans.len()])
    }

    /// The same with ranks that stop: `stops[rank]` is the round that the rank does not begin.
    #[must_use]
    pub fn stopping(
        plans: &[Plan],
        matching: &Matching,
        buffering: Buffering,
        stops: &[Option<usize>],
    ) -> Self {
        let ends = plans.iter().zip(stops).map(|(plan, stop)| {
            let rounds = plan.rounds.len();
            stop.map_or(rounds, |stop| stop.min(rounds))
        });
        let mut walker = Walker {
            plans,
            matching,
            buffering,
            ends: ends.collect(),
            reached: vec![0; plans.len()],
        };
        let mut ended = Vec::new();
        loop {
            let before = ended.len();
            for rank in 0..plans.len() {
                while walker.reached[rank] < walker.ends[rank]
                    && walker.peers_missed(rank).is_empty()
                {
                    ended.push((rank, walker.reached[rank]));
                    walker.reached[rank] += 1;
                }
            }
            if ended.len() == before {
                break;
            }
        }
        let begun = walker.reached.iter().zip(&walker.ends);
        Self {
            ended,
            circle: walker.circle(),
            begun: begun.map(|(it, &end)| (it + 1).min(end)).collect(),
            reached: walker.reached,
        }
    }

    /// Whether every rank gets through.
    #[must_use]
    pub fn ends(&self, plans: &[Plan]) -> bool {
        let mut ranks = self.reached.iter().zip(plans);
        ranks.all(|(&reached, plan)| reached == plan.rounds.len())
    }
}

struct Walker<'a> {
    plans: &'a [Plan],
    matching: &'a Matching,
    buffering: Buffering,
    /// The round that each rank does not begin.
    ends: Vec<usize>,
    reached: Vec<usize>,
}

impl Walker<'_> {
    /// Whom a rank waits for in the round that it is in.
    fn peers_missed(&self, rank: usize) -> Vec<usize> {
        let round = self.reached[rank];
        if round == self.ends[rank] {
            return Vec::new();
        }
        let now = &self.plans[rank].rounds[round];
        let passages = self.matching.round(rank, round);
        let missed = now
            .messages
            .iter()
            .zip(passages)
            .filter(|(message, passage)| {
                let met = passage.map(|index| &self.matching.passages[index]);
                match (message.sends(), met) {
                    (true, _) if self.buffering == Buffering::Unlimited => false,
                    (true, Some(it)) => !self.has_begun(it.receive),
                    (false, Some(it)) => !self.has_begun(it.send) || !self.fits(it),
                    (_, None) => true,
                }
            });
        missed.map(|(message, _)| message.peer()).collect()
    }

    fn has_begun(&self, end: super::End) -> bool {
        self.reached[end.rank] >= end.round && end.round < self.ends[end.rank]
    }

    /// Whether both ends of a message have the same length. Where they have not, it fails.
    fn fits(&self, passage: &super::Passage) -> bool {
        let length = |end: super::End| end.message(self.plans).elements().len();
        length(passage.send) == length(passage.receive)
    }

    fn circle(&self) -> Option<Vec<usize>> {
        let missed: Vec<_> = (0..self.plans.len())
            .map(|rank| self.peers_missed(rank))
            .collect();
        find_circle(&missed)
    }
}

/// A shortest circle through the smallest node that lies on one; `next[node]` are the nodes after
/// it.
fn find_circle(next: &[Vec<usize>]) -> Option<Vec<usize>> {
    for start in 0..next.len() {
        // Breadth first: the first way back is a shortest one.
        let mut before = vec![None; next.len()];
        let mut queue = vec![start];
        let mut first = 0;
        while let Some(&node) = queue.get(first) {
            first += 1;
            for &after in &next[node] {
                if after == start {
                    let mut way = vec![node];
                    while let Some(previous) = before[*way.last().unwrap_or(&start)] {
                        way.push(previous);
                    }
                    way.reverse();
                    return Some(way);
                }
                if before[after].is_none() {
                    before[after] = Some(node);
                    queue.push(after);
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every rank sends to the right, and then receives from the left.
    fn careless_ring(size: usize) -> Vec<Plan> {
        let plan = |rank| {
            let mut plan = Plan::new(rank, size);
            let memory = plan.memory(2);
            let (left, right) = plan.neighbors();
            plan.round().send(right, memory.start..memory.start + 1);
            plan.round().receive(left, memory.start + 1..memory.end);
            plan
        };
        (0..size).map(plan).collect()
    }

    #[test]
    fn a_ring_of_sends_needs_buffers() {
        for size in 2..6 {
            let plans = careless_ring(size);
            let matching = Matching::of(&plans);
            let buffered = Walk::of(&plans, &matching, Buffering::Unlimited);
            assert!(buffered.ends(&plans));
            assert_eq!(buffered.circle, None);
            let rendezvous = Walk::of(&plans, &matching, Buffering::Rendezvous);
            assert_eq!(rendezvous.circle, Some((0..size).collect()));
            assert_eq!(rendezvous.ended, []);
        }
    }

    #[test]
    fn who_waits_for_a_message_that_nobody_sends_waits_in_no_circle() {
        let mut plans = careless_ring(3);
        plans[1].rounds[0].messages.clear();
        let matching = Matching::of(&plans);
        assert_eq!(matching.unmatched.len(), 1);
        let walk = Walk::of(&plans, &matching, Buffering::Unlimited);
        assert!(!walk.ends(&plans));
        assert_eq!((walk.reached, walk.circle), (vec![2, 2, 1], None));
    }

    #[test]
    fn who_stops_keeps_those_who_need_it_and_sends_nothing_more() {
        let plans = careless_ring(4);
        let matching = Matching::of(&plans);
        let stopping = |buffering, round| {
            let stops = [None, Some(round), None, None];
            Walk::stopping(&plans, &matching, buffering, &stops)
        };
        let walk = stopping(Buffering::Unlimited, 0);
        assert_eq!(walk.reached, [2, 0, 1, 2]);
        assert_eq!((walk.begun, walk.circle), (vec![2, 0, 2, 2], None));
        let walk = stopping(Buffering::Unlimited, 1);
        assert_eq!(
            (walk.reached, walk.begun),
            (vec![2, 1, 2, 2], vec![2, 1, 2, 2])
        );
        let walk = stopping(Buffering::Rendezvous, 1);
        assert_eq!(
            (walk.reached, walk.circle),
            (vec![0; 4], Some(vec![0, 1, 2, 3]))
        );
        let walk = stopping(Buffering::Rendezvous, 0);
        assert_eq!((walk.reached, walk.circle), (vec![0; 4], None));
        assert_eq!(walk.begun, [1, 0, 1, 1]);
    }

    #[test]
    fn the_shortest_circle_is_found() {
        let next = [vec![1], vec![2, 3], vec![1], vec![0, 2], vec![4]];
        assert_eq!(find_circle(&next), Some(vec![0, 1, 3]));
        assert_eq!(find_circle(&[vec![1], vec![]]), None);
        assert_eq!(find_circle(&[vec![1], vec![1]]), Some(vec![1]));
    }
}
