//! Ranks as threads of this machine.
//!
//! One thread per rank, the shared rings between them: the same transport that Web Workers use
//! where a page is isolated, so a fault in it shows here first, where it is easy to look.

mod memory;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::thread::{Builder, scope};

use collectives::Error;
use collectives::transport::ring::{Layout, RingTransport, Stopped, World, block_on};
use experiment::{
    Clock, Crash, Engine, EngineUsed, Experiment, Failure, Job, Measure, Outcome, Part, Report,
    assemble, work,
};

pub use memory::ThreadMemory;

use crate::afford::{afford, refusal, run_bytes};

/// Every rank's thread is named so, followed by its number.
pub const NAME_PREFIX: &str = "rank ";

/// What the standard library gives a thread too, said here because it is counted.
const STACK_BYTES: usize = 2 << 20;

/// The smallest difference that [`std::time::Instant`] shows, in microseconds.
const CLOCK_RESOLUTION_US: f64 = 0.001;

/// Runs every rank of `experiment` in a thread of its own.
///
/// # Errors
/// If a rank panics or vanishes, ranks disagree, or one waits for longer than the experiment's
/// limit. The other ranks end at once, and the failure is the one that explains theirs.
pub fn run(experiment: &Experiment) -> Result<Report, Failure> {
    let job = |rank| Job::Perform(experiment.task(rank));
    let part = |outcome| match outcome {
        Outcome::Part(part) => part,
        Outcome::Laps(_) => panic!("nobody was asked for laps"),
    };
    let outcomes = employ(experiment, run_bytes(experiment), &job)?;
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
    // What a rank brings, what it gets, and what is under way.
    let bytes = 3 * measure.ranks * measure.bytes;
    let outcomes = employ(&measure.stand_in(), bytes, &job)?;
    Ok(outcomes.into_iter().map(laps).collect())
}

/// Gives every rank of `experiment` its job, in a thread of its own. All jobs together need
/// `bytes`.
fn employ(
    experiment: &Experiment,
    bytes: usize,
    job: &(dyn Fn(usize) -> Job + Sync),
) -> Result<Vec<Outcome>, Failure> {
    let layout = Layout::new(experiment.ranks);
    let needed = layout.bytes() + experiment.ranks * STACK_BYTES + bytes;
    let poor = |words: String| Failure::not_started(experiment, &words);
    afford(needed, experiment.ranks).map_err(poor)?;
    let memory = ThreadMemory::new(layout);
    let memory = memory.ok_or_else(|| poor(refusal(layout.bytes())))?;
    let world = memory.world(layout);
    let endings = scope(|scope| {
        let (gone, goes) = channel();
        let start = |rank| {
            let life = Life {
                rank,
                gone: gone.clone(),
            };
            let main = move || {
                let _until_the_thread_ends = life;
                rank_main(experiment, job, world, rank)
            };
            let thread = Builder::new().name(format!("{NAME_PREFIX}{rank}"));
            Some(thread.stack_size(STACK_BYTES).spawn_scoped(scope, main))
        };
        let mut threads: Vec<_> = (0..experiment.ranks).map(start).collect();
        drop(gone);
        let mut endings: Vec<_> = threads.iter().map(|_| Ending::Ended).collect();
        for rank in goes {
            let thread = threads[rank].take().expect("a thread ends once");
            let lost = |words: &str| Ending::Failed(Failure::killed(experiment, rank, words));
            endings[rank] = match thread {
                Ok(thread) => match thread.join().expect("rank_main catches every panic") {
                    Some(ending) => ending,
                    None => lost("its thread ended without a word"),
                },
                Err(error) => lost(&format!("its thread did not start: {error}")),
            };
            if !matches!(endings[rank], Ending::Done(_)) {
                world.end(None);
            }
        }
        endings
    });
    outcomes_or_cause(endings)
}

/// A thread's sign of life: however the thread ends, or even if it never starts, this is dropped,
/// and the host hears of it.
struct Life {
    rank: usize,
    gone: Sender<usize>,
}

impl Drop for Life {
    fn drop(&mut self) {
        // Who does not listen has no more use for the news.
        let _ = self.gone.send(self.rank);
    }
}

/// What became of a rank.
enum Ending {
    Done(Outcome),
    Failed(Failure),
    /// Another one is to blame.
    Ended,
}

/// All of one rank. Whatever goes wrong ends the world, or the others would wait for nothing; but
/// a rank that vanishes does nothing and says nothing.
fn rank_main(
    experiment: &Experiment,
    job: &dyn Fn(usize) -> Job,
    world: World<&ThreadMemory>,
    rank: usize,
) -> Option<Ending> {
    let caught = catch_unwind(AssertUnwindSafe(|| {
        let job = job(rank);
        let transport = RingTransport::new(world, rank);
        let future = work(&transport, &job, Crash::Panic);
        block_on(&transport, future, limit_ns(experiment))
    }));
    let ending = match caught {
        Ok(Ok(Ok(outcome))) => return Some(Ending::Done(outcome)),
        Ok(Ok(Err(Error::Killed { .. }))) => return None,
        Ok(Ok(Err(error))) => {
            let failure = Failure::from_error(experiment, rank, &error);
            failure.map_or(Ending::Ended, Ending::Failed)
        }
        Ok(Err(Stopped::Ended { .. })) => Ending::Ended,
        Ok(Err(Stopped::TimedOut { waits, now_ns })) => {
            Ending::Failed(Failure::timed_out(experiment, rank, &waits, now_ns))
        }
        Err(payload) => Ending::Failed(Failure::panicked(experiment, rank, words(&*payload))),
    };
    world.end(Some(rank));
    Some(ending)
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
    let rank_count = endings.len();
    let mut outcomes = Vec::new();
    let mut failures = Vec::new();
    for ending in endings {
        match ending {
            Ending::Done(outcome) => outcomes.push(outcome),
            Ending::Failed(failure) => failures.push(failure),
            Ending::Ended => {}
        }
    }
    match Failure::most_telling(failures) {
        Some(failure) => Err(failure),
        None => {
            let all = outcomes.len() == rank_count;
            assert!(all, "a world that ends has a rank that says why");
            Ok(outcomes)
        }
    }
}
