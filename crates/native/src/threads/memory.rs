//! Memory that threads share, as the rings want it.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use collectives::transport::ring::{Layout, SharedMemory, World};

/// Looks at a word before falling asleep, for less than 0.1 ms. To be woken on another core takes
/// 0.02 ms; two ranks that have slept once must find each other awake again after that.
const SPIN_COUNT: u32 = 50_000;

/// Words that threads share, and a place to sleep for each few of them.
///
/// Copies are relaxed operations on whole double words, so nothing here is `unsafe`: the
/// sequentially consistent stores of the rings' indices order them.
#[derive(Debug)]
pub struct ThreadMemory {
    /// All that comes before the rings.
    words: Box<[AtomicU32]>,
    rings: Box<[AtomicU64]>,
    cores: usize,
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
    /// Zeroed memory for a world of this layout, or nothing if the system does not give it. It
    /// hands out pages as they are touched, so rings that no message passes through cost nothing.
    #[must_use]
    pub fn new(layout: Layout) -> Option<Self> {
        let ring_words = layout.bytes().div_ceil(8) - layout.rings_start() / 8;
        Some(Self {
            words: bytemuck::try_zeroed_slice_box(layout.rings_start() / 4).ok()?,
            rings: bytemuck::try_zeroed_slice_box(ring_words).ok()?,
            cores: available_parallelism().map_or(1, usize::from),
            lots: (0..layout.rank_count()).map(|_| Lot::default()).collect(),
            start: Instant::now(),
        })
    }

    /// A world in this memory, for everybody who borrows it.
    #[must_use]
    pub fn world(&self, layout: Layout) -> World<&Self> {
        World::create(self, layout)
    }

    /// The rings from byte `offset` of the memory on.
    fn ring(&self, offset: usize) -> &[AtomicU64] {
        debug_assert_eq!(offset % 8, 0, "copies start at a double word");
        &self.rings[(offset - 4 * self.words.len()) / 8..]
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
        let ring = self.ring(offset);
        let (whole, rest) = into.as_chunks_mut();
        for (word, chunk) in ring.iter().zip(&mut *whole) {
            *chunk = word.load(Ordering::Relaxed).to_le_bytes();
        }
        if !rest.is_empty() {
            let last = ring[whole.len()].load(Ordering::Relaxed).to_le_bytes();
            rest.copy_from_slice(&last[..rest.len()]);
        }
    }

    fn write_bytes(&self, offset: usize, bytes: &[u8]) {
        let ring = self.ring(offset);
        let (whole, rest) = bytes.as_chunks();
        for (word, chunk) in ring.iter().zip(whole) {
            word.store(u64::from_le_bytes(*chunk), Ordering::Relaxed);
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            ring[whole.len()].store(u64::from_le_bytes(last), Ordering::Relaxed);
        }
    }

    fn spin_count(&self, rank_count: usize) -> u32 {
        if rank_count <= self.cores {
            SPIN_COUNT
        } else {
            0
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
