//! A run from start to end: the only loop.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use collectives::transport::Wait;
use collectives::{Error, Network};

use crate::world::{Next, World};
use crate::{Port, Schedule};

/// How a run ended.
#[derive(Debug)]
pub struct Outcome<O> {
    /// What every rank returned, or what stopped the run first.
    pub result: Result<Vec<O>, Stuck>,
    /// Virtual time of the last thing that happened, in nanoseconds.
    pub finished_ns: f64,
    /// Messages that were sent and never asked for. A correct program leaves none.
    pub leftover: usize,
    /// The schedule that makes this very run happen again.
    pub replay: String,
}

/// Why a run did not end well.
#[derive(Debug)]
pub enum Stuck {
    /// A rank failed.
    Failed {
        /// Which.
        rank: usize,
        /// How.
        error: Error,
    },
    /// Nothing can happen any more, or a rank has waited past the limit.
    Waiting {
        /// The first that is not done.
        rank: usize,
        /// Who waits for what.
        waits: Vec<(usize, Wait)>,
        /// When patience ended.
        now_ns: f64,
    },
}

/// Runs `program` on `size` ranks. A rank that waits for longer than `limit_ns` of virtual time
/// ends the run.
pub fn run<O, F>(
    size: usize,
    network: Network,
    schedule: Schedule,
    limit_ns: f64,
    program: impl Fn(Port) -> F,
) -> Outcome<O>
where
    F: Future<Output = Result<O, Error>>,
{
    let mut ranks = Ranks::new(World::new(size, network, schedule), program);
    let result = loop {
        let next = ranks.world.borrow_mut().advance(limit_ns);
        if let Some(result) = ranks.follow(next, limit_ns) {
            break result;
        }
    };
    ranks.end(result)
}

/// All ranks of a run, and the world between them.
pub(crate) struct Ranks<O, F> {
    pub(crate) world: Rc<RefCell<World>>,
    /// None for a rank that is done.
    futures: Vec<Option<Pin<Box<F>>>>,
    outputs: Vec<Option<O>>,
}

impl<O, F: Future<Output = Result<O, Error>>> Ranks<O, F> {
    pub(crate) fn new(world: World, program: impl Fn(Port) -> F) -> Self {
        let size = world.size();
        let world = Rc::new(RefCell::new(world));
        let start = |rank| Some(Box::pin(program(Port::new(rank, Rc::clone(&world)))));
        let futures = (0..size).map(start).collect();
        Self {
            world,
            futures,
            outputs: (0..size).map(|_| None).collect(),
        }
    }

    /// Does what comes next; the result, if that is the end.
    pub(crate) fn follow(&mut self, next: Next, limit_ns: f64) -> Option<Result<Vec<O>, Stuck>> {
        let now_ns = match next {
            Next::Rank(rank) => {
                return match poll(&mut self.futures[rank]) {
                    Poll::Pending => None,
                    Poll::Ready(Ok(output)) => {
                        self.outputs[rank] = Some(output);
                        None
                    }
                    Poll::Ready(Err(error)) => Some(Err(Stuck::Failed { rank, error })),
                };
            }
            Next::Event => return None,
            Next::Impatient(now_ns) => now_ns,
            Next::Nothing => self.world.borrow().now_ns() + limit_ns,
        };
        Some(match self.futures.iter().position(Option::is_some) {
            Some(rank) => Err(Stuck::Waiting {
                rank,
                waits: self.world.borrow().all_waits(),
                now_ns,
            }),
            None => Ok(self.outputs.iter_mut().filter_map(Option::take).collect()),
        })
    }

    pub(crate) fn end(self, result: Result<Vec<O>, Stuck>) -> Outcome<O> {
        drop(self.futures);
        let world = self.world.borrow();
        Outcome {
            result,
            finished_ns: world.now_ns(),
            leftover: world.leftover(),
            replay: world.replay(),
        }
    }
}

/// Lets a rank go on; a rank that is done is dropped.
fn poll<F: Future>(rank: &mut Option<Pin<Box<F>>>) -> Poll<F::Output> {
    let Some(future) = rank else {
        return Poll::Pending;
    };
    let result = future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()));
    if result.is_ready() {
        *rank = None;
    }
    result
}
