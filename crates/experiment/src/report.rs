//! The outcome of an [`Experiment`]: the value that a page draws.

use collectives::Collective;
use serde::Serialize;

use crate::{Engine, Experiment, Planned, Scene, Trace, Values, Verdict};

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
    /// The calls it consists of.
    pub calls: Vec<Called>,
    /// Every message, if asked for.
    pub trace: Option<Trace>,
    /// What a stage draws of the run, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene: Option<Scene>,
}

impl Report {
    /// The same with its scene.
    #[must_use]
    pub fn with_scene(mut self) -> Self {
        self.scene = Some(Scene::of(&self.experiment, Some(&self)));
        self
    }
}

/// One of the calls that ranks made together.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Called {
    /// What; none for plans by hand that claim nothing.
    pub collective: Option<Collective>,
    /// How; none for plans by hand.
    pub algorithm: Option<&'static str>,
    /// The name that the experiment gives it, if it gives one.
    pub name: Option<String>,
    /// On which communicator; 0 is that of all ranks.
    pub communicator: usize,
    /// Its first step in the trace.
    pub from_step: usize,
    /// One past its last one.
    pub to_step: usize,
    /// What should have travelled.
    pub predicted: Predicted,
    /// Whether its result is right.
    pub verdict: Verdict,
}

impl Called {
    /// All that an experiment does is one call.
    pub(crate) fn only(experiment: &Experiment, verdict: Verdict) -> Self {
        let planned = experiment.planned();
        let plan = planned.as_ref().and_then(|planned| planned.plans.first());
        Self {
            collective: experiment.claims(),
            algorithm: experiment.algorithm,
            name: None,
            communicator: 0,
            from_step: 0,
            to_step: plan.map_or_else(|| experiment.sort_steps(), |plan| plan.rounds.len()),
            predicted: Predicted::by(experiment, planned.as_ref()),
            verdict,
        }
    }
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
        Self::by(experiment, experiment.planned().as_ref())
    }

    /// The same, where the plans are known.
    pub(crate) fn by(experiment: &Experiment, planned: Option<&Planned>) -> Self {
        let Some(planned) = planned else {
            let cost = experiment.sort_cost();
            return Self {
                rounds: cost.rounds,
                messages: cost.messages,
                bytes_sent: cost.bytes_sent,
                time_us: cost.time_us,
            };
        };
        let (count, time_us) = planned.cost();
        let element_bytes = experiment.kind.size() as u64;
        let elements = count.elements.into_iter();
        Self {
            rounds: count.chain,
            messages: count.messages,
            bytes_sent: elements.map(|it| it * element_bytes).collect(),
            time_us,
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
