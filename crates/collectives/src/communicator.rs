//! A group of ranks and the calls they make together.

use std::cell::Cell;
use std::future::Future;
use std::ops::Range;

use bytemuck::Pod;

use crate::signature::{Collective, SIGNATURE_BYTES, Signature};
use crate::trace::{Action, Recorder};
use crate::transport::{
    Error, OPERATION_COUNT_MAX, Receive, Receiving, Send, Sending, Sink, Tag, Transport, join,
};
use crate::{Element, ElementKind, ReduceOp, topology};

/// The context of the communicator that holds every rank.
const WORLD: u16 = 0;

/// All ranks of a transport, with typed messages and a number for every call.
///
/// Calls are matched by the order in which each rank makes them, as in MPI 4.1, section 6.14.
#[derive(Debug)]
pub struct Communicator<'t, T: Transport> {
    transport: &'t T,
    recorder: &'t Recorder,
    operations: Cell<u32>,
}

impl<'t, T: Transport> Communicator<'t, T> {
    /// The communicator of every rank of `transport`.
    pub fn world(transport: &'t T, recorder: &'t Recorder) -> Self {
        Self {
            transport,
            recorder,
            operations: Cell::new(0),
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

    /// Begins a collective: takes the next operation number and makes sure, before any payload
    /// moves, that the left neighbor makes the same call.
    ///
    /// # Errors
    /// [`Error::Disagreement`] names both ranks and the first argument that differs.
    pub async fn begin(&self, signature: Signature) -> Result<Operation<'_, T>, Error> {
        let operation = self.next_operation();
        operation.agree(signature).await?;
        Ok(operation)
    }

    /// Begins a collective of `kind` for which ranks may bring different numbers of elements:
    /// `counts[r]` from rank r, `own` from this one.
    ///
    /// # Panics
    /// If `counts` does not have one entry per rank, or not the right one for this rank.
    pub(crate) async fn begin_uneven(
        &self,
        (collective, root): (Collective, Option<usize>),
        kind: ElementKind,
        own: usize,
        counts: &[usize],
    ) -> Result<Operation<'_, T>, Error> {
        let (rank, size) = (self.rank(), self.size());
        assert!(counts.len() == size, "there is one count per rank");
        assert!(counts[rank] == own, "a rank brings what it announced");
        let signature = Signature {
            collective,
            root,
            count: Some(counts.iter().sum()),
            kind: Some(kind),
            op: None,
        };
        self.begin(signature).await
    }

    /// Begins a conversation that is no collective: programs that send and receive by hand.
    /// Each rank's n-th conversation meets the others' n-th.
    #[must_use]
    pub fn converse(&self) -> Operation<'_, T> {
        self.next_operation()
    }

    fn next_operation(&self) -> Operation<'_, T> {
        let number = self.operations.get();
        self.operations.set((number + 1) % OPERATION_COUNT_MAX);
        Operation {
            communicator: self,
            number,
        }
    }

    pub(crate) fn transport(&self) -> &'t T {
        self.transport
    }

    pub(crate) fn recorder(&self) -> &'t Recorder {
        self.recorder
    }

    pub(crate) fn record(&self, step: u32, action: Action) {
        self.recorder.record(self.transport.now_ns(), step, action);
    }

    fn send_bytes<'a>(
        &'a self,
        to: usize,
        tag: Tag,
        chain: u32,
        bytes: &'a [u8],
    ) -> Sending<'a, T> {
        Sending::new(
            self.transport,
            Send {
                to,
                tag,
                chain,
                bytes,
                begun: false,
                moved: 0,
            },
        )
    }

    fn receive_bytes<'a>(&'a self, from: usize, tag: Tag, into: Sink<'a>) -> Receiving<'a, T> {
        let receive = Receive {
            from,
            tag,
            chain: 0,
            into,
            begun: false,
            moved: 0,
        };
        Receiving::new(self.transport, receive)
    }
}

/// One call on a communicator; its messages meet no other call's.
#[derive(Debug)]
pub struct Operation<'c, T: Transport> {
    communicator: &'c Communicator<'c, T>,
    number: u32,
}

impl<T: Transport> Operation<'_, T> {
    /// Step `number` of this call. Messages of one step are independent of each other.
    #[must_use]
    pub fn step(&self, number: usize) -> Step<'_, T> {
        let number = u32::try_from(number).expect("the number of steps fits 32 bits");
        Step {
            operation: self,
            number,
        }
    }

    /// Makes sure that the left neighbor makes the same call. Most collectives do so before they
    /// [begin](Communicator::begin); one whose messages cannot be mistaken may do both at once.
    ///
    /// # Errors
    /// [`Error::Disagreement`] names both ranks and the first argument that differs.
    pub(crate) async fn agree(&self, signature: Signature) -> Result<(), Error> {
        let communicator = self.communicator;
        let (rank, size) = (communicator.rank(), communicator.size());
        if size > 1 {
            let (left, right) = (topology::left(rank, size), topology::right(rank, size));
            let tag = self.tag(0).control();
            let mine = signature.to_wire();
            let mut theirs = [0; SIGNATURE_BYTES];
            join(
                communicator.send_bytes(right, tag, 0, &mine),
                communicator.receive_bytes(left, tag, Sink::fill(&mut theirs)),
            )
            .await?;
            signature.compare(rank, left, theirs)?;
        }
        Ok(())
    }

    pub(crate) fn tag(&self, step: u32) -> Tag {
        Tag::new(WORLD, self.number, step)
    }

    pub(crate) fn communicator(&self) -> &Communicator<'_, T> {
        self.communicator
    }
}

/// Values on their way, and which elements of the result vector they are. Where the result is no
/// one vector, the elements that the sender holds are counted, all ranks' one after the other.
/// The place is not sent: it is for the trace, so that a picture can show what a message carries.
///
/// It forgets the type of the values, so that sending exists once and not once per type.
#[derive(Clone, Debug)]
pub struct Block<'a> {
    bytes: &'a [u8],
    elements: Range<usize>,
}

impl<'a> Block<'a> {
    /// The part `range` of the result vector `vector`.
    #[must_use]
    pub fn of<E: Pod>(vector: &'a [E], range: Range<usize>) -> Self {
        Self::at(range.start, &vector[range])
    }

    /// Values that will stand at `start` in the result vector.
    #[must_use]
    pub fn at<E: Pod>(start: usize, values: &'a [E]) -> Self {
        Self {
            bytes: bytemuck::cast_slice(values),
            elements: start..start + values.len(),
        }
    }
}

/// One step of a call: where messages are sent, received and combined.
#[derive(Debug)]
pub struct Step<'o, T: Transport> {
    operation: &'o Operation<'o, T>,
    number: u32,
}

impl<T: Transport> Step<'_, T> {
    /// Sends `block` to rank `to`; done when its values may be used again.
    ///
    /// # Errors
    /// If the world ends first.
    pub async fn send(&self, to: usize, block: Block<'_>) -> Result<(), Error> {
        let Block { bytes, elements } = block;
        let chain = self.recorder().next_chain();
        self.record(Action::SendPosted {
            to,
            elements,
            bytes: bytes.len(),
            chain,
        });
        self.communicator()
            .send_bytes(to, self.tag(), chain, bytes)
            .await?;
        self.recorder().depends_on(chain);
        self.record(Action::SendReleased { to });
        Ok(())
    }

    /// Fills `into` with the message from rank `from`.
    ///
    /// # Errors
    /// If its length differs, or the world ends first.
    pub fn receive<E: Pod>(
        &self,
        from: usize,
        into: &mut [E],
    ) -> impl Future<Output = Result<(), Error>> {
        self.fill(from, Sink::fill(bytemuck::cast_slice_mut(into)))
    }

    async fn fill(&self, from: usize, into: Sink<'_>) -> Result<(), Error> {
        self.record(Action::ReceivePosted { from });
        let chain = self
            .communicator()
            .receive_bytes(from, self.tag(), into)
            .await?;
        self.recorder().depends_on(chain);
        self.record(Action::ReceiveMatched { from });
        Ok(())
    }

    /// Sends and receives at once, so that a ring of ranks which all do so cannot deadlock,
    /// however little the transport buffers.
    ///
    /// # Errors
    /// As [`Step::send`] and [`Step::receive`].
    pub fn exchange<E: Pod>(
        &self,
        to: usize,
        block: Block<'_>,
        from: usize,
        into: &mut [E],
    ) -> impl Future<Output = Result<(), Error>> {
        self.swap(to, block, from, Sink::fill(bytemuck::cast_slice_mut(into)))
    }

    /// Exchanges as [`Step::exchange`] does, and combines what comes with `own` as it comes:
    /// `own[i] = received[i] ∘ own[i]`.
    ///
    /// # Errors
    /// As [`Step::send`] and [`Step::receive`].
    pub async fn exchange_combining<E: Element>(
        &self,
        to: usize,
        block: Block<'_>,
        from: usize,
        op: &dyn ReduceOp<E>,
        own: &mut [E],
    ) -> Result<(), Error> {
        let bytes = size_of_val(own);
        let fold = |received: &[u8], own: &mut [u8]| {
            op.fold(
                bytemuck::cast_slice(received),
                bytemuck::cast_slice_mut(own),
            );
        };
        let into = Sink::combine(bytemuck::cast_slice_mut(own), &fold);
        self.swap(to, block, from, into).await?;
        self.combined(from, bytes).await;
        Ok(())
    }

    async fn swap(
        &self,
        to: usize,
        block: Block<'_>,
        from: usize,
        into: Sink<'_>,
    ) -> Result<(), Error> {
        join(self.send(to, block), self.fill(from, into)).await?;
        Ok(())
    }

    /// `own[i] = received[i] ∘ own[i]`, for values that came from rank `from` in this step.
    pub async fn combine<E: Element>(
        &self,
        from: usize,
        op: &dyn ReduceOp<E>,
        received: &[E],
        own: &mut [E],
    ) {
        op.fold(received, own);
        self.combined(from, size_of_val(received)).await;
    }

    /// Notes that so many `bytes` from rank `from` have been combined with one's own, and lets
    /// the time pass that the model takes for it.
    pub(crate) async fn combined(&self, from: usize, bytes: usize) {
        let transport = self.communicator().transport;
        let cost_ns = transport.combine_ns(bytes);
        if cost_ns > 0 {
            let until_ns = transport.now_ns() + cost_ns;
            std::future::poll_fn(|context| transport.poll_sleep(context, until_ns)).await;
        }
        self.record(Action::Combined { from });
    }

    fn tag(&self) -> Tag {
        self.operation.tag(self.number)
    }

    fn communicator(&self) -> &Communicator<'_, T> {
        self.operation.communicator
    }

    fn recorder(&self) -> &Recorder {
        self.communicator().recorder
    }

    fn record(&self, action: Action) {
        let at_ns = self.communicator().transport.now_ns();
        self.recorder().record(at_ns, self.number, action);
    }
}
