//! Flags and file become one request. Flags win.

use experiment::{Problem, Value};

use super::arguments::{Input, RequestArguments};
use super::input;
use super::trouble::Trouble;

/// Ranks of an experiment that neither names their number nor brings inputs or plans.
const RANKS_DEFAULT: f64 = 4.0;

/// The fields of a report, which brings along the experiment that it is about.
const REPORT: [&str; 10] = [
    "experiment",
    "engine",
    "outputs",
    "verdict",
    "totals",
    "predicted",
    "time",
    "calls",
    "trace",
    "scene",
];

/// The request to run an experiment.
pub(super) fn run(arguments: &RequestArguments) -> Result<Value, Trouble> {
    let allowed = "an experiment or a report as JSON, or {\"inputs\": [[...], ...]}";
    let mut request = match &arguments.input {
        Some(input) => match input::read(input, allowed)? {
            record @ Value::Record(_) => experiment_of(record)?,
            other => return Err(Problem::new("input", &other.to_string(), allowed).into()),
        },
        None => Value::Record(Vec::new()),
    };
    for (field, value) in &arguments.fields {
        if *field == "count" {
            // Both say what the ranks bring, so the flag replaces the file's numbers.
            request.remove("inputs");
        }
        request.set(field, value.clone());
    }
    if request.field("ranks").is_none() {
        let plans = request.field("plan").and_then(|plan| plan.field("ranks"));
        let ranks = match plans.or(request.field("inputs")) {
            Some(Value::List(rows)) => f64::from(u32::try_from(rows.len()).unwrap_or(u32::MAX)),
            _ => RANKS_DEFAULT,
        };
        request.set("ranks", Value::Number(ranks));
    }
    Ok(request)
}

/// What was run, if this is a report; else the record itself.
fn experiment_of(record: Value) -> Result<Value, Vec<Problem>> {
    let Value::Record(fields) = record else {
        return Ok(record);
    };
    let is_report =
        |(name, value): &(String, Value)| name == "experiment" && matches!(value, Value::Record(_));
    let Some(index) = fields.iter().rposition(is_report) else {
        return Ok(Value::Record(fields));
    };
    let names = fields.iter().map(|(name, _)| name.as_str());
    let unknown: Vec<_> = names
        .filter(|name| !REPORT.contains(name))
        .map(|name| Problem::unknown_field("", name, &REPORT))
        .collect();
    if unknown.is_empty() {
        Ok(fields.into_iter().nth(index).map_or(Value::Null, |it| it.1))
    } else {
        Err(unknown)
    }
}

/// The request to sort numbers, which are read from standard input if nothing is said.
pub(super) fn sort(arguments: &RequestArguments) -> Result<Value, Trouble> {
    let allowed = "a list of numbers as JSON, or {\"values\": [...]}";
    let input = arguments.input.as_ref().unwrap_or(&Input::StandardInput);
    let mut request = match input::read(input, allowed)? {
        record @ Value::Record(_) => record,
        list @ Value::List(_) => Value::Record(vec![("values".to_string(), list)]),
        other => return Err(Problem::new("input", &other.to_string(), allowed).into()),
    };
    for (field, value) in &arguments.fields {
        request.set(field, value.clone());
    }
    Ok(request)
}
