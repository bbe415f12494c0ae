//! The parts that ranks bring back become a report.

use crate::report::{Called, EngineUsed, Report, Time, Totals};
use crate::timeline::micros;
use crate::{Experiment, Part, Trace, Verdict};

/// Which clock the ranks read.
#[derive(Clone, Debug, PartialEq)]
pub enum Clock {
    /// The simulator's.
    Virtual {
        /// Its last moment, in nanoseconds.
        finished_ns: f64,
        /// The schedule that makes this very run happen again.
        replay: String,
    },
    /// A real one.
    Wall {
        /// The smallest difference that it can show, in microseconds.
        resolution_us: f64,
    },
}

/// Judges and counts what the ranks brought back: `parts[r]` is rank r's.
///
/// # Panics
/// If there is not one part per rank.
#[must_use]
pub fn assemble(
    experiment: &Experiment,
    engine: EngineUsed,
    parts: Vec<Part>,
    clock: Clock,
) -> Report {
    assert_eq!(
        parts.len(),
        experiment.ranks,
        "a report needs the part of every rank"
    );
    let per_rank_us = parts
        .iter()
        .map(|it| micros(it.finished_ns - it.started_ns))
        .collect();
    let (name, replay, time) = match clock {
        Clock::Virtual {
            finished_ns,
            replay,
        } => {
            let virtual_us = Some(finished_ns / 1000.0);
            let time = Time {
                wall_us: None,
                per_rank_us,
                resolution_us: 0.0,
                virtual_us,
            };
            ("virtual", Some(replay), time)
        }
        Clock::Wall { resolution_us } => {
            let first = parts.iter().map(|part| part.started_ns).min().unwrap_or(0);
            let last = parts.iter().map(|part| part.finished_ns).max().unwrap_or(0);
            let wall_us = Some(micros(last - first));
            (
                "wall",
                None,
                Time {
                    wall_us,
                    per_rank_us,
                    resolution_us,
                    virtual_us: None,
                },
            )
        }
    };
    let trace = experiment.trace.then(|| Trace::join(&parts, name, replay));
    let totals = Totals {
        rounds: parts.iter().map(|part| part.chain).max().unwrap_or(0),
        messages: parts.iter().map(|part| part.traffic.messages).collect(),
        bytes_sent: parts.iter().map(|part| part.traffic.bytes).collect(),
    };
    let outputs: Vec<_> = parts.into_iter().map(|part| part.output).collect();
    let verdict = Verdict::of(experiment, &outputs);
    let call = Called::only(experiment, verdict);
    Report {
        verdict,
        predicted: call.predicted.clone(),
        calls: vec![call],
        experiment: experiment.clone(),
        engine,
        outputs,
        totals,
        time,
        trace,
        scene: None,
    }
}
