//! What moves bytes between ranks.
//!
//! Read this to write a new transport. It knows no element types, no trees and no operators;
//! [`Communicator`](crate::Communicator) adds those. A transport promises:
//!
//! 1. Messages with one (source, target, tag) do not overtake each other.
//! 2. There are no wildcards: a receive names its source and its tag.
//! 3. A send may or may not wait for its receive. Algorithms must be right either way.
//! 4. Lengths match, or the receive fails. Nothing is ever truncated.
//! 5. A rank never sends to itself: a copy is the algorithm's business.
//! 6. A rank is one thread of control, so nothing here needs to be `Send`.
//! 7. A poll never blocks. Waiting, and giving up, is the executor's business.
//! 8. What may go wrong at run time is an [`Error`]; misuse is a panic.
//!
//! Ranks that only receive by name form a Kahn network: what they compute does not depend on
//! timing (Kahn, "The semantics of a simple language for parallel programming", 1974).

pub mod error;
mod mailbox;
pub mod ring;
mod sink;
mod tag;
mod wait;

pub use error::Error;
pub use mailbox::{Mailbox, Message};
pub use sink::{Combine, Sink};
pub(crate) use tag::OPERATION_COUNT_MAX;
pub use tag::{MESSAGE_COUNT_MAX, Tag};
pub(crate) use wait::UNTIMED;
pub use wait::{Direction, Wait, WaitList, find_cycle};

use std::task::{Context, Poll};

/// Largest number of bytes in one message. The length travels as 32 bits.
pub const MESSAGE_BYTES_MAX: usize = 1 << 30;

/// One rank's end of a network. See the [module](self) for the eight promises.
pub trait Transport {
    /// Who I am, in `0..size`.
    fn rank(&self) -> usize;

    /// How many we are.
    fn size(&self) -> usize;

    /// Moves `send` on. Ready once its bytes may be reused, which says nothing of delivery.
    fn poll_send(&self, context: &mut Context<'_>, send: &mut Send<'_>) -> Poll<Result<(), Error>>;

    /// Moves `receive` on. Ready once its buffer is filled exactly.
    fn poll_receive(
        &self,
        context: &mut Context<'_>,
        receive: &mut Receive<'_>,
    ) -> Poll<Result<(), Error>>;

    /// A rank begins a step of a call. Ready at once, unless something is to go wrong on purpose.
    ///
    /// # Errors
    /// What goes wrong.
    fn poll_step(&self, context: &mut Context<'_>, step: u32) -> Poll<Result<(), Error>> {
        let _ = (context, step);
        Poll::Ready(Ok(()))
    }

    /// A begun send or receive was dropped: its frame can never be finished, so neither can
    /// the world. Transports whose messages move whole have nothing to do.
    fn abandon(&self) {}

    /// Nanoseconds since some moment that all ranks share; virtual in the simulator.
    fn now_ns(&self) -> u64;

    /// Ready once [`Transport::now_ns`] has reached `until_ns`.
    fn poll_sleep(&self, context: &mut Context<'_>, until_ns: u64) -> Poll<()>;

    /// Modelled time to combine so many received bytes; 0 where the real time passes anyway.
    fn combine_ns(&self, bytes: usize) -> u64 {
        let _ = bytes;
        0
    }

    /// The payload messages this rank has sent so far.
    fn traffic(&self) -> Traffic;
}

/// A send under way: what to send, and how far it has got.
#[derive(Debug)]
pub struct Send<'a> {
    /// The target rank.
    pub to: usize,
    /// What the receive must name.
    pub tag: Tag,
    /// Travels with the message; see [`Receive::chain`].
    pub chain: u32,
    /// The payload.
    pub bytes: &'a [u8],
    /// Whether the transport has taken the header.
    pub begun: bool,
    /// Payload bytes already handed over.
    pub moved: usize,
}

/// A receive under way: where to put what, and how far it has got.
#[derive(Debug)]
pub struct Receive<'a> {
    /// The source rank.
    pub from: usize,
    /// What the send named.
    pub tag: Tag,
    /// Set by the transport: the length of the longest chain of dependent messages that ends
    /// with this one; see [`Recorder`](crate::trace::Recorder).
    pub chain: u32,
    /// Filled exactly.
    pub into: Sink<'a>,
    /// Whether the header has arrived and the payload is streaming into `into`.
    pub begun: bool,
    /// Payload bytes already in place.
    pub moved: usize,
}

/// Counts of payload messages: empty ones count, headers and control messages never do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Messages sent.
    pub messages: u64,
    /// Payload bytes sent.
    pub bytes: u64,
}

impl Traffic {
    /// Counts one message, unless it is a control message.
    pub fn count(&mut self, tag: Tag, bytes: usize) {
        if !tag.is_control() {
            self.messages += 1;
            self.bytes += bytes as u64;
        }
    }
}
