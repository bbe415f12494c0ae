//! Message passing between ranks, and every collective written once on top of it.
//!
//! Start with an algorithm, [`all_reduce::ring`] for example: it is a plain function that writes
//! a [`Plan`](plan::Plan), and reads like the article about it. Around it:
//!
//! - [`plan`]: what a rank will do, written down before anybody does it. What that costs,
//!   whether it is right and how long it takes follows from it; one loop does it anywhere.
//! - [`catalogue`]: every algorithm by name, and [`Call`], which says where its values lie.
//! - [`Communicator`]: ranks that make calls together, numbered so that no two meet, on slices of
//!   numbers if they like: [`Communicator::all_reduce`] and its like.
//! - [`transport`]: what moves bytes between ranks, as a contract of eight promises. Simulator,
//!   threads and Web Workers each implement it.
//! - [`Step`]: messages by hand, for programs whose messages depend on values, as [`sort`]s do.
//! - [`Partition`], [`topology`]: which elements are whose, and who is whose neighbor.
//! - [`Element`], [`Reduction`]: what travels, and how two values become one.
//! - [`trace`]: what each rank did, for pictures and for counting.
//!
//! This crate reads no clock, starts no thread, does no input or output and names no transport.
//! How ranks run is the business of the crates that implement [`Transport`].

#![forbid(unsafe_code)]

pub mod all_gather;
pub mod all_reduce;
pub mod all_to_all;
pub mod barrier;
pub mod broadcast;
mod call;
pub mod catalogue;
mod communicator;
mod flight;
pub mod gather;
mod merge;
mod network;
mod pairs;
mod partition;
pub mod plan;
pub mod reduce_scatter;
mod reduction;
mod signature;
pub mod sort;
mod splitters;
mod step;
#[cfg(test)]
mod table;
pub mod topology;
pub mod trace;
pub mod transport;
mod typed;

pub use call::{Call, Wanted, WantedRun};
pub use communicator::{Communicator, Operation};
pub use elements::{Element, ElementKind, OpKind, SortKey};
pub use network::Network;
pub use pairs::Pairs;
pub use partition::Partition;
pub use reduction::Reduction;
pub use signature::{Collective, Disagreement, Signature};
pub use step::Step;
pub use transport::{Error, Transport};
