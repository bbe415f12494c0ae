//! What each rank holds of every parcel, from moment to moment.
//!
//! A rank's slot for a parcel shows what lies in its memory of it: what is still needed before what
//! is not; what lies in its input or its result before what lies in scratch memory; the newer
//! before the older. Another version that is needed too is a second layer of the slot.

use std::ops::Range;

use collectives::plan::{Message, Plan, Ranges, Runs, Write};

use super::contents::narrow;
use super::story::Story;
use super::{Contents, Parcels, Slots};

/// A content in a memory.
#[derive(Clone, Copy, Debug)]
struct Cell {
    content: u32,
    start: usize,
    end: usize,
    /// Whether it lies in the input or in the result.
    home: bool,
    /// Cells are numbered as they are written.
    number: usize,
    /// The moments at which it is there.
    from: usize,
    until: usize,
    /// The moment from which nobody reads it any more.
    needed: usize,
}

/// A rank's memory while its plan is done.
struct Memory<'a> {
    plan: &'a Plan,
    contents: &'a Contents,
    parcels: &'a Parcels,
    /// In order; where nothing lies that has a content, there is none.
    cells: Vec<Cell>,
    gone: Vec<Cell>,
    written: usize,
}

impl Slots {
    pub(super) fn of(story: &Story<'_>, contents: &Contents, parcels: &Parcels) -> Self {
        let mut slots = Self::default();
        for plan in &story.planned.plans {
            let mut memory = Memory {
                plan,
                contents,
                parcels,
                cells: Vec::new(),
                gone: Vec::new(),
                written: 0,
            };
            memory.do_plan(story);
            let mut by_parcel = vec![Vec::new(); parcels.count.len()];
            for cell in memory.gone.into_iter().filter(|it| it.from < it.until) {
                let parcel = contents.parcel[cell.content as usize];
                by_parcel[parcel as usize].push(cell);
            }
            for (parcel, cells) in (0..).zip(&by_parcel) {
                slots.add(narrow(plan.rank), parcel, cells);
            }
        }
        slots
    }

    /// Tells the cells of one slot as layers.
    fn add(&mut self, rank: u32, parcel: u32, cells: &[Cell]) {
        let bounds = cells.iter().flat_map(|it| [it.from, it.until, it.needed]);
        let mut bounds: Vec<usize> = bounds.collect();
        bounds.sort_unstable();
        bounds.dedup();
        // The rows that the layers had in the moments before.
        let mut rows: Vec<usize> = Vec::new();
        for pair in bounds.windows(2) {
            let now = pair[0];
            let there = cells.iter().filter(|it| it.from <= now && now < it.until);
            let mut there: Vec<&Cell> = there.collect();
            let mut shown: Vec<&Cell> = Vec::new();
            while let Some(cell) = there.iter().copied().max_by_key(|it| it.claim(now)) {
                there.retain(|it| it.content != cell.content);
                if shown.is_empty() || cell.needed > now {
                    shown.push(cell);
                }
            }
            let before = std::mem::take(&mut rows);
            for (layer, cell) in shown.into_iter().enumerate() {
                let goes_on = before.get(layer).copied().filter(|&row| {
                    self.content[row] == cell.content && self.until[row] == narrow(now)
                });
                let row = goes_on.unwrap_or_else(|| {
                    self.rank.push(rank);
                    self.parcel.push(parcel);
                    self.layer.push(narrow(layer));
                    self.content.push(cell.content);
                    self.from.push(narrow(now));
                    self.until.push(0);
                    self.needed.push(0);
                    self.rank.len() - 1
                });
                self.until[row] = narrow(pair[1]);
                self.needed[row] = self.needed[row].max(narrow(cell.needed));
                rows.push(row);
            }
        }
    }
}

impl Cell {
    /// What makes it the one of several that a slot shows, most important first.
    fn claim(&self, now: usize) -> (bool, bool, usize) {
        (self.needed > now, self.home, self.number)
    }
}

impl Memory<'_> {
    fn do_plan(&mut self, story: &Story<'_>) {
        let (rank, labels) = (self.plan.rank, &story.labels);
        let mut first = labels.inputs[rank];
        for range in self.plan.input.iter().flat_map(Ranges::as_slice) {
            self.put(range.clone(), first, 0);
            first += narrow(range.len());
        }
        let mut writes = labels.writes[rank].as_slice();
        for round in 0..story.walk.begun[rank] {
            let messages = &self.plan.rounds[round].messages;
            for message in messages.iter().filter(|it| it.sends()) {
                self.read(message.elements(), round + 1);
            }
            if round < story.walk.reached[rank] {
                writes = self.end_round(round, writes);
            }
        }
        let rounds = self.plan.rounds.len();
        if let Some(result) = self
            .plan
            .result
            .as_ref()
            .filter(|_| story.results[rank].is_some())
        {
            self.read(result, rounds + 1);
        }
        let cells = std::mem::take(&mut self.cells).into_iter();
        self.gone.extend(cells.map(|it| Cell {
            until: rounds + 1,
            ..it
        }));
    }

    /// Does what ends a round, and gives the writes that are left.
    fn end_round<'w>(&mut self, round: usize, mut writes: &'w [Write]) -> &'w [Write] {
        let now = &self.plan.rounds[round];
        let messages = now.messages.iter().map(|message| match message {
            Message::Combine { elements, .. } => [Some(elements), None],
            Message::Send { .. } | Message::Receive { .. } => [None, None],
        });
        let local = now.local.iter().map(|local| match local {
            collectives::plan::Local::Fold { from, onto, .. } => [Some(from), Some(onto)],
            collectives::plan::Local::Copy { from, .. } => [Some(from), None],
        });
        for (place, reads) in messages.chain(local).enumerate() {
            for elements in reads.into_iter().flatten() {
                self.read(elements, round + 1);
            }
            while let Some((write, rest)) = writes.split_first() {
                if (write.round, write.place) != (round, place) {
                    break;
                }
                self.put(write.elements(), write.first, round + 1);
                writes = rest;
            }
        }
        writes
    }

    /// The cells in which something of `range` lies.
    fn within(&self, range: &Range<usize>) -> Range<usize> {
        let from = self.cells.partition_point(|it| it.end <= range.start);
        let to = self.cells.partition_point(|it| it.start < range.end);
        from..to.max(from)
    }

    /// Somebody needs these elements up to some moment.
    fn read(&mut self, elements: &Ranges, until: usize) {
        for range in elements.as_slice() {
            let within = self.within(range);
            for cell in &mut self.cells[within] {
                cell.needed = cell.needed.max(until);
            }
        }
    }

    /// From some moment on other labels lie in `range`.
    fn put(&mut self, range: Range<usize>, first: u32, moment: usize) {
        let mut labels = Runs::default();
        labels.push(first, narrow(range.len()));
        let (mut start, mut new) = (range.start, Vec::new());
        for (content, count) in self.contents.pieces(&labels, self.parcels) {
            let end = start + count as usize;
            if let Ok(content) = u32::try_from(content) {
                new.push(Cell {
                    content,
                    start,
                    end,
                    home: self.is_home(start),
                    number: self.written,
                    from: moment,
                    until: moment,
                    needed: moment,
                });
                self.written += 1;
            }
            start = end;
        }
        let within = self.within(&range);
        let old = self.cells.splice(within, new);
        self.gone.extend(old.map(|it| Cell {
            until: moment,
            needed: it.needed.min(moment),
            ..it
        }));
    }

    fn is_home(&self, element: usize) -> bool {
        let plan = self.plan;
        let homes = plan.input.iter().chain(&plan.result);
        let mut ranges = homes.flat_map(Ranges::as_slice);
        ranges.any(|range| range.contains(&element))
    }
}
