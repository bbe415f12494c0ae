//! The memory of one world: who has ended it, who is asleep, who waits for whom.

use super::layout::{
    ENDED, Layout, MAGIC, PUBLISHED_COUNT_MAX, RANK_COUNT, RANK_COUNT_MAX, RING_BYTES,
    RING_BYTES_MAX, RING_BYTES_MIN, VERSION,
};
use super::{Direction, SharedMemory, Tag, Wait};

/// The first word of every world: "OHWD" in memory.
const MAGIC_VALUE: u32 = u32::from_le_bytes(*b"OHWD");

/// Changes with the layout or the protocol, so that two builds never share a world.
const VERSION_VALUE: u32 = 2;

/// In the word that says who ended the world: the host did, not a rank.
const ENDED_BY_HOST: u32 = u32::MAX;

/// In the word that says whether a rank is asleep: whoever rings shall wake it. 0 is awake, and any
/// other value one more than the only rank that shall.
const PARKED_FOR_ANY: u32 = u32::MAX;

/// For how long, how often at most and after which pauses a rank is looked at to see it asleep.
/// Whoever looks may be rung meanwhile, which shortens the pauses.
const LOOK_ALL_NS: u64 = 100_000_000;
const LOOK_COUNT_MAX: usize = 5000;
const LOOK_NS: u64 = 2_000_000;

/// How often a reader tries again when the waits it reads are being rewritten.
const READ_ATTEMPT_COUNT: usize = 8;

/// Shared memory with the layout of a world in it. Ranks and their host each have one of these.
#[derive(Clone, Copy, Debug)]
pub struct World<M> {
    memory: M,
    layout: Layout,
}

/// Memory in which there is no world, or not one of this build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this memory holds no world that this build understands")]
pub struct WorldError;

impl<M> World<M> {
    /// The memory itself.
    pub fn memory(&self) -> &M {
        &self.memory
    }

    /// Where things stand in it.
    pub fn layout(&self) -> Layout {
        self.layout
    }
}

impl<M: SharedMemory> World<M> {
    /// Lays a world out in memory that is at least [`Layout::bytes`] long, and all zero up to
    /// [`Layout::rings_start`]; what earlier worlds have left in the rings nobody reads.
    pub fn create(memory: M, layout: Layout) -> Self {
        memory.store(VERSION, VERSION_VALUE);
        memory.store(RANK_COUNT, word(layout.rank_count()));
        memory.store(RING_BYTES, word(layout.ring_bytes()));
        memory.store(MAGIC, MAGIC_VALUE);
        Self { memory, layout }
    }

    /// The world that somebody else created in `memory`.
    ///
    /// # Errors
    /// If there is none.
    pub fn open(memory: M) -> Result<Self, WorldError> {
        let (ranks, ring) = (memory.load(RANK_COUNT), memory.load(RING_BYTES));
        let (ranks, ring) = (ranks as usize, ring as usize);
        let understood = memory.load(MAGIC) == MAGIC_VALUE
            && memory.load(VERSION) == VERSION_VALUE
            && (1..=RANK_COUNT_MAX).contains(&ranks)
            && (RING_BYTES_MIN..=RING_BYTES_MAX).contains(&ring)
            && ring.is_power_of_two();
        if !understood {
            return Err(WorldError);
        }
        let layout = Layout::with_ring_bytes(ranks, ring);
        Ok(Self { memory, layout })
    }

    /// Ends the world for everybody. `by` is the rank that could not go on, or None for the
    /// host. The first to end it is remembered; two at the same moment may be either.
    pub fn end(&self, by: Option<usize>) {
        if self.memory.load(ENDED) == 0 {
            let value = by.map_or(ENDED_BY_HOST, |rank| word(rank) + 1);
            self.memory.store(ENDED, value);
        }
        for rank in 0..self.layout.rank_count() {
            self.memory.add(self.layout.bell(rank), 1);
            self.memory.notify(self.layout.bell(rank));
        }
    }

    /// Whether the world has ended; inside, the rank that ended it, or None for the host.
    pub fn ended(&self) -> Option<Option<usize>> {
        match self.memory.load(ENDED) {
            0 => None,
            ENDED_BY_HOST => Some(None),
            rank => Some(Some(rank as usize - 1)),
        }
    }

    /// What every rank waits for, for `reader`, which has lost patience.
    ///
    /// What a rank has [published](World::publish) stays when it goes on, so it counts only if the
    /// rank sleeps. One that waits does, but for the moment every 100 ms in which it looks around;
    /// who is never seen asleep is busy with something else, perhaps for ever.
    pub(super) fn waits(&self, reader: usize) -> Vec<(usize, Wait)> {
        let ranks = 0..self.layout.rank_count();
        let mut waits: Vec<_> = ranks.clone().map(|_| Vec::new()).collect();
        waits[reader] = self.published(reader);
        let until_ns = self.memory.now_ns().saturating_add(LOOK_ALL_NS);
        for _ in 0..LOOK_COUNT_MAX {
            let mut awake = false;
            for rank in ranks.clone().filter(|rank| *rank != reader) {
                if waits[rank].is_empty() {
                    let published = self.published(rank);
                    if self.memory.load(self.layout.parked(rank)) != 0 {
                        waits[rank] = published;
                    } else {
                        awake |= !published.is_empty();
                    }
                }
            }
            if !awake || self.ended().is_some() || self.memory.now_ns() >= until_ns {
                break;
            }
            self.park(reader, self.bell(reader), LOOK_NS, None);
        }
        let all = waits.into_iter().enumerate();
        all.flat_map(|(rank, waits)| waits.into_iter().map(move |wait| (rank, wait)))
            .collect()
    }

    /// Lets everybody see what `rank` waits for. Only that rank may say so.
    ///
    /// The edition is odd while the words change, so that a reader never sees half of it.
    pub(super) fn publish(&self, rank: usize, waits: &[Wait]) {
        let (memory, layout) = (&self.memory, self.layout);
        let waits = &waits[..waits.len().min(PUBLISHED_COUNT_MAX)];
        memory.add(layout.edition(rank), 1);
        memory.store(layout.published_count(rank), word(waits.len()));
        for (index, wait) in waits.iter().enumerate() {
            let first = layout.published(rank, index);
            for (offset, value) in to_words(wait).into_iter().enumerate() {
                memory.store(first + offset, value);
            }
        }
        memory.add(layout.edition(rank), 1);
    }

    fn published(&self, rank: usize) -> Vec<Wait> {
        for _ in 0..READ_ATTEMPT_COUNT {
            let edition = self.memory.load(self.layout.edition(rank));
            let waits = self.published_now(rank);
            if edition.is_multiple_of(2) && self.memory.load(self.layout.edition(rank)) == edition {
                return waits;
            }
        }
        // It rewrites its waits so often that it does not wait.
        Vec::new()
    }

    fn published_now(&self, rank: usize) -> Vec<Wait> {
        let count = self.memory.load(self.layout.published_count(rank)) as usize;
        (0..count.min(PUBLISHED_COUNT_MAX))
            .map(|index| {
                let first = self.layout.published(rank, index);
                from_words([0, 1, 2, 3, 4, 5].map(|offset| self.memory.load(first + offset)))
            })
            .collect()
    }

    /// A number that changes whenever bytes move, for a host that watches from outside.
    pub fn activity(&self) -> u32 {
        let bells = (0..self.layout.rank_count()).map(|rank| self.bell(rank));
        bells.fold(0, u32::wrapping_add)
    }

    /// Tells `rank` that rank `by` has done something which may let it go on. A notification costs
    /// something even if nobody sleeps, and to wake a rank for nothing costs more; so it is sent
    /// only to one that sleeps, and that does not wait for another.
    pub(super) fn ring(&self, rank: usize, by: usize) {
        let bell = self.layout.bell(rank);
        self.memory.add(bell, 1);
        let parked = self.memory.load(self.layout.parked(rank));
        if parked == PARKED_FOR_ANY || parked == word(by) + 1 {
            self.memory.notify(bell);
        }
    }

    /// The count of rings so far; [`World::park`] compares it.
    pub(super) fn bell(&self, rank: usize) -> u32 {
        self.memory.load(self.layout.bell(rank))
    }

    /// Looks at the bell for a while; whether it has rung since it showed `heard`. Where a core is
    /// free that is quicker than to fall asleep and to be woken.
    pub(super) fn listen(&self, rank: usize, heard: u32, times: u32) -> bool {
        (0..times).any(|_| self.bell(rank) != heard)
    }

    /// Sleeps unless the bell has rung since it showed `heard`. Whoever waits for one peer alone
    /// names it, and sleeps through what others ring.
    ///
    /// No ring is lost: one before the sleep changes the bell, which the memory compares when it
    /// goes to sleep; one after it finds the rank parked and notifies.
    pub(super) fn park(&self, rank: usize, heard: u32, timeout_ns: u64, peer: Option<usize>) {
        let parked = self.layout.parked(rank);
        self.memory
            .store(parked, peer.map_or(PARKED_FOR_ANY, |peer| word(peer) + 1));
        self.memory.wait(self.layout.bell(rank), heard, timeout_ns);
        self.memory.store(parked, 0);
    }
}

fn word(value: usize) -> u32 {
    u32::try_from(value).expect("ranks and rings are small")
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "both halves of each 64-bit value are kept"
)]
fn to_words(wait: &Wait) -> [u32; super::layout::PUBLISHED_WORDS] {
    let (tag, since) = (wait.tag.to_bits(), wait.since_ns);
    let direction = match wait.direction {
        Direction::Send => 0,
        Direction::Receive => 1,
    };
    [
        word(wait.on),
        direction,
        tag as u32,
        (tag >> 32) as u32,
        since as u32,
        (since >> 32) as u32,
    ]
}

fn from_words(words: [u32; super::layout::PUBLISHED_WORDS]) -> Wait {
    let wide = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
    Wait {
        on: words[0] as usize,
        tag: Tag::from_bits(wide(words[2], words[3])),
        direction: if words[1] == 0 {
            Direction::Send
        } else {
            Direction::Receive
        },
        since_ns: wide(words[4], words[5]),
    }
}
