//! What a rank did, as it did it: one stream that the animation, the cost tests and the
//! diagrams all read.

use std::cell::{Cell, RefCell};
use std::ops::Range;

/// One thing that one rank did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When, on the transport's clock.
    pub at_ns: u64,
    /// In which step of the operation this rank was.
    pub step: u32,
    /// Which message between the two ranks it concerns: the number in its tag.
    pub message: u32,
    /// What.
    pub action: Action,
}

/// What a rank can do that leaves a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Asked the transport to send a message.
    SendPosted {
        /// The target.
        to: usize,
        /// Which elements of the result vector the message carries.
        elements: Range<usize>,
        /// Payload bytes.
        bytes: usize,
        /// Length of the longest chain of dependent messages that ends with this one.
        chain: u32,
    },
    /// May use the sent bytes again.
    SendReleased {
        /// The target.
        to: usize,
    },
    /// Asked the transport for a message.
    ReceivePosted {
        /// The source.
        from: usize,
    },
    /// Has that message.
    ReceiveMatched {
        /// The source.
        from: usize,
    },
    /// Combined received values with its own, instead of storing them.
    Combined {
        /// Where the values came from.
        from: usize,
    },
}

/// Collects one rank's events, and its place in the chains of dependent messages: a message
/// depends on what its sender has sent or received before. The length of the longest chain is
/// the number of rounds, a logical clock in the sense of Lamport (1978).
#[derive(Debug, Default)]
pub struct Recorder {
    enabled: bool,
    events: RefCell<Vec<Event>>,
    chain: Cell<u32>,
}

impl Recorder {
    /// A recorder that keeps events only if `enabled`; the chain is kept in any case.
    #[must_use]
    pub fn new(enabled: bool) -> Self {
        Self {
            enabled,
            ..Self::default()
        }
    }

    /// The chain that the next message of this rank extends, itself included.
    pub(crate) fn next_chain(&self) -> u32 {
        self.chain.get() + 1
    }

    /// What this rank does from now on depends on a message at the end of such a chain.
    pub(crate) fn depends_on(&self, chain: u32) {
        self.chain.set(self.chain.get().max(chain));
    }

    /// Records an event, if it is to; the clock is read only then, for that takes as long as a
    /// short message.
    pub(crate) fn record(&self, event: impl FnOnce() -> Event) {
        if self.enabled {
            self.events.borrow_mut().push(event());
        }
    }

    /// Length of the longest chain of dependent messages that this rank was part of.
    #[must_use]
    pub fn chain(&self) -> u32 {
        self.chain.get()
    }

    /// The events so far, in program order; the recorder is empty afterwards.
    #[must_use]
    pub fn take(&self) -> Vec<Event> {
        self.events.take()
    }
}
