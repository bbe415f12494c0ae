//! Flags and file become one request. Flags win.

use std::io::Read as _;

use experiment::{Problem, Value};

use super::arguments::{Input, RequestArguments};

/// Ranks of an experiment that neither names their number nor brings inputs.
const RANKS_DEFAULT: f64 = 4.0;

/// The request to run an experiment.
pub(super) fn run(arguments: &RequestArguments) -> Result<Value, Problem> {
    let allowed = "an experiment as JSON, or {\"inputs\": [[...], ...]}";
    let mut request = match &arguments.input {
        Some(input) => match parse(input, allowed)? {
            record @ Value::Record(_) => record,
            other => return Err(Problem::new("input", &other.to_string(), allowed)),
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
        let ranks = match request.field("inputs") {
            Some(Value::List(rows)) => f64::from(u32::try_from(rows.len()).unwrap_or(u32::MAX)),
            _ => RANKS_DEFAULT,
        };
        request.set("ranks", Value::Number(ranks));
    }
    Ok(request)
}

/// The request to sort numbers, which are read from standard input if nothing is said.
pub(super) fn sort(arguments: &RequestArguments) -> Result<Value, Problem> {
    let allowed = "a list of numbers as JSON, or {\"values\": [...]}";
    let input = arguments.input.as_ref().unwrap_or(&Input::StandardInput);
    let mut request = match parse(input, allowed)? {
        record @ Value::Record(_) => record,
        list @ Value::List(_) => Value::Record(vec![("values".to_string(), list)]),
        other => return Err(Problem::new("input", &other.to_string(), allowed)),
    };
    for (field, value) in &arguments.fields {
        request.set(field, value.clone());
    }
    Ok(request)
}

fn parse(input: &Input, allowed: &str) -> Result<Value, Problem> {
    let (name, bytes) = match input {
        Input::StandardInput => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            ("standard input".to_string(), read.map(|_| bytes))
        }
        Input::File(path) => (path.display().to_string(), std::fs::read(path)),
    };
    let refuse = |what: String| Problem::new("input", &format!("{name} ({what})"), allowed);
    let bytes = bytes.map_err(|error| refuse(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| refuse(error.to_string()))
}
