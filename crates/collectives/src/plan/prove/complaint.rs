//! What can be wrong with plans, and how it is said.

use std::fmt;

use serde::Serialize;

use crate::plan::hearing::heard;
use crate::plan::labels::Labels;
use crate::plan::walk::{Buffering, Walk};
use crate::plan::{End, Matching, Message, Plan, Ranges};

/// Something that is wrong with plans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Complaint {
    /// What.
    pub kind: ComplaintKind,
    /// On which rank.
    pub rank: usize,
    /// In which round; if a result is wrong, in the one that wrote it last.
    pub round: usize,
    /// The other rank that it concerns, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peer: Option<usize>,
    /// The first element of the rank's memory that it concerns, if it concerns any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<usize>,
    /// In words.
    pub message: String,
}

/// The ways in which plans can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum ComplaintKind {
    /// A send that nobody receives, or the other way round.
    Unmatched,
    /// The two ends of a message differ in length.
    Length,
    /// Messages of one round write the same element, or one writes what another one sends.
    Conflict,
    /// Memory is read that nobody has written.
    Unwritten,
    /// A result lacks what a rank brings.
    Missing,
    /// A result has what a rank brings more than once.
    Double,
    /// Operands stand in another order than that of their ranks.
    Order,
    /// A result has what belongs elsewhere.
    Place,
    /// Ranks wait for each other in a circle.
    Cycle,
}

impl ComplaintKind {
    /// As proofs spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unmatched => "unmatched",
            Self::Length => "length",
            Self::Conflict => "conflict",
            Self::Unwritten => "unwritten",
            Self::Missing => "missing",
            Self::Double => "double",
            Self::Order => "order",
            Self::Place => "place",
            Self::Cycle => "cycle",
        }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            rank,
            round,
            message,
            ..
        } = self;
        let kind = kind.name();
        write!(f, "{kind}, rank {rank}, round {round}: {message}")
    }
}

/// What is wrong with messages before anything moves.
pub(super) fn of_messages(plans: &[Plan], matching: &Matching) -> Vec<Complaint> {
    let at = |end: &End| end.message(plans);
    let unmatched = matching.unmatched.iter().map(|end| {
        let message = at(end);
        let (rank, peer) = (end.rank, message.peer());
        let words = if message.sends() {
            format!("rank {rank} sends to rank {peer}, which receives no such message")
        } else {
            format!("rank {rank} waits for a message that rank {peer} does not send")
        };
        complaint(ComplaintKind::Unmatched, end, words).with_peer(peer)
    });
    let lengths = matching.passages.iter().filter_map(|passage| {
        let (sent, taken) = (
            at(&passage.send).elements(),
            at(&passage.receive).elements(),
        );
        let (from, rank) = (passage.send.rank, passage.receive.rank);
        (sent.len() != taken.len()).then(|| {
            let words = format!(
                "rank {rank} takes {} elements, and rank {from} sends {}",
                taken.len(),
                sent.len()
            );
            complaint(ComplaintKind::Length, &passage.receive, words).with_peer(from)
        })
    });
    unmatched.chain(lengths).chain(conflicts(plans)).collect()
}

/// The first conflict of every round that has one. Such a round cannot be done at all: its messages
/// would need the same memory.
pub fn conflicts(plans: &[Plan]) -> impl Iterator<Item = Complaint> {
    let rounds = plans.iter().enumerate().flat_map(|(rank, plan)| {
        let rounds = plan.rounds.iter().enumerate();
        rounds.map(move |(round, it)| (rank, round, it.messages.as_slice()))
    });
    rounds.filter_map(|(rank, round, messages)| conflict(rank, round, messages))
}

/// The first two messages of a round that are in each other's way.
pub(in crate::plan) fn conflict(
    rank: usize,
    round: usize,
    messages: &[Message],
) -> Option<Complaint> {
    let writes = |message: &Message| !message.sends();
    for (place, message) in messages.iter().enumerate() {
        let end = End { round, rank, place };
        let twice = message.elements().repeated().filter(|_| writes(message));
        let earlier = messages[..place].iter();
        let mut others = earlier.filter(|before| writes(message) || writes(before));
        let shared = others.find_map(|before| {
            let element = message.elements().shared_with(before.elements())?;
            Some((element, before))
        });
        let (element, words) = match (twice, shared) {
            (Some(element), _) => (
                element,
                format!("one message writes element {element} twice"),
            ),
            (None, Some((element, before))) if writes(message) && writes(before) => {
                (element, format!("two messages write element {element}"))
            }
            (None, Some((element, _))) => (
                element,
                format!("element {element} is written while it is being sent"),
            ),
            (None, None) => continue,
        };
        return Some(complaint(ComplaintKind::Conflict, &end, words).with_element(element));
    }
    None
}

/// Reads of memory that nobody had written; of each rank and round the first one.
pub(super) fn of_blanks(labels: &Labels) -> Vec<Complaint> {
    let mut told: Vec<(usize, usize)> = Vec::new();
    let mut complaints = Vec::new();
    for (end, element) in &labels.blanks {
        if !told.contains(&(end.rank, end.round)) {
            told.push((end.rank, end.round));
            let words = format!("element {element} is read before anything is written there");
            let it = complaint(ComplaintKind::Unwritten, end, words);
            complaints.push(it.with_element(*element));
        }
    }
    complaints
}

/// Ranks that leave without having heard that another one has arrived.
pub(super) fn of_unheard(plans: &[Plan], matching: &Matching, walk: &Walk) -> Vec<Complaint> {
    let heard = heard(plans, matching, walk);
    let mut complaints = Vec::new();
    for (rank, rounds) in heard.iter().enumerate() {
        let last = rounds.last().into_iter().flatten();
        for (other, _) in last.enumerate().filter(|(_, heard)| !**heard) {
            let round = plans[rank].rounds.len().saturating_sub(1);
            let end = End {
                round,
                rank,
                place: 0,
            };
            let words =
                format!("rank {rank} leaves before it can know that rank {other} has arrived");
            complaints.push(complaint(ComplaintKind::Missing, &end, words).with_peer(other));
        }
    }
    complaints
}

/// The circle of ranks in which a walk got stuck.
pub(super) fn of_circle(walk: &Walk, buffering: Buffering) -> Option<Complaint> {
    let circle = walk.circle.as_ref()?;
    let rank = circle[0];
    let others = circle.iter().skip(1).chain([&rank]);
    let chain = others.map(|it| format!("rank {it}"));
    let chain = chain.collect::<Vec<_>>().join(", which waits for ");
    let words = match buffering {
        Buffering::Unlimited => format!("rank {rank} waits for {chain}"),
        Buffering::Rendezvous => {
            format!("where nothing is buffered, rank {rank} waits for {chain}: this needs buffers")
        }
    };
    let end = End {
        round: walk.reached[rank],
        rank,
        place: 0,
    };
    let peer = *circle.get(1).unwrap_or(&rank);
    Some(complaint(ComplaintKind::Cycle, &end, words).with_peer(peer))
}

/// A complaint about elements of a result, which names all of them that follow each other.
pub(super) fn of_result(
    kind: ComplaintKind,
    (rank, round): (usize, usize),
    elements: &Ranges,
    words: &str,
) -> Complaint {
    let end = End {
        round,
        rank,
        place: 0,
    };
    let words = format!("in the result, {elements}: {words}");
    let first = elements.elements().next();
    let it = complaint(kind, &end, words);
    Complaint {
        element: first,
        ..it
    }
}

pub(super) fn complaint(kind: ComplaintKind, end: &End, message: String) -> Complaint {
    Complaint {
        kind,
        rank: end.rank,
        round: end.round,
        peer: None,
        element: None,
        message,
    }
}

impl Complaint {
    pub(super) fn with_peer(self, peer: usize) -> Self {
        Self {
            peer: Some(peer),
            ..self
        }
    }

    fn with_element(self, element: usize) -> Self {
        Self {
            element: Some(element),
            ..self
        }
    }
}
