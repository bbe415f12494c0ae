//! The outcome of an [`Experiment`]: the value that a page draws.

use serde::Serialize;

use crate::{Engine, Experiment, Trace, Values, Verdict};

/// What a run showed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Report {
    /// What was run, with every default filled in.
    #[cfg_attr(feature = "typescript", tsify(type = "CompleteExperiment"))]
    pub experiment: Experiment,
    /// Where.
    pub engine: EngineUsed,
    /// What each rank holds at the end; none where it receives nothing.
    #[cfg_attr(feature = "typescript", tsify(type = "(Numbers | null)[]"))]
    pub outputs: Vec<Option<Values>>,
    /// Whether that is right.
    pub verdict: Verdict,
    /// What really travelled.
    pub totals: Totals,
    /// What should have travelled.
    pub predicted: Predicted,
    /// How long it took.
    pub time: Time,
    /// Every message, if asked for.
    pub trace: Option<Trace>,
}

/// Where a run was asked for, and where it took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct EngineUsed {
    /// What the experiment asked for.
    pub requested: Engine,
    /// What ran.
    #[cfg_attr(
        feature = "typescript",
        tsify(type = "Exclude<Engine, \"auto\" | \"workers\">")
    )]
    pub used: Engine,
    /// Why not the better engine, in words; none if there is no better one.
    pub why: Option<String>,
}

/// Counts of what really travelled. Payload messages only, empty ones included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Totals {
    /// Length of the longest chain of dependent messages.
    pub rounds: u32,
    /// Messages sent, per rank.
    pub messages: Vec<u64>,
    /// Payload bytes sent, per rank.
    pub bytes_sent: Vec<u64>,
}

/// What the plans of the ranks say, or for a sort what is known of it beforehand.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Predicted {
    /// Length of the longest chain of dependent messages.
    pub rounds: u32,
    /// Messages sent, per rank.
    pub messages: Vec<u64>,
    /// Payload bytes sent, per rank.
    pub bytes_sent: Vec<u64>,
    /// Time of the slowest rank, in microseconds of the network model; none where nobody can say it
    /// beforehand.
    pub time_us: Option<f64>,
}

impl Predicted {
    /// The prediction for `experiment`.
    #[must_use]
    pub fn of(experiment: &Experiment) -> Self {
        let Some(planned) = experiment.planned() else {
            let cost = experiment.sort_cost();
            return Self {
                rounds: cost.rounds,
                messages: cost.messages,
                bytes_sent: cost.bytes_sent,
                time_us: cost.time_us,
            };
        };
        let count = planned.count();
        let element_bytes = experiment.kind.size() as u64;
        let elements = count.elements.into_iter();
        Self {
            rounds: count.chain,
            messages: count.messages,
            bytes_sent: elements.map(|it| it * element_bytes).collect(),
            time_us: planned.time_us(),
        }
    }
}

/// How long a run took, in microseconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Time {
    /// From the first rank's start to the last rank's end; none in the simulator.
    pub wall_us: Option<f64>,
    /// Each rank's own time.
    pub per_rank_us: Vec<f64>,
    /// The smallest difference that the clock can show; 0 in the simulator.
    pub resolution_us: f64,
    /// Virtual time at the end; the simulator only.
    pub virtual_us: Option<f64>,
}
