//! Message passing between ranks, and every collective written once on top of it.
//!
//! Start with an algorithm, [`all_reduce::ring`] for example: it is an async function over a
//! [`Communicator`], and reads like the article about it. Below it:
//!
//! - [`transport`]: what moves bytes between ranks, as a contract of eight promises. Simulator,
//!   threads and Web Workers each implement it.
//! - [`Communicator`], [`Operation`], [`Step`]: typed messages, numbered so that no two calls meet.
//! - [`Partition`], [`topology`]: which elements are whose, and who is whose neighbor.
//! - [`Element`], [`ReduceOp`]: what travels, and how two values become one.
//! - [`trace`]: what each rank did, for pictures and for counting.
//! - [`catalogue`]: every algorithm with its rounds, messages and bytes as formulas. The formulas
//!   are tested against what really travelled.
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
pub mod gather;
mod merge;
mod network;
mod partition;
pub mod plan;
mod reduce_op;
pub mod reduce_scatter;
mod signature;
pub mod sort;
mod splitters;
pub mod topology;
pub mod trace;
pub mod transport;

pub use call::{Call, Wanted, WantedRun};
pub use communicator::{Block, Communicator, Operation, Step};
pub use elements::{Element, ElementKind, OpKind, SortKey};
pub use network::Network;
pub use partition::Partition;
pub use reduce_op::ReduceOp;
pub use signature::{Collective, Disagreement, Signature};
pub use transport::{Error, Transport};
