//! Memory that a rank can be run on again and again: it says once more what it said before, and
//! ends the rank at the first operation that has no answer yet.

use std::cell::{Cell, RefCell};
use std::panic::resume_unwind;
use std::thread;

use super::super::super::SharedMemory;

/// How far the clock moves at every look: code that spins until some moment reaches it.
const TICK_NS: u64 = 1_000;

/// No rank of a small scenario does more on its own.
const OPERATION_COUNT_MAX: usize = 100_000;

/// All bits of a [`Sharing`] mask.
const EVERYBODY: u8 = u8::MAX;

/// One operation on shared memory. Copies are in whole words, as frames are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Load(usize),
    Store(usize, u32),
    Add(usize, u32),
    Read { word: usize, count: usize },
    Write { word: usize, values: Vec<u32> },
    Wait { word: usize, expected: u32 },
    Notify(usize),
}

/// What memory says to an operation: the values read, if it reads.
pub(super) type Answer = Vec<u32>;

impl Operation {
    /// The words it reads or writes: the first, and how many.
    pub(super) fn span(&self) -> (usize, usize) {
        match self {
            Self::Load(word) | Self::Store(word, _) | Self::Add(word, _) => (*word, 1),
            Self::Wait { word, .. } => (*word, 1),
            Self::Read { word, count } => (*word, *count),
            Self::Write { word, values } => (*word, values.len()),
            Self::Notify(word) => (*word, 0),
        }
    }

    pub(super) fn writes(&self) -> bool {
        matches!(self, Self::Store(..) | Self::Add(..) | Self::Write { .. })
    }

    /// Whether it is a plain copy, which memory may tear and reorder.
    fn is_copy(&self) -> bool {
        matches!(self, Self::Read { .. } | Self::Write { .. })
    }

    /// Whether two operations that are both about to happen make a data race: they touch a
    /// word in common, one of them writes, one of them is a plain copy.
    pub(super) fn races(&self, other: &Self) -> bool {
        let ((first, count), (other_first, other_count)) = (self.span(), other.span());
        (self.is_copy() || other.is_copy())
            && (self.writes() || other.writes())
            && first < other_first + other_count
            && other_first < first + count
    }

    /// Does it, where word `w` stands at `words[place(w)]`. Sleeping is not its business.
    pub(super) fn perform(&self, words: &mut [u32], place: impl Fn(usize) -> usize) -> Answer {
        match self {
            Self::Load(word) => return vec![words[place(*word)]],
            Self::Store(word, value) => words[place(*word)] = *value,
            Self::Add(word, value) => {
                let sum = &mut words[place(*word)];
                *sum = sum.wrapping_add(*value);
            }
            Self::Read { word, count } => {
                return (*word..word + count)
                    .map(|word| words[place(word)])
                    .collect();
            }
            Self::Write { word, values } => {
                for (offset, value) in values.iter().enumerate() {
                    words[place(word + offset)] = *value;
                }
            }
            Self::Wait { .. } | Self::Notify(_) => {}
        }
        Vec::new()
    }

    /// In words, for people who read a schedule.
    pub(super) fn describe(&self, answer: &Answer, name: &dyn Fn(usize) -> String) -> String {
        match self {
            Self::Load(word) => format!("load {} = {}", name(*word), answer[0]),
            Self::Store(word, value) => format!("store {} := {value}", name(*word)),
            Self::Add(word, value) => format!("add {} += {value}", name(*word)),
            Self::Read { word, .. } => format!("copy out of {}: {answer:x?}", name(*word)),
            Self::Write { word, values } => format!("copy into {}: {values:x?}", name(*word)),
            Self::Wait { word, expected } => format!("wait on {} while {expected}", name(*word)),
            Self::Notify(word) => format!("notify {}", name(*word)),
        }
    }
}

/// Which rank (a bit each) has ever read or written which word, in any schedule so far.
#[derive(Debug)]
pub(super) struct Sharing {
    readers: Vec<Cell<u8>>,
    writers: Vec<Cell<u8>>,
    /// Somebody touched a word for the first time.
    pub(super) grown: Cell<bool>,
    /// For the first look around: nothing counts as local.
    pub(super) everything: Cell<bool>,
}

impl Sharing {
    pub(super) fn new(word_count: usize) -> Self {
        Self {
            readers: vec![Cell::new(0); word_count],
            writers: vec![Cell::new(0); word_count],
            grown: Cell::new(false),
            everything: Cell::new(true),
        }
    }

    fn note(&self, rank: usize, operation: &Operation) {
        let (first, count) = operation.span();
        let mark = |masks: &[Cell<u8>], who: u8| {
            for mask in &masks[first..first + count] {
                if mask.get() | who != mask.get() {
                    mask.set(mask.get() | who);
                    self.grown.set(true);
                }
            }
        };
        if operation.writes() {
            mark(&self.writers, 1 << rank);
        } else {
            mark(&self.readers, 1 << rank);
        }
        // These are never halfway local, so all their words have to be there.
        if operation.is_copy() || matches!(operation, Operation::Wait { .. }) {
            mark(&self.readers, EVERYBODY);
        }
    }

    /// Whether no other rank can tell when this one does `operation`, nor change what comes of
    /// it: it reads what nobody else writes, or writes what nobody else touches. It then commutes
    /// with all that others do, so it need not be tried between all of that.
    fn is_local(&self, rank: usize, operation: &Operation) -> bool {
        if matches!(operation, Operation::Wait { .. } | Operation::Notify(_)) {
            return false;
        }
        let (first, count) = operation.span();
        let others = !(1 << rank);
        !self.everything.get()
            && (first..first + count).all(|word| {
                let read = operation.writes() && self.readers[word].get() & others != 0;
                !read && self.writers[word].get() & others == 0
            })
    }

    /// Whether the word has to be in the memory that ranks have in common.
    pub(super) fn is_shared(&self, word: usize) -> bool {
        let (readers, writers) = (self.readers[word].get(), self.writers[word].get());
        self.everything.get()
            || readers == EVERYBODY
            || (writers != 0 && (readers | writers).count_ones() > 1)
    }
}

/// Ends a rank that asks beyond its answers.
pub(super) struct Beyond;

/// The memory as one rank sees it while it is run again.
#[derive(Debug)]
pub(super) struct Probe<'a> {
    rank: usize,
    sharing: &'a Sharing,
    answers: Vec<&'a Answer>,
    asked: Cell<usize>,
    operation_count: Cell<usize>,
    now_ns: Cell<u64>,
    /// What memory would hold if nobody else wrote: right for everything local.
    own: RefCell<Vec<u32>>,
    /// The operation without an answer. From then on the rank unwinds, and what it does while it
    /// drops things never happened.
    wanted: RefCell<Option<Operation>>,
}

impl<'a> Probe<'a> {
    pub(super) fn new(
        rank: usize,
        sharing: &'a Sharing,
        answers: Vec<&'a Answer>,
        initial: &[u32],
    ) -> Self {
        Self {
            rank,
            sharing,
            answers,
            asked: Cell::new(0),
            operation_count: Cell::new(0),
            now_ns: Cell::new(0),
            own: RefCell::new(initial.to_vec()),
            wanted: RefCell::new(None),
        }
    }

    pub(super) fn into_wanted(self) -> Option<Operation> {
        self.wanted.into_inner()
    }

    fn ask(&self, operation: Operation) -> Answer {
        // Nobody may unwind out of a destructor, neither here nor after a panic.
        if self.wanted.borrow().is_some() || thread::panicking() {
            return Vec::new();
        }
        self.operation_count.set(self.operation_count.get() + 1);
        assert!(
            self.operation_count.get() < OPERATION_COUNT_MAX,
            "runs on for ever"
        );
        self.sharing.note(self.rank, &operation);
        let answer = operation.perform(&mut self.own.borrow_mut(), |word| word);
        if self.sharing.is_local(self.rank, &operation) {
            return answer;
        }
        let Some(&answer) = self.answers.get(self.asked.get()) else {
            self.wanted.replace(Some(operation));
            resume_unwind(Box::new(Beyond));
        };
        self.asked.set(self.asked.get() + 1);
        answer.clone()
    }
}

impl SharedMemory for Probe<'_> {
    fn load(&self, word: usize) -> u32 {
        self.ask(Operation::Load(word))
            .first()
            .copied()
            .unwrap_or(0)
    }

    fn store(&self, word: usize, value: u32) {
        self.ask(Operation::Store(word, value));
    }

    fn add(&self, word: usize, value: u32) {
        self.ask(Operation::Add(word, value));
    }

    fn read_bytes(&self, offset: usize, into: &mut [u8]) {
        assert_eq!(offset % 4, 0, "copies start at a word");
        if into.is_empty() {
            return;
        }
        let (word, count) = (offset / 4, into.len().div_ceil(4));
        let words = self.ask(Operation::Read { word, count });
        for (word, chunk) in words.iter().zip(into.chunks_mut(4)) {
            chunk.copy_from_slice(&word.to_le_bytes()[..chunk.len()]);
        }
    }

    fn write_bytes(&self, offset: usize, bytes: &[u8]) {
        assert_eq!(offset % 4, 0, "copies start at a word");
        if bytes.is_empty() {
            return;
        }
        let values = bytes.chunks(4).map(|chunk| {
            let mut word = [0xEE; 4];
            word[..chunk.len()].copy_from_slice(chunk);
            u32::from_le_bytes(word)
        });
        let (word, values) = (offset / 4, values.collect());
        self.ask(Operation::Write { word, values });
    }

    fn wait(&self, word: usize, expected: u32, _timeout_ns: u64) {
        self.ask(Operation::Wait { word, expected });
    }

    fn notify(&self, word: usize) {
        self.ask(Operation::Notify(word));
    }

    fn now_ns(&self) -> u64 {
        self.now_ns.set(self.now_ns.get() + TICK_NS);
        self.now_ns.get()
    }
}
