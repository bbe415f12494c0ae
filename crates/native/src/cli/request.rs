//! Flags and file become one request.

use std::io::Read as _;

use experiment::{Problem, Value};

use super::arguments::{Input, RunArguments};

/// Ranks of an experiment that neither names their number nor brings inputs.
const RANKS_DEFAULT: f64 = 4.0;

/// The request that `arguments` describe. Flags win over the file.
pub(super) fn assemble(arguments: &RunArguments) -> Result<Value, Problem> {
    let mut request = match &arguments.input {
        Some(input) => parse(input)?,
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

fn parse(input: &Input) -> Result<Value, Problem> {
    let (name, bytes) = match input {
        Input::StandardInput => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            ("standard input".to_string(), read.map(|_| bytes))
        }
        Input::File(path) => (path.display().to_string(), std::fs::read(path)),
    };
    let allowed = "an experiment as JSON, or {\"inputs\": [[...], ...]}";
    let refuse = |what: String| Problem::new("input", &format!("{name} ({what})"), allowed);
    let bytes = bytes.map_err(|error| refuse(error.to_string()))?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|error| refuse(error.to_string()))?;
    match value {
        Value::Record(_) => Ok(value),
        other => Err(refuse(other.to_string())),
    }
}
