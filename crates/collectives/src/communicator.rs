//! A group of ranks and the calls they make together.

use std::cell::{Cell, RefCell};
use std::pin::pin;

use crate::flight::{Moving, Payload, fly, join};
use crate::plan::{Memory, Operator, Place, Plan};
use crate::signature::{Collective, SIGNATURE_BYTES, Signature};
use crate::step::Step;
use crate::topology;
use crate::trace::Recorder;
use crate::transport::{Error, OPERATION_COUNT_MAX, Sink, Tag, Transport};

/// The context of the communicator that holds every rank.
const WORLD: u16 = 0;

/// All ranks of a transport, with a number for every call.
///
/// Calls are matched by the order in which each rank makes them, as in MPI 4.1, section 6.14.
#[derive(Debug)]
pub struct Communicator<'t, T: Transport> {
    transport: &'t T,
    recorder: &'t Recorder,
    operations: Cell<u32>,
    /// Lists that a call has done with, for the next one.
    lists: RefCell<Place>,
}

impl<'t, T: Transport> Communicator<'t, T> {
    /// The communicator of every rank of `transport`.
    pub fn world(transport: &'t T, recorder: &'t Recorder) -> Self {
        Self {
            transport,
            recorder,
            operations: Cell::new(0),
            lists: RefCell::default(),
        }
    }

    /// Who I am, in `0..size`.
    #[must_use]
    pub fn rank(&self) -> usize {
        self.transport.rank()
    }

    /// How many we are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.transport.size()
    }

    /// Takes part in a call of a collective: makes sure that the left neighbor makes the same one,
    /// and does `plan` in `memory`.
    ///
    /// # Errors
    /// [`Error::Disagreement`] names both ranks and the first argument that differs. Others if
    /// lengths differ or the world ends.
    ///
    /// # Panics
    /// As [`Operation::run`].
    pub async fn call(
        &self,
        signature: Signature,
        plan: &Plan,
        mut memory: Memory<'_>,
        op: &dyn Operator,
    ) -> Result<(), Error> {
        let operation = self.converse();
        if signature.collective != Collective::Barrier {
            operation.agree(signature).await?;
            return operation.run(plan, memory, op).await;
        }
        // Nothing that a barrier sends could be mistaken, so the check may happen beside its first
        // round: both go to the same neighbor, and nobody waits twice for it.
        let (first, all) = (plan.rounds.len().min(1), plan.rounds.len());
        let begun = operation.run_rounds(plan, 0..first, memory.again(), op);
        let agreed = Cell::new(false);
        let mut check = pin!(async {
            operation.agree(signature).await?;
            agreed.set(true);
            Ok(())
        });
        match join(check.as_mut(), begun).await {
            // Who calls something else may send what no barrier does; the check knows what it is.
            Err(error @ Error::Length { .. }) if !agreed.get() => {
                check.await?;
                return Err(error);
            }
            result => drop(result?),
        }
        operation.run_rounds(plan, first..all, memory, op).await
    }

    /// Begins a collective that is no plan: takes the next number and makes sure, before any
    /// payload moves, that the left neighbor makes the same call.
    ///
    /// # Errors
    /// [`Error::Disagreement`] names both ranks and the first argument that differs.
    pub async fn begin(&self, signature: Signature) -> Result<Operation<'_, T>, Error> {
        let operation = self.converse();
        operation.agree(signature).await?;
        Ok(operation)
    }

    /// Begins a conversation that is no collective: programs that send and receive by hand, or do
    /// plans that nobody knows by name. Each rank's n-th conversation meets the others' n-th.
    #[must_use]
    pub fn converse(&self) -> Operation<'_, T> {
        let number = self.operations.get();
        self.operations.set((number + 1) % OPERATION_COUNT_MAX);
        Operation {
            communicator: self,
            number,
            place: RefCell::new(self.lists.take().start()),
        }
    }

    pub(crate) fn transport(&self) -> &'t T {
        self.transport
    }

    pub(crate) fn recorder(&self) -> &'t Recorder {
        self.recorder
    }

    /// Lets the time pass that the model takes to combine so many bytes.
    pub(crate) async fn let_combine(&self, bytes: usize) {
        let transport = self.transport;
        let cost_ns = transport.combine_ns(bytes);
        if cost_ns > 0 {
            let until_ns = transport.now_ns() + cost_ns;
            std::future::poll_fn(|context| transport.poll_sleep(context, until_ns)).await;
        }
    }

    /// The rank begins a step: where something is to go wrong in it, it does now.
    pub(crate) async fn enter(&self, step: u32) -> Result<(), Error> {
        std::future::poll_fn(|context| self.transport.poll_step(context, step)).await
    }
}

/// One call on a communicator; its messages meet no other call's.
#[derive(Debug)]
pub struct Operation<'c, T: Transport> {
    communicator: &'c Communicator<'c, T>,
    number: u32,
    place: RefCell<Place>,
}

/// Its lists are left to the next call: to ask for memory takes longer than a short message.
impl<T: Transport> Drop for Operation<'_, T> {
    fn drop(&mut self) {
        self.communicator.lists.replace(self.place.take());
    }
}

impl<T: Transport> Operation<'_, T> {
    /// Step `number` of this call. Messages of one step are independent of each other.
    #[must_use]
    pub fn step(&self, number: usize) -> Step<'_, T> {
        Step::new(self, number)
    }

    /// Makes sure that the left neighbor makes the same call.
    async fn agree(&self, signature: Signature) -> Result<(), Error> {
        let communicator = self.communicator;
        let (rank, size) = (communicator.rank(), communicator.size());
        if size > 1 {
            let (left, right) = (topology::left(rank, size), topology::right(rank, size));
            let tag = self.tag(0).control();
            let mine = signature.to_wire();
            let mut theirs = [0; SIGNATURE_BYTES];
            let mut messages = [
                (Moving::to(right, tag, 0, 0..0), Payload::Out(&mine)),
                (
                    Moving::from(left, tag),
                    Payload::In(Sink::fill(&mut theirs)),
                ),
            ];
            fly(communicator.transport, None, &mut messages).await?;
            signature.compare(rank, left, theirs)?;
        }
        Ok(())
    }

    /// The name of the n-th message of this call between two ranks.
    pub(crate) fn tag(&self, message: u32) -> Tag {
        Tag::new(WORLD, self.number, message)
    }

    /// How far this rank is in its plans.
    pub(crate) fn place(&self) -> &RefCell<Place> {
        &self.place
    }

    pub(crate) fn communicator(&self) -> &Communicator<'_, T> {
        self.communicator
    }
}
