//! The two ends of one ring: indices that run freely, copies in at most two parts.

use super::super::Sink;
use super::frame::{HEADER_BYTES, Header, padded};
use super::{SharedMemory, World};

/// A frame up to this length is copied at once, header and all: for short ones the number of copies
/// counts, not their length.
const SHORT_BYTES: usize = 128;

/// Bytes copied between two publications of an index, so that the other end overlaps.
pub(super) const PUBLISH_BYTES_MAX: usize = 512 * 1024;

/// Where one ring stands in memory.
#[derive(Clone, Copy, Debug)]
struct Place {
    source: usize,
    target: usize,
    tail: usize,
    head: usize,
    want_space: usize,
    ring: usize,
    ring_bytes: usize,
}

impl Place {
    /// None for a rank and itself: between them there is no ring.
    fn new<M>(world: &World<M>, source: usize, target: usize) -> Option<Self> {
        let layout = world.layout();
        (source != target).then(|| Self {
            source,
            target,
            tail: layout.tail(source, target),
            head: layout.head(source, target),
            want_space: layout.want_space(source, target),
            ring: layout.ring(source, target),
            ring_bytes: layout.ring_bytes(),
        })
    }

    /// The part of the ring that starts at index `at`: up to its end, then from its start.
    fn split(&self, at: u32, bytes: usize) -> (usize, usize) {
        let offset = at as usize & (self.ring_bytes - 1);
        (self.ring + offset, bytes.min(self.ring_bytes - offset))
    }

    fn write<M: SharedMemory>(&self, memory: &M, at: u32, bytes: &[u8]) {
        let (offset, first) = self.split(at, bytes.len());
        memory.write_bytes(offset, &bytes[..first]);
        if first < bytes.len() {
            memory.write_bytes(self.ring, &bytes[first..]);
        }
    }

    fn read<M: SharedMemory>(&self, memory: &M, at: u32, into: &mut [u8]) {
        let (offset, first) = self.split(at, into.len());
        let (left, right) = into.split_at_mut(first);
        memory.read_bytes(offset, left);
        if !right.is_empty() {
            memory.read_bytes(self.ring, right);
        }
    }
}

/// `index` after so many more bytes; indices wrap at 2^32, a multiple of every ring size.
fn after(index: u32, bytes: usize) -> u32 {
    index.wrapping_add(u32::try_from(padded(bytes)).expect("no more than a ring at once"))
}

/// The producer's end. It alone writes the tail.
#[derive(Debug)]
pub(super) struct Outgoing {
    place: Option<Place>,
    /// What has been written, published or not.
    tail: u32,
    published: u32,
    /// The head when it was last looked at; the true one is never behind it.
    head: u32,
    /// A frame is begun and not finished: no other may start.
    busy: bool,
}

impl Outgoing {
    pub(super) fn new<M: SharedMemory>(world: &World<M>, source: usize, target: usize) -> Self {
        let place = Place::new(world, source, target);
        let load =
            |word: fn(&Place) -> usize| place.map_or(0, |place| world.memory().load(word(&place)));
        let tail = load(|place| place.tail);
        Self {
            place,
            tail,
            published: tail,
            head: load(|place| place.head),
            busy: false,
        }
    }

    pub(super) fn is_busy(&self) -> bool {
        self.busy
    }

    /// Writes a header if there is room for it, and `bytes` with it if they are few and fit too.
    /// Says how many of them that was; published together with what follows.
    pub(super) fn begin<M: SharedMemory>(
        &mut self,
        world: &World<M>,
        header: &Header,
        bytes: &[u8],
    ) -> Option<usize> {
        let room = self.room(world, HEADER_BYTES);
        if room < HEADER_BYTES {
            return None;
        }
        let whole = HEADER_BYTES + bytes.len();
        let with = if whole <= SHORT_BYTES && padded(whole) <= room {
            bytes
        } else {
            &[]
        };
        let mut frame = [0; SHORT_BYTES];
        let end = HEADER_BYTES + with.len();
        frame[..HEADER_BYTES].copy_from_slice(&header.to_wire());
        frame[HEADER_BYTES..end].copy_from_slice(with);
        self.place().write(world.memory(), self.tail, &frame[..end]);
        self.tail = after(self.tail, end);
        self.busy = true;
        Some(with.len())
    }

    /// Writes the start of `bytes`, as much as there is room for, and says how much.
    pub(super) fn write<M: SharedMemory>(&mut self, world: &World<M>, bytes: &[u8]) -> usize {
        let wanted = bytes.len().min(PUBLISH_BYTES_MAX);
        if wanted == 0 {
            return 0;
        }
        let part = wanted.min(self.room(world, 1));
        self.place()
            .write(world.memory(), self.tail, &bytes[..part]);
        self.tail = after(self.tail, part);
        part
    }

    /// Lets the consumer see what was written.
    pub(super) fn publish<M: SharedMemory>(&mut self, world: &World<M>) {
        if self.published != self.tail {
            let place = self.place();
            world.memory().store(place.tail, self.tail);
            self.published = self.tail;
            world.ring(place.target, place.source);
        }
    }

    /// The frame is complete.
    pub(super) fn finish(&mut self) {
        self.busy = false;
    }

    /// Free bytes. If there are fewer than `needed`, the consumer is asked to ring when it has
    /// made room - and the head is looked at once more after asking, or its ring could be missed.
    fn room<M: SharedMemory>(&mut self, world: &World<M>, needed: usize) -> usize {
        let place = self.place();
        if self.free(&place) < needed {
            self.head = world.memory().load(place.head);
        }
        if self.free(&place) < needed {
            self.publish(world);
            world.memory().store(place.want_space, 1);
            self.head = world.memory().load(place.head);
        }
        self.free(&place)
    }

    fn free(&self, place: &Place) -> usize {
        place.ring_bytes - self.tail.wrapping_sub(self.head) as usize
    }

    fn place(&self) -> Place {
        self.place.expect("a rank does not send to itself")
    }
}

/// The consumer's end. It alone writes the head.
#[derive(Debug)]
pub(super) struct Incoming {
    place: Option<Place>,
    head: u32,
    /// The head as the producer sees it.
    given_back: u32,
    /// The tail when it was last looked at; the true one is never behind it.
    tail: u32,
    /// What stood behind `ahead_at` when the last header was read, header and all.
    ahead: [u8; SHORT_BYTES],
    ahead_at: u32,
    ahead_bytes: usize,
}

impl Incoming {
    pub(super) fn new<M: SharedMemory>(world: &World<M>, source: usize, target: usize) -> Self {
        let place = Place::new(world, source, target);
        let head = place.map_or(0, |place| world.memory().load(place.head));
        Self {
            place,
            head,
            given_back: head,
            tail: head,
            ahead: [0; SHORT_BYTES],
            ahead_at: head,
            ahead_bytes: 0,
        }
    }

    /// Whether nothing is left in the ring.
    pub(super) fn is_empty<M: SharedMemory>(&self, world: &World<M>) -> bool {
        self.place
            .is_none_or(|place| world.memory().load(place.tail) == self.head)
    }

    /// Takes a header, once all of it is there.
    pub(super) fn header<M: SharedMemory>(&mut self, world: &World<M>) -> Option<Header> {
        if self.available(world, HEADER_BYTES) < HEADER_BYTES {
            return None;
        }
        let place = self.place();
        let there = self.tail.wrapping_sub(self.head) as usize;
        self.ahead_at = self.head;
        self.ahead_bytes = there.min(SHORT_BYTES);
        let ahead = &mut self.ahead[..self.ahead_bytes];
        place.read(world.memory(), self.head, ahead);
        self.head = after(self.head, HEADER_BYTES);
        let wire = self.ahead.first_chunk().expect("a header is short");
        Some(Header::from_wire(*wire))
    }

    /// Gives `into` what there is for it from byte `at` on, and says how much that was.
    pub(super) fn read<M: SharedMemory>(
        &mut self,
        world: &World<M>,
        into: &mut Sink<'_>,
        at: usize,
        scratch: &mut [u64],
    ) -> usize {
        let mut moved = at;
        while moved < into.len() {
            // The room of each piece that is combined goes back before the next one.
            let most = if into.combines() {
                size_of_val(scratch)
            } else {
                PUBLISH_BYTES_MAX
            };
            let wanted = (into.len() - moved).min(most);
            let there = self.available(world, into.grain_bytes().min(wanted));
            // Part of an element is of no use.
            let part = wanted.min(there - there % into.grain_bytes().min(wanted));
            if part == 0 {
                break;
            }
            let mut from = self.head;
            into.take(moved, part, scratch, |piece| {
                self.copy(world, from, piece);
                from = after(from, piece.len());
            });
            self.head = after(self.head, part);
            self.give_back(world);
            moved += part;
        }
        self.give_back(world);
        moved - at
    }

    /// Copies from the ring, or from what was read of it already.
    fn copy<M: SharedMemory>(&self, world: &World<M>, from: u32, into: &mut [u8]) {
        let start = from.wrapping_sub(self.ahead_at) as usize;
        let ahead = self.ahead[..self.ahead_bytes].get(start..start.wrapping_add(into.len()));
        match ahead {
            Some(ahead) => into.copy_from_slice(ahead),
            None => self.place().read(world.memory(), from, into),
        }
    }

    /// Gives back the room of what was read, and rings if that is waited for.
    fn give_back<M: SharedMemory>(&mut self, world: &World<M>) {
        if self.given_back == self.head {
            return;
        }
        let (memory, place) = (world.memory(), self.place());
        self.given_back = self.head;
        memory.store(place.head, self.head);
        if memory.load(place.want_space) != 0 {
            memory.store(place.want_space, 0);
            world.ring(place.source, place.target);
        }
    }

    /// Bytes that are there; the tail is looked at again if there are fewer than `needed`.
    fn available<M: SharedMemory>(&mut self, world: &World<M>, needed: usize) -> usize {
        if (self.tail.wrapping_sub(self.head) as usize) < needed {
            self.tail = world.memory().load(self.place().tail);
        }
        self.tail.wrapping_sub(self.head) as usize
    }

    fn place(&self) -> Place {
        self.place.expect("a rank does not receive from itself")
    }
}
