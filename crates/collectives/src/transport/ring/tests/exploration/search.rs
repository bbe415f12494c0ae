//! Every state that ranks can reach on one memory.
//!
//! What a rank does next depends on nothing but the answers it has had, so a rank is the list of
//! its answers: its *history*. A state is the shared words, the history of each rank, and who is
//! asleep. From each state every rank that is awake does its next operation. The states are
//! visited breadth first, each once, so a violation is found with a shortest schedule to it.
//!
//! What is left out, and why nothing is lost by it:
//!
//! - Operations no other rank can notice, see [`Sharing`]. Who touches what is not assumed: a
//!   touch never seen before starts the search again, with one more word shared.
//! - Weak memory. Word operations are sequentially consistent as they are; plain copies are not,
//!   but if no reachable state has two of them about to touch the same word, no program can tell
//!   (Adve, Hill, "Weak ordering: a new definition", 1990). So each state is asked for that.
//! - Timeouts. A sleep ends with a notification, so that nothing depends on them; a scenario
//!   may let a few sleeps end early, as they always may.
//!
//! States are remembered by 128 bits of hash: among 10^7 of them, two are confused with
//! probability 10^-25.

#![allow(
    clippy::disallowed_types,
    reason = "millions of states are looked up, and never listed"
)]

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::super::super::SharedMemory;
use super::memory::{Answer, Beyond, Operation, Probe, Sharing};
use super::outcome::{Counts, Violation};

/// A search that goes on beyond this does not end in reasonable time.
const STATE_COUNT_MAX: u32 = 20_000_000;
/// Schedules thrown by dice before the search, to see who shares what.
const LOOK_COUNT: u32 = 40;

/// What one rank does on a memory; an error says what it found wrong.
pub(super) type Program<'p> = Box<dyn Fn(&dyn SharedMemory) -> Result<(), String> + 'p>;

/// Ends a program from within, for something that it found wrong.
pub(super) struct Wrong(pub(super) String);

/// Ranks, the memory they start with, and what counts as wrong.
pub(super) struct Model<'p> {
    pub(super) programs: Vec<Program<'p>>,
    pub(super) initial: Vec<u32>,
    /// What a word is called.
    pub(super) name: &'p dyn Fn(usize) -> String,
    /// How many sleeps may end without a notification.
    pub(super) early_count: u8,
    /// Whether to report data races; without, only what comes of them.
    pub(super) races: bool,
}

/// What a rank with some history does next.
#[derive(Clone, Debug)]
enum Next {
    Operation(Operation),
    Done,
    Failed(String),
}

#[derive(Debug)]
struct History {
    rank: usize,
    /// The last answer, and the history before it.
    before: Option<(usize, Answer)>,
    next: Next,
}

#[derive(Clone, Hash)]
struct State {
    words: Vec<u32>,
    histories: Vec<usize>,
    /// A bit for each rank that is asleep in its next operation.
    asleep: u8,
    early_left: u8,
}

/// A rank does its next operation, or wakes without being notified.
#[derive(Clone, Copy, Debug)]
enum Move {
    Operation(Rank),
    Early(Rank),
}

/// Small, for there are millions.
type Rank = u8;

impl Move {
    fn rank(self) -> usize {
        let (Self::Operation(rank) | Self::Early(rank)) = self;
        usize::from(rank)
    }
}

struct Search<'m> {
    model: &'m Model<'m>,
    sharing: &'m Sharing,
    /// Where each word stands in [`State::words`].
    places: Vec<usize>,
    histories: Vec<History>,
    known: HashMap<(usize, Answer), usize>,
    seen: HashSet<u128>,
    /// For each state how it was reached first: from which state, by which move.
    trail: Vec<(u32, Move)>,
    counts: Counts,
}

/// Visits every state of `model`.
pub(super) fn explore(model: &Model<'_>) -> Result<Counts, Violation> {
    let sharing = Sharing::new(model.initial.len());
    for seed in 0..LOOK_COUNT {
        Search::new(model, &sharing).look(seed);
    }
    sharing.everything.set(false);
    loop {
        sharing.grown.set(false);
        let mut search = Search::new(model, &sharing);
        let result = search.run();
        if !sharing.grown.get() {
            return result.map(|()| search.counts);
        }
    }
}

impl<'m> Search<'m> {
    fn new(model: &'m Model<'m>, sharing: &'m Sharing) -> Self {
        let mut shared_count = 0;
        let place = |word| {
            let shared = sharing.is_shared(word);
            shared_count += usize::from(shared);
            if shared { shared_count - 1 } else { usize::MAX }
        };
        Self {
            model,
            sharing,
            places: (0..model.initial.len()).map(place).collect(),
            histories: Vec::new(),
            known: HashMap::new(),
            seen: HashSet::new(),
            trail: Vec::new(),
            counts: Counts::default(),
        }
    }

    fn start(&mut self) -> State {
        let initial = &self.model.initial;
        let shared = |word: &usize| self.places[*word] != usize::MAX;
        let words = (0..initial.len())
            .filter(shared)
            .map(|word| initial[word])
            .collect();
        let ranks = 0..self.model.programs.len();
        State {
            words,
            histories: ranks.map(|rank| self.begin(rank, None)).collect(),
            asleep: 0,
            early_left: self.model.early_count,
        }
    }

    /// One schedule by dice, for the sake of [`Sharing`]. Violations are left to the search.
    fn look(&mut self, seed: u32) {
        let mut state = self.start();
        let mut dice = seed;
        loop {
            let moves = self.moves(&state);
            if moves.is_empty() {
                return;
            }
            // Knuth's linear congruential generator; its high bits are good enough.
            dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let choice = moves[(dice >> 16) as usize % moves.len()];
            state = self.after(&state, choice).0;
        }
    }

    fn run(&mut self) -> Result<(), Violation> {
        let start = self.start();
        self.seen.insert(fingerprint(&start));
        self.trail.push((0, Move::Operation(0)));
        let mut queue = VecDeque::from([(start, 0)]);
        while let Some((state, number)) = queue.pop_front() {
            let moves = self.moves(&state);
            let what = self.wrong(&state, moves.is_empty());
            if let Some(what) = what.filter(|_| !self.sharing.grown.get()) {
                return Err(self.violation(what, number));
            }
            self.counts.ends += usize::from(moves.is_empty());
            for choice in moves {
                if self.sharing.grown.get() {
                    return Ok(());
                }
                self.counts.transitions += 1;
                let (next, _) = self.after(&state, choice);
                if self.seen.insert(fingerprint(&next)) {
                    queue.push_back((next, self.state_count()));
                    self.trail.push((number, choice));
                }
            }
            assert!(
                self.state_count() < STATE_COUNT_MAX,
                "there is no end of states"
            );
        }
        self.counts.states = self.trail.len();
        self.counts.histories = self.histories.len();
        Ok(())
    }

    fn state_count(&self) -> u32 {
        u32::try_from(self.trail.len()).expect("far fewer than 2^32 states")
    }

    fn next(&self, state: &State, rank: usize) -> &Next {
        &self.histories[state.histories[rank]].next
    }

    /// What can happen in a state.
    fn moves(&self, state: &State) -> Vec<Move> {
        let of_rank = |rank: Rank| {
            let asleep = state.asleep >> rank & 1 != 0;
            match self.next(state, rank.into()) {
                Next::Operation(_) if !asleep => Some(Move::Operation(rank)),
                Next::Operation(_) if state.early_left > 0 => Some(Move::Early(rank)),
                _ => None,
            }
        };
        (0..8)
            .take(state.histories.len())
            .filter_map(of_rank)
            .collect()
    }

    /// What is wrong with a state, if anything is.
    fn wrong(&self, state: &State, stuck: bool) -> Option<String> {
        let ranks = 0..state.histories.len();
        let mut about_to: Vec<(usize, &Operation)> = Vec::new();
        for rank in ranks.clone() {
            match self.next(state, rank) {
                Next::Failed(what) => return Some(format!("rank {rank}: {what}")),
                Next::Operation(operation) if self.model.races => {
                    if let Some((other, _)) = about_to.iter().find(|it| it.1.races(operation)) {
                        let place = (self.model.name)(operation.span().0);
                        let pair = format!("ranks {other} and {rank}");
                        return Some(format!("data race: {pair} touch {place} at once"));
                    }
                    about_to.push((rank, operation));
                }
                Next::Operation(_) | Next::Done => {}
            }
        }
        let asleep: Vec<_> = ranks.filter(|rank| state.asleep >> rank & 1 != 0).collect();
        (stuck && !asleep.is_empty()).then(|| {
            let done = state.histories.len() - asleep.len();
            format!("lost wake-up: ranks {asleep:?} sleep for ever, {done} are done")
        })
    }

    /// The state after a move, and what the memory said.
    fn after(&mut self, state: &State, choice: Move) -> (State, Answer) {
        let mut next = state.clone();
        let rank = choice.rank();
        let Next::Operation(operation) = self.next(state, rank).clone() else {
            unreachable!("a rank that is done does not move");
        };
        if let Move::Early(_) = choice {
            next.early_left -= 1;
            self.wake(&mut next, rank);
            return (next, Vec::new());
        }
        match &operation {
            Operation::Wait { word, expected } if next.words[self.places[*word]] == *expected => {
                next.asleep |= 1 << rank;
                return (next, Vec::new());
            }
            Operation::Notify(word) => {
                for other in 0..state.histories.len() {
                    let on_it = matches!(self.next(state, other),
                        Next::Operation(Operation::Wait { word: on, .. }) if on == word);
                    if on_it && state.asleep >> other & 1 != 0 {
                        self.wake(&mut next, other);
                    }
                }
            }
            _ => {}
        }
        let answer = operation.perform(&mut next.words, |word| self.places[word]);
        next.histories[rank] = self.follow(next.histories[rank], answer.clone());
        (next, answer)
    }

    fn wake(&mut self, state: &mut State, rank: usize) {
        state.asleep &= !(1 << rank);
        state.histories[rank] = self.follow(state.histories[rank], Vec::new());
    }

    /// The history that goes on with `answer`.
    fn follow(&mut self, before: usize, answer: Answer) -> usize {
        let key = (before, answer);
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let after = self.begin(self.histories[before].rank, Some(key.clone()));
        self.known.insert(key, after);
        after
    }

    /// Runs a rank with a new history, to see what it does next.
    fn begin(&mut self, rank: usize, before: Option<(usize, Answer)>) -> usize {
        let mut answers = Vec::new();
        let mut last = before.as_ref();
        while let Some((history, answer)) = last {
            answers.push(answer);
            last = self.histories[*history].before.as_ref();
        }
        answers.reverse();
        let probe = Probe::new(rank, self.sharing, answers, &self.model.initial);
        let program = &self.model.programs[rank];
        let next = match catch_unwind(AssertUnwindSafe(|| program(&probe))) {
            Ok(Ok(())) => Next::Done,
            Ok(Err(what)) => Next::Failed(what),
            Err(payload) if payload.is::<Beyond>() => {
                Next::Operation(probe.into_wanted().expect("it wanted something"))
            }
            Err(payload) if payload.is::<Wrong>() => {
                Next::Failed(payload.downcast::<Wrong>().expect("it is one").0)
            }
            Err(payload) => {
                let text = payload.downcast_ref::<String>().map(String::as_str);
                let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
                Next::Failed(format!("panic: {}", text.unwrap_or("without words")))
            }
        };
        self.histories.push(History { rank, before, next });
        self.histories.len() - 1
    }

    /// Goes the way to state `number` once more and writes it down.
    fn violation(&mut self, what: String, number: u32) -> Violation {
        let mut moves = Vec::new();
        let mut at = number;
        while at != 0 {
            let (before, choice) = self.trail[at as usize];
            moves.push(choice);
            at = before;
        }
        let (mut schedule, mut operations) = (Vec::new(), Vec::new());
        let mut state = self.start();
        for choice in moves.into_iter().rev() {
            let rank = choice.rank();
            let next = self.next(&state, rank).clone();
            let (after, answer) = self.after(&state, choice);
            schedule.push(rank);
            operations.push(match (choice, next) {
                (Move::Operation(_), Next::Operation(operation)) => {
                    let words = operation.describe(&answer, self.model.name);
                    format!("  rank {rank}: {words}")
                }
                _ => format!("  rank {rank} wakes early"),
            });
            state = after;
        }
        Violation {
            what,
            schedule,
            operations,
        }
    }
}

fn fingerprint(state: &State) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, state).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
