//! Changes to plans: records become [`Edit`]s.

use collectives::plan::{Change, Edit, Part, Plan};

use super::moves::{self, Place};
use super::reader::{Bounds, Reader};
use crate::experiment::Limits;

const VERBS: [&str; 5] = ["drop", "turn", "shift", "swap-round", "insert"];

/// Makes the changes that a request lists, one after the other, as far as they can be made, and
/// gives those.
pub(super) fn apply(reader: &mut Reader<'_>, plans: &mut [Plan]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let known = [
        "rank", "round", "message", "local", "do", "to", "by", "value",
    ];
    for mut fields in reader.records("edits", &known) {
        if let Some(edit) = read(&mut fields, plans) {
            match edit.apply(plans) {
                Ok(()) => edits.push(edit),
                Err(error) => fields.refuse(error.field, &error.got, &error.allowed),
            }
        }
        reader.adopt(fields);
    }
    edits
}

fn read(fields: &mut Reader<'_>, plans: &[Plan]) -> Option<Edit> {
    let rank = fields.index("rank", Bounds::ranks(Some(plans.len())), None);
    let rounds = Bounds::new(0, plans[0].rounds.len().saturating_sub(1));
    let round = fields.index("round", rounds, None);
    let verb = fields.choice("do", &VERBS, None);
    let (rank, round, verb) = (rank?, round?, VERBS[verb?]);
    let change = match verb {
        "drop" => Change::Drop(part(fields)?),
        "turn" => Change::Turn {
            message: fields.index("message", places(), None)?,
            to: fields.index("to", Bounds::ranks(Some(plans.len())), None)?,
        },
        "shift" => Change::Shift {
            part: part(fields)?,
            by: distance(fields)?,
        },
        "swap-round" => Change::SwapRound {
            to: fields.index("to", rounds, None)?,
        },
        _ => insertion(fields, &plans[rank])?,
    };
    Some(Edit {
        rank,
        round,
        change,
    })
}

/// A place in a round; whether the round has it is asked when the change is made.
fn places() -> Bounds {
    Bounds::new(0, Limits::ELEMENT_COUNT_MAX)
}

/// What is changed: one message or one local move.
fn part(fields: &mut Reader<'_>) -> Option<Part> {
    match (fields.field("message"), fields.field("local")) {
        (Some(_), None) => fields.index("message", places(), None).map(Part::Message),
        (None, Some(_)) => fields.index("local", places(), None).map(Part::Local),
        (both, _) => {
            let got = if both.is_some() {
                "there beside local"
            } else {
                "missing"
            };
            fields.refuse(
                "message",
                got,
                "the place of a message, or local that of a local move",
            );
            None
        }
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "the range and the fraction are checked"
)]
fn distance(fields: &mut Reader<'_>) -> Option<isize> {
    const FAR: f64 = 1e9;
    let by = fields.number("by", (-FAR, FAR), f64::NAN)?;
    if by.fract() != 0.0 {
        let got = fields
            .field("by")
            .map_or("missing".into(), ToString::to_string);
        fields.refuse("by", &got, "a whole number of elements");
        return None;
    }
    Some(by as isize)
}

/// What is inserted, and before which message or local move; at the end if that is left out.
fn insertion(fields: &mut Reader<'_>, plan: &Plan) -> Option<Change> {
    let known = [
        "send", "receive", "combine", "elements", "side", "copy", "to", "fold", "onto",
    ];
    let Some(mut value) = fields.record("value", &known) else {
        fields.refuse("value", "missing", "a message or a local move");
        return None;
    };
    let is_local = value.field("copy").is_some() || value.field("fold").is_some();
    let place = Place {
        rank: plan.rank,
        size: plan.size,
        elements: plan.elements,
    };
    let (message, local) = match is_local {
        false => (moves::message(&mut value, place), None),
        true => (None, moves::local(&mut value, plan.elements)),
    };
    fields.adopt(value);
    let rounds = Bounds::new(0, plan.rounds.len().saturating_sub(1));
    let round = fields.index("round", rounds, None)?;
    let (messages, locals) = plan
        .rounds
        .get(round)
        .map_or((0, 0), |it| (it.messages.len(), it.local.len()));
    match (message, local) {
        (Some(message), _) => {
            let at = fields.index("message", Bounds::new(0, messages), Some(messages))?;
            Some(Change::InsertMessage(at, message))
        }
        (_, Some(local)) => {
            let at = fields.index("local", Bounds::new(0, locals), Some(locals))?;
            Some(Change::InsertLocal(at, local))
        }
        (None, None) => None,
    }
}
