//! Plans done with names instead of numbers: whose elements lie where, and what became of them.
//!
//! An algorithm moves elements and combines them through an operator of which it knows nothing, so
//! it does the same with labels. Label 0 is memory that nobody has written; then come the elements
//! of the inputs, rank after rank; then whatever folds make, each a new label even where two are
//! equal, so that it is known who made it, and when.
//!
//! Labels move in runs, as elements do: the length of a vector costs nothing.

mod runs;
mod strip;

pub use runs::{Folds, Runs, after};

use std::ops::Range;

use super::{End, Local, Matching, Message, Plan, Ranges, Side, Walk};
use strip::{Strip, narrow};

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
    /// What each unmatched end of the matching carried; nothing for those that receive.
    pub lost: Vec<Runs>,
    /// Everything that was written into each rank's memory, in order; inputs are not.
    pub writes: Vec<Vec<Write>>,
    /// Reads of memory that nobody had written: where, and of which element.
    pub blanks: Vec<(End, usize)>,
    /// The first label that nothing has been given.
    pub next: u32,
    /// What lies in every rank's memory in the end.
    memories: Vec<Strip>,
}

/// Labels that follow each other, written to elements that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Write {
    /// In which round of its rank.
    pub round: usize,
    /// By which of its messages; counted on, by which of its local moves.
    pub place: usize,
    /// The first element.
    pub element: usize,
    /// The first label.
    pub first: u32,
    /// How many.
    pub count: u32,
}

impl Labels {
    /// Does what is in `plans` with labels, round by round as `walk` got through them.
    #[must_use]
    pub fn of(plans: &[Plan], matching: &Matching, walk: &Walk) -> Self {
        let mut hand = Hand::new(plans, matching);
        for rank in (0..plans.len()).filter(|&rank| walk.begun[rank] > 0) {
            hand.enter(rank, 0);
        }
        for &(rank, round) in &walk.ended {
            hand.end(rank, round);
            if round + 1 < walk.begun[rank] {
                hand.enter(rank, round + 1);
            }
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

    /// What lies in every element of a rank's memory in the end.
    #[must_use]
    pub fn memory(&self, rank: usize) -> Vec<u32> {
        self.memories[rank].labels()
    }

    /// What lies in some elements of a rank's memory in the end, in their order.
    #[must_use]
    pub fn held(&self, rank: usize, elements: &Ranges) -> Runs {
        let mut labels = Runs::default();
        for range in elements.as_slice() {
            self.memories[rank].read(range, &mut labels);
        }
        labels
    }

    /// In which round every element of a rank's memory was last written; none since the beginning.
    #[must_use]
    pub fn written(&self, rank: usize) -> Vec<Option<usize>> {
        let mut written = vec![None; self.memories[rank].len()];
        for write in &self.writes[rank] {
            written[write.elements()].fill(Some(write.round));
        }
        written
    }
}

impl Write {
    /// What was written.
    #[must_use]
    pub fn elements(&self) -> Range<usize> {
        self.element..self.element + self.count as usize
    }
}

/// Whoever does the plans of all ranks.
struct Hand<'a> {
    plans: &'a [Plan],
    matching: &'a Matching,
    labels: Labels,
}

impl<'a> Hand<'a> {
    fn new(plans: &'a [Plan], matching: &'a Matching) -> Self {
        let memories = plans.iter().map(|plan| Strip::blank(plan.elements));
        let mut hand = Self {
            plans,
            matching,
            labels: Labels {
                inputs: vec![1],
                folds: Folds::default(),
                carried: vec![Runs::default(); matching.passages.len()],
                became: vec![Runs::default(); matching.passages.len()],
                lost: vec![Runs::default(); matching.unmatched.len()],
                writes: vec![Vec::new(); plans.len()],
                blanks: Vec::new(),
                next: 1,
                memories: memories.collect(),
            },
        };
        for (rank, plan) in plans.iter().enumerate() {
            for range in plan.input.iter().flat_map(Ranges::as_slice) {
                let labels = &mut hand.labels;
                labels.memories[rank].write(range.clone(), labels.next);
                labels.next += narrow(range.len());
            }
            hand.labels.inputs.push(hand.labels.next);
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
                match *passage {
                    Some(index) => self.labels.carried[index] = payload,
                    None => {
                        let index = self.matching.unmatched.binary_search(&end);
                        self.labels.lost[index.expect("it met nothing")] = payload;
                    }
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
                    let came = self.labels.carried[index].clone();
                    self.write(end, elements, &came);
                }
                Message::Combine { elements, side, .. } => {
                    let came = self.labels.carried[index].clone();
                    self.labels.became[index] = self.fold(end, elements, &came, *side);
                }
            }
        }
        let first_local = now.messages.len();
        for (place, local) in (first_local..).zip(&now.local) {
            let end = End { round, rank, place };
            let read = self.read(end, local.read());
            match local {
                Local::Copy { to, .. } => self.write(end, to, &read),
                Local::Fold { onto, side, .. } => {
                    self.fold(end, onto, &read, *side);
                }
            }
        }
    }

    fn read(&mut self, end: End, elements: &Ranges) -> Runs {
        let (mut labels, mut blank) = (Runs::default(), None);
        for range in elements.as_slice() {
            let found = self.labels.memories[end.rank].read(range, &mut labels);
            blank = blank.or(found);
        }
        let blanks = blank.map(|element| (end, element));
        self.labels.blanks.extend(blanks);
        labels
    }

    fn write(&mut self, end: End, elements: &Ranges, labels: &Runs) {
        let mut labels = labels.reader();
        for range in elements.as_slice() {
            let mut element = range.start;
            while element < range.end {
                let count = labels.ahead().min(narrow(range.end - element));
                if count == 0 {
                    return;
                }
                let write = Write {
                    round: end.round,
                    place: end.place,
                    element,
                    first: labels.pass(count),
                    count,
                };
                element += count as usize;
                self.labels.memories[end.rank].write(write.elements(), write.first);
                self.labels.writes[end.rank].push(write);
            }
        }
    }

    /// Combines what came with what stands there, and gives the labels made.
    fn fold(&mut self, end: End, onto: &Ranges, came: &Runs, side: Side) -> Runs {
        let own = self.read(end, onto);
        let (mut own, mut came) = (own.reader(), came.reader());
        let mut made = Runs::default();
        loop {
            let count = own.ahead().min(came.ahead());
            if count == 0 {
                break;
            }
            let (own, came) = (own.pass(count), came.pass(count));
            let operands = match side {
                Side::Left => (came, own),
                Side::Right => (own, came),
            };
            let first = self.labels.next;
            self.labels.folds.note(first, count, operands);
            made.push(first, count);
            self.labels.next += count;
        }
        self.write(end, onto, &made);
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::walk::Buffering;

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
        assert_eq!(labels.memory(0), [7, 8, 9, 4, 5, 6]);
        assert_eq!(labels.memory(1), [10, 11, 12, 1, 2, 3]);
        assert_eq!(labels.folds.operands(8), Some((5, 2)));
        assert_eq!(labels.folds.operands(11), Some((2, 5)));
        assert_eq!(labels.folds.operands(6), None);
        assert_eq!(
            (labels.origin(3), labels.origin(4)),
            (Some((0, 2)), Some((1, 0)))
        );
        assert_eq!(labels.blanks, []);
        assert_eq!(labels.written(1), vec![Some(0); 6]);
    }
}
