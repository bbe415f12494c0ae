//! Ranks as futures on one thread, in virtual time, under a chosen schedule.
//!
//! [`run`] starts one future per rank, each with a [`Port`] as its transport, and then does the
//! only thing that is left to chance in message passing: it chooses which rank goes on or which
//! message arrives next. A [`Schedule`] makes that choice: by virtual time, by a seeded dice, or
//! from the record of an earlier run. Any run can be replayed. [`explore`] makes every choice.
//!
//! - `run`: the only loop.
//! - `world`: mailboxes, ports, messages on their way, time.
//! - `port`: what one rank sees of it.
//! - `schedule`: who goes next.
//! - `explore`: every schedule there is.
//!
//! ```
//! use collectives::trace::Recorder;
//! use collectives::{Communicator, Network};
//! use simulator::{Schedule, run};
//!
//! // Three ranks in a ring: each tells its right neighbor its number.
//! let outcome = run(3, Network::default(), Schedule::earliest(), 1e9, |port| async move {
//!     let recorder = Recorder::new(false);
//!     let world = Communicator::world(&port, &recorder);
//!     let (rank, size) = (world.rank(), world.size());
//!     let mut heard = [0_u32];
//!     let mine = [rank as u32];
//!     let conversation = world.converse();
//!     let (right, left) = ((rank + 1) % size, (rank + size - 1) % size);
//!     conversation.step(0).exchange(right, &mine, left, &mut heard).await?;
//!     Ok(heard[0])
//! });
//! assert_eq!(outcome.result.unwrap(), [2, 0, 1]);
//! assert_eq!(outcome.finished_ns, 5004.0); // 5 µs to start, 1 ns per byte
//! ```
//!
//! The crate knows no collective: it runs any program over a [`Transport`](collectives::Transport).

#![forbid(unsafe_code)]

mod explore;
mod port;
mod run;
mod schedule;
mod world;

pub use explore::{Exploration, Memory, Watched, explore};
pub use port::Port;
pub use run::{Outcome, Stuck, run};
pub use schedule::{Buffering, ParseScheduleError, Schedule};

#[cfg(test)]
mod tests;
