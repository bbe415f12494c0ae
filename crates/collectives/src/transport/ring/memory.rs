//! What the rings need of the memory that ranks share.

/// Memory that several ranks see at once, and a way to sleep until a word changes.
///
/// Words are 32 bits wide, little-endian, and counted from 0; word `w` is the bytes `4 w` to
/// `4 w + 3`. Operations on words are sequentially consistent. Copies of bytes are plain: they
/// are ordered by the word operations around them, and the rings never let two ranks touch the
/// same bytes at once.
pub trait SharedMemory {
    /// The value of a word.
    fn load(&self, word: usize) -> u32;

    /// Sets a word.
    fn store(&self, word: usize, value: u32);

    /// Adds to a word, wrapping.
    fn add(&self, word: usize, value: u32);

    /// Copies `into.len()` bytes out of a ring, from byte `offset`, which is a multiple of 8.
    fn read_bytes(&self, offset: usize, into: &mut [u8]);

    /// Copies `bytes` into a ring, to byte `offset`, which is a multiple of 8. The rest of the last
    /// eight may be overwritten with anything.
    fn write_bytes(&self, offset: usize, bytes: &[u8]);

    /// How often a rank of `rank_count` looks whether a word has changed before it sleeps: more
    /// than never only where it takes the core from nobody.
    fn spin_count(&self, rank_count: usize) -> u32 {
        let _ = rank_count;
        0
    }

    /// Sleeps until [`SharedMemory::notify`], unless the word differs from `expected` already;
    /// for `timeout_ns` at most. May return early.
    fn wait(&self, word: usize, expected: u32, timeout_ns: u64);

    /// Wakes whoever sleeps on the word.
    fn notify(&self, word: usize);

    /// Nanoseconds since a moment that all ranks share.
    fn now_ns(&self) -> u64;
}

impl<M: SharedMemory + ?Sized> SharedMemory for &M {
    fn load(&self, word: usize) -> u32 {
        (**self).load(word)
    }

    fn store(&self, word: usize, value: u32) {
        (**self).store(word, value);
    }

    fn add(&self, word: usize, value: u32) {
        (**self).add(word, value);
    }

    fn read_bytes(&self, offset: usize, into: &mut [u8]) {
        (**self).read_bytes(offset, into);
    }

    fn write_bytes(&self, offset: usize, bytes: &[u8]) {
        (**self).write_bytes(offset, bytes);
    }

    fn spin_count(&self, rank_count: usize) -> u32 {
        (**self).spin_count(rank_count)
    }

    fn wait(&self, word: usize, expected: u32, timeout_ns: u64) {
        (**self).wait(word, expected, timeout_ns);
    }

    fn notify(&self, word: usize) {
        (**self).notify(word);
    }

    fn now_ns(&self) -> u64 {
        (**self).now_ns()
    }
}
