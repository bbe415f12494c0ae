//! Shared memory for one thread.

use std::cell::{Cell, RefCell};

use super::super::{Layout, SharedMemory, World};

/// Words in cells. Sleeping makes the clock jump to the end of the sleep.
#[derive(Debug)]
pub(super) struct Cells {
    words: Vec<Cell<u32>>,
    now_ns: Cell<u64>,
    /// Sleeps to go until one that lasts so much longer.
    jump: Cell<(u32, u64)>,
    /// The words on which somebody was notified.
    pub(super) notified: RefCell<Vec<usize>>,
}

impl Cells {
    pub(super) fn world(rank_count: usize, ring_bytes: usize) -> World<Self> {
        let layout = Layout::with_ring_bytes(rank_count, ring_bytes);
        let memory = Self {
            words: vec![Cell::new(0); layout.bytes() / 4],
            now_ns: Cell::new(0),
            jump: Cell::default(),
            notified: RefCell::default(),
        };
        World::create(memory, layout)
    }

    /// The sleep of that number, counted from 1, lasts so much longer than asked for.
    pub(super) fn jump_at_wait(&self, number: u32, by_ns: u64) {
        self.jump.set((number, by_ns));
    }
}

impl SharedMemory for Cells {
    fn load(&self, word: usize) -> u32 {
        self.words[word].get()
    }

    fn store(&self, word: usize, value: u32) {
        self.words[word].set(value);
    }

    fn add(&self, word: usize, value: u32) {
        self.store(word, self.load(word).wrapping_add(value));
    }

    fn read_bytes(&self, offset: usize, into: &mut [u8]) {
        assert_eq!(offset % 4, 0, "copies start at a word");
        for (index, byte) in into.iter_mut().enumerate() {
            *byte = self.load((offset + index) / 4).to_le_bytes()[index % 4];
        }
    }

    fn write_bytes(&self, offset: usize, bytes: &[u8]) {
        assert_eq!(offset % 4, 0, "copies start at a word");
        for (index, chunk) in bytes.chunks(4).enumerate() {
            let mut word = [0xEE; 4];
            word[..chunk.len()].copy_from_slice(chunk);
            self.store(offset / 4 + index, u32::from_le_bytes(word));
        }
    }

    fn wait(&self, word: usize, expected: u32, timeout_ns: u64) {
        if self.load(word) == expected {
            let (number, by_ns) = self.jump.get();
            self.jump.set((number.saturating_sub(1), by_ns));
            let more_ns = if number == 1 { by_ns } else { 0 };
            self.now_ns.set(self.now_ns.get() + timeout_ns + more_ns);
        }
    }

    fn notify(&self, word: usize) {
        self.notified.borrow_mut().push(word);
    }

    fn now_ns(&self) -> u64 {
        self.now_ns.get()
    }
}
