//! What each rank returned, and what is wrong with it.

use collectives::WantedRun;

use super::contents::narrow;
use super::story::Story;
use super::{Amiss, Contents, NONE, Parcels, Results};

impl Results {
    /// What results are made of only if that is to be `labelled`.
    pub(super) fn of(
        story: &Story<'_>,
        contents: &Contents,
        parcels: &Parcels,
        labelled: bool,
    ) -> Self {
        let mut results = Self::default();
        for (rank, labels) in story.results.iter().enumerate() {
            results.returned.push(u8::from(labels.is_some()));
            let labels = labels.as_ref().filter(|_| labelled);
            let pieces = labels.map(|it| contents.pieces(it, parcels));
            let pieces = pieces.unwrap_or_default();
            results
                .contents
                .extend(pieces.iter().map(|&(content, _)| content));
            results
                .counts
                .extend(pieces.iter().map(|&(_, count)| count));
            results.ends.push(narrow(results.contents.len()));
            let wanted = story.planned.claim.as_ref();
            let wanted = wanted.and_then(|it| it.as_claim().call.wanted_runs(rank));
            if let Some(wanted) = wanted.filter(|_| labels.is_some()) {
                let judge = Judge {
                    story,
                    contents,
                    parcels,
                    rank,
                };
                judge.hold_against(&pieces, &wanted, &mut results.amiss);
            }
        }
        results
    }
}

struct Judge<'a> {
    story: &'a Story<'a>,
    contents: &'a Contents,
    parcels: &'a Parcels,
    rank: usize,
}

impl Judge<'_> {
    /// Notes everything in a result that is not what it should be; neighbors for which that is the
    /// same are one note.
    fn hold_against(&self, pieces: &[(i32, u32)], wanted: &[WantedRun], notes: &mut Vec<Amiss>) {
        let mut pieces = pieces.iter().copied();
        let (mut content, mut place, mut left) = (NONE, 0, 0);
        let mut element = 0;
        for run in wanted {
            let mut at = run.elements.start;
            while at < run.elements.end {
                while left == 0 {
                    // Where the result is too short, nothing is there.
                    (content, left) = pieces.next().unwrap_or((NONE, u32::MAX));
                    place = self.first_place(content);
                }
                let count = left.min(narrow(run.elements.end - at));
                let note = self.judge(content, place, run, at);
                let note = note.map(|it| Amiss {
                    element,
                    count,
                    ..it
                });
                match (notes.last_mut(), note) {
                    (_, None) => {}
                    (Some(last), Some(note)) if is_more_of(last, &note) => last.count += count,
                    (_, Some(note)) => notes.push(note),
                }
                (at, element) = (at + count as usize, element + count);
                (place, left) = (place + count, left - count);
            }
        }
    }

    fn first_place(&self, content: i32) -> u32 {
        let parcel = usize::try_from(content).map(|it| self.contents.parcel[it] as usize);
        parcel.map_or(0, |it| self.parcels.start[it])
    }

    /// What is wrong with an element that should be element `at` of a run, if anything is.
    fn judge(&self, content: i32, place: u32, run: &WantedRun, at: usize) -> Option<Amiss> {
        let mut note = Amiss {
            rank: narrow(self.rank),
            element: 0,
            count: 0,
            missing: Vec::new(),
            double: Vec::new(),
            astray: false,
        };
        let mut outside = 0;
        let mut times = vec![0_u32; run.ranks.len()];
        if let Ok(content) = usize::try_from(content) {
            let start = content
                .checked_sub(1)
                .map_or(0, |it| self.contents.whose_ends[it]);
            let end = self.contents.whose_ends[content];
            for share in self.contents.whose[start as usize..end as usize].chunks(3) {
                for rank in share[0] as usize..(share[0] + share[1]) as usize {
                    match run.ranks.contains(&rank) {
                        true => times[rank - run.ranks.start] += share[2],
                        false => outside += 1,
                    }
                }
            }
            let inputs = &self.story.labels.inputs;
            let home = match self.story.planned.combines() {
                true => narrow(at),
                false => inputs[run.ranks.start] - 1 + narrow(at),
            };
            let astray = self.contents.astray.binary_search(&narrow(content)).is_ok();
            note.astray = place != home || astray || outside > 0;
        }
        let ranks = || run.ranks.clone().map(narrow).zip(&times);
        // Something else in the place of a value that only moves says already that it is missing.
        let moved = note.astray && run.ranks.len() == 1;
        let missing = ranks().filter(|(_, times)| **times == 0 && !moved);
        note.missing = missing.map(|(rank, _)| rank).collect();
        let double = ranks().filter(|(_, times)| **times > 1);
        note.double = double.map(|(rank, _)| rank).collect();
        let right = note.missing.is_empty() && note.double.is_empty() && !note.astray;
        (!right).then_some(note)
    }
}

/// Whether a note says of the elements after those of another one what that says of them.
fn is_more_of(last: &Amiss, note: &Amiss) -> bool {
    let follows = last.rank == note.rank && last.element + last.count == note.element;
    let what = |it: &Amiss| (it.missing.clone(), it.double.clone(), it.astray);
    follows && what(last) == what(note)
}

/// The pieces of a list of lists.
pub(crate) fn part(ends: &[u32], index: usize) -> std::ops::Range<usize> {
    let start = if index == 0 { 0 } else { ends[index - 1] };
    start as usize..ends[index] as usize
}

/// The number of a content as an index, if it is one.
pub(super) fn index(content: i32) -> Option<usize> {
    usize::try_from(content).ok()
}
