//! Ready workers, kept between runs.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::inbox::{Event, Inbox};
use super::worker::RankWorker;
use crate::clock::absolute_ms;
use crate::timer::Interval;

/// Longest silence while workers start. Browsers start no more than so many, and say nothing
/// about the others.
const SILENCE_MS_MAX: u32 = 10_000;

const TICK_MS: u32 = 100;

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
    /// Gives workers back for later runs. Those that are left out end.
    pub(super) fn release(self, keep: impl Fn(usize) -> bool) {
        if self.era != ERA.get() {
            return;
        }
        for (number, worker) in self.workers.into_iter().enumerate() {
            if keep(number) {
                worker.rest();
                IDLE.with_borrow_mut(|idle| idle.push(worker));
            }
        }
    }
}

/// `count` workers in which the module runs. All of them are ready before any gets something to
/// do: a worker may block for long, and nothing must depend on it then.
///
/// # Errors
/// Why workers cannot be had.
pub(super) async fn take(count: usize) -> Result<Crew, String> {
    let era = ERA.get();
    let mut workers = IDLE.with_borrow_mut(|idle| {
        let kept = idle.len().saturating_sub(count);
        idle.split_off(kept)
    });
    let missing = count - workers.len();
    workers.extend(start(missing).await?);
    Ok(Crew { workers, era })
}

/// Whether so many workers can be had. Those that were started to find out are kept.
///
/// # Errors
/// Why not.
pub(crate) async fn prove(count: usize) -> Result<(), String> {
    take(count).await.map(|crew| crew.release(|_| true))
}

/// Ends every idle worker; those at work end after it.
pub(crate) fn dispose() {
    ERA.set(ERA.get() + 1);
    IDLE.take();
}

async fn start(count: usize) -> Result<Vec<RankWorker>, String> {
    let inbox = Inbox::new();
    let workers: Vec<_> = (0..count)
        .map(|number| RankWorker::start(number, &inbox))
        .collect::<Result<_, _>>()?;
    let ticking = Rc::clone(&inbox);
    let _ticks = Interval::new(TICK_MS, move || ticking.push(Event::Tick));
    let mut heard_ms = absolute_ms();
    let (mut greeted, mut ready) = (0, 0);
    while ready < count {
        match inbox.next().await {
            Event::Post(number, post) => {
                heard_ms = absolute_ms();
                if post.kind() == "hello" {
                    greeted += 1;
                    workers[number].boot();
                } else {
                    ready += 1;
                }
            }
            Event::Fault(_, text) => return Err(text),
            Event::Tick if absolute_ms() - heard_ms > f64::from(SILENCE_MS_MAX) => {
                return Err(format!(
                    "of {count} workers {greeted} started and {ready} were ready, \
                     then nothing happened for {} s",
                    SILENCE_MS_MAX / 1000
                ));
            }
            Event::Tick => {}
        }
    }
    Ok(workers)
}
