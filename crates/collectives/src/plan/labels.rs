//! Plans done with names instead of numbers: whose elements lie where, and what became of them.
//!
//! An algorithm moves elements and combines them through an operator of which it knows nothing, so
//! it does the same with labels. Label 0 is memory that nobody has written; then come the elements
//! of the inputs, rank after rank; then whatever folds make, each a new label even where two are
//! equal, so that it is known who made it, and when.

use super::{End, Local, Matching, Message, Plan, Ranges, Side, Walk};

/// Memory that nobody has written.
pub const BLANK: u32 = 0;

/// What happened to the labels of one call, as far as its ranks got.
#[derive(Clone, Debug)]
pub struct Labels {
    /// The first label of each rank's input; the last entry is one past all of them.
    pub inputs: Vec<u32>,
    /// What made all other labels.
    pub folds: Folds,
    /// What each passage of the matching carried; nothing if its sender did not come so far.
    pub carried: Vec<Runs>,
    /// What its receiver made of it; nothing if it stored it, or did not come so far.
    pub became: Vec<Runs>,
    /// What lies in every element of every rank's memory in the end.
    pub memories: Vec<Vec<u32>>,
    /// In which round it was last written; none since the beginning.
    pub written: Vec<Vec<Option<usize>>>,
    /// Reads of memory that nobody had written: where, and of which element.
    pub blanks: Vec<(End, usize)>,
}

/// Labels that were made by combining two. Those that one fold makes follow each other, and so,
/// mostly, do their operands: a run is (first, count, left, right), and its k-th label is
/// left + k combined with right + k.
#[derive(Clone, Debug, Default)]
pub struct Folds {
    runs: Vec<FoldRun>,
}

#[derive(Clone, Copy, Debug)]
struct FoldRun {
    first: u32,
    count: u32,
    left: u32,
    right: u32,
}

/// Labels in a list, as runs of (first, count).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs(Vec<(u32, u32)>);

impl Labels {
    /// Does what is in `plans` with labels, round by round as `walk` got through them.
    #[must_use]
    pub fn of(plans: &[Plan], matching: &Matching, walk: &Walk) -> Self {
        let mut hand = Hand::new(plans, matching);
        for rank in 0..plans.len() {
            hand.enter(rank, 0);
        }
        for &(rank, round) in &walk.ended {
            hand.end(rank, round);
            hand.enter(rank, round + 1);
        }
        hand.labels
    }

    /// Whose input a label is, and which element of it; none if it is blank, or was made.
    #[must_use]
    pub fn origin(&self, label: u32) -> Option<(usize, usize)> {
        let end = *self.inputs.last()?;
        if label == BLANK || label >= end {
            return None;
        }
        let rank = self.inputs.partition_point(|&first| first <= label) - 1;
        Some((rank, (label - self.inputs[rank]) as usize))
    }
}

impl Folds {
    /// The two operands of a label, left and right; none if no fold made it.
    #[must_use]
    pub fn operands(&self, label: u32) -> Option<(u32, u32)> {
        let after = self.runs.partition_point(|run| run.first <= label);
        let run = self.runs[..after].last()?;
        let place = label - run.first;
        let of = |operand: u32| {
            if operand == BLANK {
                BLANK
            } else {
                operand + place
            }
        };
        (place < run.count).then(|| (of(run.left), of(run.right)))
    }

    /// Every run: first label, count, first left and first right operand.
    pub fn runs(&self) -> impl Iterator<Item = (u32, u32, u32, u32)> {
        let runs = self.runs.iter();
        runs.map(|it| (it.first, it.count, it.left, it.right))
    }

    fn note(&mut self, label: u32, left: u32, right: u32) {
        if let Some(last) = self.runs.last_mut() {
            let goes_on = |first: u32, now: u32| match first {
                BLANK => now == BLANK,
                _ => now == first + last.count,
            };
            if goes_on(last.left, left) && goes_on(last.right, right) {
                last.count += 1;
                return;
            }
        }
        self.runs.push(FoldRun {
            first: label,
            count: 1,
            left,
            right,
        });
    }
}

impl Runs {
    /// The runs: first label and count. Blank ones are a run of their own, of one label.
    #[must_use]
    pub fn as_slice(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// The labels, one by one.
    pub fn labels(&self) -> impl Iterator<Item = u32> + '_ {
        let runs = self.0.iter();
        runs.flat_map(|&(first, count)| {
            (0..count).map(move |place| if first == BLANK { BLANK } else { first + place })
        })
    }
}

impl FromIterator<u32> for Runs {
    fn from_iter<I: IntoIterator<Item = u32>>(labels: I) -> Self {
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for label in labels {
            match runs.last_mut() {
                Some((BLANK, count)) if label == BLANK => *count += 1,
                Some((first, count)) if *first != BLANK && label == *first + *count => *count += 1,
                _ => runs.push((label, 1)),
            }
        }
        Self(runs)
    }
}

/// Whoever does the plans of all ranks.
struct Hand<'a> {
    plans: &'a [Plan],
    matching: &'a Matching,
    labels: Labels,
    next: u32,
}

impl<'a> Hand<'a> {
    fn new(plans: &'a [Plan], matching: &'a Matching) -> Self {
        let memories = plans.iter().map(|plan| vec![BLANK; plan.elements]);
        let written = plans.iter().map(|plan| vec![None; plan.elements]);
        let mut hand = Self {
            plans,
            matching,
            labels: Labels {
                inputs: vec![1],
                folds: Folds::default(),
                carried: vec![Runs::default(); matching.passages.len()],
                became: vec![Runs::default(); matching.passages.len()],
                memories: memories.collect(),
                written: written.collect(),
                blanks: Vec::new(),
            },
            next: 1,
        };
        for (rank, plan) in plans.iter().enumerate() {
            for element in plan.input.iter().flat_map(Ranges::elements) {
                hand.labels.memories[rank][element] = hand.next;
                hand.next += 1;
            }
            hand.labels.inputs.push(hand.next);
        }
        hand
    }

    /// Takes up what a rank sends in its next round: what it holds now.
    fn enter(&mut self, rank: usize, round: usize) {
        let Some(now) = self.plans[rank].rounds.get(round) else {
            return;
        };
        let passages = self.matching.round(rank, round);
        for (place, (message, passage)) in now.messages.iter().zip(passages).enumerate() {
            if message.sends() {
                let end = End { round, rank, place };
                let payload = self.read(end, message.elements());
                if let Some(index) = passage {
                    self.labels.carried[*index] = payload.into_iter().collect();
                }
            }
        }
    }

    /// What came in a round that ends, and then what the rank does alone.
    fn end(&mut self, rank: usize, round: usize) {
        let now = &self.plans[rank].rounds[round];
        let passages = self.matching.round(rank, round);
        for (place, (message, passage)) in now.messages.iter().zip(passages).enumerate() {
            let Some(index) = *passage else { continue };
            let end = End { round, rank, place };
            match message {
                Message::Send { .. } => {}
                Message::Receive { elements, .. } => {
                    let came: Vec<u32> = self.labels.carried[index].labels().collect();
                    self.write(rank, round, elements, &came);
                }
                Message::Combine { elements, side, .. } => {
                    let came: Vec<u32> = self.labels.carried[index].labels().collect();
                    let made = self.fold(end, elements, &came, *side);
                    self.labels.became[index] = made.into_iter().collect();
                }
            }
        }
        let first_local = now.messages.len();
        for (place, local) in (first_local..).zip(&now.local) {
            let end = End { round, rank, place };
            match local {
                Local::Copy { from, to } => {
                    let read = self.read(end, from);
                    self.write(rank, round, to, &read);
                }
                Local::Fold { from, onto, side } => {
                    let read = self.read(end, from);
                    self.fold(end, onto, &read, *side);
                }
            }
        }
    }

    fn read(&mut self, end: End, elements: &Ranges) -> Vec<u32> {
        let memory = &self.labels.memories[end.rank];
        let read: Vec<u32> = elements.elements().map(|it| memory[it]).collect();
        let blank = elements
            .elements()
            .zip(&read)
            .find(|(_, label)| **label == BLANK);
        self.labels
            .blanks
            .extend(blank.map(|(element, _)| (end, element)));
        read
    }

    fn write(&mut self, rank: usize, round: usize, elements: &Ranges, labels: &[u32]) {
        for (element, &label) in elements.elements().zip(labels) {
            self.labels.memories[rank][element] = label;
            self.labels.written[rank][element] = Some(round);
        }
    }

    /// Combines what came with what stands there, and gives the labels made.
    fn fold(&mut self, end: End, onto: &Ranges, came: &[u32], side: Side) -> Vec<u32> {
        let own = self.read(end, onto);
        let pairs = own.into_iter().zip(came);
        let mut made = Vec::with_capacity(came.len());
        for (own, &came) in pairs {
            let (left, right) = match side {
                Side::Left => (came, own),
                Side::Right => (own, came),
            };
            self.labels.folds.note(self.next, left, right);
            made.push(self.next);
            self.next += 1;
        }
        self.write(end.rank, end.round, onto, &made);
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::walk::Buffering;

    #[test]
    fn labels_that_follow_each_other_are_one_run() {
        let labels = [7, 8, 9, 3, BLANK, BLANK, 4];
        let runs: Runs = labels.into_iter().collect();
        assert_eq!(runs.as_slice(), [(7, 3), (3, 1), (BLANK, 2), (4, 1)]);
        assert!(runs.labels().eq(labels));
    }

    #[test]
    fn two_ranks_that_add_what_they_hold_make_two_sums() {
        let plan = |rank: usize| {
            let mut plan = Plan::new(rank, 2);
            let memory = plan.memory(3);
            plan.input = Some(memory.clone().into());
            let scratch = plan.memory(3);
            let round = plan.round();
            round
                .send(1 - rank, memory.clone())
                .receive(1 - rank, scratch.clone());
            round.fold(scratch, memory, Side::Left);
            plan
        };
        let plans = [plan(0), plan(1)];
        let matching = Matching::of(&plans);
        let walk = Walk::of(&plans, &matching, Buffering::Rendezvous);
        let labels = Labels::of(&plans, &matching, &walk);
        assert_eq!(labels.inputs, [1, 4, 7]);
        assert_eq!(labels.memories, [[7, 8, 9, 4, 5, 6], [10, 11, 12, 1, 2, 3]]);
        assert_eq!(labels.folds.operands(8), Some((5, 2)));
        assert_eq!(labels.folds.operands(11), Some((2, 5)));
        assert_eq!(labels.folds.operands(6), None);
        assert_eq!(
            (labels.origin(3), labels.origin(4)),
            (Some((0, 2)), Some((1, 0)))
        );
        assert_eq!(labels.blanks, []);
        assert_eq!(labels.written[1], vec![Some(0); 6]);
    }
}
