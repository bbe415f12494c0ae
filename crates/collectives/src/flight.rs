//! Messages under way.

use std::future::{Future, poll_fn};
use std::ops::Range;
use std::pin::pin;
use std::task::{Context, Poll};

use crate::trace::{Action, Event, Recorder};
use crate::transport::{Error, Receive, Send, Sink, Tag, Transport};

/// One end of a message under way.
#[derive(Debug)]
pub(crate) enum Moving<'m> {
    /// To be sent, and for the trace: which elements it carries.
    Out(Send<'m>, Range<usize>),
    /// To be received.
    In(Receive<'m>),
}

/// Who notes what happens, and in which step; none of control messages.
pub(crate) type Notes<'n> = Option<(&'n Recorder, u32)>;

impl<'m> Moving<'m> {
    pub(crate) fn out(
        (to, tag): (usize, Tag),
        chain: u32,
        bytes: &'m [u8],
        elements: Range<usize>,
    ) -> Self {
        let send = Send {
            to,
            tag,
            chain,
            bytes,
            begun: false,
            moved: 0,
        };
        Self::Out(send, elements)
    }

    pub(crate) fn into((from, tag): (usize, Tag), into: Sink<'m>) -> Self {
        Self::In(Receive {
            from,
            tag,
            chain: 0,
            into,
            begun: false,
            moved: 0,
        })
    }

    /// The rank at the other end, and the message's name.
    fn name(&self) -> (usize, Tag) {
        match self {
            Self::Out(send, _) => (send.to, send.tag),
            Self::In(receive) => (receive.from, receive.tag),
        }
    }

    fn posted(&self) -> Action {
        match self {
            Self::Out(send, elements) => Action::SendPosted {
                to: send.to,
                elements: elements.clone(),
                bytes: send.bytes.len(),
                chain: send.chain,
            },
            Self::In(receive) => Action::ReceivePosted { from: receive.from },
        }
    }

    fn done(&self) -> Action {
        match self {
            Self::Out(send, _) => Action::SendReleased { to: send.to },
            Self::In(receive) => Action::ReceiveMatched { from: receive.from },
        }
    }

    fn chain(&self) -> u32 {
        match self {
            Self::Out(send, _) => send.chain,
            Self::In(receive) => receive.chain,
        }
    }

    fn begun(&self) -> bool {
        match self {
            Self::Out(send, _) => send.begun,
            Self::In(receive) => receive.begun,
        }
    }
}

/// Moves `messages` at once, so that none waits for another: what makes an exchange safe where
/// sends wait for their receives. Done when all are.
///
/// # Errors
/// If a length differs, or the world ends.
///
/// # Panics
/// If a rank names itself, or one that is not there.
pub(crate) async fn fly<'m, T: Transport>(
    transport: &T,
    notes: Notes<'_>,
    messages: impl IntoIterator<Item = Moving<'m>>,
) -> Result<(), Error> {
    let messages = messages.into_iter().map(|message| (message, false));
    let mut flight = Flight {
        transport,
        notes,
        messages: messages.collect(),
    };
    flight.begin();
    poll_fn(|context| flight.poll(context)).await
}

struct Flight<'f, 'm, T: Transport> {
    transport: &'f T,
    notes: Notes<'f>,
    /// And whether each is done.
    messages: Vec<(Moving<'m>, bool)>,
}

impl<'m, T: Transport> Flight<'_, 'm, T> {
    fn begin(&self) {
        let (rank, size) = (self.transport.rank(), self.transport.size());
        for (message, _) in &self.messages {
            let (peer, _) = message.name();
            assert!(peer < size, "rank {rank} names rank {peer} of {size}");
            assert!(
                peer != rank,
                "rank {rank} sends to itself: a copy is the algorithm's business"
            );
            self.note(message, Moving::posted);
        }
    }

    /// Ready when every message is done.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let mut all = true;
        for index in 0..self.messages.len() {
            let (message, done) = &mut self.messages[index];
            if *done {
                continue;
            }
            let polled = match message {
                Moving::Out(send, _) => self.transport.poll_send(context, send),
                Moving::In(receive) => self.transport.poll_receive(context, receive),
            };
            match polled {
                Poll::Pending => all = false,
                Poll::Ready(result) => {
                    *done = true;
                    result?;
                    self.note(&self.messages[index].0, Moving::done);
                }
            }
        }
        if all {
            // What is sent now does not depend on what comes at the same time.
            if let Some((recorder, _)) = self.notes {
                let chains = self.messages.iter().map(|(message, _)| message.chain());
                recorder.depends_on(chains.max().unwrap_or(0));
            }
            return Poll::Ready(Ok(()));
        }
        Poll::Pending
    }

    fn note(&self, message: &Moving<'m>, what: fn(&Moving<'m>) -> Action) {
        if let Some((recorder, step)) = self.notes {
            recorder.record(|| Event {
                at_ns: self.transport.now_ns(),
                step,
                message: message.name().1.message(),
                action: what(message),
            });
        }
    }
}

/// A frame that has begun can never be finished by anybody else.
impl<T: Transport> Drop for Flight<'_, '_, T> {
    fn drop(&mut self) {
        let mut left = self.messages.iter().filter(|(_, done)| !done);
        if left.any(|(message, _)| message.begun()) {
            self.transport.abandon();
        }
    }
}

/// Both futures at once; the first error ends both.
pub(crate) async fn join<A, B>(
    left: impl Future<Output = Result<A, Error>>,
    right: impl Future<Output = Result<B, Error>>,
) -> Result<(A, B), Error> {
    let mut left = pin!(left);
    let mut right = pin!(right);
    let (mut left_value, mut right_value) = (None, None);
    poll_fn(|context| {
        if left_value.is_none()
            && let Poll::Ready(result) = left.as_mut().poll(context)
        {
            left_value = Some(result?);
        }
        if right_value.is_none()
            && let Poll::Ready(result) = right.as_mut().poll(context)
        {
            right_value = Some(result?);
        }
        if left_value.is_some() && right_value.is_some() {
            return Poll::Ready(Ok(left_value.take().zip(right_value.take())));
        }
        Poll::Pending
    })
    .await
    .map(|both| both.expect("both values were there"))
}
