//! Messages under way.

use std::future::{Future, poll_fn};
use std::ops::Range;
use std::pin::pin;
use std::task::{Context, Poll};

use crate::trace::{Action, Event, Recorder};
use crate::transport::{Error, Receive, Send, Sink, Tag, Transport};

/// One end of a message under way. What it carries is lent to it whenever it may move.
#[derive(Debug)]
pub(crate) struct Moving {
    peer: usize,
    tag: Tag,
    chain: u32,
    /// For the trace: which elements it carries.
    elements: Range<usize>,
    begun: bool,
    moved: usize,
    done: bool,
}

/// What a message carries.
#[derive(Debug)]
pub(crate) enum Payload<'m> {
    /// What is sent.
    Out(&'m [u8]),
    /// Where it goes.
    In(Sink<'m>),
}

/// Messages that move at once. They are asked to one by one, and none keeps its payload
/// meanwhile: so all may lie in one memory, and nobody has to take that apart.
pub(crate) trait Messages {
    /// How many.
    fn count(&self) -> usize;

    /// One of them, and what it carries.
    fn at(&mut self, index: usize) -> (&mut Moving, Payload<'_>);
}

impl<const N: usize> Messages for [(Moving, Payload<'_>); N] {
    fn count(&self) -> usize {
        N
    }

    fn at(&mut self, index: usize) -> (&mut Moving, Payload<'_>) {
        let (moving, payload) = &mut self[index];
        let payload = match payload {
            Payload::Out(bytes) => Payload::Out(bytes),
            Payload::In(sink) => Payload::In(sink.again()),
        };
        (moving, payload)
    }
}

/// Who notes what happens, and in which step; none of control messages.
pub(crate) type Notes<'n> = Option<(&'n Recorder, u32)>;

impl Moving {
    /// A message to rank `to` that carries `elements`.
    pub(crate) fn to(to: usize, tag: Tag, chain: u32, elements: Range<usize>) -> Self {
        Self {
            peer: to,
            tag,
            chain,
            elements,
            begun: false,
            moved: 0,
            done: false,
        }
    }

    /// A message from rank `from`.
    pub(crate) fn from(from: usize, tag: Tag) -> Self {
        Self::to(from, tag, 0, 0..0)
    }

    /// Moves on, with its payload.
    fn poll<T: Transport>(
        &mut self,
        transport: &T,
        context: &mut Context<'_>,
        payload: Payload<'_>,
    ) -> Poll<Result<(), Error>> {
        let Self {
            peer, tag, chain, ..
        } = *self;
        let (begun, moved) = (self.begun, self.moved);
        match payload {
            Payload::Out(bytes) => {
                let mut send = Send {
                    to: peer,
                    tag,
                    chain,
                    bytes,
                    begun,
                    moved,
                };
                let polled = transport.poll_send(context, &mut send);
                (self.begun, self.moved) = (send.begun, send.moved);
                polled
            }
            Payload::In(into) => {
                let mut receive = Receive {
                    from: peer,
                    tag,
                    chain,
                    into,
                    begun,
                    moved,
                };
                let polled = transport.poll_receive(context, &mut receive);
                (self.begun, self.moved) = (receive.begun, receive.moved);
                self.chain = receive.chain;
                polled
            }
        }
    }

    fn posted(&self, payload: &Payload<'_>) -> Action {
        match payload {
            Payload::Out(bytes) => Action::SendPosted {
                to: self.peer,
                elements: self.elements.clone(),
                bytes: bytes.len(),
                chain: self.chain,
            },
            Payload::In(_) => Action::ReceivePosted { from: self.peer },
        }
    }

    fn ended(&self, sent: bool) -> Action {
        let peer = self.peer;
        match sent {
            true => Action::SendReleased { to: peer },
            false => Action::ReceiveMatched { from: peer },
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
pub(crate) async fn fly<T: Transport>(
    transport: &T,
    notes: Notes<'_>,
    messages: &mut dyn Messages,
) -> Result<(), Error> {
    let mut flight = Flight {
        transport,
        notes,
        left: messages.count(),
        messages,
    };
    flight.begin();
    poll_fn(|context| flight.poll(context)).await
}

struct Flight<'f, T: Transport> {
    transport: &'f T,
    notes: Notes<'f>,
    messages: &'f mut dyn Messages,
    /// How many are not done.
    left: usize,
}

impl<T: Transport> Flight<'_, T> {
    fn begin(&mut self) {
        let (rank, size) = (self.transport.rank(), self.transport.size());
        for index in 0..self.messages.count() {
            let (moving, payload) = self.messages.at(index);
            let peer = moving.peer;
            assert!(peer < size, "rank {rank} names rank {peer} of {size}");
            assert!(
                peer != rank,
                "rank {rank} sends to itself: a copy is the algorithm's business"
            );
            note(self.transport, self.notes, moving, || {
                moving.posted(&payload)
            });
        }
    }

    /// Ready when every message is done.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        for index in 0..self.messages.count() {
            let (moving, payload) = self.messages.at(index);
            if moving.done {
                continue;
            }
            let sent = matches!(payload, Payload::Out(_));
            if let Poll::Ready(result) = moving.poll(self.transport, context, payload) {
                moving.done = true;
                self.left -= 1;
                result?;
                note(self.transport, self.notes, moving, || moving.ended(sent));
                if let Some((recorder, _)) = self.notes {
                    recorder.depends_on(moving.chain);
                }
            }
        }
        match self.left {
            0 => Poll::Ready(Ok(())),
            _ => Poll::Pending,
        }
    }
}

fn note<T: Transport>(
    transport: &T,
    notes: Notes<'_>,
    moving: &Moving,
    action: impl FnOnce() -> Action,
) {
    if let Some((recorder, step)) = notes {
        recorder.record(|| Event {
            at_ns: transport.now_ns(),
            step,
            message: moving.tag.message(),
            action: action(),
        });
    }
}

/// A frame that has begun can never be finished by anybody else.
impl<T: Transport> Drop for Flight<'_, T> {
    fn drop(&mut self) {
        let mut all = 0..self.messages.count();
        let left = self.left > 0
            && all.any(|index| {
                let (moving, _) = self.messages.at(index);
                moving.begun && !moving.done
            });
        if left {
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
