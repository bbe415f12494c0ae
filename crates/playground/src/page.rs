//! The page's side of a run: workers, the world between them, and the end of it.
//!
//! [`pool`] keeps ready workers, [`run`] lets them run one experiment, [`world`] is what connects
//! them. The page never blocks: everything here is a future of its event loop.

mod cancel;
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
pub(crate) use pool::prove;
pub(crate) use run::{Trouble, measure, run};
pub(crate) use turnstile::{Inside, Turnstile};
pub(crate) use world::Connection;

/// Gives back everything that is kept for later runs.
pub(crate) fn dispose() {
    pool::dispose();
    world::forget_memory();
}
