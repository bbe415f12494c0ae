//! What to run: the value that a reader edits.
//!
//! Only [`Experiment::read`] makes one, so whoever holds one need not check it again.

use collectives::catalogue::{self, Row};
use collectives::plan::{Edit, Plan, Ranges};
use collectives::{Call, Collective, ElementKind, Network, OpKind};
use serde::Serialize;

use crate::{ByHand, Values, definition};

/// A request that has been read: complete, consistent and within every limit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(tsify::Tsify),
    tsify(rename = "CompleteExperiment")
)]
pub struct Experiment {
    /// What to do; none for plans by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collective: Option<Collective>,
    /// How: the name of a row of the catalogue; none for plans by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<&'static str>,
    /// Plans by hand, in place of a collective's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<ByHand>,
    /// Changes to the plans, in the order in which they are made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
    /// What comes of both, if there is either: one plan per rank.
    #[serde(skip)]
    pub(crate) changed: Option<Vec<Plan>>,
    /// On how many ranks.
    pub ranks: usize,
    /// What each rank brings.
    #[cfg_attr(feature = "typescript", tsify(type = "Numbers[]"))]
    pub inputs: Vec<Values>,
    /// How values combine, in reductions.
    #[cfg_attr(feature = "typescript", tsify(type = "Op"))]
    pub op: OpKind,
    /// The kind of every input.
    #[cfg_attr(feature = "typescript", tsify(type = "Kind"))]
    pub kind: ElementKind,
    /// The root, where there is one.
    pub root: usize,
    /// Where to run.
    pub engine: Engine,
    /// What a message costs in simulated time and in predictions.
    pub network: Network,
    /// The simulator's schedule: "earliest", "seeded", "rendezvous", or what the trace of a report
    /// says to play it again.
    pub schedule: String,
    /// How long one wait may last, in milliseconds.
    pub limit_ms: f64,
    /// For generated inputs and seeded schedules.
    pub seed: u64,
    /// What goes wrong on purpose.
    pub faults: Vec<Fault>,
    /// Whether the report shows every message.
    pub trace: bool,
    /// All-reduce by ring only: how many steps combine. Anything but P − 1 is wrong on purpose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<usize>,
}

impl Experiment {
    /// The collective that it is judged against; none for plans by hand that claim none.
    #[must_use]
    pub fn claims(&self) -> Option<Collective> {
        let claimed = self.plan.as_ref().map(|plan| plan.claims);
        claimed.unwrap_or(self.collective)
    }

    /// Whether it is a reduction.
    #[must_use]
    pub fn reduces(&self) -> bool {
        self.claims().is_some_and(Collective::reduces)
    }

    /// The catalogue's row for the algorithm; none for plans by hand.
    #[must_use]
    pub fn row(&self) -> Option<&'static Row> {
        catalogue::find(self.collective?, self.algorithm?)
    }

    /// The collective and the algorithm, as messages name them.
    #[must_use]
    pub fn call(&self) -> String {
        match (self.claims(), self.algorithm) {
            (Some(collective), Some(algorithm)) => format!("{collective}/{algorithm}"),
            (Some(collective), None) => format!("{collective} by hand"),
            (None, _) => "plan by hand".to_string(),
        }
    }

    /// The call, for `counts` of this experiment; none if nobody says what it is.
    pub(crate) fn call_of<'a>(&self, counts: &'a [usize]) -> Option<Call<'a>> {
        Some(Call {
            collective: self.claims()?,
            counts,
            root: self.root,
            cut: self.cut,
        })
    }

    /// How many elements each rank takes part with: its input, but for a broadcast the root's.
    #[must_use]
    pub fn counts(&self) -> Vec<usize> {
        let count = |rank: usize| match self.claims() {
            Some(Collective::Broadcast) => self.inputs[self.root].len(),
            _ => self.inputs[rank].len(),
        };
        (0..self.ranks).map(count).collect()
    }

    /// Length of the result of `rank`, or `None` where it receives nothing.
    #[must_use]
    pub fn output_len(&self, rank: usize) -> Option<usize> {
        if let Some(plans) = &self.changed {
            return plans[rank].result.as_ref().map(Ranges::len);
        }
        match self.claims()? {
            Collective::Sort => Some(self.sorted_lengths()[rank]),
            it => definition::output_len(it, &self.counts(), self.root, rank),
        }
    }
}

/// Where ranks can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// The best there is.
    Auto,
    /// Web Workers, over the better wire.
    Workers,
    /// Web Workers over shared memory.
    WorkersShared,
    /// Web Workers over message ports.
    WorkersPorts,
    /// The simulator.
    Simulated,
    /// Native threads.
    Threads,
}

impl Engine {
    /// Every engine.
    pub const ALL: [Self; 6] = [
        Self::Auto,
        Self::Workers,
        Self::WorkersShared,
        Self::WorkersPorts,
        Self::Simulated,
        Self::Threads,
    ];

    /// As experiments spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Workers => "workers",
            Self::WorkersShared => "workers-shared",
            Self::WorkersPorts => "workers-ports",
            Self::Simulated => "simulated",
            Self::Threads => "threads",
        }
    }
}

/// Something that goes wrong on purpose, on one rank.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// Where.
    pub rank: usize,
    /// From which step on; without one, from the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<u32>,
    /// Milliseconds of a delay, elements of a count, or which bit flips.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
}

/// The things that can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum FaultKind {
    /// The rank panics.
    Panic,
    /// The rank and its memory are gone at once, and nobody is told.
    Kill,
    /// The rank stops, without a word.
    Silent,
    /// The rank pauses for `value` milliseconds; 100 if unset.
    Delay,
    /// The rank calls with another operator.
    Op,
    /// The rank calls with `value` elements; one more than the others if unset.
    Count,
    /// Bit `value` of each of the rank's results is flipped in one element; the highest below
    /// the sign if unset.
    Flip,
}

impl FaultKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Panic,
        Self::Kill,
        Self::Silent,
        Self::Delay,
        Self::Op,
        Self::Count,
        Self::Flip,
    ];

    /// As experiments spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Panic => "panic",
            Self::Kill => "kill",
            Self::Silent => "silent",
            Self::Delay => "delay",
            Self::Op => "op",
            Self::Count => "count",
            Self::Flip => "flip",
        }
    }
}

/// What a host can run. Everything else that is bounded is bounded by the constants below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The engines it has, [`Engine::Auto`] included.
    pub engines: Vec<Engine>,
}

impl Limits {
    /// Ranks that can run as Web Workers.
    pub const WORKER_COUNT_MAX: usize = 32;
    /// Ranks that can run as threads.
    pub const THREAD_COUNT_MAX: usize = 64;
    /// Ranks that the simulator takes.
    pub const SIMULATED_COUNT_MAX: usize = 512;
    /// Elements that one rank may bring.
    pub const ELEMENT_COUNT_MAX: usize = 1 << 24;
    /// Elements that all ranks together may hold, results included.
    pub const ELEMENT_TOTAL_MAX: usize = 1 << 27;
    /// Longest wait, in milliseconds.
    pub const LIMIT_MS_MAX: f64 = 600_000.0;
    /// Longest pause of a delayed rank, in milliseconds.
    pub const DELAY_MS_MAX: f64 = 60_000.0;
    /// Largest seed: whole numbers beyond are not exact in JavaScript.
    pub const SEED_MAX: u64 = (1 << 53) - 1;

    /// What can be said anywhere without running it.
    pub(crate) fn everywhere() -> Self {
        Self {
            engines: Engine::ALL.to_vec(),
        }
    }

    /// What a command line on this machine can run.
    #[must_use]
    pub fn native() -> Self {
        Self {
            engines: vec![Engine::Auto, Engine::Threads, Engine::Simulated],
        }
    }

    /// What a page can run.
    #[must_use]
    pub fn page() -> Self {
        Self {
            engines: vec![
                Engine::Auto,
                Engine::Workers,
                Engine::WorkersShared,
                Engine::WorkersPorts,
                Engine::Simulated,
            ],
        }
    }

    /// The most ranks that `engine` can run here.
    #[must_use]
    pub fn rank_count_max(engine: Engine) -> usize {
        match engine {
            Engine::Workers | Engine::WorkersShared | Engine::WorkersPorts => {
                Self::WORKER_COUNT_MAX
            }
            Engine::Threads => Self::THREAD_COUNT_MAX,
            Engine::Auto | Engine::Simulated => Self::SIMULATED_COUNT_MAX,
        }
    }
}
