//! What every rank will do in a call, written down before anybody does it.
//!
//! An algorithm is a plain function that writes a [`Plan`]; everything else follows from the plan:
//! what it costs ([`Count`]), whether it ends ([`Walk`]), whose values lie where ([`Labels`]) and
//! whether that is right ([`prove`]). Schedules of non-blocking collectives have this shape
//! (Hoefler, Lumsdaine, Rehm, "Implementation and performance analysis of non-blocking collective
//! operations for MPI", 2007).
//!
//! A plan counts elements, not bytes, and knows nothing of kinds, operators, transports and time.

mod count;
mod edit;
mod hearing;
mod labels;
mod matching;
mod memory;
mod prove;
mod ranges;
mod run;
#[cfg(test)]
mod tests;
mod time;
mod walk;

use std::fmt;
use std::ops::Range;

use serde::Serialize;

pub use count::{Count, chains};
pub use edit::{Change, Edit, EditError, EditRecord, EditVerb, Part};
pub use hearing::heard;
pub use labels::{BLANK, Folds, Labels, Runs, Write, after};
pub use matching::{End, Matching, Passage, ends};
pub use memory::Memory;
pub use prove::{Claim, Complaint, ComplaintKind, Order, Proof, conflicts, prove};
pub use ranges::Ranges;
pub(crate) use run::Place;
pub use run::{MovesOnly, Operator};
pub use time::{Times, time_us, times};
pub use walk::{Buffering, Walk};

use crate::topology;

/// What one rank does: rounds, one after the other, on one memory. All plans of a call have equally
/// many rounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Plan {
    /// Whose plan it is.
    pub rank: usize,
    /// Of how many.
    pub size: usize,
    /// Elements of memory: input and result, which may overlap, and whatever else it takes.
    pub elements: usize,
    /// Where the rank's input lies before the first round; none if it brings nothing.
    pub input: Option<Ranges>,
    /// Where its result lies after the last round; none if it receives nothing.
    pub result: Option<Ranges>,
    /// What it does.
    pub rounds: Vec<Round>,
}

/// Messages that may all move at once, and what the rank does with its memory after them. The round
/// ends when all of it is done.
///
/// Among the messages no element is written twice, nor written while it is sent; to combine is to
/// write. Local moves run one by one, in order, and each reads before it writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Round {
    /// What the rank sends and receives.
    pub messages: Vec<Message>,
    /// What it does alone, afterwards.
    pub local: Vec<Local>,
}

/// One end of a message. The k-th send from a to b meets the k-th receive of b from a, counted by
/// round and then by place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(untagged)]
pub enum Message {
    /// Sends elements.
    Send {
        /// The target.
        #[serde(rename = "send")]
        to: usize,
        /// What is read.
        elements: Ranges,
    },
    /// Stores what comes.
    Receive {
        /// The source.
        #[serde(rename = "receive")]
        from: usize,
        /// What is written.
        elements: Ranges,
    },
    /// Combines what comes with what stands there.
    Combine {
        /// The source.
        #[serde(rename = "combine")]
        from: usize,
        /// What is read and written.
        elements: Ranges,
        /// Which operand it is that came.
        side: Side,
    },
}

/// Something that a rank does in its own memory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(untagged)]
pub enum Local {
    /// Stores elements elsewhere as well.
    Copy {
        /// What is read.
        #[serde(rename = "copy")]
        from: Ranges,
        /// What is written.
        to: Ranges,
    },
    /// Combines elements with others.
    Fold {
        /// What is read.
        #[serde(rename = "fold")]
        from: Ranges,
        /// What is read and written.
        onto: Ranges,
        /// Which operand it is that is read only.
        side: Side,
    },
}

/// An operand's place beside its operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Before it.
    Left,
    /// After it.
    Right,
}

impl Plan {
    /// A plan that does nothing, for a rank that brings and receives nothing.
    ///
    /// # Panics
    /// If there is no such rank.
    #[must_use]
    pub fn new(rank: usize, size: usize) -> Self {
        assert!(rank < size, "rank {rank} is none of {size}");
        Self {
            rank,
            size,
            elements: 0,
            input: None,
            result: None,
            rounds: Vec::new(),
        }
    }

    /// Elements of memory that nobody else uses.
    pub fn memory(&mut self, elements: usize) -> Range<usize> {
        let start = self.elements;
        self.elements += elements;
        start..self.elements
    }

    /// The neighbors on a ring: whom a rank receives from, and whom it sends to.
    #[must_use]
    pub fn neighbors(&self) -> (usize, usize) {
        let (rank, size) = (self.rank, self.size);
        (topology::left(rank, size), topology::right(rank, size))
    }

    /// The next round, in which nothing happens yet.
    pub fn round(&mut self) -> &mut Round {
        self.rounds.push(Round::default());
        self.rounds.last_mut().expect("one was just added")
    }

    /// The last round so far; the first one, if there is none yet.
    pub fn last_round(&mut self) -> &mut Round {
        if self.rounds.is_empty() {
            self.rest(1);
        }
        self.rounds.last_mut().expect("there is one")
    }

    /// So many rounds in which nothing happens.
    pub fn rest(&mut self, rounds: usize) {
        let rounds = self.rounds.len() + rounds;
        self.rounds.resize_with(rounds, Round::default);
    }
}

impl Round {
    /// Sends `elements` to rank `to`.
    pub fn send(&mut self, to: usize, elements: impl Into<Ranges>) -> &mut Self {
        let elements = elements.into();
        self.messages.push(Message::Send { to, elements });
        self
    }

    /// Stores what comes from rank `from`.
    pub fn receive(&mut self, from: usize, elements: impl Into<Ranges>) -> &mut Self {
        let elements = elements.into();
        self.messages.push(Message::Receive { from, elements });
        self
    }

    /// Combines what comes from rank `from` with `elements`; `side` is where what comes stands.
    pub fn combine(&mut self, from: usize, elements: impl Into<Ranges>, side: Side) -> &mut Self {
        let elements = elements.into();
        self.messages.push(Message::Combine {
            from,
            elements,
            side,
        });
        self
    }

    /// After the messages: stores `from` at `to` as well.
    pub fn copy(&mut self, from: impl Into<Ranges>, to: impl Into<Ranges>) -> &mut Self {
        let (from, to) = (from.into(), to.into());
        self.local.push(Local::Copy { from, to });
        self
    }

    /// After the messages: combines `from` with `onto`; `side` is where `from` stands.
    pub fn fold(
        &mut self,
        from: impl Into<Ranges>,
        onto: impl Into<Ranges>,
        side: Side,
    ) -> &mut Self {
        let (from, onto) = (from.into(), onto.into());
        self.local.push(Local::Fold { from, onto, side });
        self
    }
}

impl Message {
    /// The rank at the other end.
    #[must_use]
    pub fn peer(&self) -> usize {
        match self {
            Self::Send { to, .. } => *to,
            Self::Receive { from, .. } | Self::Combine { from, .. } => *from,
        }
    }

    /// What it reads or writes.
    #[must_use]
    pub fn elements(&self) -> &Ranges {
        match self {
            Self::Send { elements, .. }
            | Self::Receive { elements, .. }
            | Self::Combine { elements, .. } => elements,
        }
    }

    /// Whether this is the end that sends.
    #[must_use]
    pub fn sends(&self) -> bool {
        matches!(self, Self::Send { .. })
    }
}

impl Local {
    /// What it reads and leaves as it is.
    #[must_use]
    pub fn read(&self) -> &Ranges {
        match self {
            Self::Copy { from, .. } | Self::Fold { from, .. } => from,
        }
    }

    /// What it writes.
    #[must_use]
    pub fn written(&self) -> &Ranges {
        match self {
            Self::Copy { to, .. } => to,
            Self::Fold { onto, .. } => onto,
        }
    }
}

/// Whether anything is combined in `plans`, rather than only moved.
#[must_use]
pub fn combines(plans: &[Plan]) -> bool {
    let mut rounds = plans.iter().flat_map(|plan| &plan.rounds);
    rounds.any(|round| {
        let mut messages = round.messages.iter();
        let mut local = round.local.iter();
        messages.any(|it| matches!(it, Message::Combine { .. }))
            || local.any(|it| matches!(it, Local::Fold { .. }))
    })
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            rank,
            size,
            elements,
            ..
        } = self;
        write!(f, "rank {rank} of {size}, {elements} elements")?;
        for (name, ranges) in [("input", &self.input), ("result", &self.result)] {
            if let Some(ranges) = ranges {
                write!(f, ", {name} {ranges}")?;
            }
        }
        for (number, round) in self.rounds.iter().enumerate() {
            write!(f, "\n  round {number}")?;
            for (index, message) in round.messages.iter().enumerate() {
                let comma = if index == 0 { "" } else { "," };
                write!(f, "{comma} {message}")?;
            }
            for local in &round.local {
                write!(f, "; {local}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send { to, elements } => write!(f, "send {elements} to {to}"),
            Self::Receive { from, elements } => write!(f, "receive {elements} from {from}"),
            Self::Combine {
                from,
                elements,
                side,
            } => write!(f, "combine {elements} with {from}'s on the {side}"),
        }
    }
}

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Copy { from, to } => write!(f, "copy {from} to {to}"),
            Self::Fold { from, onto, side } => write!(f, "fold {from} onto {onto} from the {side}"),
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Left => "left",
            Self::Right => "right",
        })
    }
}
