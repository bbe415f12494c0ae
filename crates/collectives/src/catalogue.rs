//! Every algorithm in one list: its name, what it needs and what it costs.
//!
//! The list drives the pages, the command line, the documentation and the tests, and the tests
//! hold its formulas against the messages that really travelled. A new algorithm is a new file
//! and a new row here.

mod cost;

pub use cost::{Prediction, Shape};

use crate::plan::{Claim, Plan};
use crate::{
    Call, Collective, all_gather, all_reduce, all_to_all, barrier, broadcast, gather,
    reduce_scatter,
};

/// The algorithm combines values in another order than that of their ranks.
pub const COMMUTATIVE: &str = "commutative operator";

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
    /// Writes what one rank does into its plan; none if that depends on the values.
    pub plan: Option<fn(&mut Plan, &Call<'_>)>,
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
        plan: Some(|plan, _| barrier::dissemination_plan(plan)),
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
        plan: Some(|plan, call| {
            broadcast::binomial_tree_plan(plan, call.root, 0..call.counts[call.root]);
        }),
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
        plan: Some(|plan, call| gather::linear_plan(plan, call.root, &call.blocks())),
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
        plan: Some(|plan, call| all_gather::ring_plan(plan, &call.blocks())),
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
        plan: Some(|plan, call| {
            let rank = plan.rank;
            all_to_all::pairwise_plan(plan, &call.outgoing(rank), &call.incoming(rank));
        }),
    },
    Row {
        collective: Collective::ReduceScatter,
        algorithm: "ring",
        title: "Reduce-scatter around a ring",
        needs: &[COMMUTATIVE],
        rounds: "P − 1",
        messages: "P − 1",
        bytes: "n − |own chunk|",
        source: "Patarasuk, Yuan 2009",
        predict: cost::reduce_scatter_ring,
        plan: Some(|plan, call| reduce_scatter::ring_plan(plan, call.chunks())),
    },
    Row {
        collective: Collective::AllReduce,
        algorithm: "ring",
        title: "All-reduce around a ring",
        needs: &[COMMUTATIVE],
        rounds: "2(P − 1)",
        messages: "2(P − 1)",
        bytes: "2n − |own chunk| − |chunk of the right neighbor|",
        source: "Patarasuk, Yuan 2009",
        predict: cost::all_reduce_ring,
        plan: Some(|plan, call| {
            let cut = call.cut.unwrap_or(call.size() - 1);
            all_reduce::ring_plan(plan, call.chunks(), cut);
        }),
    },
    Row {
        collective: Collective::AllReduce,
        algorithm: "gather-broadcast",
        title: "All-reduce through rank 0: gather, then broadcast",
        needs: &[COMMUTATIVE],
        rounds: "1 + ⌈log₂ P⌉",
        messages: "1 up (root 0), and 1 per child in the tree",
        bytes: "n up (root 0), and n per child",
        source: "Thakur, Rabenseifner, Gropp 2005",
        predict: cost::all_reduce_gather_broadcast,
        plan: Some(|plan, call| {
            all_reduce::gather_broadcast_plan(plan, 0..call.counts[0]);
        }),
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
        plan: None,
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
        plan: None,
    },
];

impl Row {
    /// What the plans of `call` are held against: that, and what the row says that it needs.
    #[must_use]
    pub fn claim<'a>(&self, call: &Call<'a>) -> Claim<'a> {
        Claim {
            call: *call,
            commutes: self.needs.contains(&COMMUTATIVE),
        }
    }

    /// What every rank does in `call`; none if that depends on the values.
    #[must_use]
    pub fn plans(&self, call: &Call<'_>) -> Option<Vec<Plan>> {
        let write = self.plan?;
        let plan = |rank| {
            let mut plan = call.plan(rank);
            write(&mut plan, call);
            plan
        };
        let mut plans: Vec<Plan> = (0..call.size()).map(plan).collect();
        let longest = plans.iter().map(|plan| plan.rounds.len()).max();
        for plan in &mut plans {
            plan.rest(longest.unwrap_or(0) - plan.rounds.len());
        }
        Some(plans)
    }
}

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
