//! Reports and the catalogue, as words or as JSON.

use std::io::{Result, Write};

use experiment::{Report, Scene, Values, catalogue, diagram, labels};
use serde::Serialize;

use super::arguments::Format;

/// Numbers of one rank's result that are printed in words.
const SHOWN_COUNT_MAX: usize = 8;

pub(super) fn list(format: Format, to: &mut dyn Write) -> Result<()> {
    let rows = catalogue();
    if format.is_json() {
        return json(&rows, to);
    }
    for row in rows {
        let needs = if row.needs.is_empty() {
            "nothing".into()
        } else {
            row.needs.join(", ")
        };
        writeln!(to, "{}/{}: {}", row.collective, row.algorithm, row.title)?;
        writeln!(to, "  rounds   {}", row.rounds)?;
        writeln!(to, "  messages {} (sent per rank)", row.messages)?;
        writeln!(to, "  bytes    {} (sent per rank)", row.bytes)?;
        writeln!(to, "  needs    {needs}")?;
        writeln!(to, "  source   {}", row.source)?;
    }
    Ok(())
}

pub(super) fn report(report: Report, format: Format, to: &mut dyn Write) -> Result<()> {
    match format {
        Format::Json => json(&report, to),
        Format::Scene => json(&report.with_scene(), to),
        Format::Diagram => to.write_all(diagram(&report).as_bytes()),
        Format::Labels => {
            let scene = Scene::of(&report.experiment, Some(&report));
            to.write_all(labels(&scene).as_bytes())
        }
        Format::Words => words(&report, to),
    }
}

fn words(report: &Report, to: &mut dyn Write) -> Result<()> {
    let (experiment, engine) = (&report.experiment, &report.engine);
    let (call, ranks) = (experiment.call(), experiment.ranks);
    let why = engine
        .why
        .as_ref()
        .map(|why| format!(" ({why})"))
        .unwrap_or_default();
    writeln!(to, "{call} on {ranks} ranks, {}{why}", engine.used.name())?;
    for (rank, output) in report.outputs.iter().enumerate() {
        let output = output.as_ref().map_or("nothing".to_string(), shortened);
        writeln!(to, "  rank {rank}: {output}")?;
    }
    let totals = &report.totals;
    writeln!(
        to,
        "{} rounds; sent per rank: messages {:?}, bytes {:?}",
        totals.rounds, totals.messages, totals.bytes_sent
    )?;
    let time = match (report.time.wall_us, report.time.virtual_us) {
        (Some(wall_us), _) => format!("{wall_us:.1} us measured"),
        (None, Some(virtual_us)) => format!("{virtual_us:.1} us of virtual time"),
        (None, None) => "not measured".to_string(),
    };
    match report.predicted.time_us {
        Some(predicted) => writeln!(to, "time: {time}, {predicted:.1} us in the model")?,
        None => writeln!(to, "time: {time}, not known beforehand in the model")?,
    }
    let verdict = &report.verdict;
    let judged = if verdict.agrees {
        "agrees"
    } else {
        "DOES NOT agree"
    };
    let (error, tolerance) = (verdict.max_error, verdict.tolerance);
    writeln!(
        to,
        "{judged} with the definition: error {error:e}, tolerance {tolerance:e}"
    )
}

fn shortened(values: &Values) -> String {
    let numbers = values.to_f64();
    let mut text: Vec<_> = numbers
        .iter()
        .take(SHOWN_COUNT_MAX)
        .map(|number| format!("{number}"))
        .collect();
    if numbers.len() > SHOWN_COUNT_MAX {
        text.push(format!("… {} in all", numbers.len()));
    }
    format!("[{}]", text.join(", "))
}

pub(super) fn json(value: &impl Serialize, mut to: &mut dyn Write) -> Result<()> {
    serde_json::to_writer(&mut to, value)?;
    writeln!(to)
}
