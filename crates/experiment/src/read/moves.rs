//! Plans by hand: records become rounds of messages and local moves.

use std::ops::Range;

use collectives::plan::{Local, Message, Plan, Ranges, Round, Side};

use super::reader::{Bounds, Reader};
use crate::experiment::Limits;
use crate::{Value, spelling::spell};

const SIDES: [&str; 2] = ["left", "right"];

/// Which rank's plan is read, of how many, and how much memory it has.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) rank: usize,
    pub(super) size: usize,
    pub(super) elements: usize,
}

/// The plan of the rank that stands at this place of the list.
pub(super) fn plan(fields: &mut Reader<'_>, rank: usize, size: usize) -> Option<Plan> {
    same(fields, "rank", rank);
    same(fields, "size", size);
    let bounds = Bounds::new(0, Limits::ELEMENT_COUNT_MAX);
    let elements = fields.index("elements", bounds, None);
    let place = Place {
        rank,
        size,
        elements: elements.unwrap_or(Limits::ELEMENT_COUNT_MAX),
    };
    let input = optional_ranges(fields, "input", place.elements);
    let result = optional_ranges(fields, "result", place.elements);
    let mut rounds = Vec::new();
    for mut record in fields.records("rounds", &["messages", "local"]) {
        rounds.push(round(&mut record, place));
        fields.adopt(record);
    }
    let rounds: Option<Vec<Round>> = rounds.into_iter().collect();
    Some(Plan {
        rank,
        size,
        elements: elements?,
        input: input?,
        result: result?,
        rounds: rounds?,
    })
}

/// A field that may be left out, and otherwise says what is known.
fn same(fields: &mut Reader<'_>, field: &str, known: usize) {
    fields.index(field, Bounds::new(known, known), Some(known));
}

fn round(fields: &mut Reader<'_>, place: Place) -> Option<Round> {
    let known = ["send", "receive", "combine", "elements", "side"];
    let mut messages = Vec::new();
    for mut record in fields.records("messages", &known) {
        messages.push(message(&mut record, place));
        fields.adopt(record);
    }
    let known = ["copy", "to", "fold", "onto", "side"];
    let mut moves = Vec::new();
    for mut record in fields.records("local", &known) {
        moves.push(local(&mut record, place.elements));
        fields.adopt(record);
    }
    Some(Round {
        messages: messages.into_iter().collect::<Option<_>>()?,
        local: moves.into_iter().collect::<Option<_>>()?,
    })
}

/// A message: exactly one of `send`, `receive` and `combine` names the rank at the other end.
pub(super) fn message(fields: &mut Reader<'_>, place: Place) -> Option<Message> {
    let verb = only_one(fields, &["send", "receive", "combine"])?;
    let peer = fields.index(verb, Bounds::new(0, place.size - 1), None);
    if peer == Some(place.rank) {
        fields.refuse(verb, &place.rank.to_string(), "another rank");
    }
    let elements = ranges(fields, "elements", place.elements);
    let side = (verb == "combine").then(|| side(fields));
    if side.is_none() && fields.field("side").is_some() {
        fields.refuse("side", "there", "left out where nothing is combined");
    }
    let (peer, elements) = (peer?, elements?);
    Some(match (verb, side) {
        ("send", _) => Message::Send { to: peer, elements },
        ("receive", _) => Message::Receive {
            from: peer,
            elements,
        },
        (_, side) => Message::Combine {
            from: peer,
            elements,
            side: side??,
        },
    })
}

/// A local move: `copy` with `to`, or `fold` with `onto` and `side`.
pub(super) fn local(fields: &mut Reader<'_>, elements: usize) -> Option<Local> {
    let verb = only_one(fields, &["copy", "fold"])?;
    let (target, other) = match verb {
        "copy" => ("to", "onto"),
        _ => ("onto", "to"),
    };
    let from = ranges(fields, verb, elements);
    let onto = ranges(fields, target, elements);
    let side = (verb == "fold").then(|| side(fields));
    for (field, unwanted) in [(other, true), ("side", side.is_none())] {
        if unwanted && fields.field(field).is_some() {
            fields.refuse(field, "there", &format!("left out beside {verb}"));
        }
    }
    let (from, onto) = (from?, onto?);
    if from.len() != onto.len() {
        let allowed = format!("{} long, as {verb} is", from.len());
        fields.refuse(target, &format!("{} long", onto.len()), &allowed);
        return None;
    }
    Some(match side {
        None => Local::Copy { from, to: onto },
        Some(side) => Local::Fold {
            from,
            onto,
            side: side?,
        },
    })
}

fn side(fields: &mut Reader<'_>) -> Option<Side> {
    let index = fields.choice("side", &SIDES, None)?;
    Some([Side::Left, Side::Right][index])
}

/// The one of `verbs` that the record has.
fn only_one(fields: &mut Reader<'_>, verbs: &[&'static str]) -> Option<&'static str> {
    let there = verbs.iter().filter(|verb| fields.field(verb).is_some());
    let there: Vec<&'static str> = there.copied().collect();
    let [verb] = there[..] else {
        let allowed = format!("exactly one of {}", verbs.join(", "));
        let got = match there.len() {
            0 => "missing".to_string(),
            _ => there.join(" and "),
        };
        fields.refuse(verbs[0], &got, &allowed);
        return None;
    };
    Some(verb)
}

/// Ranges, or none at all where the field is null or left out.
fn optional_ranges(
    fields: &mut Reader<'_>,
    field: &str,
    elements: usize,
) -> Option<Option<Ranges>> {
    match fields.field(field) {
        None => Some(None),
        Some(_) => ranges(fields, field, elements).map(Some),
    }
}

/// A list of [start, end] within a memory of so many elements.
fn ranges(fields: &mut Reader<'_>, field: &str, elements: usize) -> Option<Ranges> {
    let allowed = format!("a list of [start, end] from 0 to {elements}");
    let list = match fields.field(field) {
        Some(Value::List(list)) => list.as_slice(),
        Some(Value::Numbers(numbers)) if numbers.is_empty() => &[],
        None => {
            fields.refuse(field, "missing", &allowed);
            return None;
        }
        Some(other) => {
            fields.refuse(field, &other.to_string(), &allowed);
            return None;
        }
    };
    let mut ranges = Vec::with_capacity(list.len());
    for (index, value) in list.iter().enumerate() {
        match pair(value).filter(|range| range.start <= range.end && range.end <= elements) {
            Some(range) => ranges.push(range),
            None => {
                let place = format!("{field}[{index}]");
                let allowed = format!("[start, end] with 0 <= start <= end <= {elements}");
                fields.refuse(&place, &shown(value), &allowed);
                return None;
            }
        }
    }
    Some(ranges.into_iter().collect())
}

fn pair(value: &Value) -> Option<Range<usize>> {
    let [start, end] = numbers(value)?[..] else {
        return None;
    };
    Some(whole(start)?..whole(end)?)
}

fn numbers(value: &Value) -> Option<Vec<f64>> {
    match value {
        Value::Numbers(numbers) => Some(numbers.clone()),
        Value::List(list) => list.iter().map(Value::as_number).collect(),
        _ => None,
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range and the fraction are checked first"
)]
fn whole(number: f64) -> Option<usize> {
    let fits = (0.0..=1e9).contains(&number) && number.fract() == 0.0;
    fits.then_some(number as usize)
}

/// A short list itself, anything else as it is always named.
fn shown(value: &Value) -> String {
    match numbers(value) {
        Some(numbers) if numbers.len() <= 4 => {
            let numbers: Vec<String> = numbers.into_iter().map(spell).collect();
            format!("[{}]", numbers.join(", "))
        }
        _ => value.to_string(),
    }
}
