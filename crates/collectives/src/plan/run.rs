//! Plans done for real, by one rank on its transport. The same loop for every algorithm, every kind
//! of number and every host.

use std::future::poll_fn;
use std::task::{Context, Poll};

use super::lend::{Lent, lend};
use super::memory::{Elements, Row};
use super::{Message, Plan, Round, Side};
use crate::communicator::{Communicator, Operation};
use crate::trace::Action;
use crate::transport::{Error, Receive, Send, Sink, Transport};

/// What makes two elements one, for elements as bytes.
pub trait Operator {
    /// Combines what `came` with one's `own`, element by element, and stores it there; `side` is
    /// the operand that came. Both are whole elements, and stand where elements may stand.
    fn combine(&self, came: &[u8], own: &mut [u8], side: Side);
}

impl<T: Transport> Operation<'_, T> {
    /// Does what `plan` says in `memory`, in which an element has so many bytes.
    ///
    /// # Errors
    /// If lengths differ, or the world ends.
    ///
    /// # Panics
    /// If it is another rank's plan, or `memory` does not have its length.
    pub async fn run(
        &self,
        plan: &Plan,
        memory: &mut [u8],
        element_bytes: usize,
        op: &dyn Operator,
    ) -> Result<(), Error> {
        let communicator = self.communicator();
        let (rank, size) = (communicator.rank(), communicator.size());
        assert!(
            (plan.rank, plan.size) == (rank, size),
            "a rank does its own plan"
        );
        assert!(
            memory.len() == plan.elements * element_bytes,
            "a plan has its memory"
        );
        let mut hand = Hand {
            operation: self,
            elements: Elements {
                bytes: element_bytes,
                op,
            },
            sent: vec![0; size],
            received: vec![0; size],
        };
        for (number, round) in (0..).zip(&plan.rounds) {
            hand.exchange(number, round, memory).await?;
            for local in &round.local {
                hand.elements.apply(local, memory);
            }
            hand.let_time_pass(number, round).await;
        }
        Ok(())
    }
}

/// A rank's part of a call under way.
struct Hand<'a, T: Transport> {
    operation: &'a Operation<'a, T>,
    elements: Elements<'a>,
    /// Messages to and from each rank so far: the k-th send meets the k-th receive.
    sent: Vec<u32>,
    received: Vec<u32>,
}

/// A message under way.
enum Moving<'m> {
    Out(Send<'m>),
    In(Receive<'m>),
}

/// All messages of a round under way, and which are done.
struct Flight<'f, 'm, T: Transport> {
    communicator: &'f Communicator<'f, T>,
    number: u32,
    messages: Vec<(Moving<'m>, bool)>,
}

impl<T: Transport> Hand<'_, T> {
    /// All messages of a round at once.
    async fn exchange(
        &mut self,
        number: u32,
        round: &Round,
        memory: &mut [u8],
    ) -> Result<(), Error> {
        let elements = self.elements;
        let is_row = |message: &&Message| message.elements().as_range().is_some();
        // What lies in several places goes through a row of its own.
        let scattered = || round.messages.iter().filter(|it| !is_row(it));
        let rows = scattered().map(|message| match message.sends() {
            true => elements.packed(message.elements(), memory),
            false => elements.room(message.elements()),
        });
        let mut rows: Vec<Row> = rows.collect();
        let fold_left = |came: &[u8], own: &mut [u8]| elements.op.combine(came, own, Side::Left);
        let fold_right = |came: &[u8], own: &mut [u8]| elements.op.combine(came, own, Side::Right);

        let wanted = round.messages.iter().filter_map(|message| {
            let range = message.elements().as_range()?;
            Some((elements.range(&range), !message.sends()))
        });
        let mut lent = lend(memory, &wanted.collect::<Vec<_>>()).into_iter();
        let mut apart = rows.iter_mut();
        let mut messages = Vec::with_capacity(round.messages.len());
        for message in &round.messages {
            let part = match (is_row(&message), message.sends()) {
                (true, _) => lent.next(),
                (false, true) => apart.next().map(|row| Lent::Read(row.bytes())),
                (false, false) => apart.next().map(|row| Lent::Write(row.bytes_mut())),
            };
            let part = part.expect("every message has its part");
            let moving = match (part, message) {
                (Lent::Read(bytes), _) => self.send(message.peer(), bytes),
                (Lent::Write(own), Message::Combine { side, .. }) if is_row(&message) => {
                    let sink = match side {
                        Side::Left => Sink::combine(own, &fold_left),
                        Side::Right => Sink::combine(own, &fold_right),
                    };
                    self.receive(message.peer(), sink)
                }
                (Lent::Write(own), _) => self.receive(message.peer(), Sink::fill(own)),
            };
            messages.push((moving, false));
        }
        let communicator = self.operation.communicator();
        let mut flight = Flight {
            communicator,
            number,
            messages,
        };
        flight.record_start(round, elements.bytes);
        poll_fn(|context| flight.poll(context)).await?;
        drop(flight);
        for (message, row) in scattered().zip(&rows) {
            match message {
                Message::Send { .. } => {}
                Message::Receive { elements: to, .. } => elements.store(row, to, memory),
                Message::Combine {
                    elements: onto,
                    side,
                    ..
                } => elements.fold(row, onto, *side, memory),
            }
        }
        Ok(())
    }

    fn send<'m>(&mut self, to: usize, bytes: &'m [u8]) -> Moving<'m> {
        let tag = self.operation.tag(self.sent[to]);
        self.sent[to] += 1;
        Moving::Out(Send {
            to,
            tag,
            chain: self.operation.communicator().recorder().next_chain(),
            bytes,
            begun: false,
            moved: 0,
        })
    }

    fn receive<'m>(&mut self, from: usize, into: Sink<'m>) -> Moving<'m> {
        let tag = self.operation.tag(self.received[from]);
        self.received[from] += 1;
        Moving::In(Receive {
            from,
            tag,
            chain: 0,
            into,
            begun: false,
            moved: 0,
        })
    }

    /// The model charges for everything that a round combines, once, when it is done.
    async fn let_time_pass(&self, number: u32, round: &Round) {
        let communicator = self.operation.communicator();
        let transport = communicator.transport();
        let cost_ns = transport.combine_ns(super::time::folded(round) * self.elements.bytes);
        if cost_ns > 0 {
            let until_ns = transport.now_ns() + cost_ns;
            poll_fn(|context| transport.poll_sleep(context, until_ns)).await;
        }
        for message in &round.messages {
            if let Message::Combine { from, .. } = message {
                communicator.record(number, Action::Combined { from: *from });
            }
        }
    }
}

impl<T: Transport> Flight<'_, '_, T> {
    fn record_start(&self, round: &Round, element_bytes: usize) {
        for (message, (moving, _)) in round.messages.iter().zip(&self.messages) {
            let action = match moving {
                Moving::Out(send) => {
                    let elements = message.elements();
                    let first = elements.elements().next().unwrap_or(0);
                    Action::SendPosted {
                        to: send.to,
                        elements: first..first + elements.len(),
                        bytes: elements.len() * element_bytes,
                        chain: send.chain,
                    }
                }
                Moving::In(receive) => Action::ReceivePosted { from: receive.from },
            };
            self.communicator.record(self.number, action);
        }
    }

    /// Ready when every message is done.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let communicator = self.communicator;
        let (transport, recorder) = (communicator.transport(), communicator.recorder());
        let mut all = true;
        for (message, done) in self.messages.iter_mut().filter(|(_, done)| !done) {
            let (polled, chain, action) = match message {
                Moving::Out(send) => {
                    let polled = transport.poll_send(context, send);
                    (polled, send.chain, Action::SendReleased { to: send.to })
                }
                Moving::In(receive) => {
                    let polled = transport.poll_receive(context, receive);
                    let from = receive.from;
                    (polled, receive.chain, Action::ReceiveMatched { from })
                }
            };
            match polled {
                Poll::Pending => all = false,
                Poll::Ready(result) => {
                    *done = true;
                    result?;
                    recorder.depends_on(chain);
                    communicator.record(self.number, action);
                }
            }
        }
        if all {
            Poll::Ready(Ok(()))
        } else {
            Poll::Pending
        }
    }
}

/// A frame that has begun can never be finished by anybody else.
impl<T: Transport> Drop for Flight<'_, '_, T> {
    fn drop(&mut self) {
        let begun = self.messages.iter().any(|(message, done)| {
            let begun = match message {
                Moving::Out(send) => send.begun,
                Moving::In(receive) => receive.begun,
            };
            begun && !done
        });
        if begun {
            self.communicator.transport().abandon();
        }
    }
}
