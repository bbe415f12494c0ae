//! The page's side of a run: workers, the world between them, and the end of it.
//!
//! [`pool`] keeps ready workers, [`employ`] gives them something to do, [`run`] sees it through,
//! [`world`] is what connects them. The page never blocks: everything here is a future of its event
//! loop.

mod cancel;
mod employ;
mod exception;
mod inbox;
mod inquiry;
mod patience;
mod pool;
mod run;
mod trusted;
mod turnstile;
mod worker;
mod world;

pub(crate) use cancel::Cancel;
pub(crate) use employ::{Trouble, measure, run};
pub(crate) use exception::{Caught, words};
pub(crate) use pool::prove;
pub(crate) use turnstile::Turnstile;
pub(crate) use world::Connection;

/// Gives back everything that is kept for later runs.
pub(crate) fn dispose() {
    pool::dispose();
    world::forget_memory();
}

/// A run has come to grief in the middle of something: nobody knows what its workers are at.
pub(crate) fn abandon() {
    dispose();
    worker::end_all();
}
