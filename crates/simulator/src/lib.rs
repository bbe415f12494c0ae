//! Ranks as futures on one thread, in virtual time, under a chosen schedule.
//!
//! [`run`] starts one future per rank, each with a [`Port`] as its transport, and then does the
//! only thing that is left to chance in message passing: it chooses which rank goes on or which
//! message arrives next. A [`Schedule`] makes that choice: by virtual time, by a seeded dice, or
//! from the record of an earlier run. Any run can be replayed.
//!
//! - `world`: ranks, mailboxes, messages on their way; the only loop.
//! - `port`: what one rank sees of it.
//! - `schedule`: who goes next.
//!
//! The crate knows no collective: it runs any program over a [`Transport`](collectives::Transport).

#![forbid(unsafe_code)]

mod port;
mod schedule;
mod world;

pub use port::Port;
pub use schedule::{Buffering, ParseScheduleError, Schedule};
pub use world::{Outcome, Stuck, run};

#[cfg(test)]
mod tests;
