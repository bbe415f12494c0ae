//! What a stage draws of a call, without knowing its algorithm.
//!
//! A [`Scene`] comes from labels: plans are walked with names instead of numbers, so that it is
//! known of every element who contributed to it, and where it lies at every moment, scratch memory
//! included. Sorts are no plans; theirs come from a simulated run whose keys are names.
//!
//! - `story`: labels, and the value that each stands for, bit by bit that of the real run.
//! - `places`: where a label belongs, and whose inputs it is made of.
//! - `parcels`: places that travel together.
//! - `contents`: what can lie in a slot.
//! - `slots`, `sends`, `results`: where it lies, travels and ends.
//! - `critical`: what the end had to wait for.
//! - `stops`: how far ranks with faults come.
//! - `sorts`: the same for algorithms that look at what they move.
//! - `words`: contents in words.
//!
//! Every list is a column: row i of all columns of a table is one thing. Lists of lists lie one
//! after the other, and `ends[i]` is where list i ends; it begins where list i − 1 ends. Numbers
//! of contents are indices of [`Contents`]; −1 stands for none. Moment 0 is before the first round,
//! moment m after round m − 1. Times are microseconds.

mod contents;
mod critical;
mod parcels;
mod places;
mod results;
mod sends;
mod slots;
mod sorts;
mod stops;
mod story;
mod words;

use collectives::OpKind;
use collectives::plan::{Times, times};
use serde::Serialize;

use crate::column::{Float64Array, Int32Array, Uint8Array, Uint32Array};
use crate::{Experiment, Planned, Report, Values};
use places::Places;
pub(crate) use results::part;
use story::{Conditions, Story};
pub(crate) use words::Telling;

/// No content, or never.
pub(crate) const NONE: i32 = -1;

/// A call as a stage draws it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Scene {
    /// How many ranks.
    pub ranks: usize,
    /// How many rounds every rank has; a sort's are its steps. There is one moment more.
    pub rounds: usize,
    /// The root, where there is one.
    pub root: Option<usize>,
    /// Whether values are combined: then a parcel is some elements of a vector that all ranks have;
    /// else it is some elements of one rank's input.
    pub combines: bool,
    /// Why there are no parcels and contents; none if there are.
    pub unlabelled: Option<String>,
    /// How many rounds each rank got through.
    pub reached: Uint32Array,
    /// Places that travel together.
    pub parcels: Parcels,
    /// What can lie in a slot.
    pub contents: Contents,
    /// What lies in whose slots, and when.
    pub slots: Slots,
    /// Messages. Row i is row i of the trace: by the sender's round, by sender, by place in the
    /// round.
    pub sends: Sends,
    /// What ranks do alone.
    pub locals: Locals,
    /// What they return.
    pub results: Results,
    /// When everything happens in the model; none if some rank never gets through, and for sorts.
    pub model: Option<Model>,
    /// The rows of `sends` that the end had to wait for, first to last: by the times of the trace
    /// if there is one, else by the model. Each begins on the rank on which the one before it was
    /// received, or else by which it was sent. Empty if neither came to an end.
    pub critical: Uint32Array,
    /// Whether the labels stand for what the ranks returned, bit by bit; none if nobody ran, or if
    /// there are no labels.
    pub outputs_match: Option<bool>,
}

/// Places that travel together: the coarsest cut of which every message, every local move, every
/// input and every result takes whole pieces.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Parcels {
    /// Whose input a parcel is part of; empty if values are combined.
    pub rank: Uint32Array,
    /// Its first element, of that input or of the vector that all ranks have.
    pub element: Uint32Array,
    /// How many elements it has.
    pub count: Uint32Array,
    /// Its first place, if those of all parcels are numbered one after the other.
    #[serde(skip)]
    pub(crate) start: Vec<u32>,
}

/// What can lie in a slot: so many labels as its parcel has elements, all made in the same way.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Contents {
    /// The parcel in whose place it is.
    pub parcel: Uint32Array,
    /// Its first label; the others follow. Larger labels are younger.
    pub label: Uint32Array,
    /// 0: part of an input; 1: combined; 2: a mean, divided.
    pub made: Uint8Array,
    /// The content that was its left operand, or that was divided; −1 if none, or blank memory.
    pub left: Int32Array,
    /// The content that was its right operand; −1 if none, or blank memory.
    pub right: Int32Array,
    /// The rank that brought or made it.
    pub rank: Uint32Array,
    /// The first moment at which it was there.
    pub moment: Uint32Array,
    /// Contents that are made of inputs in different places, which is a mistake.
    pub astray: Uint32Array,
    /// Whose inputs it is made of: where its numbers in `whose` end.
    pub whose_ends: Uint32Array,
    /// Threes of numbers: the first rank, how many ranks, and how often each of them is in.
    pub whose: Uint32Array,
    /// Where its numbers in `values` end.
    pub value_ends: Uint32Array,
    /// The first values of each, or all where there is room.
    #[cfg_attr(feature = "typescript", tsify(type = "Numbers"))]
    pub values: Values,
}

/// What lies where and when. A rank has one slot for every parcel of which it ever holds anything.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Slots {
    /// Whose.
    pub rank: Uint32Array,
    /// Of which parcel.
    pub parcel: Uint32Array,
    /// 0; more for other versions that are needed at the same time.
    pub layer: Uint32Array,
    /// What lies there.
    pub content: Uint32Array,
    /// The first moment at which it does.
    pub from: Uint32Array,
    /// The first moment at which it does not any more.
    pub until: Uint32Array,
    /// The first moment from which on nobody reads it any more; what is in a result is needed
    /// beyond the last one.
    pub needed: Uint32Array,
}

/// The messages that ranks began to send.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Sends {
    /// The sender.
    pub from: Uint32Array,
    /// The receiver.
    pub to: Uint32Array,
    /// In which of the sender's rounds.
    pub round: Uint32Array,
    /// In which of the receiver's rounds it was received; −1 if it was not.
    pub received: Int32Array,
    /// How many elements it carries.
    pub count: Uint32Array,
    /// 1 if its receiver combined it with its own values, 0 if not.
    pub combined: Uint8Array,
    /// Length of the longest chain of dependent messages that ends with this one.
    pub chain: Uint32Array,
    /// What it carries, where that is not simply elements: `keys`, `samples`, `splitters` or
    /// `counts` of a sort. Empty if all are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<&'static str>,
    /// Where its pieces end in the next three columns.
    pub ends: Uint32Array,
    /// The contents it carries, in order; −1 for blank memory.
    pub carried: Int32Array,
    /// What its receiver made of each by combining; −1 if it did not.
    pub became: Int32Array,
    /// 1 for a piece by which its receiver, who stores it, gets that content for the first time:
    /// the branches of the tree on which a content spreads from the rank that brought or made it.
    pub first: Uint8Array,
    /// Where its numbers in `heard` end.
    pub heard_ends: Uint32Array,
    /// Twos of numbers: the first rank and how many ranks of which its sender had heard when the
    /// round began.
    pub heard: Uint32Array,
}

/// What ranks did alone, rank by rank in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Locals {
    /// Who.
    pub rank: Uint32Array,
    /// After the messages of which round.
    pub round: Uint32Array,
    /// 1 if it combined, 0 if it copied.
    pub fold: Uint8Array,
    /// Where its pieces end.
    pub ends: Uint32Array,
    /// What it made, or copied; −1 for blank memory.
    pub contents: Int32Array,
}

/// What ranks returned, and what is wrong with it. A mean is divided on the way out: its contents
/// stand in no slot.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Results {
    /// 1 for a rank that returned a result, 0 for one that returned nothing.
    pub returned: Uint8Array,
    /// Where its pieces end.
    pub ends: Uint32Array,
    /// The contents it returned, in order; −1 for blank memory.
    pub contents: Int32Array,
    /// How many elements each piece has.
    pub counts: Uint32Array,
    /// Elements that are not what the collective says, if one is known.
    pub amiss: Vec<Amiss>,
}

/// What is wrong with elements of a result that follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Amiss {
    /// Whose result.
    pub rank: u32,
    /// The first element.
    pub element: u32,
    /// How many.
    pub count: u32,
    /// Ranks whose contribution is not there.
    pub missing: Vec<u32>,
    /// Ranks whose contribution is there more than once.
    pub double: Vec<u32>,
    /// Whether something is there that belongs elsewhere.
    pub astray: bool,
}

/// When everything happens in the model.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Model {
    /// When the sender began the round of each message; −1 for one that nobody receives.
    pub posted_us: Float64Array,
    /// When its receiver had it; −1 for one that nobody receives.
    pub received_us: Float64Array,
    /// When each rank was through.
    pub finished_us: Float64Array,
}

/// Of more messages, or more labels, than these, contents are not told: they would be more than
/// anybody can look at, and fill a small memory.
const MESSAGE_COUNT_MAX: usize = 16_384;
const LABEL_COUNT_MAX: usize = 1 << 22;

impl Scene {
    /// The scene of an experiment: how far its ranks come with its faults. With a report, critical
    /// path and outputs are those of that very run.
    #[must_use]
    pub fn of(experiment: &Experiment, report: Option<&Report>) -> Self {
        let Some(planned) = experiment.planned() else {
            return sorts::scene(experiment, report);
        };
        let conditions = Conditions::of(experiment, &planned.plans);
        let story = Story::of(&planned, &experiment.inputs, experiment.op, &conditions);
        Self::told(&story, report)
    }

    /// The scene of plans that are done without a fault: rank r brings `inputs[r]`.
    ///
    /// # Panics
    /// If an input has another length than its plan says.
    #[must_use]
    pub fn of_plans(planned: &Planned, inputs: &[Values], op: OpKind) -> Self {
        let conditions = Conditions::good(planned.plans.len());
        Self::told(&Story::of(planned, inputs, op, &conditions), None)
    }

    fn told(story: &Story<'_>, report: Option<&Report>) -> Self {
        let (planned, walk) = (story.planned, &story.walk);
        let unlabelled = too_much(story);
        let labelled = unlabelled.is_none();
        let values = labelled.then(|| story.values());
        let (parcels, contents) = match &values {
            Some(values) => {
                let places = Places::of(story);
                let parcels = Parcels::of(story, &places);
                let contents = Contents::of(story, &places, &parcels, values);
                (parcels, contents)
            }
            None => (Parcels::default(), Contents::empty(planned.kind)),
        };
        let sends = Sends::of(story, &contents, &parcels, labelled);
        let ends = walk.ends(&planned.plans);
        let times = ends.then(|| {
            let bytes = planned.kind.size();
            times(&planned.plans, &story.matching, bytes, &planned.network)
        });
        let times = times.flatten();
        let trace = report.and_then(|report| report.trace.as_ref());
        let critical = match (trace, &times) {
            (Some(trace), _) => critical::by_trace(&sends, trace),
            (None, Some(times)) => critical::by_model(story, times),
            (None, None) => Vec::new(),
        };
        let claim = planned.claim.as_ref();
        let root = claim.filter(|it| it.collective.has_root());
        let reached = walk.reached.iter().map(|&it| contents::narrow(it));
        Self {
            ranks: planned.plans.len(),
            rounds: planned.plans.first().map_or(0, |plan| plan.rounds.len()),
            root: root.map(|it| it.root),
            combines: planned.combines(),
            unlabelled,
            reached: reached.collect(),
            slots: Slots::of(story, &contents, &parcels),
            locals: Locals::of(story, &contents, &parcels),
            results: Results::of(story, &contents, &parcels, labelled),
            model: times.as_ref().map(|times| Model::of(story, times)),
            critical: critical.into(),
            outputs_match: report
                .zip(values.as_ref())
                .map(|(report, values)| match_bits(&report.outputs, &story.outputs(values))),
            parcels,
            contents,
            sends,
        }
    }
}

/// Why no contents are told of a story; none if they are.
fn too_much(story: &Story<'_>) -> Option<String> {
    if story.sends.len() > MESSAGE_COUNT_MAX {
        let all = MESSAGE_COUNT_MAX;
        return Some(format!(
            "what more than {all} messages carry is too much to be told"
        ));
    }
    (story.label_count() > LABEL_COUNT_MAX)
        .then(|| format!("more than {LABEL_COUNT_MAX} values are too many to be told"))
}

impl Model {
    fn of(story: &Story<'_>, times: &Times) -> Self {
        let passages = story.sends.iter();
        let passages = passages.map(|send| sends::passage(&story.matching, send));
        let passages: Vec<_> = passages.collect();
        let of = |moments: &[f64]| {
            let rows = passages.iter();
            rows.map(|it| it.map_or(-1.0, |it| moments[it])).collect()
        };
        Self {
            posted_us: of(&times.send_posted_us),
            received_us: of(&times.received_us),
            finished_us: times.finished_us.clone().into(),
        }
    }
}

fn match_bits(outputs: &[Option<Values>], told: &[Option<Values>]) -> bool {
    let same = |(output, told): (&Option<Values>, &Option<Values>)| match (output, told) {
        (Some(output), Some(told)) => output.same_bits(told),
        (output, told) => output.is_none() && told.is_none(),
    };
    outputs.len() == told.len() && outputs.iter().zip(told).all(same)
}
