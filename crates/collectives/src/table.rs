//! The calls that tests try every algorithm on, and the formulas that they hold its plans against.

use crate::catalogue::{self, CATALOGUE, Row};
use crate::plan::{Buffering, Count, Matching, Plan, Walk, time_us};
use crate::{Call, Collective, Network, topology};

/// What an algorithm costs, by the formula in its file.
#[derive(Debug)]
pub(crate) struct Formula {
    /// Length of the longest chain of dependent messages.
    pub(crate) rounds: u32,
    /// Messages that each rank sends.
    pub(crate) messages: Vec<usize>,
    /// Elements that each rank sends.
    pub(crate) elements: Vec<usize>,
    /// Time of the slowest rank, in microseconds; none where no formula says it.
    pub(crate) time_us: Option<f64>,
}

/// What a cost depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape<'a> {
    pub(crate) call: Call<'a>,
    pub(crate) network: Network,
}

/// Bytes of an element, where that matters.
const ELEMENT_BYTES: usize = 4;

impl Shape<'_> {
    pub(crate) fn ranks(&self) -> usize {
        self.call.size()
    }

    /// Whether all ranks bring the same number of elements.
    pub(crate) fn is_even(&self) -> bool {
        self.call.counts.windows(2).all(|pair| pair[0] == pair[1])
    }

    pub(crate) fn chunk(&self, index: usize) -> usize {
        self.call.chunks().length(index)
    }

    pub(crate) fn per_rank(&self, value: impl Fn(usize) -> usize) -> Vec<usize> {
        (0..self.ranks()).map(value).collect()
    }

    /// Ranks that `rank` sends to in a binomial tree from `root`.
    pub(crate) fn children(&self, rank: usize, root: usize) -> usize {
        let vrank = topology::to_vrank(rank, root, self.ranks());
        (0..topology::doublings(self.ranks()))
            .map(|bit| 1_usize << bit)
            .filter(|hop| vrank.is_multiple_of(2 * hop) && vrank + hop < self.ranks())
            .count()
    }

    /// The time of a message of so many elements.
    pub(crate) fn message_us(&self, elements: usize) -> f64 {
        self.network.message_us(real(elements * ELEMENT_BYTES))
    }

    /// The time to combine so many elements.
    pub(crate) fn combine_us(&self, elements: usize) -> f64 {
        self.network.combine_us(real(elements * ELEMENT_BYTES))
    }
}

/// Holds the plans of an algorithm against its formula: messages, elements and rounds exactly, time
/// to the last digits, on networks that start fast and on those that combine slowly.
pub(crate) fn check(
    collective: Collective,
    algorithm: &str,
    formula: impl Fn(&Shape<'_>) -> Formula,
) {
    let row = catalogue::find(collective, algorithm).expect("the catalogue has it");
    let network = |alpha_us, beta_ns_per_byte, gamma_ns_per_byte| Network {
        alpha_us,
        beta_ns_per_byte,
        gamma_ns_per_byte,
    };
    let networks = [
        Network::default(),
        network(0.0, 3.0, 2.0),
        network(2.0, 1.0, 5.0),
    ];
    let mut checked = 0;
    let mut check = |of: &Row, call: &Call<'_>, plans: Vec<Plan>| {
        if !std::ptr::eq(of, row) {
            return;
        }
        checked += 1;
        let matching = Matching::of(&plans);
        let walk = Walk::of(&plans, &matching, Buffering::Unlimited);
        let count = Count::of(&plans, &matching, &walk);
        for network in networks {
            let call = *call;
            let formula = formula(&Shape { call, network });
            let wide = |list: Vec<usize>| list.into_iter().map(|it| it as u64).collect::<Vec<_>>();
            assert_eq!(count.messages, wide(formula.messages), "messages: {call:?}");
            assert_eq!(count.elements, wide(formula.elements), "elements: {call:?}");
            assert_eq!(count.chain, formula.rounds, "rounds: {call:?}");
            let Some(expected_us) = formula.time_us else {
                continue;
            };
            let times_us = time_us(&plans, &matching, ELEMENT_BYTES, &network).expect("it ends");
            let time_us = times_us.into_iter().fold(0.0, f64::max);
            assert!(
                (time_us - expected_us).abs() <= 1e-9 * expected_us,
                "{call:?} {network:?}: {time_us} and not {expected_us}"
            );
        }
    };
    for size in sizes() {
        calls(size, &mut check);
        uneven(size, &mut check);
    }
    assert!(checked > 20, "{checked} calls");
}

#[allow(
    clippy::cast_precision_loss,
    reason = "tests have few ranks and elements"
)]
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}

/// The rows that have plans, on `size` ranks: every root, and lengths around that of the ranks.
pub(crate) fn calls(size: usize, mut visit: impl FnMut(&Row, &Call<'_>, Vec<Plan>)) {
    let lengths = [0, 1, size - 1, size, size + 1, 2 * size - 1, 1000];
    for row in CATALOGUE {
        let roots = if row.collective.has_root() { size } else { 1 };
        for root in 0..roots {
            for length in lengths {
                let call = Call {
                    collective: row.collective,
                    counts: &vec![length; size],
                    root,
                    cut: None,
                };
                if let Some(plans) = row.plans(&call) {
                    visit(row, &call, plans);
                }
            }
        }
    }
}

/// Ranks that bring different numbers of elements, where they may.
pub(crate) fn uneven(size: usize, mut visit: impl FnMut(&Row, &Call<'_>, Vec<Plan>)) {
    for row in CATALOGUE {
        let may = matches!(
            row.collective,
            Collective::Gather | Collective::AllGather | Collective::AllToAll
        );
        let call = Call {
            collective: row.collective,
            counts: &(0..size).map(|rank| rank * 5 % 7).collect::<Vec<_>>(),
            root: size / 2,
            cut: None,
        };
        if may && let Some(plans) = row.plans(&call) {
            visit(row, &call, plans);
        }
    }
}

pub(crate) fn sizes() -> impl Iterator<Item = usize> {
    (1..=17).chain([24, 32])
}
