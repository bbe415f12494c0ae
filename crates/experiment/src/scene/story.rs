//! A call told with labels, and what every label stands for.
//!
//! The values are those of the real run, bit by bit (any NaN counts as one value): they come from
//! the same operator on the same operands in the same order, and a mean divides once, at the end.

use collectives::plan::{
    BLANK, Buffering, End, Folds, Labels, Matching, Plan, Ranges, Runs, Walk, ends,
};
use collectives::{Element, ElementKind, OpKind};

use crate::{Planned, Values};

/// What happened in a call, as far as its ranks came, and to which values.
#[derive(Debug)]
pub(crate) struct Story<'a> {
    pub(crate) planned: &'a Planned,
    inputs: &'a [Values],
    op: OpKind,
    pub(crate) matching: Matching,
    pub(crate) walk: Walk,
    pub(crate) labels: Labels,
    /// Every message that a rank has begun to send: by round, rank and place, as the rows of a
    /// trace.
    pub(crate) sends: Vec<End>,
    /// The labels of each rank's result; none where it returns nothing, or did not come so far.
    pub(crate) results: Vec<Option<Runs>>,
    /// What a mean has divided at its end. The labels that this made are the last ones, and stand
    /// in the results.
    pub(crate) divided: Runs,
}

/// How a call goes other than its plans say.
#[derive(Clone, Debug)]
pub(crate) struct Conditions {
    /// Whether sends wait for their receives.
    pub(crate) buffering: Buffering,
    /// The round that each rank does not begin. A rank that stops returns nothing, even if it has
    /// no such round.
    pub(crate) stops: Vec<Option<usize>>,
}

impl Planned {
    /// What every rank returns, if rank r brings `inputs[r]`: as its plan has it, and without
    /// running anything. None where it returns nothing, or does not come so far.
    ///
    /// # Panics
    /// If an input has another kind or length than the plan says.
    #[must_use]
    pub fn evaluate(&self, inputs: &[Values], op: OpKind) -> Vec<Option<Values>> {
        let story = Story::of(self, inputs, op, &Conditions::good(self.plans.len()));
        story.outputs(&story.values())
    }

    /// Whether values are combined, rather than only moved.
    pub(crate) fn combines(&self) -> bool {
        match &self.claim {
            Some(claim) => claim.collective.reduces(),
            None => collectives::plan::combines(&self.plans),
        }
    }
}

impl Conditions {
    /// Nothing goes wrong.
    pub(crate) fn good(ranks: usize) -> Self {
        Self {
            buffering: Buffering::Unlimited,
            stops: vec![None; ranks],
        }
    }
}

impl<'a> Story<'a> {
    pub(crate) fn of(
        planned: &'a Planned,
        inputs: &'a [Values],
        op: OpKind,
        conditions: &Conditions,
    ) -> Self {
        let plans = &planned.plans;
        let matching = Matching::of(plans);
        let walk = Walk::stopping(plans, &matching, conditions.buffering, &conditions.stops);
        let labels = Labels::of(plans, &matching, &walk);
        let returns = |plan: &Plan| {
            let stopped = conditions.stops[plan.rank].is_some();
            !stopped && walk.reached[plan.rank] == plan.rounds.len()
        };
        let held = |plan: &Plan| {
            let result = plan.result.as_ref().filter(|_| returns(plan))?;
            Some(labels.held(plan.rank, result))
        };
        let mut results: Vec<Option<Runs>> = plans.iter().map(held).collect();
        let mut divided = Runs::default();
        if op == OpKind::Mean && planned.combines() {
            let mut next = labels.next;
            for runs in results.iter_mut().flatten() {
                let mut quotients = Runs::default();
                for &(first, count) in runs.as_slice() {
                    divided.push(first, count);
                    quotients.push(next, count);
                    next += count;
                }
                *runs = quotients;
            }
        }
        Self {
            planned,
            inputs,
            op,
            sends: sends(plans, &walk),
            matching,
            walk,
            labels,
            results,
            divided,
        }
    }

    /// How many labels there are.
    pub(crate) fn label_count(&self) -> usize {
        self.labels.next as usize + self.divided.len()
    }

    /// What each label stands for.
    pub(crate) fn values(&self) -> Values {
        let brought = self.planned.plans.iter().zip(self.inputs);
        let brought = brought.map(|(plan, input)| {
            let length = plan.input.as_ref().map_or(0, Ranges::len);
            assert!(
                length == 0 || input.len() == length,
                "an input fits its plan"
            );
            (length > 0).then_some(input)
        });
        let brought: Vec<Option<&Values>> = brought.collect();
        let evaluation = Evaluation {
            inputs: &brought,
            folds: &self.labels.folds,
            divided: &self.divided,
            op: self.op,
        };
        evaluation.of_kind(self.planned.kind)
    }

    /// What every rank returns.
    pub(crate) fn outputs(&self, values: &Values) -> Vec<Option<Values>> {
        let output = |labels: &Option<Runs>| Some(values.picked(labels.as_ref()?));
        self.results.iter().map(output).collect()
    }
}

fn sends(plans: &[Plan], walk: &Walk) -> Vec<End> {
    let begun = |it: &End| it.round < walk.begun[it.rank] && it.message(plans).sends();
    ends(plans).into_iter().filter(begun).collect()
}

/// From labels to values.
struct Evaluation<'a> {
    /// None for a rank that brings nothing.
    inputs: &'a [Option<&'a Values>],
    folds: &'a Folds,
    divided: &'a Runs,
    op: OpKind,
}

impl Evaluation<'_> {
    fn of_kind(&self, kind: ElementKind) -> Values {
        match kind {
            ElementKind::F32 => Values::F32(self.evaluate()),
            ElementKind::F64 => Values::F64(self.evaluate()),
            ElementKind::I32 => Values::I32(self.evaluate()),
            ElementKind::U32 => Values::U32(self.evaluate()),
        }
    }

    /// Label by label what it stands for. A run of labels takes one fold of as many elements.
    fn evaluate<E: Element>(&self) -> Vec<E> {
        let made = self.folds.runs().map(|(_, count, _, _)| count as usize);
        let brought = self.inputs.iter().flatten().map(|it| it.len());
        let all = 1 + brought.sum::<usize>() + made.sum::<usize>() + self.divided.len();
        let mut values: Vec<E> = Vec::with_capacity(all);
        values.push(E::zeroed());
        for input in self.inputs.iter().flatten() {
            values.extend_from_slice(bytemuck::cast_slice(input.bytes()));
        }
        for (first, count, left, right) in self.folds.runs() {
            append(&mut values, right, count);
            let (old, new) = values.split_at_mut(first as usize);
            if left == BLANK {
                E::fold(self.op, &vec![E::zeroed(); new.len()], new);
            } else {
                let left = left as usize;
                E::fold(self.op, &old[left..left + new.len()], new);
            }
        }
        let quotients = values.len();
        for &(first, count) in self.divided.as_slice() {
            append(&mut values, first, count);
        }
        let ranks = u32::try_from(self.inputs.len()).expect("a number of ranks fits 32 bits");
        for value in &mut values[quotients..] {
            *value = value.divide(ranks);
        }
        values
    }
}

/// Adds the values of `count` labels from `first` on; what is blank is zero.
fn append<E: Element>(values: &mut Vec<E>, first: u32, count: u32) {
    let (first, count) = (first as usize, count as usize);
    if first == BLANK as usize {
        values.resize(values.len() + count, E::zeroed());
    } else {
        values.extend_from_within(first..first + count);
    }
}

impl Values {
    /// The values of some labels, if these are those of all.
    pub(crate) fn picked(&self, labels: &Runs) -> Self {
        match self {
            Self::F32(all) => Self::F32(picked(all, labels)),
            Self::F64(all) => Self::F64(picked(all, labels)),
            Self::I32(all) => Self::I32(picked(all, labels)),
            Self::U32(all) => Self::U32(picked(all, labels)),
        }
    }

    /// The numbers of this kind whose memory this is.
    pub(crate) fn from_bytes(kind: ElementKind, bytes: &[u8]) -> Self {
        match kind {
            ElementKind::F32 => Self::F32(bytemuck::pod_collect_to_vec(bytes)),
            ElementKind::F64 => Self::F64(bytemuck::pod_collect_to_vec(bytes)),
            ElementKind::I32 => Self::I32(bytemuck::pod_collect_to_vec(bytes)),
            ElementKind::U32 => Self::U32(bytemuck::pod_collect_to_vec(bytes)),
        }
    }

    /// Whether both hold the same bits. NaN is one value: neither Rust nor WebAssembly says which
    /// of its bits an operation gives.
    #[must_use]
    pub fn same_bits(&self, other: &Self) -> bool {
        let (kind, length) = (self.kind(), self.len());
        if kind != other.kind() || length != other.len() {
            return false;
        }
        self.bytes() == other.bytes()
            || (0..length).all(|index| {
                let (a, b) = (self.at(index), other.at(index));
                a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
            })
    }
}

fn picked<E: Element>(all: &[E], labels: &Runs) -> Vec<E> {
    let mut values = Vec::with_capacity(labels.len());
    for &(first, count) in labels.as_slice() {
        let (first, count) = (first as usize, count as usize);
        if first == BLANK as usize {
            values.resize(values.len() + count, E::zeroed());
        } else {
            values.extend_from_slice(&all[first..first + count]);
        }
    }
    values
}
