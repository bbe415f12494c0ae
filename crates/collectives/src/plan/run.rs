//! Plans done for real, by one rank on its transport. The same loop for every algorithm, every kind
//! of number and every host.

use std::ops::Range;

use super::lend::{Lent, lend};
use super::memory::{Elements, Memory, Row};
use super::{Message, Plan, Round, Side};
use crate::communicator::Operation;
use crate::flight::{Moving, fly};
use crate::trace::{Action, Event};
use crate::transport::{Error, Sink, Transport};

/// What makes two elements one, for elements as bytes.
pub trait Operator {
    /// Combines what `came` with one's `own`, element by element, and stores it there; `side` is
    /// the operand that came. Both are whole elements, and stand where elements may stand.
    fn combine(&self, came: &[u8], own: &mut [u8], side: Side);
}

/// Where a plan combines nothing.
#[derive(Clone, Copy, Debug)]
pub struct MovesOnly;

impl Operator for MovesOnly {
    /// # Panics
    /// Always: nobody has said how.
    fn combine(&self, _: &[u8], _: &mut [u8], _: Side) {
        panic!("a plan that only moves has nothing to combine");
    }
}

impl<T: Transport> Operation<'_, T> {
    /// Does what `plan` says in `memory`. A call may do several plans, one after the other: the
    /// rounds and messages of the next one are counted on from those of the last.
    ///
    /// # Errors
    /// If lengths differ, or the world ends.
    ///
    /// # Panics
    /// If it is another rank's plan, or `memory` does not have its length.
    pub async fn run(
        &self,
        plan: &Plan,
        memory: Memory<'_>,
        op: &dyn Operator,
    ) -> Result<(), Error> {
        self.run_rounds(plan, 0..plan.rounds.len(), memory, op)
            .await
    }

    /// Does some rounds of a plan whose earlier rounds are done.
    pub(crate) async fn run_rounds(
        &self,
        plan: &Plan,
        rounds: Range<usize>,
        memory: Memory<'_>,
        op: &dyn Operator,
    ) -> Result<(), Error> {
        let communicator = self.communicator();
        let (rank, size) = (communicator.rank(), communicator.size());
        assert!(
            (plan.rank, plan.size) == (rank, size),
            "a rank does its own plan"
        );
        let Memory {
            bytes,
            element_bytes,
            first,
        } = memory;
        assert!(
            bytes.len() == plan.elements * element_bytes,
            "a plan has its memory"
        );
        let elements = Elements {
            bytes: element_bytes,
            op,
        };
        let mut hand = Hand {
            operation: self,
            elements,
            first,
            place: self.place().take(),
        };
        hand.place.met.resize(size, (0, 0));
        for round in &plan.rounds[rounds] {
            communicator.enter(hand.place.round).await?;
            hand.exchange(round, bytes).await?;
            for local in &round.local {
                elements.apply(local, bytes);
            }
            hand.end(round).await;
            hand.place.round += 1;
        }
        self.place().replace(hand.place);
        Ok(())
    }
}

/// How far a rank is in a call.
#[derive(Debug, Default)]
pub(crate) struct Place {
    round: u32,
    /// Messages to and from each rank so far: the k-th send meets the k-th receive.
    met: Vec<(u32, u32)>,
}

/// A rank's part of a plan under way.
struct Hand<'a, T: Transport> {
    operation: &'a Operation<'a, T>,
    elements: Elements<'a>,
    first: usize,
    place: Place,
}

impl<T: Transport> Hand<'_, T> {
    /// All messages of a round at once.
    async fn exchange(&mut self, round: &Round, memory: &mut [u8]) -> Result<(), Error> {
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
            messages.push(match (part, message) {
                (Lent::Read(bytes), _) => self.send(message, bytes),
                (Lent::Write(own), Message::Combine { side, .. }) if is_row(&message) => {
                    let sink = match side {
                        Side::Left => Sink::combine(own, &fold_left),
                        Side::Right => Sink::combine(own, &fold_right),
                    };
                    self.receive(message, sink)
                }
                (Lent::Write(own), _) => self.receive(message, Sink::fill(own)),
            });
        }
        let communicator = self.operation.communicator();
        let notes = Some((communicator.recorder(), self.place.round));
        fly(communicator.transport(), notes, messages).await?;
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

    fn send<'m>(&mut self, message: &Message, bytes: &'m [u8]) -> Moving<'m> {
        let to = message.peer();
        let (sent, _) = &mut self.place.met[to];
        let tag = self.operation.tag(*sent);
        *sent += 1;
        let chain = self.operation.communicator().recorder().next_chain();
        let elements = message.elements();
        let first = self.first + elements.elements().next().unwrap_or(0);
        Moving::out((to, tag), chain, bytes, first..first + elements.len())
    }

    fn receive<'m>(&mut self, message: &Message, into: Sink<'m>) -> Moving<'m> {
        let from = message.peer();
        let (_, received) = &mut self.place.met[from];
        let tag = self.operation.tag(*received);
        *received += 1;
        Moving::into((from, tag), into)
    }

    /// The model charges for everything that a round combines, once, when it is done.
    async fn end(&self, round: &Round) {
        let communicator = self.operation.communicator();
        let combined_bytes = super::time::folded(round) * self.elements.bytes;
        communicator.let_combine(combined_bytes).await;
        for (place, message) in round.messages.iter().enumerate() {
            if let Message::Combine { from, .. } = message {
                communicator.recorder().record(|| Event {
                    at_ns: communicator.transport().now_ns(),
                    step: self.place.round,
                    message: self.place.met[*from].1
                        - received_from(*from, &round.messages[place..]),
                    action: Action::Combined { from: *from },
                });
            }
        }
    }
}

/// How many of `messages` come from that rank.
fn received_from(rank: usize, messages: &[Message]) -> u32 {
    let comes = |it: &&Message| !it.sends() && it.peer() == rank;
    messages.iter().filter(comes).map(|_| 1).sum()
}
