//! The plans of a call, and what there is to say about them without running anything.

use collectives::plan::{
    Buffering, Claim, Complaint, Count, End, Matching, Order, Plan, Walk, prove, time_us,
};
use collectives::{Call, Collective, ElementKind, Network};
use serde::Serialize;

use crate::Experiment;

/// Plans, and what they are held against. Only [`Planned::read`] makes them, so all that they name
/// is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// One per rank.
    pub plans: Vec<Plan>,
    /// What the elements are.
    pub kind: ElementKind,
    /// What a message costs in the model.
    pub network: Network,
    /// The call that they are said to perform, if they are said to perform one.
    pub claim: Option<Claimed>,
}

/// Plans by hand, in place of a collective.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ByHand {
    /// The collective that they are judged against. Without one they are right if they end and
    /// leave nothing over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<Collective>,
    /// One per rank.
    pub ranks: Vec<Plan>,
}

/// A call that plans are said to perform.
#[derive(Clone, Debug, PartialEq)]
pub struct Claimed {
    /// Which collective.
    pub collective: Collective,
    /// Elements that each rank takes part with.
    pub counts: Vec<usize>,
    /// The root, where there is one.
    pub root: usize,
    /// Whether operands may change places.
    pub commutes: bool,
}

/// What is proved of plans, for one number of ranks, one root and one length: as the command line
/// and the JavaScript module say it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Proof {
    /// Whether they end, under rendezvous too, and keep what they claim.
    pub right: bool,
    /// Whether every rank gets through where nothing limits what is buffered.
    pub ends: bool,
    /// Whether every rank gets through where every send waits for its receive.
    pub ends_under_rendezvous: bool,
    /// What is wrong, by round.
    pub complaints: Vec<Complaint>,
    /// Messages sent, per rank.
    pub messages: Vec<u64>,
    /// Payload bytes sent, per rank.
    pub bytes: Vec<u64>,
    /// Length of the longest chain of dependent messages.
    pub rounds: u32,
    /// Elements of memory beyond input and result, per rank.
    pub scratch: Vec<u64>,
    /// In which order operands are combined.
    pub order: Order,
    /// Whether all ranks bracket in the same way what all of them are to hold.
    pub same_bracketing: Option<bool>,
    /// Time of the slowest rank, in microseconds of the network model; none if it never ends.
    pub time_us: Option<f64>,
}

impl Planned {
    /// Says all there is to say about the plans.
    #[must_use]
    pub fn prove(&self) -> Proof {
        let claim = self.claim.as_ref().map(Claimed::as_claim);
        let proof = prove(&self.plans, claim.as_ref());
        let element_bytes = self.kind.size();
        let elements = proof.count.elements.into_iter();
        Proof {
            right: proof.right,
            ends: proof.ends,
            ends_under_rendezvous: proof.ends_under_rendezvous,
            complaints: proof.complaints,
            messages: proof.count.messages,
            bytes: elements.map(|it| it * element_bytes as u64).collect(),
            rounds: proof.count.chain,
            scratch: proof.count.scratch,
            order: proof.order,
            same_bracketing: proof.same_bracketing,
            time_us: self.time_us(&Matching::of(&self.plans)),
        }
    }
}

impl Planned {
    /// What they cost, and the time of the slowest rank, in microseconds of the network model; none
    /// if it never ends.
    pub(crate) fn cost(&self) -> (Count, Option<f64>) {
        let matching = Matching::of(&self.plans);
        let walk = Walk::of(&self.plans, &matching, Buffering::Unlimited);
        let count = Count::of(&self.plans, &matching, &walk);
        (count, self.time_us(&matching))
    }

    fn time_us(&self, matching: &Matching) -> Option<f64> {
        let times_us = time_us(&self.plans, matching, self.kind.size(), &self.network)?;
        Some(times_us.into_iter().fold(0.0, f64::max))
    }
}

impl Claimed {
    pub(crate) fn as_claim(&self) -> Claim<'_> {
        Claim {
            call: Call {
                collective: self.collective,
                counts: &self.counts,
                root: self.root,
                cut: None,
            },
            commutes: self.commutes,
        }
    }
}

impl Experiment {
    /// What every rank does; none if that depends on the values.
    pub(crate) fn planned(&self) -> Option<Planned> {
        let counts = self.counts();
        let call = self.call_of(&counts);
        let row = self.row();
        let plans = match (&self.changed, row, &call) {
            (Some(plans), ..) => plans.clone(),
            (None, Some(row), Some(call)) => row.plans(call)?,
            _ => return None,
        };
        let claim = call.map(|call| Claimed {
            collective: call.collective,
            root: call.root,
            // Of plans by hand nobody says what they need.
            commutes: row.is_none_or(|row| row.claim(&call).commutes),
            counts: counts.clone(),
        });
        Some(Planned {
            plans,
            kind: self.kind,
            network: self.network,
            claim,
        })
    }

    /// How many messages nobody takes.
    pub(crate) fn messages_left_over(&self) -> usize {
        let Some(plans) = &self.changed else {
            return 0;
        };
        let unmatched = Matching::of(plans).unmatched;
        let message = |end: &End| end.message(plans);
        unmatched.iter().filter(|end| message(end).sends()).count()
    }
}
