//! Ranks as threads of this machine.
//!
//! One thread per rank, the shared rings between them: the same transport that Web Workers use
//! where a page is isolated, so a fault in it shows here first, where it is easy to look.

mod memory;

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::{Builder, scope};

use collectives::transport::ring::{Layout, RingTransport, Stopped, World, block_on};
use experiment::{
    Clock, Crash, Engine, EngineUsed, Experiment, Failure, Job, Measure, Outcome, Part, Report,
    assemble, work,
};

pub use memory::ThreadMemory;

/// Every rank's thread is named so, followed by its number.
pub const NAME_PREFIX: &str = "rank ";

/// The smallest difference that [`std::time::Instant`] shows, in microseconds.
const CLOCK_RESOLUTION_US: f64 = 0.001;

/// Runs every rank of `experiment` in a thread of its own.
///
/// # Errors
/// If a rank panics, ranks disagree, or one waits for longer than the experiment's limit. The
/// other ranks end at once, and the failure is the one that explains theirs.
pub fn run(experiment: &Experiment) -> Result<Report, Failure> {
    let job = |rank| Job::Perform(experiment.task(rank));
    let part = |outcome| match outcome {
        Outcome::Part(part) => part,
        Outcome::Laps(_) => panic!("nobody was asked for laps"),
    };
    let outcomes = employ(experiment, &job)?;
    let parts: Vec<Part> = outcomes.into_iter().map(part).collect();
    let engine = EngineUsed {
        requested: experiment.engine,
        used: Engine::Threads,
        why: None,
    };
    let clock = Clock::Wall {
        resolution_us: CLOCK_RESOLUTION_US,
    };
    Ok(assemble(experiment, engine, parts, clock))
}

/// Takes the samples of `measure`, in nanoseconds, one list per rank.
///
/// # Errors
/// If a rank fails.
pub fn measure(measure: &Measure) -> Result<Vec<Vec<u64>>, Failure> {
    let job = |_| Job::Measure(measure.clone());
    let laps = |outcome| match outcome {
        Outcome::Laps(laps) => laps,
        Outcome::Part(_) => panic!("everybody was asked for laps"),
    };
    let outcomes = employ(&measure.stand_in(), &job)?;
    Ok(outcomes.into_iter().map(laps).collect())
}

/// Gives every rank of `experiment` its job, in a thread of its own.
fn employ(
    experiment: &Experiment,
    job: &(dyn Fn(usize) -> Job + Sync),
) -> Result<Vec<Outcome>, Failure> {
    let layout = Layout::new(experiment.ranks);
    let memory = ThreadMemory::new(layout);
    let world = memory.world(layout);
    let endings = scope(|scope| {
        let threads: Vec<_> = (0..experiment.ranks)
            .map(|rank| {
                Builder::new()
                    .name(format!("{NAME_PREFIX}{rank}"))
                    .spawn_scoped(scope, move || {
                        rank_main(experiment, &job(rank), world, rank)
                    })
                    .inspect_err(|_| world.end(None))
            })
            .collect();
        let join = |(rank, thread): (usize, io::Result<std::thread::ScopedJoinHandle<'_, _>>)| {
            match thread {
                Ok(thread) => thread.join().expect("rank_main catches every panic"),
                Err(error) => {
                    let words = format!("its thread did not start: {error}");
                    Err(Some(Failure::killed(experiment, rank, &words)))
                }
            }
        };
        threads.into_iter().enumerate().map(join).collect()
    });
    outcomes_or_cause(endings)
}

/// What a rank brings back: what it was asked for, or why it failed; nothing if another one is to blame.
type Ending = Result<Outcome, Option<Failure>>;

/// All of one rank. Whatever goes wrong ends the world, or the others would wait for nothing.
fn rank_main(
    experiment: &Experiment,
    job: &Job,
    world: World<&ThreadMemory>,
    rank: usize,
) -> Ending {
    let caught = catch_unwind(AssertUnwindSafe(|| {
        let transport = RingTransport::new(world, rank);
        let future = work(&transport, job, Crash::Panic);
        block_on(&transport, future, limit_ns(experiment))
    }));
    let failure = match caught {
        Ok(Ok(Ok(outcome))) => return Ok(outcome),
        Ok(Ok(Err(error))) => Failure::from_error(experiment, rank, &error),
        Ok(Err(Stopped::Ended { .. })) => None,
        Ok(Err(Stopped::TimedOut { waits, now_ns })) => {
            Some(Failure::timed_out(experiment, &waits, now_ns))
        }
        Err(payload) => Some(Failure::panicked(experiment, rank, words(&*payload))),
    };
    world.end(Some(rank));
    Err(failure)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "reading the experiment bounds the limit"
)]
fn limit_ns(experiment: &Experiment) -> u64 {
    (experiment.limit_ms * 1e6) as u64
}

/// What a panic said.
fn words(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("without words")
}

/// Every outcome, or the failure that explains why there is not one of each.
fn outcomes_or_cause(endings: Vec<Ending>) -> Result<Vec<Outcome>, Failure> {
    let mut outcomes = Vec::new();
    let mut failures = Vec::new();
    let mut ended = false;
    for ending in endings {
        match ending {
            Ok(outcome) => outcomes.push(outcome),
            Err(failure) => {
                ended = true;
                failures.extend(failure);
            }
        }
    }
    match Failure::most_telling(failures) {
        Some(failure) => Err(failure),
        None => {
            assert!(!ended, "a world that ends has a rank that says why");
            Ok(outcomes)
        }
    }
}
