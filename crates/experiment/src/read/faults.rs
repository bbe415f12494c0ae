//! What is to go wrong on purpose.

use collectives::Collective;
use collectives::transport::MESSAGE_COUNT_MAX;

use super::reader::{Bounds, Reader};
use crate::Experiment;
use crate::experiment::{Fault, FaultKind, Limits};
use crate::report::Predicted;

/// Bits of the widest element.
const ELEMENT_BITS_MAX: usize = 64;

/// Reads the faults, whatever else is wrong; [`check`] compares them with the rest.
pub(super) fn read(reader: &mut Reader<'_>, ranks: Option<usize>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for mut fields in reader.records("faults", &["kind", "rank", "step", "value"]) {
        faults.extend(read_fault(&mut fields, ranks));
        reader.adopt(fields);
    }
    faults
}

fn read_fault(fields: &mut Reader<'_>, ranks: Option<usize>) -> Option<Fault> {
    let names = FaultKind::ALL.map(FaultKind::name);
    let kind = fields
        .choice("kind", &names, None)
        .map(|i| FaultKind::ALL[i]);
    let rank = fields.index("rank", Bounds::ranks(ranks), None);
    let step = match fields.field("step") {
        None => Some(None),
        Some(_) => {
            let bounds = Bounds::new(0, MESSAGE_COUNT_MAX as usize - 1);
            fields
                .index("step", bounds, None)
                .map(|step| u32::try_from(step).ok())
        }
    };
    let value = match (kind, fields.field("value")) {
        (Some(FaultKind::Delay), Some(_)) => fields
            .number("value", (0.0, Limits::DELAY_MS_MAX), 0.0)
            .map(Some),
        (Some(FaultKind::Count), Some(_)) => {
            whole(fields, Bounds::new(0, Limits::ELEMENT_COUNT_MAX)).map(Some)
        }
        (Some(FaultKind::Flip), Some(_)) => {
            whole(fields, Bounds::new(0, ELEMENT_BITS_MAX - 1)).map(Some)
        }
        _ => Some(None),
    };
    Some(Fault {
        kind: kind?,
        rank: rank?,
        step: step?,
        value: value?,
    })
}

fn whole(fields: &mut Reader<'_>, bounds: Bounds) -> Option<f64> {
    fields.index("value", bounds, None).map(real)
}

/// A fault that could not show is refused: a verdict that stays good would mislead.
pub(super) fn check(reader: &mut Reader<'_>, experiment: &Experiment) {
    if experiment.faults.is_empty() {
        return;
    }
    let rounds = Predicted::of(experiment).rounds;
    for (index, fault) in experiment.faults.iter().enumerate() {
        let name = |field: &str| format!("faults[{index}].{field}");
        if let Some(step) = fault.step.filter(|step| *step > rounds.saturating_sub(1)) {
            let allowed = format!("a whole number from 0 to {}", rounds.saturating_sub(1));
            reader.refuse(&name("step"), &step.to_string(), &allowed);
        }
        let bits = 8 * experiment.kind.size();
        if fault.kind == FaultKind::Flip && fault.value.is_some_and(|bit| bit >= real(bits)) {
            let allowed = format!("a whole number from 0 to {}", bits - 1);
            reader.refuse(&name("value"), "no bit of this kind", &allowed);
        }
        let count = experiment.counts()[fault.rank];
        if fault.kind == FaultKind::Count && fault.value == Some(real(count)) {
            reader.refuse(&name("value"), "the right count", "any other count");
        }
        if let Some(objection) = objection(experiment, fault) {
            reader.refuse(&name("kind"), fault.kind.name(), objection);
        }
    }
}

/// Why the fault could not show.
fn objection(experiment: &Experiment, fault: &Fault) -> Option<&'static str> {
    match fault.kind {
        FaultKind::Op if !experiment.reduces() => Some("a reduction's; this call has no operator"),
        FaultKind::Count if experiment.changed.is_some() => {
            Some("the catalogue's; plans by hand and edited ones have their counts")
        }
        FaultKind::Count if experiment.claims() == Some(Collective::Barrier) => {
            Some("another collective's; a barrier has no elements")
        }
        FaultKind::Op | FaultKind::Count if experiment.ranks == 1 => {
            Some("one of several ranks'; a single rank cannot disagree")
        }
        FaultKind::Flip if experiment.output_len(fault.rank).unwrap_or(0) == 0 => {
            Some("one that the rank's result can show; it has no elements")
        }
        _ => None,
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn real(value: usize) -> f64 {
    value as f64
}
