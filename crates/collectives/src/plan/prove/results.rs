//! Whether every element of every result is what the call says.

use super::complaint::{Complaint, ComplaintKind, complaint, of_result};
use super::{Claim, Order};
use crate::Wanted;
use crate::plan::labels::{Labels, Runs};
use crate::plan::{End, Plan, Ranges};

/// What the results are made of.
pub(super) struct Operands<'a> {
    plans: &'a [Plan],
    labels: &'a Labels,
}

/// Something that is wrong with one element, and whose inputs that concerns.
#[derive(PartialEq, Eq)]
struct Fault {
    kind: ComplaintKind,
    round: usize,
    peers: Vec<usize>,
}

impl<'a> Operands<'a> {
    pub(super) fn of(plans: &'a [Plan], labels: &'a Labels) -> Self {
        Self { plans, labels }
    }

    /// The order in which values are combined in all results.
    pub(super) fn order(&self) -> Order {
        let mut order = Order::None;
        for (rank, plan) in self.plans.iter().enumerate() {
            let held = plan.result.as_ref().map(|it| self.labels.held(rank, it));
            for label in held.iter().flat_map(Runs::labels) {
                let leaves = self.leaves(label);
                if leaves.len() < 2 {
                    continue;
                }
                if !ascends(&leaves) {
                    return Order::Any;
                }
                order = Order::Rank;
            }
        }
        order
    }

    /// Everything in the results that is not as `claim` has it.
    pub(super) fn complaints(&self, claim: &Claim<'_>) -> Vec<Complaint> {
        let ranks = 0..self.plans.len();
        ranks.flat_map(|rank| self.of_rank(rank, claim)).collect()
    }

    fn of_rank(&self, rank: usize, claim: &Claim<'_>) -> Vec<Complaint> {
        let plan = &self.plans[rank];
        let last = plan.rounds.len().saturating_sub(1);
        let nothing = Ranges::none();
        let result = plan.result.as_ref().unwrap_or(&nothing);
        let wanted = claim.call.wanted(rank).unwrap_or_default();
        if result.len() != wanted.len() {
            let (is, should) = (result.len(), wanted.len());
            let words = format!("the result has {is} elements, and should have {should}");
            let end = End {
                round: last,
                rank,
                place: 0,
            };
            return vec![complaint(ComplaintKind::Length, &end, words)];
        }
        // Faults of neighboring elements that are alike are one complaint.
        let mut found: Vec<(Fault, Vec<usize>)> = Vec::new();
        let written = self.labels.written(rank);
        let held = self.labels.held(rank, result);
        let elements = result.elements().zip(held.labels());
        for (wanted, (element, label)) in wanted.iter().zip(elements) {
            let round = written[element].unwrap_or(last);
            let leaves = self.leaves(label);
            for (kind, peers) in self.faults(&leaves, wanted, claim.commutes) {
                let fault = Fault { kind, round, peers };
                match found.iter_mut().find(|(it, _)| *it == fault) {
                    Some((_, elements)) => elements.push(element),
                    None => found.push((fault, vec![element])),
                }
            }
        }
        let complaints = found.into_iter();
        let complaints = complaints.map(|(fault, elements)| {
            let words = words(&fault);
            let elements = elements.into_iter().map(|it| it..it + 1).collect();
            let complaint = of_result(fault.kind, (rank, fault.round), &elements, &words);
            complaint.with_peer(fault.peers[0])
        });
        complaints.collect()
    }

    /// What is wrong with an element that is made of `leaves`, and which ranks' inputs that
    /// concerns.
    fn faults(
        &self,
        leaves: &[Leaf],
        wanted: &Wanted,
        commutes: bool,
    ) -> Vec<(ComplaintKind, Vec<usize>)> {
        let mut times = vec![0; wanted.ranks.len()];
        let mut strays = Vec::new();
        for &(rank, element) in leaves {
            if wanted.ranks.contains(&rank) && element == wanted.element {
                times[rank - wanted.ranks.start] += 1;
            } else {
                strays.push(rank);
            }
        }
        strays.sort_unstable();
        strays.dedup();
        let those = |is: fn(usize) -> bool| {
            let ranks = wanted.ranks.clone().zip(&times);
            let those = ranks.filter(|(_, times)| is(**times));
            those.map(|(rank, _)| rank).collect::<Vec<_>>()
        };
        let (mut missing, double) = (those(|times| times == 0), those(|times| times > 1));
        let moved = wanted.ranks.len() == 1 && !strays.is_empty();
        // Something else lies in its place, which is said already; or nobody has looked further.
        if moved || leaves.len() > self.enough() {
            missing.clear();
        }
        let mut faults = vec![
            (ComplaintKind::Place, strays),
            (ComplaintKind::Missing, missing),
            (ComplaintKind::Double, double),
        ];
        faults.retain(|(_, peers)| !peers.is_empty());
        if faults.is_empty() && !commutes {
            let late = leaves.windows(2).find(|pair| pair[0].0 >= pair[1].0);
            faults.extend(late.map(|pair| (ComplaintKind::Order, vec![pair[1].0])));
        }
        faults
    }

    /// So many operands show a mistake well enough. A plan that combines a result with itself in
    /// every round makes twice as many each time.
    fn enough(&self) -> usize {
        4 * self.plans.len()
    }

    /// The elements that a label is made of, from left to right, each as (rank, element); one more
    /// than [`Operands::enough`] at most.
    fn leaves(&self, label: u32) -> Vec<Leaf> {
        let (mut leaves, mut seen) = (Vec::new(), 0);
        let mut rest = vec![label];
        while let Some(label) = rest.pop() {
            match self.labels.folds.operands(label) {
                Some((left, right)) => rest.extend([right, left]),
                None => {
                    // Blank memory is nobody's: whatever should be there is missing.
                    leaves.extend(self.labels.origin(label));
                    seen += 1;
                }
            }
            if seen > self.enough() {
                break;
            }
        }
        leaves
    }
}

/// An element of a rank's input: (rank, element).
type Leaf = (usize, usize);

fn ascends(leaves: &[Leaf]) -> bool {
    leaves.windows(2).all(|pair| pair[0].0 < pair[1].0)
}

fn words(fault: &Fault) -> String {
    let whose = ranks(&fault.peers);
    match (fault.kind, fault.peers.len()) {
        (ComplaintKind::Missing, 1) => format!("what {whose} brings is missing"),
        (ComplaintKind::Missing, _) => format!("what {whose} bring is missing"),
        (ComplaintKind::Double, 1) => format!("what {whose} brings is there more than once"),
        (ComplaintKind::Double, _) => format!("what {whose} bring is there more than once"),
        (ComplaintKind::Order, _) => format!("what {whose} brings is combined out of order"),
        _ => format!("something of {whose} is there that belongs elsewhere"),
    }
}

/// `rank 2`, or `ranks 0, 2 and 3`.
fn ranks(peers: &[usize]) -> String {
    let names: Vec<String> = peers.iter().map(ToString::to_string).collect();
    match names.split_last() {
        Some((last, [])) => format!("rank {last}"),
        Some((last, others)) => format!("ranks {} and {last}", others.join(", ")),
        None => String::new(),
    }
}
