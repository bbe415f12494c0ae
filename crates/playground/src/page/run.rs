//! One run: everybody gets a task, everybody's ending comes in, and the first failure ends it.

use std::cell::Cell;
use std::rc::Rc;

use collectives::topology;
use collectives::transport::Wait;
use experiment::{Experiment, Failure, FaultKind, Job, Outcome};

use super::Cancel;
use super::inbox::{Event, Inbox};
use super::inquiry::Inquiry;
use super::patience::Patience;
use super::pool::Crew;
use super::world::RunWorld;
use crate::post::Post;
use crate::timer::Interval;
use crate::wire::{Assignment, Ending};

const TICK_MS: u32 = 50;

/// How long ranks may take to notice that the run is over. Those that do not are replaced.
const GRACE_MS: f64 = 300.0;

/// How long ranks may take to say what they wait for.
const EXPLAIN_MS: f64 = 300.0;

/// Nothing at all has happened for this long beyond every limit that ranks keep themselves: the
/// ones that have not ended are dead.
const DEAD_MS: f64 = 5_000.0;

/// Why a rank is lost for which the page cannot do anything.
const NO_MESSAGES: &str = "the browser has none left for its messages";

/// Why a rank fails whose worker says that it has no room.
const NO_ROOM: &str = "the browser gives its worker no more";

/// What stands, in every browser's own words, in the text of an accident that came of a refusal of
/// memory. Of a panic a worker tells before it traps; where it traps at something unreachable
/// without a word, an allocation has failed.
const REFUSALS: [&str; 4] = ["nreachable", "RangeError", "memory", "malloc"];

thread_local! {
    static GENERATION: Cell<u32> = const { Cell::new(0) };
}

/// What became of a rank.
#[derive(Debug)]
enum Fate {
    Done(Outcome),
    Stopped,
}

#[derive(Debug)]
pub(super) struct Run<'e> {
    experiment: &'e Experiment,
    generation: u32,
    epoch_ms: f64,
    inbox: Rc<Inbox>,
    crew: Crew,
    world: RunWorld,
    fates: Vec<Option<Fate>>,
    /// Whose worker is good for nothing any more.
    lost: Vec<bool>,
    /// Whether some rank was given up that may go on without knowing.
    at_large: bool,
    failures: Vec<Failure>,
    inquiry: Option<Inquiry>,
    /// All of the following times are on this clock.
    patience: Patience,
    /// When the run was given up.
    ended_ms: Option<f64>,
    /// When somebody last did something, and how the world looked then.
    alive_ms: f64,
    activity: u32,
}

impl<'e> Run<'e> {
    pub(super) fn new(
        experiment: &'e Experiment,
        epoch_ms: f64,
        world: RunWorld,
        crew: Crew,
    ) -> Self {
        let generation = GENERATION.get() + 1;
        GENERATION.set(generation);
        Self {
            experiment,
            generation,
            epoch_ms,
            inbox: Inbox::new(),
            crew,
            world,
            fates: (0..experiment.ranks).map(|_| None).collect(),
            lost: vec![false; experiment.ranks],
            at_large: false,
            failures: Vec::new(),
            inquiry: None,
            patience: Patience::new(),
            ended_ms: None,
            alive_ms: 0.0,
            activity: 0,
        }
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "reading the experiment bounds the limit"
    )]
    pub(super) fn begin(&mut self, order: &dyn Fn(usize) -> (Job, u64)) {
        let size = self.experiment.ranks;
        for (rank, worker) in self.crew.workers.iter().enumerate() {
            worker.listen(rank, &self.inbox);
        }
        for rank in 0..size {
            let (job, bytes) = order(rank);
            let assignment = Assignment {
                rank,
                size,
                limit_ns: (self.experiment.limit_ms * 1e6) as u64,
                epoch_ms: self.epoch_ms,
                job,
            };
            let go = Post::try_with("go", self.generation, &assignment);
            let posted = go.is_some_and(|go| {
                go.set_room(bytes as f64);
                self.world.hand_out(&go);
                self.crew.workers[rank].post(&go)
            });
            if !posted {
                return self.lose(rank, self.no_memory(rank, NO_MESSAGES));
            }
        }
        // Every collective begins with a word to the right neighbor, so those channels are
        // needed in any case. All others are made when a rank asks.
        for rank in 0..size {
            self.connect(rank, topology::right(rank, size));
        }
    }

    fn connect(&mut self, rank: usize, peer: usize) {
        let workers = &self.crew.workers;
        if !self.world.connect(workers, self.generation, rank, peer) {
            self.lose(rank, self.no_memory(rank, NO_MESSAGES));
        }
    }

    /// Until every rank's fate is known.
    pub(super) async fn wait(&mut self, cancel: &Cancel) {
        let ticking = Rc::clone(&self.inbox);
        let _ticks = Interval::new(TICK_MS, move || ticking.push(Event::Tick));
        while self.fates.iter().any(Option::is_none) {
            let inbox = Rc::clone(&self.inbox);
            let event = if self.ended_ms.is_some() {
                inbox.next().await
            } else if let Some(event) = cancel.or(inbox.next()).await {
                event
            } else {
                self.fail(Failure::cancelled(self.experiment));
                continue;
            };
            match event {
                Event::Post(rank, post) => self.hear(rank, &post),
                Event::Fault(rank, text) if REFUSALS.iter().any(|it| text.contains(it)) => {
                    self.lose(rank, self.no_memory(rank, &text));
                }
                Event::Fault(rank, text) => self.lose(rank, self.killed(rank, &text)),
                Event::Gone(rank) => self.lose(rank, self.killed(rank, "its worker is gone")),
                Event::Tick => self.tick(),
            }
        }
    }

    fn hear(&mut self, rank: usize, post: &Post) {
        self.alive_ms = self.patience.now_ms();
        match post.kind().as_str() {
            // Of a rank that was lost before, a panic is no more than what followed.
            "panic" if self.lost[rank] => {}
            "panic" => {
                let words = post.text().unwrap_or_default();
                self.lost[rank] = true;
                self.fates[rank] = Some(Fate::Stopped);
                self.fail(Failure::panicked(self.experiment, rank, &words));
            }
            _ if !post.is_of(self.generation) => {}
            "alive" => {}
            "channel" => self.connect(rank, post.peer()),
            "waits" => self.answer(rank, post.value()),
            "ending" => self.ending(rank, post.value()),
            other => panic!("a rank says {other}"),
        }
    }

    fn ending(&mut self, rank: usize, ending: Ending) {
        let fate = match ending {
            Ending::NoRoom => return self.lose(rank, self.no_memory(rank, NO_ROOM)),
            Ending::Done(outcome) => Fate::Done(outcome),
            Ending::Ended => Fate::Stopped,
            Ending::Failed(error) => {
                let failure = Failure::from_error(self.experiment, rank, &error);
                failure.into_iter().for_each(|it| self.fail(it));
                Fate::Stopped
            }
            Ending::TimedOut { waits, now_ns } => {
                match self.world {
                    // They are everybody's: any rank can read them in the shared memory.
                    RunWorld::Shared { .. } => {
                        self.fail(Failure::timed_out(self.experiment, rank, &waits, now_ns));
                    }
                    RunWorld::Ports { .. } => {
                        self.inquire(rank, now_ns);
                        self.answer(rank, waits);
                    }
                }
                Fate::Stopped
            }
        };
        self.fates[rank] = Some(fate);
        // Who has ended waits for nobody, whatever it may have been asked.
        self.answer(rank, Vec::new());
    }

    fn killed(&self, rank: usize, words: &str) -> Failure {
        Failure::killed(self.experiment, rank, words)
    }

    fn no_memory(&self, rank: usize, words: &str) -> Failure {
        Failure::out_of_memory(self.experiment, Some(rank), words)
    }

    /// A worker broke down outside of its rank's program, or is gone.
    fn lose(&mut self, rank: usize, failure: Failure) {
        self.lost[rank] = true;
        // A panic is reported by the rank itself, and this may be the trap that follows.
        if self.fates[rank].is_none() {
            self.fates[rank] = Some(Fate::Stopped);
            self.fail(failure);
        }
    }

    fn inquire(&mut self, rank: usize, now_ns: u64) {
        if self.inquiry.is_some() || self.ended_ms.is_some() {
            return;
        }
        let answered = self.fates.iter().map(Option::is_some).collect();
        self.inquiry = Some(Inquiry::new(rank, self.patience.now_ms(), now_ns, answered));
        for (worker, fate) in self.crew.workers.iter().zip(&self.fates) {
            if fate.is_none() {
                worker.post(&Post::new("explain", self.generation));
            }
        }
    }

    fn answer(&mut self, rank: usize, waits: Vec<(usize, Wait)>) {
        if let Some(inquiry) = &mut self.inquiry
            && inquiry.answer(rank, waits)
        {
            self.explain();
        }
    }

    /// The run fails with what the ranks have said.
    fn explain(&mut self) {
        if let Some(it) = self.inquiry.take() {
            let failure = Failure::timed_out(self.experiment, it.rank, &it.waits, it.now_ns);
            self.fail(failure);
        }
    }

    /// Notes a failure; the first one ends the run for everybody.
    fn fail(&mut self, failure: Failure) {
        self.failures.push(failure);
        if self.ended_ms.is_none() {
            self.ended_ms = Some(self.patience.now_ms());
            self.world.end(&self.crew.workers, self.generation);
        }
    }

    fn tick(&mut self) {
        self.patience.tick();
        let now_ms = self.patience.now_ms();
        let activity = self.world.activity();
        if activity != self.activity {
            self.activity = activity;
            self.alive_ms = now_ms;
        }
        let asked_ms = self.inquiry.as_ref().map(|inquiry| inquiry.since_ms);
        if asked_ms.is_some_and(|asked_ms| now_ms - asked_ms > EXPLAIN_MS) {
            self.explain();
        }
        if self
            .ended_ms
            .is_some_and(|ended_ms| now_ms - ended_ms > GRACE_MS)
        {
            for (fate, lost) in self.fates.iter_mut().zip(&mut self.lost) {
                *lost |= fate.is_none();
                self.at_large |= fate.is_none();
                fate.get_or_insert(Fate::Stopped);
            }
        }
        if self.ended_ms.is_none() && now_ms - self.alive_ms > self.patience_ms() {
            for rank in 0..self.experiment.ranks {
                if self.fates[rank].is_none() {
                    self.at_large = true;
                    self.lose(rank, self.killed(rank, "its worker does not answer"));
                }
            }
        }
    }

    /// Ranks keep the limit themselves, and may be asked to pause.
    fn patience_ms(&self) -> f64 {
        let faults = &self.experiment.faults;
        let delays = faults.iter().filter(|it| it.kind == FaultKind::Delay);
        let delay_ms: f64 = delays.map(|it| it.value.unwrap_or(0.0)).sum();
        self.experiment.limit_ms + delay_ms + DEAD_MS
    }

    /// Gives back what may be used again, and says how it went.
    pub(super) fn conclude(self) -> Result<Vec<Outcome>, Failure> {
        if self.ended_ms.is_none() {
            self.world.end(&self.crew.workers, self.generation);
        }
        if !self.at_large {
            self.world.retire(self.crew.is_wanted());
        }
        self.crew.release(|rank| !self.lost[rank]);
        if let Some(failure) = Failure::most_telling(self.failures) {
            return Err(failure);
        }
        let outcome = |fate| match fate {
            Some(Fate::Done(outcome)) => outcome,
            _ => panic!("no rank failed, but one brought nothing back"),
        };
        Ok(self.fates.into_iter().map(outcome).collect())
    }
}
