//! What a run needs before it can begin: room on the page, workers, and a world between them.

use experiment::{
    Clock as Clocks, EngineUsed, Experiment, Failure, Job, Measure, Outcome, Part, Report, assemble,
};

use super::pool;
use super::run::Run;
use super::world::RunWorld;
use super::{Cancel, Connection};
use crate::clock::{self, Clock, absolute_ms};
use crate::engine;
use crate::room::{has_room, no_room};

/// Why ranks that were to share memory are connected by ports.
const NO_MEMORY: &str = "the browser has no memory left that ranks could share";

/// Why there is no report.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Workers cannot be had; another engine may still do.
    NoWorkers(String),
    /// The run failed.
    Failed(Failure),
}

/// Runs `experiment` on one worker per rank.
pub(crate) async fn run(
    experiment: &Experiment,
    mut connection: Connection,
    mut engine: EngineUsed,
    cancel: &Cancel,
) -> Result<Report, Trouble> {
    let bytes = experiment.bytes_to_judge();
    if !has_room(bytes) {
        let failure = Failure::out_of_memory(experiment, None, &no_room(bytes));
        return Err(Trouble::Failed(failure));
    }
    let order = |rank| {
        let job = Job::Perform(experiment.task(rank));
        (job, experiment.bytes_of_rank(rank))
    };
    let outcomes = employ(experiment, &mut connection, true, &order, cancel).await?;
    if connection.engine() != engine.used {
        engine.used = connection.engine();
        engine.why = Some(NO_MEMORY.to_string());
    }
    let part = |outcome| match outcome {
        Outcome::Part(part) => part,
        Outcome::Laps(_) => panic!("nobody was asked for laps"),
    };
    let parts: Vec<Part> = outcomes.into_iter().map(part).collect();
    let resolution_us = clock::resolution_us();
    let clock = Clocks::Wall { resolution_us };
    Ok(assemble(experiment, engine, parts, clock))
}

/// Takes the samples of `measure` on one worker per rank; `call` is what failures name.
pub(crate) async fn measure(
    measure: &Measure,
    call: &Experiment,
    connection: Connection,
    cancel: &Cancel,
) -> Result<Vec<Vec<u64>>, Trouble> {
    let order = |_| (Job::Measure(measure.clone()), 0);
    let outcomes = employ(call, &mut { connection }, false, &order, cancel).await?;
    let laps = |outcome| match outcome {
        Outcome::Laps(laps) => laps,
        Outcome::Part(_) => panic!("everybody was asked for laps"),
    };
    Ok(outcomes.into_iter().map(laps).collect())
}

/// Gives every rank of `experiment` its job, with the bytes that it takes, and waits for what comes
/// of it. Where there is no memory to share, the connection becomes ports, which need none, if
/// `ports_will_do`.
async fn employ(
    experiment: &Experiment,
    connection: &mut Connection,
    ports_will_do: bool,
    order: &dyn Fn(usize) -> (Job, u64),
    cancel: &Cancel,
) -> Result<Vec<Outcome>, Trouble> {
    let Some(crew) = cancel.or(pool::take(experiment.ranks)).await else {
        return Err(Trouble::Failed(Failure::cancelled(experiment)));
    };
    let crew = crew.map_err(Trouble::NoWorkers)?;
    engine::forgive(experiment.ranks);
    let epoch_ms = absolute_ms();
    let shared = match connection {
        Connection::Ports => None,
        Connection::Shared => RunWorld::shared(experiment.ranks, Clock::since(epoch_ms)),
    };
    let world = match shared {
        Some(world) => world,
        None if *connection == Connection::Shared && !ports_will_do => {
            crew.release(|_| true);
            return Err(Trouble::NoWorkers(NO_MEMORY.to_string()));
        }
        None => {
            *connection = Connection::Ports;
            RunWorld::ports()
        }
    };
    let mut run = Run::new(experiment, epoch_ms, world, crew);
    run.begin(order);
    run.wait(cancel).await;
    run.conclude().map_err(Trouble::Failed)
}
