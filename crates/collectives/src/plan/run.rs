//! Plans done for real, by one rank on its transport. The same loop for every algorithm, every kind
//! of number and every host.

use std::ops::Range;

use super::memory::{Elements, Memory, Row};
use super::prove::conflict;
use super::{Message, Plan, Round, Side};
use crate::communicator::Operation;
use crate::flight::{Messages, Moving, Payload, fly};
use crate::trace::{Action, Event};
use crate::transport::{Combine, Error, Sink, Transport};

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
    /// If it is another rank's plan, `memory` does not have its length, or messages of a round need
    /// the same memory.
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

/// How far a rank is in a call, and what it has to remember for that.
#[derive(Debug, Default)]
pub(crate) struct Place {
    round: u32,
    /// Messages to and from each rank so far: the k-th send meets the k-th receive.
    met: Vec<(u32, u32)>,
    /// The messages of a round, and where they lie.
    moving: Vec<(Moving, Lies)>,
}

/// Where a message lies while it is under way.
#[derive(Debug)]
enum Lies {
    /// In these bytes of the memory.
    Here(Range<usize>),
    /// In a row of its own: in the memory it lies in several places.
    Apart(Row),
}

impl Place {
    /// The beginning of a call.
    pub(crate) fn start(mut self) -> Self {
        self.round = 0;
        self.met.clear();
        self.moving.clear();
        self
    }
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
        let communicator = self.operation.communicator();
        let (rank, number) = (communicator.rank(), self.place.round);
        // Plans from outside are refused before they run, and those of the catalogue are proved.
        debug_assert_eq!(conflict(rank, number as usize, &round.messages), None);
        for message in &round.messages {
            let lies = match (message.elements().as_range(), message.sends()) {
                (Some(range), _) => Lies::Here(elements.range(&range)),
                (None, true) => Lies::Apart(elements.packed(message.elements(), memory)),
                (None, false) => Lies::Apart(elements.room(message.elements())),
            };
            let moving = self.moving(message);
            self.place.moving.push((moving, lies));
        }
        let mut messages = InMemory {
            messages: &round.messages,
            moving: &mut self.place.moving,
            memory,
            left: &|came, own| elements.op.combine(came, own, Side::Left),
            right: &|came, own| elements.op.combine(came, own, Side::Right),
        };
        let notes = Some((communicator.recorder(), number));
        fly(communicator.transport(), notes, &mut messages).await?;
        for (message, (_, lies)) in round.messages.iter().zip(self.place.moving.drain(..)) {
            let Lies::Apart(row) = lies else { continue };
            match message {
                Message::Send { .. } => {}
                Message::Receive { elements: to, .. } => elements.store(&row, to, memory),
                Message::Combine {
                    elements: onto,
                    side,
                    ..
                } => {
                    elements.fold(&row, onto, *side, memory);
                }
            }
        }
        Ok(())
    }

    /// The end of a message that nothing has moved of yet, with the next number between both ranks.
    fn moving(&mut self, message: &Message) -> Moving {
        let peer = message.peer();
        let (sent, received) = &mut self.place.met[peer];
        let met = if message.sends() { sent } else { received };
        let tag = self.operation.tag(*met);
        *met += 1;
        if !message.sends() {
            return Moving::from(peer, tag);
        }
        let chain = self.operation.communicator().recorder().next_chain();
        let elements = message.elements();
        let start = elements.as_slice().first().map_or(0, |range| range.start);
        let first = self.first + start;
        Moving::to(peer, tag, chain, first..first + elements.len())
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

/// The messages of a round, and the memory that they are sent from and received in.
struct InMemory<'r> {
    messages: &'r [Message],
    moving: &'r mut [(Moving, Lies)],
    memory: &'r mut [u8],
    /// How to combine what comes with one's own, by the side on which it stands.
    left: Combine<'r>,
    right: Combine<'r>,
}

impl Messages for InMemory<'_> {
    fn count(&self) -> usize {
        self.messages.len()
    }

    fn at(&mut self, index: usize) -> (&mut Moving, Payload<'_>) {
        let message = &self.messages[index];
        let (moving, lies) = &mut self.moving[index];
        let (own, here) = match lies {
            Lies::Here(range) => (&mut self.memory[range.clone()], true),
            Lies::Apart(row) => (row.bytes_mut(), false),
        };
        let payload = match message {
            Message::Send { .. } => Payload::Out(own),
            Message::Combine { side, .. } if here => {
                let combine = match side {
                    Side::Left => self.left,
                    Side::Right => self.right,
                };
                Payload::In(Sink::combine(own, combine))
            }
            _ => Payload::In(Sink::fill(own)),
        };
        (moving, payload)
    }
}

/// How many of `messages` come from that rank.
fn received_from(rank: usize, messages: &[Message]) -> u32 {
    let comes = |it: &&Message| !it.sends() && it.peer() == rank;
    messages.iter().filter(comes).map(|_| 1).sum()
}
