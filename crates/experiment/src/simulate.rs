//! An experiment in the simulator.

use simulator::{Schedule, Stuck};

use crate::{Clock, Crash, Engine, EngineUsed, Experiment, Failure, Report, assemble, perform};

/// Runs all ranks of `experiment` in virtual time.
///
/// # Errors
/// If a rank fails, or nothing can happen any more.
pub fn simulate(experiment: &Experiment, engine: EngineUsed) -> Result<Report, Failure> {
    let schedule = schedule_of(experiment);
    let tasks: Vec<_> = (0..experiment.ranks)
        .map(|rank| experiment.task(rank))
        .collect();
    let limit_ns = experiment.limit_ms * 1e6;
    let outcome = simulator::run(
        experiment.ranks,
        experiment.network,
        schedule,
        limit_ns,
        |port| {
            let task = &tasks[collectives::Transport::rank(&port)];
            async move { perform(&port, task, Crash::Error).await }
        },
    );
    match outcome.result {
        Ok(parts) => {
            assert_eq!(
                outcome.leftover,
                experiment.messages_left_over(),
                "{}: messages left over",
                experiment.call()
            );
            let finished_ns = outcome.finished_ns;
            let clock = Clock::Virtual {
                finished_ns,
                replay: outcome.replay,
            };
            Ok(assemble(experiment, engine, parts, clock))
        }
        Err(Stuck::Failed { rank, error }) => Err(Failure::from_error(experiment, rank, &error)
            .expect("the simulator ends no rank but for its own error")),
        Err(Stuck::Waiting {
            rank,
            waits,
            now_ns,
        }) => Err(Failure::timed_out(experiment, rank, &waits, whole(now_ns))),
    }
}

pub(crate) fn schedule_of(experiment: &Experiment) -> Schedule {
    match experiment.schedule.as_str() {
        "seeded" => Schedule::seeded(experiment.seed),
        text => text.parse().expect("a read experiment has a schedule"),
    }
}

impl EngineUsed {
    /// The simulator, for whoever asked for it or for nothing better.
    #[must_use]
    pub fn simulated(requested: Engine, why: Option<String>) -> Self {
        Self {
            requested,
            used: Engine::Simulated,
            why,
        }
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "virtual time starts at 0 and no run lasts 500 years"
)]
fn whole(ns: f64) -> u64 {
    ns as u64
}
