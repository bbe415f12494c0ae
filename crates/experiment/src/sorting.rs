//! How sorting across ranks divides its elements, found out in one place with all of them at hand.
//!
//! What the other algorithms send follows from lengths alone. A sort by samples sends what its
//! keys say, so promising its bytes, and how long results are, takes a look at the inputs.

use collectives::{Element, Partition, sort};

use crate::Experiment;
use crate::values::each_kind;

impl Experiment {
    /// How many elements the sort by samples moves: `[s][r]` from rank s to rank r.
    pub(crate) fn sample_moves(&self) -> Vec<Vec<usize>> {
        let (counts, spacing) = (self.counts(), sort::spacing(&self.counts()));
        let rows = self.inputs.iter();
        let rows: Vec<_> = rows
            .map(|row| each_kind!(row, vector => sorted_keys(vector)))
            .collect();
        let mut samples = Vec::new();
        for (rank, row) in rows.iter().enumerate() {
            let places = (0..row.len()).skip(spacing - 1).step_by(spacing);
            samples.extend(places.map(|place| (row[place], rank, place)));
        }
        samples.sort_unstable();
        let parts = Partition::new(samples.len(), self.ranks);
        let moves = |(rank, row): (usize, &Vec<u64>)| {
            let mut moved = vec![0; self.ranks];
            let mut part = 0;
            for (place, &key) in row.iter().enumerate() {
                let after = |part: usize| (key, rank, place) > samples[parts.range(part).end - 1];
                while part + 1 < counts.len() && after(part) {
                    part += 1;
                }
                moved[part] += 1;
            }
            moved
        };
        rows.iter().enumerate().map(moves).collect()
    }

    /// The lengths of the results of a sort.
    pub(crate) fn sorted_lengths(&self) -> Vec<usize> {
        if self.algorithm == "bitonic" {
            return sort::lengths(&self.counts());
        }
        let moves = self.sample_moves();
        let received = |rank: usize| moves.iter().map(|row| row[rank]).sum();
        (0..self.ranks).map(received).collect()
    }
}

/// The keys of one rank in order, as wide as the widest.
fn sorted_keys<E: Element>(values: &[E]) -> Vec<u64> {
    let mut keys: Vec<u64> = values.iter().map(|it| it.to_key().into()).collect();
    keys.sort_unstable();
    keys
}
