//! Changes to plans: what it takes to break one on purpose, or to mend it.

mod record;

use serde::Serialize;

pub use record::{EditRecord, EditVerb};

use super::{Local, Message, Plan, Ranges};

/// A change to the plans of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "EditRecord")]
pub struct Edit {
    /// Whose plan.
    pub rank: usize,
    /// Which of its rounds.
    pub round: usize,
    /// What happens to it.
    pub change: Change,
}

/// What can happen to a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Something is not done.
    Drop(Part),
    /// A message goes to, or is expected from, another rank.
    Turn {
        /// Which of the round's messages.
        message: usize,
        /// The other rank.
        to: usize,
    },
    /// A message or a local move concerns elements so much further on; what a local move reads
    /// stays.
    Shift {
        /// Which.
        part: Part,
        /// How far; backwards if it is negative.
        by: isize,
    },
    /// The round and another one change places.
    SwapRound {
        /// The other one.
        to: usize,
    },
    /// A message more, before the one that is now at this place.
    InsertMessage(usize, Message),
    /// A local move more, before the one that is now at this place.
    InsertLocal(usize, Local),
}

/// Something in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The message at this place.
    Message(usize),
    /// The local move at this place.
    Local(usize),
}

/// Why an edit cannot be made: a field of it, and what that may be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: got {got}, allowed: {allowed}")]
pub struct EditError {
    /// Which field.
    pub field: &'static str,
    /// What it is.
    pub got: String,
    /// What it may be.
    pub allowed: String,
}

impl Edit {
    /// Makes the change.
    ///
    /// # Errors
    /// If it concerns something that is not there; `plans` are as before then.
    pub fn apply(&self, plans: &mut [Plan]) -> Result<(), EditError> {
        let size = plans.len();
        let plan = plans.get_mut(self.rank);
        let plan = plan.ok_or_else(|| outside("rank", self.rank, size))?;
        let (rounds, elements) = (plan.rounds.len(), plan.elements);
        let round = plan.rounds.get_mut(self.round);
        let round = round.ok_or_else(|| outside("round", self.round, rounds))?;
        let (messages, locals) = (round.messages.len(), round.local.len());
        match &self.change {
            Change::Drop(Part::Message(place)) => {
                within("message", *place, messages)?;
                round.messages.remove(*place);
            }
            Change::Drop(Part::Local(place)) => {
                within("local", *place, locals)?;
                round.local.remove(*place);
            }
            Change::Turn { message, to } => {
                within("message", *message, messages)?;
                check_peer("to", *to, self.rank, size)?;
                turn(&mut round.messages[*message], *to);
            }
            Change::Shift { part, by } => match part {
                Part::Message(place) => {
                    within("message", *place, messages)?;
                    let shifted = round.messages[*place].elements_mut();
                    *shifted = shift(shifted, *by, elements)?;
                }
                Part::Local(place) => {
                    within("local", *place, locals)?;
                    let shifted = round.local[*place].written_mut();
                    *shifted = shift(shifted, *by, elements)?;
                }
            },
            Change::SwapRound { to } => {
                within("to", *to, rounds)?;
                plan.rounds.swap(self.round, *to);
            }
            Change::InsertMessage(place, message) => {
                within("message", *place, messages + 1)?;
                check_peer("value", message.peer(), self.rank, size)?;
                check_elements(message.elements(), elements)?;
                round.messages.insert(*place, message.clone());
            }
            Change::InsertLocal(place, local) => {
                within("local", *place, locals + 1)?;
                let (read, written) = (local.read(), local.written());
                check_elements(read, elements)?;
                check_elements(written, elements)?;
                if read.len() != written.len() {
                    let got = format!("{} elements onto {}", read.len(), written.len());
                    return Err(refused(
                        "value",
                        got,
                        "as many elements as they go to".into(),
                    ));
                }
                round.local.insert(*place, local.clone());
            }
        }
        Ok(())
    }
}

impl Message {
    fn elements_mut(&mut self) -> &mut Ranges {
        match self {
            Self::Send { elements, .. }
            | Self::Receive { elements, .. }
            | Self::Combine { elements, .. } => elements,
        }
    }
}

impl Local {
    fn written_mut(&mut self) -> &mut Ranges {
        match self {
            Self::Copy { to, .. } => to,
            Self::Fold { onto, .. } => onto,
        }
    }
}

fn turn(message: &mut Message, peer: usize) {
    match message {
        Message::Send { to, .. } => *to = peer,
        Message::Receive { from, .. } | Message::Combine { from, .. } => *from = peer,
    }
}

/// The same elements further on, within a memory of so many.
fn shift(ranges: &Ranges, by: isize, elements: usize) -> Result<Ranges, EditError> {
    let moved = ranges.as_slice().iter().map(|range| {
        let start = range.start.checked_add_signed(by)?;
        let end = range.end.checked_add_signed(by)?;
        (end <= elements).then_some(start..end)
    });
    let moved: Option<Ranges> = moved.collect();
    moved.ok_or_else(|| {
        let allowed = format!("what leaves {ranges} within 0..{elements}");
        refused("by", by.to_string(), allowed)
    })
}

fn check_peer(field: &'static str, peer: usize, rank: usize, size: usize) -> Result<(), EditError> {
    within(field, peer, size)?;
    match peer == rank {
        true => Err(refused(field, peer.to_string(), "another rank".into())),
        false => Ok(()),
    }
}

fn check_elements(ranges: &Ranges, elements: usize) -> Result<(), EditError> {
    match ranges.end() <= elements {
        true => Ok(()),
        false => Err(refused(
            "value",
            ranges.to_string(),
            format!("within 0..{elements}"),
        )),
    }
}

fn within(field: &'static str, index: usize, count: usize) -> Result<(), EditError> {
    match index < count {
        true => Ok(()),
        false => Err(outside(field, index, count)),
    }
}

fn outside(field: &'static str, index: usize, count: usize) -> EditError {
    let allowed = match count {
        0 => "nothing: there are none".to_string(),
        _ => format!("0 to {}", count - 1),
    };
    refused(field, index.to_string(), allowed)
}

fn refused(field: &'static str, got: String, allowed: String) -> EditError {
    EditError {
        field,
        got,
        allowed,
    }
}
