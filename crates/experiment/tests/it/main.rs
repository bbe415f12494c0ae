//! The collectives in the simulator: right, as cheap as promised, and right under any schedule.

mod conformance;
mod costs;
mod failures;
mod golden;
mod matrices;
mod parcels;
mod properties;
mod scene;
mod schedules;
mod sort_scenes;
mod sorting;
mod stopped;
mod typed;
mod verdicts;

use experiment::{Engine, EngineUsed, Experiment, Failure, Limits, Report, Value};

/// Reads a request; for tests that write their own.
fn read(fields: &[(&str, Value)]) -> Experiment {
    let record = fields
        .iter()
        .map(|(name, value)| ((*name).to_string(), value.clone()))
        .collect();
    Experiment::read(&Value::Record(record), &Limits::native()).expect("the test's request is good")
}

fn simulate(experiment: &Experiment) -> Result<Report, Failure> {
    experiment::simulate(experiment, EngineUsed::simulated(Engine::Simulated, None))
}

fn text(text: &str) -> Value {
    Value::Text(text.to_string())
}
