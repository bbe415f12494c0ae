//! Ready workers, kept between runs.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::exception::{Caught, words};
use super::inbox::{Event, Inbox};
use super::patience::Patience;
use super::worker::{self, RankWorker};
use crate::timer::Interval;

/// Longest silence while workers start. Browsers start no more than so many, and say nothing
/// about the others.
const SILENCE_MS_MAX: u32 = 10_000;

/// After so long a silence those that are left are given up if others have started: somebody may
/// have ended them before they could show a sign of life.
const STRAGGLER_MS_MAX: u32 = 4_000;

const TICK_MS: u32 = 100;

/// How often workers that have ended before they were of use are replaced.
const ATTEMPT_COUNT: usize = 3;

thread_local! {
    static IDLE: RefCell<Vec<RankWorker>> = const { RefCell::new(Vec::new()) };
    /// Counts calls of [`dispose`]: workers of an earlier era do not come back.
    static ERA: Cell<u32> = const { Cell::new(0) };
}

/// Workers that a run has borrowed.
#[derive(Debug)]
pub(super) struct Crew {
    pub(super) workers: Vec<RankWorker>,
    era: u32,
}

impl Crew {
    /// Whether nobody has disposed of it meanwhile.
    pub(super) fn is_wanted(&self) -> bool {
        self.era == ERA.get()
    }

    /// Gives workers back for later runs. Those that are left out end.
    pub(super) fn release(self, keep: impl Fn(usize) -> bool) {
        for (number, worker) in self.workers.into_iter().enumerate() {
            if keep(number) {
                rest(worker, self.era);
            }
        }
    }
}

/// Keeps a worker for later runs, if it is still wanted.
fn rest(worker: RankWorker, era: u32) {
    if era == ERA.get() {
        worker.rest();
        IDLE.with_borrow_mut(|idle| idle.push(worker));
    }
}

/// `count` workers in which the module runs. All of them are ready before any gets something to
/// do: a worker may block for long, and nothing must depend on it then.
///
/// # Errors
/// Why workers cannot be had.
pub(super) async fn take(count: usize) -> Result<Crew, String> {
    let mut attempts = 0;
    while attempts < ATTEMPT_COUNT {
        if let Some(crew) = take_idle(count) {
            return Ok(crew);
        }
        let (era, idle) = (ERA.get(), IDLE.with_borrow(Vec::len));
        start(count - idle).await?;
        // What was disposed of meanwhile says nothing about workers.
        attempts += usize::from(era == ERA.get());
    }
    let missing = "of those that were started too few were ready or lived on";
    take_idle(count).ok_or_else(|| missing.to_string())
}

/// That many of those that are kept and still alive, if there are as many.
fn take_idle(count: usize) -> Option<Crew> {
    IDLE.with_borrow_mut(|idle| {
        idle.retain(|worker| !worker.is_gone());
        let kept = idle.len().checked_sub(count)?;
        Some(Crew {
            workers: idle.split_off(kept),
            era: ERA.get(),
        })
    })
}

/// Whether so many workers can be had. Those that were started to find out are kept.
///
/// # Errors
/// Why not.
pub(crate) async fn prove(count: usize) -> Result<(), String> {
    let crew = Caught::new(take(count)).await;
    let crew = crew.map_err(|exception| words(&exception))?;
    crew.map(|crew| crew.release(|_| true))
}

/// Ends every idle worker; those at work end after it.
pub(super) fn dispose() {
    ERA.set(ERA.get() + 1);
    IDLE.take();
    worker::forget_script();
}

/// Starts `count` workers, or as many of them as do start. Each is idle as soon as it is ready, so
/// those that are when the caller loses interest are there for the next one; the others end.
async fn start(count: usize) -> Result<(), String> {
    let era = ERA.get();
    let script = worker::script().await?;
    let inbox = Inbox::new();
    let mut workers: Vec<_> = (0..count)
        .map(|number| RankWorker::start(number, &inbox, &script).map(Some))
        .collect::<Result<_, _>>()?;
    let ticking = Rc::clone(&inbox);
    let _ticks = Interval::new(TICK_MS, move || ticking.push(Event::Tick));
    let mut patience = Patience::new();
    let mut heard_ms = 0.0;
    let mut ready = 0;
    while workers.iter().any(Option::is_some) {
        match inbox.next().await {
            Event::Post(number, _) => {
                heard_ms = patience.now_ms();
                ready += 1;
                if let Some(worker) = workers[number].take() {
                    rest(worker, era);
                }
            }
            Event::Gone(number) => workers[number] = None,
            Event::Fault(_, text) => {
                worker::forget_script();
                return Err(text);
            }
            Event::Tick => {
                patience.tick();
                let silence_ms = patience.now_ms() - heard_ms;
                if ready > 0 && silence_ms > f64::from(STRAGGLER_MS_MAX) {
                    return Ok(());
                }
                if silence_ms > f64::from(SILENCE_MS_MAX) {
                    return Err(format!(
                        "of {count} workers none was ready within {} s",
                        SILENCE_MS_MAX / 1000
                    ));
                }
            }
        }
    }
    Ok(())
}
