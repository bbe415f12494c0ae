//! Shared memory that does one operation at a time, in an order that a schedule chooses.

use std::sync::{Condvar, Mutex, MutexGuard};

use collectives::transport::ring::{Layout, SharedMemory, World};

/// Which rank does the next operation, when both could.
#[derive(Clone, Debug)]
pub(crate) enum Schedule {
    /// Whoever runs goes on, but for operations with these numbers, before which the other
    /// rank is let in.
    Preempting(Vec<usize>),
    /// Either, by a generator in this state.
    Random(u64),
}

impl Schedule {
    pub(crate) fn preempting(operations: &[usize]) -> Self {
        Self::Preempting(operations.to_vec())
    }

    pub(crate) fn random(seed: u64) -> Self {
        Self::Random(seed)
    }

    /// Whether to let the other rank in before operation `number`.
    fn switches(&mut self, number: usize) -> bool {
        match self {
            Self::Preempting(operations) => operations.contains(&number),
            Self::Random(state) => {
                // Knuth's linear congruential generator; its high bits are good enough.
                *state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                *state >> 62 == 0
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Rank {
    Awake,
    /// Until somebody notifies this word.
    Asleep(usize),
    Done,
}

#[derive(Debug)]
struct State {
    words: Vec<u32>,
    ranks: [Rank; 2],
    running: usize,
    schedule: Schedule,
    operation_count: usize,
    stuck: bool,
}

/// The memory and the token that says whose turn it is.
#[derive(Debug)]
pub(crate) struct Model {
    state: Mutex<State>,
    changed: Condvar,
    /// What the schedule was, to say it again when a run fails.
    schedule: Schedule,
    /// A broken sleep, to see that the explorer finds it.
    lose_comparison: bool,
}

impl Model {
    pub(crate) fn new(
        rank_count: usize,
        ring_bytes: usize,
        schedule: Schedule,
        lose_comparison: bool,
    ) -> Self {
        let layout = Layout::with_ring_bytes(rank_count, ring_bytes);
        let model = Self {
            state: Mutex::new(State {
                words: vec![0; layout.bytes() / 4],
                ranks: [Rank::Awake; 2],
                running: 0,
                schedule: Schedule::preempting(&[]),
                operation_count: 0,
                stuck: false,
            }),
            changed: Condvar::new(),
            schedule: schedule.clone(),
            lose_comparison,
        };
        World::create(model.turn(0), layout);
        let mut state = model.lock();
        state.operation_count = 0;
        state.schedule = schedule;
        drop(state);
        model
    }

    /// The memory as `rank` sees it.
    pub(crate) fn turn(&self, rank: usize) -> Turn<'_> {
        Turn { model: self, rank }
    }

    pub(crate) fn operation_count(&self) -> usize {
        self.lock().operation_count
    }

    pub(crate) fn explain(&self) -> String {
        let state = self.lock();
        let how = if state.stuck {
            "both ranks sleep"
        } else {
            "a rank failed"
        };
        let count = state.operation_count;
        format!("{how} after {count} operations under {:?}", self.schedule)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics with the lock")
    }
}

/// Shared memory for one rank, which waits for its turn before every operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn<'m> {
    model: &'m Model,
    rank: usize,
}

/// Passes the token on for good when a rank is done, however that came about.
pub(crate) struct UntilDone<'m>(Turn<'m>);

impl Drop for UntilDone<'_> {
    fn drop(&mut self) {
        let Turn { model, rank } = self.0;
        let mut state = model.lock();
        state.ranks[rank] = Rank::Done;
        state.hand_over(rank);
        model.changed.notify_all();
    }
}

impl State {
    /// Gives the token to the other rank if that can use it. Nobody can: that is a dead end.
    fn hand_over(&mut self, from: usize) {
        match (self.ranks[from], self.ranks[1 - from]) {
            (_, Rank::Awake) => self.running = 1 - from,
            (Rank::Awake, _) | (Rank::Done, Rank::Done) => {}
            _ => self.stuck = true,
        }
    }
}

impl<'m> Turn<'m> {
    pub(crate) fn until_done(self) -> UntilDone<'m> {
        UntilDone(self)
    }

    /// Does one operation, once it is this rank's turn.
    fn operate<T>(&self, operation: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.await_turn(self.model.lock());
        let number = state.operation_count;
        state.operation_count += 1;
        if state.schedule.switches(number) {
            state.hand_over(self.rank);
            self.model.changed.notify_all();
            state = self.await_turn(state);
        }
        operation(&mut state)
    }

    fn await_turn<'s>(&self, mut state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        while state.running != self.rank && !state.stuck {
            state = self.model.changed.wait(state).expect("nobody panics");
        }
        // A rank that is unwinding already drops its frames, and those operations may pass.
        if state.stuck && !std::thread::panicking() {
            drop(state);
            // No report of this panic: the schedule is what matters.
            std::panic::resume_unwind(Box::new("stuck"));
        }
        state
    }
}

impl SharedMemory for Turn<'_> {
    fn load(&self, word: usize) -> u32 {
        self.operate(|state| state.words[word])
    }

    fn store(&self, word: usize, value: u32) {
        self.operate(|state| state.words[word] = value);
    }

    fn add(&self, word: usize, value: u32) {
        self.operate(|state| state.words[word] = state.words[word].wrapping_add(value));
    }

    fn read_bytes(&self, offset: usize, into: &mut [u8]) {
        self.operate(|state| {
            for (word, chunk) in state.words[offset / 4..].iter().zip(into.chunks_mut(4)) {
                chunk.copy_from_slice(&word.to_le_bytes()[..chunk.len()]);
            }
        });
    }

    fn write_bytes(&self, offset: usize, bytes: &[u8]) {
        self.operate(|state| {
            for (word, chunk) in state.words[offset / 4..].iter_mut().zip(bytes.chunks(4)) {
                let mut padded = [0; 4];
                padded[..chunk.len()].copy_from_slice(chunk);
                *word = u32::from_le_bytes(padded);
            }
        });
    }

    /// Sleeps until notified, however long: here a timeout saves nobody.
    fn wait(&self, word: usize, expected: u32, _timeout_ns: u64) {
        let sleeps = self.operate(|state| {
            let sleeps = state.words[word] == expected || self.model.lose_comparison;
            if sleeps {
                state.ranks[self.rank] = Rank::Asleep(word);
                state.hand_over(self.rank);
            }
            sleeps
        });
        if sleeps {
            self.model.changed.notify_all();
            drop(self.await_turn(self.model.lock()));
        }
    }

    fn notify(&self, word: usize) {
        self.operate(|state| {
            let other = 1 - self.rank;
            if state.ranks[other] == Rank::Asleep(word) {
                state.ranks[other] = Rank::Awake;
            }
        });
    }

    fn now_ns(&self) -> u64 {
        0
    }
}
