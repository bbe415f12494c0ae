//! What can lie in a slot: a parcel's worth of labels, and all that there is to say about them.

use crate::Column;
use collectives::plan::{Local, Message, Runs};

use super::parcels::written;
use super::places::Places;
use super::story::Story;
use super::{Contents, NONE, Parcels};
use crate::Values;

/// Numbers that a Scene shows of all contents together.
const VALUE_COUNT_MAX: usize = 4096;

/// How something came to be.
pub(super) const BROUGHT: u8 = 0;
const COMBINED: u8 = 1;
const DIVIDED: u8 = 2;

impl Contents {
    /// With the values that the labels of the story stand for.
    pub(super) fn of(
        story: &Story<'_>,
        places: &Places,
        parcels: &Parcels,
        values: &Values,
    ) -> Self {
        let mut contents = Self::empty(story.planned.kind);
        for segment in places.segments() {
            let (mut label, end) = (segment.first, segment.first + segment.count);
            let Some(mut place) = segment.place else {
                continue;
            };
            while label < end {
                let parcel = parcels.at(place);
                contents.parcel.push(narrow(parcel));
                contents.label.push(label);
                if segment.astray {
                    contents.astray.push(narrow(contents.label.len() - 1));
                }
                for share in places.whose(segment) {
                    let share = [share.first, share.count, share.times];
                    contents.whose.extend(share);
                }
                contents.whose_ends.push(narrow(contents.whose.len()));
                let whole = parcels.start[parcel] + parcels.count[parcel] - place;
                (label, place) = (label + whole, place + whole);
            }
        }
        contents.tell_origins(story);
        contents.tell_births(story);
        let lengths = contents.parcel.iter();
        let lengths: Vec<u32> = lengths.map(|&it| parcels.count[it as usize]).collect();
        contents.show_values(values, &lengths);
        contents
    }

    pub(super) fn empty(kind: collectives::ElementKind) -> Self {
        Self {
            parcel: Column::default(),
            label: Column::default(),
            made: Column::default(),
            left: Column::default(),
            right: Column::default(),
            rank: Column::default(),
            moment: Column::default(),
            astray: Column::default(),
            whose_ends: Column::default(),
            whose: Column::default(),
            value_ends: Column::default(),
            values: Values::empty(kind),
        }
    }

    /// The content that begins with a label; [`NONE`] for what lies in no parcel, as blank memory.
    pub(super) fn at(&self, label: u32) -> i32 {
        let found = self.label.binary_search(&label).ok();
        found.map_or(NONE, signed)
    }

    /// Labels as contents, one after the other, and how many labels each has.
    pub(super) fn pieces(&self, labels: &Runs, parcels: &Parcels) -> Vec<(i32, u32)> {
        let mut pieces = Vec::new();
        for &(first, count) in labels.as_slice() {
            if first == collectives::plan::BLANK {
                pieces.push((NONE, count));
                continue;
            }
            let (mut label, end) = (first, first + count);
            while label < end {
                let next = self.label.partition_point(|&it| it < label);
                let found = self.label.get(next).filter(|&&it| it == label);
                let (content, after) = match found {
                    Some(_) => {
                        let parcel = self.parcel[next] as usize;
                        (signed(next), label + parcels.count[parcel])
                    }
                    None => (NONE, self.label.get(next).map_or(end, |&it| it)),
                };
                let after = after.min(end);
                pieces.push((content, after - label));
                label = after;
            }
        }
        pieces
    }

    /// What each was made of.
    fn tell_origins(&mut self, story: &Story<'_>) {
        let labels = &story.labels;
        let divided: Vec<u32> = story.divided.labels().collect();
        let inputs = *labels.inputs.last().unwrap_or(&1);
        for index in 0..self.label.len() {
            let label = self.label[index];
            let (made, left, right) = if label < inputs {
                (BROUGHT, NONE, NONE)
            } else if let Some((left, right)) = labels.folds.operands(label) {
                (COMBINED, self.at(left), self.at(right))
            } else {
                let of = divided[(label - labels.next) as usize];
                (DIVIDED, self.at(of), NONE)
            };
            self.made.push(made);
            self.left.push(left);
            self.right.push(right);
        }
    }

    /// Where and when each was made.
    fn tell_births(&mut self, story: &Story<'_>) {
        self.rank = vec![0; self.label.len()].into();
        self.moment = vec![0; self.label.len()].into();
        let mut tell = |label: u32, count: u32, rank: usize, moment: usize| {
            let from = self.label.partition_point(|&it| it < label);
            let to = self.label.partition_point(|&it| it < label + count);
            self.rank[from..to].fill(narrow(rank));
            self.moment[from..to].fill(narrow(moment));
        };
        for (rank, bounds) in story.labels.inputs.windows(2).enumerate() {
            tell(bounds[0], bounds[1] - bounds[0], rank, 0);
        }
        for (plan, writes) in story.planned.plans.iter().zip(&story.labels.writes) {
            for written in written(writes) {
                let round = &plan.rounds[written.round];
                let folds = match written.place.checked_sub(round.messages.len()) {
                    Some(local) => matches!(round.local[local], Local::Fold { .. }),
                    None => matches!(round.messages[written.place], Message::Combine { .. }),
                };
                let made = written.labels.as_slice().iter().filter(|_| folds);
                made.for_each(|&(first, count)| tell(first, count, plan.rank, written.round + 1));
            }
        }
        for (plan, result) in story.planned.plans.iter().zip(&story.results) {
            for &(first, count) in result.iter().flat_map(|it| it.as_slice()) {
                if first >= story.labels.next {
                    tell(first, count, plan.rank, plan.rounds.len());
                }
            }
        }
    }

    /// The first values of each, as many as there is room for.
    pub(super) fn show_values(&mut self, values: &Values, lengths: &[u32]) {
        let room = VALUE_COUNT_MAX / self.label.len().max(1);
        let room = u32::try_from(room.max(1)).expect("it is a small number");
        let mut shown = Runs::default();
        let mut end = 0;
        for (&label, &length) in self.label.iter().zip(lengths) {
            shown.push(label, length.min(room));
            end += length.min(room);
            self.value_ends.push(end);
        }
        self.values = values.picked(&shown);
    }
}

pub(super) fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("limits keep ranks, rounds and elements within 32 bits")
}

pub(super) fn signed(number: usize) -> i32 {
    i32::try_from(number).expect("limits keep contents within 31 bits")
}
