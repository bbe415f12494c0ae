//! Every algorithm in one list: its name, what it needs and what it costs.
//!
//! The list drives the pages, the command line, the documentation and the tests, and the tests
//! hold its formulas against the messages that really travelled. A new algorithm is a new file
//! and a new row here.

mod cost;

pub use cost::{Prediction, Shape};

use crate::Collective;

/// One algorithm.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The collective it implements.
    pub collective: Collective,
    /// Its name among the algorithms of that collective.
    pub algorithm: &'static str,
    /// Both in plain words.
    pub title: &'static str,
    /// What must hold for it to work; empty if nothing.
    pub needs: &'static [&'static str],
    /// Rounds, for P ranks.
    pub rounds: &'static str,
    /// Messages that each rank sends.
    pub messages: &'static str,
    /// Payload bytes that each rank sends; n is the result vector, |c| a chunk.
    pub bytes: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// The formulas, as code.
    pub predict: fn(&Shape<'_>) -> Prediction,
}

/// The catalogue, collectives in the order of the MPI standard. Not a constant, of which every
/// crate that names it would have a copy.
pub static CATALOGUE: &[Row] = &[
    Row {
        collective: Collective::Barrier,
        algorithm: "dissemination",
        title: "Barrier by dissemination",
        needs: &[],
        rounds: "⌈log₂ P⌉",
        messages: "⌈log₂ P⌉",
        bytes: "0",
        source: "Hensgen, Finkel, Manber 1988",
        predict: cost::barrier_dissemination,
    },
    Row {
        collective: Collective::Broadcast,
        algorithm: "binomial-tree",
        title: "Broadcast down a binomial tree",
        needs: &[],
        rounds: "⌈log₂ P⌉",
        messages: "children in the tree; P − 1 in all",
        bytes: "n per child",
        source: "Thakur, Rabenseifner, Gropp 2005",
        predict: cost::broadcast_binomial_tree,
    },
    Row {
        collective: Collective::Gather,
        algorithm: "linear",
        title: "Gather straight to the root",
        needs: &[],
        rounds: "1",
        messages: "1; root 0",
        bytes: "own values; root 0",
        source: "MPI 4.1, section 6.5",
        predict: cost::gather_linear,
    },
    Row {
        collective: Collective::AllGather,
        algorithm: "ring",
        title: "All-gather around a ring",
        needs: &[],
        rounds: "P − 1",
        messages: "P − 1",
        bytes: "n − |block of the right neighbor|",
        source: "Thakur, Rabenseifner, Gropp 2005",
        predict: cost::all_gather_ring,
    },
    Row {
        collective: Collective::AllToAll,
        algorithm: "pairwise",
        title: "All-to-all in pairwise exchanges",
        needs: &[],
        rounds: "P − 1",
        messages: "P − 1",
        bytes: "own values − |own block of them|",
        source: "Thakur, Rabenseifner, Gropp 2005",
        predict: cost::all_to_all_pairwise,
    },
    Row {
        collective: Collective::ReduceScatter,
        algorithm: "ring",
        title: "Reduce-scatter around a ring",
        needs: &["commutative operator"],
        rounds: "P − 1",
        messages: "P − 1",
        bytes: "n − |own chunk|",
        source: "Patarasuk, Yuan 2009",
        predict: cost::reduce_scatter_ring,
    },
    Row {
        collective: Collective::AllReduce,
        algorithm: "ring",
        title: "All-reduce around a ring",
        needs: &["commutative operator"],
        rounds: "2(P − 1)",
        messages: "2(P − 1)",
        bytes: "2n − |own chunk| − |chunk of the right neighbor|",
        source: "Patarasuk, Yuan 2009",
        predict: cost::all_reduce_ring,
    },
    Row {
        collective: Collective::AllReduce,
        algorithm: "gather-broadcast",
        title: "All-reduce through rank 0: gather, then broadcast",
        needs: &[],
        rounds: "1 + ⌈log₂ P⌉",
        messages: "1 up (root 0), and 1 per child in the tree",
        bytes: "n up (root 0), and n per child",
        source: "Thakur, Rabenseifner, Gropp 2005",
        predict: cost::all_reduce_gather_broadcast,
    },
    Row {
        collective: Collective::Sort,
        algorithm: "bitonic",
        title: "Sort by compare-split along the bitonic network",
        needs: &[],
        rounds: "d(d + 1)/2, d = ⌈log₂ P⌉; at most, if P is no power of two",
        messages: "1 in every round with a partner",
        bytes: "own block per message",
        source: "Baudet, Stevenson 1978",
        predict: cost::sort_bitonic,
    },
    Row {
        collective: Collective::Sort,
        algorithm: "sample",
        title: "Sort by regular samples: cut once, exchange once",
        needs: &[],
        rounds: "1 + ⌈log₂ P⌉ + 2(P − 1)",
        messages: "1 up (root 0), 1 per child in the tree, and 2(P − 1)",
        bytes: "own keys that other ranks get; samples, splitters and counts",
        source: "Shi, Schaeffer 1992",
        predict: cost::sort_sample,
    },
];

/// The row of `collective` with that name.
#[must_use]
pub fn find(collective: Collective, algorithm: &str) -> Option<&'static Row> {
    of(collective).find(|row| row.algorithm == algorithm)
}

/// Every row of `collective`; the first one is what "auto" means.
pub fn of(collective: Collective) -> impl Iterator<Item = &'static Row> {
    CATALOGUE
        .iter()
        .filter(move |row| row.collective == collective)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_collective_has_an_algorithm_and_no_row_stands_twice() {
        for collective in Collective::ALL {
            assert!(
                of(collective).next().is_some(),
                "{collective} has no algorithm"
            );
        }
        for (index, row) in CATALOGUE.iter().enumerate() {
            let twice = CATALOGUE[..index].iter().any(|other| {
                (other.collective, other.algorithm) == (row.collective, row.algorithm)
            });
            assert!(!twice, "{}/{} stands twice", row.collective, row.algorithm);
        }
    }
}
