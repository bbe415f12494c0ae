//! How sorting across ranks divides its elements, found out in one place with all of them at hand.
//!
//! What the other algorithms send follows from lengths alone. A sort by samples sends what its
//! keys say, so promising its bytes, and how long results are, takes a look at the inputs.

use collectives::sort::Cost;
use collectives::{Element, SortKey, sort};

use crate::values::each_kind;
use crate::{Experiment, Values};

impl Experiment {
    /// How many elements the sort by samples moves: `[s][r]` from rank s to rank r.
    pub(crate) fn sample_moves(&self) -> Vec<Vec<usize>> {
        let mut keys = self.sort_keys();
        for keys in &mut keys {
            SortKey::sort(keys);
        }
        sort::moves(&keys)
    }

    /// What the sort costs.
    pub(crate) fn sort_cost(&self) -> Cost {
        match self.algorithm {
            Some("bitonic") => {
                sort::cost_of_bitonic(&self.counts(), self.kind.size(), &self.network)
            }
            _ => sort::cost_of_sample(&self.sample_moves(), self.kind.size()),
        }
    }

    /// How many steps the sort has.
    pub(crate) fn sort_steps(&self) -> usize {
        match self.algorithm {
            Some("bitonic") => sort::steps_of_bitonic(self.ranks),
            _ => sort::steps_of_sample(self.ranks),
        }
    }

    /// The keys of all ranks, as wide as the widest: numbers that are in the order of the values.
    pub(crate) fn sort_keys(&self) -> Vec<Vec<u64>> {
        self.inputs.iter().map(keys).collect()
    }

    /// The lengths of the results of a sort.
    pub(crate) fn sorted_lengths(&self) -> Vec<usize> {
        if self.algorithm == Some("bitonic") {
            return sort::lengths(&self.counts());
        }
        let moves = self.sample_moves();
        let received = |rank: usize| moves.iter().map(|row| row[rank]).sum();
        (0..self.ranks).map(received).collect()
    }
}

fn keys(values: &Values) -> Vec<u64> {
    fn wide<E: Element>(values: &[E]) -> Vec<u64> {
        values.iter().map(|it| it.to_key().into()).collect()
    }
    each_kind!(values, vector => wide(vector))
}
