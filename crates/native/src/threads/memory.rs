//! Memory that threads share, as the rings want it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use collectives::transport::ring::{Layout, SharedMemory, World};

/// Words that threads share, and a place to sleep for each few of them.
///
/// Copies are relaxed operations on whole words, so nothing here is `unsafe`: the sequentially
/// consistent stores of the rings' indices order them.
#[derive(Debug)]
pub struct ThreadMemory {
    words: Box<[AtomicU32]>,
    lots: Vec<Lot>,
    start: Instant,
}

/// Where threads sleep until some word changes.
#[derive(Debug, Default)]
struct Lot {
    guard: Mutex<()>,
    changed: Condvar,
}

impl ThreadMemory {
    /// Zeroed memory for a world of this layout. The system hands out pages as they are
    /// touched, so rings that no message passes through cost nothing.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        Self {
            words: bytemuck::zeroed_slice_box(layout.bytes() / 4),
            lots: (0..layout.rank_count()).map(|_| Lot::default()).collect(),
            start: Instant::now(),
        }
    }

    /// A world in this memory, for everybody who borrows it.
    #[must_use]
    pub fn world(&self, layout: Layout) -> World<&Self> {
        World::create(self, layout)
    }

    /// Ranks sleep on words of their own blocks, so they seldom share a lot. If they do, they
    /// wake for nothing, and look again.
    fn lot(&self, word: usize) -> &Lot {
        &self.lots[word / 64 % self.lots.len()]
    }
}

impl SharedMemory for ThreadMemory {
    fn load(&self, word: usize) -> u32 {
        self.words[word].load(Ordering::SeqCst)
    }

    fn store(&self, word: usize, value: u32) {
        self.words[word].store(value, Ordering::SeqCst);
    }

    fn add(&self, word: usize, value: u32) {
        self.words[word].fetch_add(value, Ordering::SeqCst);
    }

    fn read_bytes(&self, offset: usize, into: &mut [u8]) {
        debug_assert_eq!(offset % 4, 0, "copies start at a word");
        for (word, chunk) in self.words[offset / 4..].iter().zip(into.chunks_mut(4)) {
            let bytes = word.load(Ordering::Relaxed).to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
    }

    fn write_bytes(&self, offset: usize, bytes: &[u8]) {
        debug_assert_eq!(offset % 4, 0, "copies start at a word");
        for (word, chunk) in self.words[offset / 4..].iter().zip(bytes.chunks(4)) {
            let mut padded = [0; 4];
            padded[..chunk.len()].copy_from_slice(chunk);
            word.store(u32::from_le_bytes(padded), Ordering::Relaxed);
        }
    }

    /// A notification cannot slip in between the comparison and the sleep: it needs the guard.
    fn wait(&self, word: usize, expected: u32, timeout_ns: u64) {
        let lot = self.lot(word);
        let guard = lot.guard.lock().unwrap_or_else(PoisonError::into_inner);
        if self.load(word) == expected {
            let timeout = Duration::from_nanos(timeout_ns);
            let woken = lot.changed.wait_timeout(guard, timeout);
            drop(woken.unwrap_or_else(PoisonError::into_inner));
        }
    }

    fn notify(&self, word: usize) {
        let lot = self.lot(word);
        drop(lot.guard.lock().unwrap_or_else(PoisonError::into_inner));
        lot.changed.notify_all();
    }

    fn now_ns(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_nanos()).expect("no run lasts 500 years")
    }
}
