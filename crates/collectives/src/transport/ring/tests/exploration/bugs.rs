//! Bugs planted on purpose, between the rings and their memory: the exploration has to find each.

use std::cell::{Cell, RefCell};

use super::super::super::{Layout, SharedMemory};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bug {
    /// Ringing a bell wakes nobody.
    DroppedNotify,
    /// The part of a copy that goes on at the start of the ring lands one word too far.
    WrongWrap,
    /// An index is published before the bytes that it covers are there.
    EarlyPublish,
    /// A producer that finds too little room does not ask to be told.
    MissingWantSpace,
    /// A rank that waits for one peer names another to be woken by.
    WrongPeer,
    /// A sleep does not compare: it loses what happened since the rank looked.
    SleepWithoutComparing,
}

impl Bug {
    /// The memory with this bug in front of it, for one rank.
    pub(super) fn plant(self, memory: &dyn SharedMemory, layout: Layout) -> Planted<'_> {
        Planted {
            bug: self,
            memory,
            layout,
            late: RefCell::default(),
            copied_up_to: Cell::new(0),
        }
    }
}

/// Memory through which a bug works.
pub(super) struct Planted<'m> {
    bug: Bug,
    memory: &'m dyn SharedMemory,
    layout: Layout,
    /// Copies that wait for the index to be published: where and what.
    late: RefCell<Vec<(usize, Vec<u8>)>>,
    /// Where the last copy into the memory ended, if nothing was stored since.
    copied_up_to: Cell<usize>,
}

impl Planted<'_> {
    fn is(&self, bug: Bug) -> bool {
        self.bug == bug
    }

    fn any_pair(&self, matches: impl Fn(usize, usize) -> bool) -> bool {
        let ranks = 0..self.layout.rank_count();
        ranks.clone().any(|source| {
            let mut targets = ranks.clone().filter(|target| *target != source);
            targets.any(|target| matches(source, target))
        })
    }

    fn is_parked(&self, word: usize) -> bool {
        (0..self.layout.rank_count()).any(|rank| word == self.layout.parked(rank))
    }

    fn is_want_space(&self, word: usize) -> bool {
        self.any_pair(|source, target| word == self.layout.want_space(source, target))
    }

    /// Whether a copy to `offset` goes on where one to the end of the same ring stopped.
    fn is_second_part(&self, offset: usize) -> bool {
        let end = offset + self.layout.ring_bytes();
        self.copied_up_to.get() == end
            && self.any_pair(|source, target| offset == self.layout.ring(source, target))
    }
}

impl SharedMemory for Planted<'_> {
    fn load(&self, word: usize) -> u32 {
        self.memory.load(word)
    }

    fn store(&self, word: usize, value: u32) {
        self.copied_up_to.set(0);
        if self.is(Bug::MissingWantSpace) && value == 1 && self.is_want_space(word) {
            return;
        }
        let wrong = self.is(Bug::WrongPeer) && self.is_parked(word) && value > 0;
        self.memory
            .store(word, value + u32::from(wrong && value < u32::MAX));
        for (offset, bytes) in self.late.take() {
            self.memory.write_bytes(offset, &bytes);
        }
    }

    fn add(&self, word: usize, value: u32) {
        self.memory.add(word, value);
    }

    fn read_bytes(&self, offset: usize, into: &mut [u8]) {
        self.memory.read_bytes(offset, into);
    }

    fn write_bytes(&self, offset: usize, bytes: &[u8]) {
        let shift = 4 * usize::from(self.is(Bug::WrongWrap) && self.is_second_part(offset));
        self.copied_up_to
            .set(offset + bytes.len().next_multiple_of(4));
        if self.is(Bug::EarlyPublish) {
            self.late.borrow_mut().push((offset, bytes.to_vec()));
        } else {
            self.memory.write_bytes(offset + shift, bytes);
        }
    }

    fn wait(&self, word: usize, expected: u32, timeout_ns: u64) {
        let expected = if self.is(Bug::SleepWithoutComparing) {
            self.memory.load(word)
        } else {
            expected
        };
        self.memory.wait(word, expected, timeout_ns);
    }

    fn notify(&self, word: usize) {
        if !self.is(Bug::DroppedNotify) {
            self.memory.notify(word);
        }
    }

    fn now_ns(&self) -> u64 {
        self.memory.now_ns()
    }
}
