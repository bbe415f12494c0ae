//! Messages by hand, for programs that are no plans: because what they send depends on values.

use bytemuck::Pod;

use crate::communicator::Operation;
use crate::flight::{Moving, Payload, fly};
use crate::trace::{Action, Event};
use crate::transport::{Error, Sink, Tag, Transport};

/// One step of a call: where messages are sent, received and combined.
#[derive(Debug)]
pub struct Step<'o, T: Transport> {
    operation: &'o Operation<'o, T>,
    number: u32,
    first: usize,
}

impl<'o, T: Transport> Step<'o, T> {
    pub(crate) fn new(operation: &'o Operation<'o, T>, number: usize) -> Self {
        Self {
            operation,
            number: u32::try_from(number).expect("the number of steps fits 32 bits"),
            first: 0,
        }
    }

    /// What is sent in this step is the elements from `first` on, of all that ranks hold, one rank
    /// after the other. That is not sent: it is for the trace, so that a picture can show it.
    #[must_use]
    pub fn at(self, first: usize) -> Self {
        Self { first, ..self }
    }

    /// Sends `values` to rank `to`; done when they may be used again.
    ///
    /// # Errors
    /// If the world ends first.
    pub async fn send<E: Pod>(&self, to: usize, values: &[E]) -> Result<(), Error> {
        self.fly([self.outgoing(to, values)]).await
    }

    /// Fills `into` with the message from rank `from`.
    ///
    /// # Errors
    /// If its length differs, or the world ends first.
    pub async fn receive<E: Pod>(&self, from: usize, into: &mut [E]) -> Result<(), Error> {
        self.fly([self.incoming(from, into)]).await
    }

    /// Sends and receives at once, so that a ring of ranks which all do so cannot deadlock,
    /// however little the transport buffers.
    ///
    /// # Errors
    /// As [`Step::send`] and [`Step::receive`].
    pub async fn exchange<E: Pod>(
        &self,
        to: usize,
        values: &[E],
        from: usize,
        into: &mut [E],
    ) -> Result<(), Error> {
        let messages = [self.outgoing(to, values), self.incoming(from, into)];
        self.fly(messages).await
    }

    /// Notes that so many `bytes` from rank `from` have been combined with one's own, and lets
    /// the time pass that the model takes for it.
    pub(crate) async fn combined(&self, from: usize, bytes: usize) {
        let communicator = self.operation.communicator();
        communicator.let_combine(bytes).await;
        communicator.recorder().record(|| Event {
            at_ns: communicator.transport().now_ns(),
            step: self.number,
            message: self.number,
            action: Action::Combined { from },
        });
    }

    fn outgoing<'m, E: Pod>(&self, to: usize, values: &'m [E]) -> (Moving, Payload<'m>) {
        let chain = self.operation.communicator().recorder().next_chain();
        let elements = self.first..self.first + values.len();
        let bytes = bytemuck::cast_slice(values);
        (
            Moving::to(to, self.tag(), chain, elements),
            Payload::Out(bytes),
        )
    }

    fn incoming<'m, E: Pod>(&self, from: usize, into: &'m mut [E]) -> (Moving, Payload<'m>) {
        let into = Sink::fill(bytemuck::cast_slice_mut(into));
        (Moving::from(from, self.tag()), Payload::In(into))
    }

    async fn fly<const N: usize>(
        &self,
        mut messages: [(Moving, Payload<'_>); N],
    ) -> Result<(), Error> {
        let communicator = self.operation.communicator();
        communicator.enter(self.number).await?;
        let notes = Some((communicator.recorder(), self.number));
        fly(communicator.transport(), notes, &mut messages).await
    }

    fn tag(&self) -> Tag {
        self.operation.tag(self.number)
    }
}
