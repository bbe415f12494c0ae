//! Messages through byte rings in memory that all ranks share.
//!
//! Read `ring/README.md` first: it draws the states. In short: every ordered pair of ranks has a
//! ring with one producer and one consumer; a message is a frame that streams through it, so it
//! may be longer than the ring; a rank that cannot go on parks on its own bell, and publishes what
//! it waits for if that lasts. A receive that is already posted is filled straight from the ring,
//! every other frame goes to a [`Mailbox`].
//!
//! This knows neither threads nor workers: those are a [`SharedMemory`] each. It never blocks
//! either, except in [`block_on`].

mod executor;
mod frame;
mod layout;
mod memory;
mod pair;
#[cfg(test)]
mod tests;
mod world;

use std::cell::{Cell, RefCell};
use std::task::{Context, Poll};

pub use executor::{Stopped, block_on};
pub use layout::{Layout, RANK_COUNT_MAX, RING_BYTES_MAX, RING_BYTES_MIN};
pub use memory::SharedMemory;
pub use world::{World, WorldError};

use super::{
    Direction, Error, MESSAGE_BYTES_MAX, Mailbox, Message, Receive, Send, Sink, Tag, Traffic,
    Transport, UNTIMED, Wait, WaitList,
};
use frame::Header;
use pair::{Incoming, Outgoing};

/// Bytes that are combined at once: they stay in the processor's near cache meanwhile.
const PIECE_BYTES: usize = 64 * 1024;

/// One rank's end of a [`World`].
#[derive(Debug)]
pub struct RingTransport<M> {
    world: World<M>,
    rank: usize,
    /// By target rank; the own entry is unused.
    outgoing: RefCell<Vec<Outgoing>>,
    /// By source rank; the own entry is unused.
    incoming: RefCell<Vec<Source>>,
    mailbox: RefCell<Mailbox>,
    /// What is to be combined passes through here.
    scratch: RefCell<Box<[u64]>>,
    waits: WaitList,
    traffic: Cell<Traffic>,
    /// Counts everything that moved, so that the executor sees whether a poll achieved anything.
    progress: Cell<u64>,
    /// The earliest moment any sleep ends.
    alarm_ns: Cell<Option<u64>>,
}

/// The consumer's side of one ring, with the frame at its front.
#[derive(Debug)]
struct Source {
    ring: Incoming,
    frame: Option<Frame>,
}

/// A frame whose header has been read.
#[derive(Debug)]
struct Frame {
    header: Header,
    place: Place,
}

/// Where the payload of the frame at the front of a ring goes.
#[derive(Debug)]
enum Place {
    /// Into the receive that claimed it.
    Posted,
    /// Into memory of our own, until it is asked for; so many bytes are there.
    Stored { bytes: Vec<u8>, moved: usize },
}

impl<M: SharedMemory> RingTransport<M> {
    /// The end of `world` that belongs to `rank`. Nobody else may use that end at the same time.
    ///
    /// # Panics
    /// If the world has no such rank.
    pub fn new(world: World<M>, rank: usize) -> Self {
        let size = world.layout().rank_count();
        assert!(rank < size, "rank {rank} of {size}");
        let outgoing = (0..size)
            .map(|peer| Outgoing::new(&world, rank, peer))
            .collect();
        let incoming = (0..size)
            .map(|peer| Source {
                ring: Incoming::new(&world, peer, rank),
                frame: None,
            })
            .collect();
        Self {
            world,
            rank,
            outgoing: RefCell::new(outgoing),
            incoming: RefCell::new(incoming),
            mailbox: RefCell::default(),
            scratch: RefCell::new(vec![0; PIECE_BYTES / 8].into_boxed_slice()),
            waits: WaitList::default(),
            traffic: Cell::default(),
            progress: Cell::new(0),
            alarm_ns: Cell::new(None),
        }
    }

    /// The world this is an end of.
    pub fn world(&self) -> &World<M> {
        &self.world
    }

    /// Whether every message sent to this rank has been asked for.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        let sources = self.incoming.borrow();
        let quiet = |source: &Source| source.frame.is_none() && source.ring.is_empty(&self.world);
        self.mailbox.borrow().is_empty() && sources.iter().all(quiet)
    }

    fn moved(&self) {
        self.progress.set(self.progress.get().wrapping_add(1));
    }

    /// Remembers that this rank waits; a wait that makes progress begins anew.
    fn waiting(&self, on: usize, tag: Tag, direction: Direction, moved: bool) {
        if moved {
            self.waits.end(on, tag, direction);
        }
        self.waits.begin(Wait {
            on,
            tag,
            direction,
            since_ns: UNTIMED,
        });
    }

    /// Pushes as much of the frame as fits; whether it is through, and whether anything moved.
    fn push(&self, send: &mut Send<'_>) -> (bool, bool) {
        let mut outgoing = self.outgoing.borrow_mut();
        let ring = &mut outgoing[send.to];
        let mut moved = false;
        if !send.begun {
            if ring.is_busy() {
                return (false, false);
            }
            let Some(part) = ring.begin(&self.world, &Header::of(send), send.bytes) else {
                return (false, false);
            };
            send.begun = true;
            send.moved = part;
            moved = true;
        }
        loop {
            let part = ring.write(&self.world, &send.bytes[send.moved..]);
            send.moved += part;
            ring.publish(&self.world);
            moved |= part > 0;
            if send.moved == send.bytes.len() {
                ring.finish();
                return (true, moved);
            }
            if part == 0 {
                return (false, moved);
            }
        }
    }

    /// Pulls what there is from the source until `receive` is full or the ring is empty; whether
    /// it is full, and whether anything moved.
    fn pull(&self, receive: &mut Receive<'_>) -> Result<(bool, bool), Error> {
        let mut incoming = self.incoming.borrow_mut();
        let Source { ring, frame } = &mut incoming[receive.from];
        let mut scratch = self.scratch.borrow_mut();
        let mut moved = false;
        loop {
            if !receive.begun && self.mailbox.borrow_mut().take(self.rank, receive)? {
                return Ok((true, true));
            }
            if frame.is_none() {
                let Some(header) = ring.header(&self.world) else {
                    return Ok((false, moved));
                };
                *frame = Some(self.place(header, receive)?);
                moved = true;
            }
            let Some(Frame { header, place }) = frame else {
                return Ok((false, moved));
            };
            let part = match place {
                Place::Posted if !receive.begun => return Ok((false, moved)),
                Place::Posted => {
                    let part =
                        ring.read(&self.world, &mut receive.into, receive.moved, &mut scratch);
                    receive.moved += part;
                    part
                }
                Place::Stored { bytes, moved } => {
                    let part = ring.read(&self.world, &mut Sink::fill(bytes), *moved, &mut []);
                    *moved += part;
                    part
                }
            };
            moved |= part > 0;
            let have = match place {
                Place::Posted => receive.moved,
                Place::Stored { moved, .. } => *moved,
            };
            if have < header.bytes {
                return Ok((false, moved));
            }
            if let Place::Stored { bytes, .. } = place {
                let message = Message {
                    chain: header.chain,
                    bytes: std::mem::take(bytes),
                };
                let mut mailbox = self.mailbox.borrow_mut();
                mailbox.deliver(receive.from, header.tag, message);
                *frame = None;
            } else {
                *frame = None;
                return Ok((true, true));
            }
        }
    }

    /// Decides where a new frame goes: into `receive` if it is the message asked for.
    fn place(&self, header: Header, receive: &mut Receive<'_>) -> Result<Frame, Error> {
        if header.tag != receive.tag {
            let bytes = vec![0; header.bytes];
            let place = Place::Stored { bytes, moved: 0 };
            return Ok(Frame { header, place });
        }
        if header.bytes != receive.into.len() {
            return Err(Error::Length {
                rank: self.rank,
                from: receive.from,
                tag: receive.tag,
                sent_bytes: header.bytes,
                expected_bytes: receive.into.len(),
            });
        }
        receive.begun = true;
        receive.chain = header.chain;
        let place = Place::Posted;
        Ok(Frame { header, place })
    }
}

impl<M: SharedMemory> Transport for RingTransport<M> {
    fn rank(&self) -> usize {
        self.rank
    }

    fn size(&self) -> usize {
        self.world.layout().rank_count()
    }

    fn poll_send(&self, _: &mut Context<'_>, send: &mut Send<'_>) -> Poll<Result<(), Error>> {
        assert!(
            send.bytes.len() <= MESSAGE_BYTES_MAX,
            "a message of {} bytes, of at most {MESSAGE_BYTES_MAX}",
            send.bytes.len()
        );
        let (done, moved) = self.push(send);
        if moved {
            self.moved();
        }
        if !done {
            self.waiting(send.to, send.tag, Direction::Send, moved);
            return Poll::Pending;
        }
        self.waits.end(send.to, send.tag, Direction::Send);
        let mut traffic = self.traffic.get();
        traffic.count(send.tag, send.bytes.len());
        self.traffic.set(traffic);
        Poll::Ready(Ok(()))
    }

    fn poll_receive(
        &self,
        _: &mut Context<'_>,
        receive: &mut Receive<'_>,
    ) -> Poll<Result<(), Error>> {
        let (done, moved) = self.pull(receive)?;
        if moved {
            self.moved();
        }
        if !done {
            self.waiting(receive.from, receive.tag, Direction::Receive, moved);
            return Poll::Pending;
        }
        self.waits
            .end(receive.from, receive.tag, Direction::Receive);
        Poll::Ready(Ok(()))
    }

    fn abandon(&self) {
        self.world.end(Some(self.rank));
    }

    fn now_ns(&self) -> u64 {
        self.world.memory().now_ns()
    }

    fn poll_sleep(&self, _: &mut Context<'_>, until_ns: u64) -> Poll<()> {
        if self.now_ns() >= until_ns {
            return Poll::Ready(());
        }
        let earliest = self.alarm_ns.get().map_or(until_ns, |at| at.min(until_ns));
        self.alarm_ns.set(Some(earliest));
        Poll::Pending
    }

    fn traffic(&self) -> Traffic {
        self.traffic.get()
    }
}
