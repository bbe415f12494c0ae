//! Edits as requests and reports spell them: one record, whatever is changed.

use serde::Serialize;

use super::{Change, Edit, Part};
use crate::plan::{Local, Message};

/// A change to the plans of a call. What is done decides which of the fields are there.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(rename = "Edit"))]
pub struct EditRecord {
    /// Whose plan.
    rank: usize,
    /// Which of its rounds.
    round: usize,
    /// Which message of the round; what is inserted goes before it, or behind the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<usize>,
    /// Which local move of the round; what is inserted goes before it, or behind the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    local: Option<usize>,
    /// What happens to it.
    r#do: EditVerb,
    /// The other rank of a message that turns, or the round that changes places with this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<usize>,
    /// How many elements further on; backwards if it is negative.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<isize>,
    /// What is inserted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "Message | Local"))]
    value: Option<Inserted>,
}

/// What can happen to a round, or to a part of it.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum EditVerb {
    /// It is left out.
    Drop,
    /// It goes to, or is expected from, another rank.
    Turn,
    /// It concerns other elements.
    Shift,
    /// The round changes places with another one.
    SwapRound,
    /// Something more is done.
    Insert,
}

#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
enum Inserted {
    Message(Message),
    Local(Local),
}

impl From<Edit> for EditRecord {
    fn from(edit: Edit) -> Self {
        let mut record = Self {
            rank: edit.rank,
            round: edit.round,
            message: None,
            local: None,
            r#do: edit.change.verb(),
            to: None,
            by: None,
            value: None,
        };
        match edit.change {
            Change::Drop(part) => record.point_at(part),
            Change::Turn { message, to } => {
                record.message = Some(message);
                record.to = Some(to);
            }
            Change::Shift { part, by } => {
                record.point_at(part);
                record.by = Some(by);
            }
            Change::SwapRound { to } => record.to = Some(to),
            Change::InsertMessage(place, message) => {
                record.message = Some(place);
                record.value = Some(Inserted::Message(message));
            }
            Change::InsertLocal(place, local) => {
                record.local = Some(place);
                record.value = Some(Inserted::Local(local));
            }
        }
        record
    }
}

impl EditRecord {
    fn point_at(&mut self, part: Part) {
        match part {
            Part::Message(place) => self.message = Some(place),
            Part::Local(place) => self.local = Some(place),
        }
    }
}

impl Change {
    fn verb(&self) -> EditVerb {
        match self {
            Self::Drop(_) => EditVerb::Drop,
            Self::Turn { .. } => EditVerb::Turn,
            Self::Shift { .. } => EditVerb::Shift,
            Self::SwapRound { .. } => EditVerb::SwapRound,
            Self::InsertMessage(..) | Self::InsertLocal(..) => EditVerb::Insert,
        }
    }
}
