//! Places that travel together.
//!
//! The cut is the coarsest one of which every message, every local move, every input and every
//! result takes whole pieces, each of them in one stretch of a memory. So chunks, blocks, halves
//! and segments appear by themselves, at any length.

use collectives::plan::{End, Ranges, Runs, Write};

use super::Parcels;
use super::places::Places;
use super::story::Story;

/// What one move has written.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) round: usize,
    pub(super) place: usize,
    pub(super) labels: Runs,
}

impl Parcels {
    pub(super) fn of(story: &Story<'_>, places: &Places) -> Self {
        let mut cutter = Cutter {
            places,
            is_bound: vec![false; story.labels.inputs.last().map_or(0, |&it| it as usize)],
        };
        let plans = &story.planned.plans;
        for (plan, bounds) in plans.iter().zip(story.labels.inputs.windows(2)) {
            let mut brought = Runs::default();
            brought.push(bounds[0], bounds[1] - bounds[0]);
            cutter.cut(&brought, plan.input.as_ref());
            if let Some(labels) = &story.results[plan.rank] {
                cutter.cut(labels, plan.result.as_ref());
            }
            for written in written(&story.labels.writes[plan.rank]) {
                let round = &plan.rounds[written.round];
                match written.place.checked_sub(round.messages.len()) {
                    Some(local) => {
                        cutter.cut(&written.labels, Some(round.local[local].read()));
                        cutter.cut(&written.labels, Some(round.local[local].written()));
                    }
                    None => {
                        let elements = round.messages[written.place].elements();
                        cutter.cut(&written.labels, Some(elements));
                    }
                }
            }
        }
        let sent = |end: &End| end.message(plans).elements();
        let passages = story.matching.passages.iter().map(|it| &it.send);
        for (end, labels) in passages.zip(&story.labels.carried) {
            cutter.cut(labels, Some(sent(end)));
        }
        for (end, labels) in story.matching.unmatched.iter().zip(&story.labels.lost) {
            cutter.cut(labels, Some(sent(end)));
        }
        cutter.follow_what_is_mixed();
        cutter.parcels(story)
    }

    /// The parcel that holds a place.
    pub(super) fn at(&self, place: u32) -> usize {
        self.start.partition_point(|&start| start <= place) - 1
    }
}

/// What each move of a rank has written, in order.
pub(super) fn written(writes: &[Write]) -> Vec<Written> {
    let mut moves: Vec<Written> = Vec::new();
    for write in writes {
        let same = |it: &&mut Written| (it.round, it.place) == (write.round, write.place);
        match moves.last_mut().filter(same) {
            Some(last) => last.labels.push(write.first, write.count),
            None => {
                let mut labels = Runs::default();
                labels.push(write.first, write.count);
                moves.push(Written {
                    round: write.round,
                    place: write.place,
                    labels,
                });
            }
        }
    }
    moves
}

struct Cutter<'a> {
    places: &'a Places,
    /// By place: whether a parcel begins there, or ends before it.
    is_bound: Vec<bool>,
}

impl Cutter<'_> {
    /// Cuts wherever labels that lie in these elements of a memory, if in any, leave the order of
    /// their places.
    fn cut(&mut self, labels: &Runs, elements: Option<&Ranges>) {
        let stretches = elements.into_iter().flat_map(Ranges::as_slice);
        let lengths = stretches.map(ExactSizeIterator::len);
        for part in labels.parts(lengths) {
            let mut next = None;
            let runs = part.as_slice().iter();
            for segment in runs.flat_map(|&(first, count)| self.places.run(first, count)) {
                if segment.place != next {
                    self.bound(next);
                    self.bound(segment.place);
                }
                next = segment.place.map(|place| place + segment.count);
            }
            self.bound(next);
        }
    }

    fn bound(&mut self, place: Option<u32>) {
        if let Some(place) = place {
            self.is_bound[place as usize] = true;
        }
    }

    /// In order.
    fn bounds(&self) -> Vec<u32> {
        let places = (0..).zip(&self.is_bound);
        let bounds = places.filter(|(_, is_bound)| **is_bound);
        bounds.map(|(place, _)| place).collect()
    }

    /// Where a fold combines one place with another one, both are cut alike.
    fn follow_what_is_mixed(&mut self) {
        let mut new = self.bounds();
        while let Some(bound) = new.pop() {
            for &(a, b, count) in &self.places.mixed {
                for (from, to) in [(a, b), (b, a)] {
                    let image = bound.checked_sub(from).filter(|&it| it <= count);
                    let image = image.map(|it| to + it);
                    new.extend(image.filter(|&it| !self.is_bound[it as usize]));
                    self.bound(image);
                }
            }
        }
    }

    fn parcels(&self, story: &Story<'_>) -> Parcels {
        let mut parcels = Parcels::default();
        let inputs = &story.labels.inputs;
        let combined = story.planned.combines();
        for pair in self.bounds().windows(2) {
            let place = pair[0];
            parcels.start.push(place);
            parcels.count.push(pair[1] - place);
            if !combined {
                let rank = inputs.partition_point(|&first| first <= place + 1) - 1;
                let rank = u32::try_from(rank).expect("there are few ranks");
                parcels.rank.push(rank);
                parcels.element.push(place + 1 - inputs[rank as usize]);
            } else {
                parcels.element.push(place);
            }
        }
        parcels
    }
}
