//! Every algorithm in one list: its name, what it needs and what it costs.
//!
//! The list drives the pages, the command line, the documentation and the tests. A new algorithm is
//! a new file and a new row here: what it costs, whether it is right and how long it takes follows
//! from its plan, and the tests hold that against the formula in its file.

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
        plan: Some(|plan, _| barrier::dissemination(plan)),
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
        plan: Some(|plan, call| {
            broadcast::binomial_tree(plan, call.root, 0..call.counts[call.root]);
        }),
    },
    Row {
        collective: Collective::Broadcast,
        algorithm: "linear",
        title: "Broadcast from the root to everybody",
        needs: &[],
        rounds: "1",
        messages: "0; root P − 1",
        bytes: "0; root (P − 1)n",
        source: "MPI 4.1, section 6.4",
        plan: Some(|plan, call| {
            broadcast::linear(plan, call.root, 0..call.counts[call.root]);
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
        plan: Some(|plan, call| gather::linear(plan, call.root, &call.blocks())),
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
        plan: Some(|plan, call| all_gather::ring(plan, &call.blocks())),
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
        plan: Some(|plan, call| {
            let rank = plan.rank;
            all_to_all::pairwise(plan, &call.outgoing(rank), &call.incoming(rank));
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
        plan: Some(|plan, call| reduce_scatter::ring(plan, call.chunks())),
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
        plan: Some(|plan, call| {
            let cut = call.cut.unwrap_or(call.size() - 1);
            all_reduce::ring(plan, call.chunks(), cut);
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
        plan: Some(|plan, call| {
            all_reduce::gather_broadcast(plan, 0..call.counts[0]);
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

    /// What `rank` does in `call`; none if that depends on the values.
    #[must_use]
    pub fn plan_of(&self, rank: usize, call: &Call<'_>) -> Option<Plan> {
        let write = self.plan?;
        let mut plan = call.plan(rank);
        write(&mut plan, call);
        Some(plan)
    }

    /// What every rank does in `call`, in equally many rounds; none if that depends on the values.
    #[must_use]
    pub fn plans(&self, call: &Call<'_>) -> Option<Vec<Plan>> {
        let plans = (0..call.size()).map(|rank| self.plan_of(rank, call));
        let mut plans: Vec<Plan> = plans.collect::<Option<_>>()?;
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
