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
    let world = Rc::new(RefCell::new(World::new(size, network, schedule)));
    let mut ranks: Vec<_> = (0..size)
        .map(|rank| Some(Box::pin(program(Port::new(rank, Rc::clone(&world))))))
        .collect();
    let mut outputs: Vec<Option<O>> = (0..size).map(|_| None).collect();
    let result = loop {
        let next = world.borrow_mut().advance(limit_ns);
        match next {
            Next::Rank(rank) => match poll(&mut ranks[rank]) {
                Poll::Pending => {}
                Poll::Ready(Ok(output)) => outputs[rank] = Some(output),
                Poll::Ready(Err(error)) => break Err(Stuck::Failed { rank, error }),
            },
            Next::Event => {}
            Next::Impatient(now_ns) => {
                let waits = world.borrow().all_waits();
                break Err(Stuck::Waiting { waits, now_ns });
            }
            Next::Nothing if ranks.iter().all(Option::is_none) => {
                break Ok(outputs.iter_mut().filter_map(Option::take).collect());
            }
            Next::Nothing => {
                let world = world.borrow();
                let now_ns = world.now_ns() + limit_ns;
                break Err(Stuck::Waiting {
                    waits: world.all_waits(),
                    now_ns,
                });
            }
        }
    };
    drop(ranks);
    let world = world.borrow();
    Outcome {
        result,
        finished_ns: world.now_ns(),
        leftover: world.leftover(),
        replay: world.replay(),
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
