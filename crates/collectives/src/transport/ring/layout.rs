//! Where everything stands in the shared memory.
//!
//! ```text
//!   world header                 256 bytes
//!   rank block    x P            256 bytes each: bell, parked, published waits
//!   pair block    x P (P - 1)    256 bytes each: tail, head, want_space
//!   ring          x P (P - 1)    ring_bytes each
//! ```
//!
//! Words that different ranks write stand at least 64 bytes apart, tail and head 128: processors
//! fetch cache lines in pairs, and a line that two cores write travels between them all the time.

/// Most ranks a world can have.
pub const RANK_COUNT_MAX: usize = 64;

/// A ring holds at least one frame header.
pub const RING_BYTES_MIN: usize = 16;

/// A larger ring is no faster: at 4 MiB both ends of a long message are busy nearly all the time,
/// even where what one core has written is long under way to the other.
pub const RING_BYTES_MAX: usize = 4 * 1024 * 1024;

/// All rings together stay about below this, however many ranks there are.
const RINGS_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Words in each block.
const BLOCK_WORDS: usize = 64;

pub(super) const MAGIC: usize = 0;
pub(super) const VERSION: usize = 1;
pub(super) const RANK_COUNT: usize = 2;
pub(super) const RING_BYTES: usize = 3;
/// Who ended the world: see [`super::World::end`].
pub(super) const ENDED: usize = 32;

/// Waits that a rank publishes: as many as fit its block. An exchange has two.
pub(super) const PUBLISHED_COUNT_MAX: usize = 5;
/// Words of one published wait.
pub(super) const PUBLISHED_WORDS: usize = 6;

/// The places of all words and rings of a world, computed from its two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    rank_count: usize,
    ring_bytes: usize,
}

impl Layout {
    /// The layout for `rank_count` ranks with rings as large as is useful.
    #[must_use]
    pub fn new(rank_count: usize) -> Self {
        let pairs = (rank_count * rank_count.saturating_sub(1)).max(1);
        let share = RINGS_BYTES_MAX / pairs;
        let ring_bytes = 1 << share.ilog2();
        Self::with_ring_bytes(rank_count, ring_bytes.clamp(4096, RING_BYTES_MAX))
    }

    /// The layout with rings of a given size: small ones make tests hard.
    ///
    /// # Panics
    /// If there are no ranks or too many, or the size is no power of two within its limits.
    #[must_use]
    pub fn with_ring_bytes(rank_count: usize, ring_bytes: usize) -> Self {
        assert!(
            (1..=RANK_COUNT_MAX).contains(&rank_count),
            "{rank_count} ranks, of 1 to {RANK_COUNT_MAX}"
        );
        assert!(
            ring_bytes.is_power_of_two() && (RING_BYTES_MIN..=RING_BYTES_MAX).contains(&ring_bytes),
            "rings of {ring_bytes} bytes"
        );
        Self {
            rank_count,
            ring_bytes,
        }
    }

    /// How many ranks.
    #[must_use]
    pub fn rank_count(&self) -> usize {
        self.rank_count
    }

    /// How much a ring holds.
    #[must_use]
    pub fn ring_bytes(&self) -> usize {
        self.ring_bytes
    }

    /// How much memory the world needs.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.rings_start() + self.pair_count() * self.ring_bytes
    }

    /// Counts the events that may let a rank go on; the rank parks on it.
    pub(super) fn bell(self, rank: usize) -> usize {
        self.rank_block(rank)
    }

    /// Not 0 while the rank may be asleep: who shall wake it.
    pub(super) fn parked(self, rank: usize) -> usize {
        self.rank_block(rank) + 16
    }

    /// Odd while the rank rewrites its published waits.
    pub(super) fn edition(self, rank: usize) -> usize {
        self.rank_block(rank) + 32
    }

    /// How many waits the rank has published.
    pub(super) fn published_count(self, rank: usize) -> usize {
        self.rank_block(rank) + 33
    }

    /// The first word of a published wait.
    pub(super) fn published(self, rank: usize, index: usize) -> usize {
        debug_assert!(index < PUBLISHED_COUNT_MAX, "no room for wait {index}");
        self.rank_block(rank) + 34 + index * PUBLISHED_WORDS
    }

    /// Bytes ever written to the ring from `source` to `target`, modulo 2^32.
    pub(super) fn tail(self, source: usize, target: usize) -> usize {
        self.pair_block(source, target)
    }

    /// Bytes ever read from that ring, modulo 2^32.
    pub(super) fn head(self, source: usize, target: usize) -> usize {
        self.pair_block(source, target) + 32
    }

    /// Not 0 when the source waits for room.
    pub(super) fn want_space(self, source: usize, target: usize) -> usize {
        self.pair_block(source, target) + 48
    }

    /// The first byte of that ring.
    pub(super) fn ring(self, source: usize, target: usize) -> usize {
        self.rings_start() + self.pair(source, target) * self.ring_bytes
    }

    fn rank_block(self, rank: usize) -> usize {
        BLOCK_WORDS * (1 + rank)
    }

    fn pair_block(self, source: usize, target: usize) -> usize {
        BLOCK_WORDS * (1 + self.rank_count + self.pair(source, target))
    }

    /// The first byte of the first ring; all words stand before it.
    #[must_use]
    pub fn rings_start(self) -> usize {
        4 * BLOCK_WORDS * (1 + self.rank_count + self.pair_count())
    }

    fn pair_count(self) -> usize {
        self.rank_count * (self.rank_count - 1)
    }

    /// Pairs are numbered by source, then by target; a rank has none with itself.
    fn pair(self, source: usize, target: usize) -> usize {
        debug_assert!(source != target, "rank {source} has no ring to itself");
        source * (self.rank_count - 1) + target - usize::from(target > source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_shrink_as_ranks_grow_in_number() {
        let sizes = [1, 2, 8, 16, 32, 64].map(|ranks| Layout::new(ranks).ring_bytes() / 1024);
        assert_eq!(sizes, [4096, 4096, 1024, 256, 64, 16]);
        assert!(Layout::new(64).bytes() < 66 << 20, "64 ranks fit 66 MiB");
    }

    #[test]
    fn no_two_things_share_a_word() {
        let layout = Layout::with_ring_bytes(5, 16);
        let ranks = 0..5;
        let mut words = vec![MAGIC, VERSION, RANK_COUNT, RING_BYTES, ENDED];
        for rank in ranks.clone() {
            words.extend([layout.bell(rank), layout.parked(rank)]);
            words.extend([layout.edition(rank), layout.published_count(rank)]);
            for index in 0..PUBLISHED_COUNT_MAX {
                let first = layout.published(rank, index);
                words.extend(first..first + PUBLISHED_WORDS);
            }
            for peer in ranks.clone().filter(|peer| *peer != rank) {
                words.extend([layout.tail(rank, peer), layout.head(rank, peer)]);
                words.push(layout.want_space(rank, peer));
                let ring = layout.ring(rank, peer) / 4;
                words.extend(ring..ring + 4);
            }
        }
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count, "every word has one meaning");
        assert!(words[count - 1] < layout.bytes() / 4);
    }
}
