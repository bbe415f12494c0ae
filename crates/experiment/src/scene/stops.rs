//! What the faults of an experiment keep its ranks from doing.

use collectives::plan::{Buffering, Plan};

use super::story::Conditions;
use crate::experiment::{Experiment, FaultKind};

impl Conditions {
    /// How far the ranks of `experiment` may come with `plans`, each on its own: what is told of a
    /// rank that waits for nobody who stopped is what it would do if the others let it.
    pub(super) fn of(experiment: &Experiment, plans: &[Plan]) -> Self {
        let buffering = match experiment.schedule.as_str() {
            "rendezvous" => Buffering::Rendezvous,
            _ => Buffering::Unlimited,
        };
        let refused = plans.len() > 1 && disagree(experiment);
        let stops = plans.iter().map(|plan| match refused {
            true => Some(0),
            false => stop(experiment, plan),
        });
        Self {
            buffering,
            stops: stops.collect(),
        }
    }
}

/// Whether ranks find out, before anything is sent, that they make different calls.
fn disagree(experiment: &Experiment) -> bool {
    let mut faults = experiment.faults.iter();
    faults.any(|fault| matches!(fault.kind, FaultKind::Op | FaultKind::Count))
}

/// The round that a rank does not begin, or how many it has, if it stops when it is done.
fn stop(experiment: &Experiment, plan: &Plan) -> Option<usize> {
    let of_rank = experiment.faults.iter().filter(|it| it.rank == plan.rank);
    let stopping = of_rank.filter(|fault| {
        matches!(
            fault.kind,
            FaultKind::Panic | FaultKind::Kill | FaultKind::Silent
        )
    });
    let first = stopping.map(|fault| fault.step).min()?;
    Some(first.map_or(0, |step| plan.rounds.len().min(step as usize)))
}
