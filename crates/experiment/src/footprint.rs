//! How much memory a run takes at most: so that a host with little of it, and without a way back
//! once an allocation has failed, can say no beforehand.
//!
//! These are bounds, not measurements. The test `footprint` holds them against what a run takes.

use collectives::Collective;
use collectives::trace::Event;

use crate::{Experiment, FaultKind, Predicted, Values};

/// A message while it is traced: four or five events in lists that grow by doubling, a row and
/// its columns.
const MESSAGE_BYTES: u64 = 12 * size_of::<Event>() as u64 + 512;

/// What every rank takes, however little it does.
const RANK_BYTES: u64 = 16 << 10;

impl Experiment {
    /// What the host of the ranks needs, beside the experiment, to hold what they bring back and
    /// to judge it.
    #[must_use]
    pub fn bytes_to_judge(&self) -> u64 {
        let size = self.element_bytes();
        let (inputs, outputs, longest) = self.lengths();
        // The definition is made of doubles: of all inputs, then, for every result, of its values
        // and their tolerances; and so is whatever is compared with it.
        let definition = match self.claims() {
            Some(Collective::Sort) => 24 * inputs + 16 * outputs,
            _ if self.reduces() => 24 * longest + (8 * inputs).max(16 * outputs),
            _ => 24 * longest + 16 * outputs,
        };
        let judging = definition + 16 * longest;
        // What is said to a rank and what it says are there twice for a moment; and once all is
        // judged, the report takes a copy of the inputs.
        let passing = (2 * size * longest).max(size * inputs);
        let miscounted = (0..self.ranks).map(|rank| self.bytes_of_miscount(rank));
        let miscounted = miscounted.max().unwrap_or(0);
        size * outputs + judging.max(passing) + miscounted + self.bytes_to_trace()
    }

    /// What the simulator needs beside the experiment, for all ranks and to judge them.
    #[must_use]
    pub fn bytes_to_simulate(&self) -> u64 {
        let (inputs, outputs, _) = self.lengths();
        let miscounted = (0..self.ranks).map(|rank| self.bytes_of_miscount(rank));
        let tasks = self.element_bytes() * inputs + miscounted.sum::<u64>();
        let memories = (0..self.ranks).map(|rank| self.memory_of_plan(rank));
        let held = inputs + 2 * outputs + self.gathered() + memories.sum::<u64>();
        let working = self.element_bytes() * held;
        tasks + (working + self.bytes_to_trace()).max(self.bytes_to_judge())
    }

    /// What a rank needs in memory of its own: what it is told, works with and brings back.
    #[must_use]
    pub fn bytes_of_rank(&self, rank: usize) -> u64 {
        let held = wide(self.counts()[rank]) + wide(self.held_len(rank));
        let gathered = if rank == 0 { self.gathered() } else { 0 };
        let trace = self.bytes_to_trace() / wide(self.ranks);
        let memory = self.memory_of_plan(rank);
        let numbers = self.element_bytes() * (3 * held + gathered + memory);
        numbers + self.bytes_of_miscount(rank) + RANK_BYTES + trace
    }

    /// Elements of memory that a plan by hand, or an edited one, asks for; those of the catalogue
    /// ask for no more than inputs and results.
    fn memory_of_plan(&self, rank: usize) -> u64 {
        let plans = self.changed.as_ref();
        plans.map_or(0, |plans| wide(plans[rank].elements))
    }

    /// What a rank takes that brings more than it should, on purpose.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "reading the experiment made sure of a whole number in range"
    )]
    fn bytes_of_miscount(&self, rank: usize) -> u64 {
        let faults = self.faults.iter().filter(|it| it.rank == rank);
        let counts = faults.filter(|it| it.kind == FaultKind::Count);
        let most = counts.map(|it| it.value.unwrap_or(0.0) as u64).max();
        (16 + 3 * self.element_bytes()) * most.unwrap_or(0)
    }

    /// Elements on the rank that gathers for everybody: once as they arrive, once in order.
    fn gathered(&self) -> u64 {
        let (inputs, _, _) = self.lengths();
        let gathers = self.call() == "all-reduce/gather-broadcast";
        if gathers { 2 * inputs } else { 0 }
    }

    fn bytes_to_trace(&self) -> u64 {
        let ranks = wide(self.ranks);
        let messages: u64 = match self.claims() {
            _ if !self.trace => 0,
            // What a sort sends is known when it has sorted, but it is no more than this.
            Some(Collective::Sort) => 4 * ranks * ranks,
            _ => Predicted::of(self).messages.iter().sum(),
        };
        messages * MESSAGE_BYTES + ranks * RANK_BYTES
    }

    /// Elements of all inputs, of all results, and of the longest of both.
    fn lengths(&self) -> (u64, u64, u64) {
        let inputs = self.inputs.iter().map(Values::len);
        let outputs = (0..self.ranks).map(|rank| self.held_len(rank));
        let longest = inputs.clone().chain(outputs.clone()).max().unwrap_or(0);
        (wide(inputs.sum()), wide(outputs.sum()), wide(longest))
    }

    /// The most elements that the result of `rank` may have: of a sort nobody knows beforehand,
    /// but it is no more than twice the average.
    fn held_len(&self, rank: usize) -> usize {
        if self.claims() == Some(Collective::Sort) {
            let all: usize = self.counts().iter().sum();
            return (2 * all).div_ceil(self.ranks).min(all);
        }
        self.output_len(rank).unwrap_or(0)
    }

    fn element_bytes(&self) -> u64 {
        wide(self.kind.size())
    }
}

fn wide(count: usize) -> u64 {
    count as u64
}
