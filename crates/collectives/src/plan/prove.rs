//! Whether plans do what they claim, found out without any number: for one number of ranks, one
//! root and one length, and then for all values and all timings.

mod complaint;
mod results;

use serde::Serialize;

pub(super) use complaint::conflict;
pub use complaint::{Complaint, ComplaintKind, conflicts};

use super::count::Count;
use super::labels::{Labels, Runs};
use super::walk::{Buffering, Walk};
use super::{Matching, Plan};
use crate::{Call, Collective, Pairs};

/// What plans are held against.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The call that they are said to perform.
    pub call: Call<'a>,
    /// Whether operands may change places.
    pub commutes: bool,
}

/// What there is to say about the plans of one call.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Whether they end, under rendezvous too, and keep what they claim.
    pub right: bool,
    /// Whether every rank gets through where nothing limits what is buffered.
    pub ends: bool,
    /// Whether every rank gets through where every send waits for its receive.
    pub ends_under_rendezvous: bool,
    /// What is wrong, by round.
    pub complaints: Vec<Complaint>,
    /// What they cost.
    pub count: Count,
    /// In which order operands are combined.
    pub order: Order,
    /// Whether every rank brackets an element of the result in the same way, so that all hold the
    /// same bits; none where no two ranks hold one that was combined.
    pub same_bracketing: Option<bool>,
}

/// In which order values are combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// None are.
    None,
    /// In that of their ranks, everywhere.
    Rank,
    /// In another one: the operator has to commute.
    Any,
}

impl Order {
    /// As proofs spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Rank => "rank",
            Self::Any => "any",
        }
    }
}

/// Says all there is to say about `plans`.
///
/// # Panics
/// If a plan names a rank or an element that is not there.
#[must_use]
pub fn prove(plans: &[Plan], claim: Option<&Claim<'_>>) -> Proof {
    let matching = Matching::of(plans);
    let walk = Walk::of(plans, &matching, Buffering::Unlimited);
    let strict = Walk::of(plans, &matching, Buffering::Rendezvous);
    let labels = Labels::of(plans, &matching, &walk);
    let (ends, ends_under_rendezvous) = (walk.ends(plans), strict.ends(plans));

    let mut complaints = complaint::of_messages(plans, &matching);
    complaints.extend(complaint::of_blanks(&labels));
    let circles = [
        (&walk, Buffering::Unlimited),
        (&strict, Buffering::Rendezvous),
    ];
    let circles = circles.into_iter();
    let mut circles = circles.filter_map(|(walk, it)| complaint::of_circle(walk, it));
    complaints.extend(circles.next());
    let operands = results::Operands::of(plans, &labels);
    let order = operands.order();
    if let Some(claim) = claim.filter(|_| ends) {
        match claim.call.collective {
            Collective::Barrier => {
                complaints.extend(complaint::of_unheard(plans, &matching, &walk));
            }
            _ => complaints.extend(operands.complaints(claim)),
        }
    }
    // What is wrong with messages comes before what that does to results of the same round.
    complaints.sort_by_key(|complaint| complaint.round);
    Proof {
        right: ends && ends_under_rendezvous && complaints.is_empty(),
        ends,
        ends_under_rendezvous,
        complaints,
        count: Count::of(plans, &matching, &walk),
        order,
        same_bracketing: claim.and_then(|claim| same_bracketing(plans, &labels, &claim.call)),
    }
}

/// Whether elements of the result that are to be the same on several ranks are made in the same
/// way; none if there are no such elements.
fn same_bracketing(plans: &[Plan], labels: &Labels, call: &Call<'_>) -> Option<bool> {
    let shapes = shapes(labels);
    let mut seen: Vec<Option<u32>> = Vec::new();
    let mut same = None;
    for (rank, plan) in plans.iter().enumerate() {
        let wanted = call.wanted(rank).unwrap_or_default();
        let held = plan.result.as_ref().map(|it| labels.held(rank, it));
        let held = held.iter().flat_map(Runs::labels);
        for (wanted, label) in wanted.iter().zip(held) {
            if wanted.ranks.len() < 2 {
                continue;
            }
            seen.resize(seen.len().max(wanted.element + 1), None);
            let shape = shapes[label as usize];
            if let Some(before) = seen[wanted.element].replace(shape) {
                same = Some(same.unwrap_or(true) && before == shape);
            }
        }
    }
    same
}

/// For every label the first one that was made in the same way; inputs are made by nobody.
fn shapes(labels: &Labels) -> Vec<u32> {
    let mut shapes: Vec<u32> = (0..labels.next).collect();
    // What is made of a pair of shapes, by the number of the pair.
    let (mut pairs, mut made) = (Pairs::default(), Vec::new());
    for (first, count, _, _) in labels.folds.runs() {
        for label in first..first + count {
            if let Some((left, right)) = labels.folds.operands(label) {
                let [left, right] = [left, right].map(|it| shapes[it as usize] as usize);
                let pair = pairs.number(left, right);
                if pair == made.len() {
                    made.push(label);
                }
                shapes[label as usize] = made[pair];
            }
        }
    }
    shapes
}
