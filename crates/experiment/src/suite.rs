//! The conformance table: what every transport has to get right.
//!
//! Hosts run [`cases`] (or a named part of it) and hand each report to [`check`].

use collectives::catalogue::{CATALOGUE, Row};
use collectives::{Collective, ElementKind, OpKind};

use crate::{Engine, Experiment, Limits, Report, Scene, Value};

/// One row of the table.
#[derive(Clone, Debug)]
pub struct Case {
    /// Says everything about the case.
    pub name: String,
    /// What to run.
    pub request: Value,
}

/// The numbers of ranks that every algorithm is tried on.
pub const RANKS: [usize; 19] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 24, 32,
];

/// Some of them, for what takes longer: under dice, and told with labels.
pub const RANKS_SPREAD: [usize; 13] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 32];

/// Every algorithm on each of `ranks`, with lengths around the number of ranks, every root,
/// every kind of element and every operator.
#[must_use]
pub fn cases(ranks: &[usize]) -> Vec<Case> {
    CATALOGUE
        .iter()
        .flat_map(|row| ranks.iter().flat_map(move |&ranks| of_row(row, ranks)))
        .collect()
}

/// At least 200 cases that are quick on any host: every algorithm on up to 8 ranks, with one
/// kind or operator after the other.
#[must_use]
pub fn short_cases() -> Vec<Case> {
    let mut kept = Vec::new();
    for row in CATALOGUE {
        for ranks in [1, 2, 3, 5, 6, 8] {
            let cases = of_row(row, ranks);
            // A stride that shares no factor with the table's periods visits all of its columns.
            let stride = (cases.len() / 6).max(1) | 1;
            kept.extend(cases.into_iter().step_by(stride));
        }
    }
    kept
}

fn of_row(row: &Row, ranks: usize) -> Vec<Case> {
    let roots = if row.collective.has_root() { ranks } else { 1 };
    let ops = if row.collective.reduces() {
        &OpKind::ALL[..]
    } else {
        &OpKind::ALL[..1]
    };
    let kinds = if row.collective == Collective::Barrier {
        &ElementKind::ALL[..1]
    } else {
        &ElementKind::ALL
    };
    let mut cases = Vec::new();
    for root in 0..roots {
        for &kind in kinds {
            for &op in ops
                .iter()
                .filter(|&&op| !(op == OpKind::Mean && kind.is_integer()))
            {
                for count in lengths(row, ranks) {
                    cases.push(case(row, ranks, root, kind, op, count));
                }
            }
        }
    }
    cases
}

/// Nothing, one, around the number of ranks, and many.
fn lengths(row: &Row, ranks: usize) -> Vec<usize> {
    if row.collective == Collective::Barrier {
        return vec![0];
    }
    let mut lengths = vec![0, 1, ranks - 1, ranks, ranks + 1, 2 * ranks - 1, 1000];
    lengths.sort_unstable();
    lengths.dedup();
    lengths
}

fn case(row: &Row, ranks: usize, root: usize, kind: ElementKind, op: OpKind, count: usize) -> Case {
    let (collective, algorithm) = (row.collective, row.algorithm);
    let mut name = format!("{collective}/{algorithm} ranks={ranks} count={count} kind={kind}");
    if collective.has_root() {
        name.push_str(&format!(" root={root}"));
    }
    if collective.reduces() {
        name.push_str(&format!(" op={op}"));
    }
    let mut request = Value::Record(Vec::new());
    request.set("collective", Value::Text(collective.name().to_string()));
    request.set("algorithm", Value::Text(algorithm.to_string()));
    request.set("ranks", number(ranks));
    request.set("root", number(root));
    request.set("kind", Value::Text(kind.name().to_string()));
    request.set("op", Value::Text(op.name().to_string()));
    request.set("seed", number(ranks * 1000 + count));
    if collective != Collective::Barrier {
        request.set("inputs", inputs(collective, ranks, count, kind, op));
    }
    Case { name, request }
}

/// Every element names its origin, so that values in the wrong place cannot look right: rank r
/// brings r P + 1, r P + 2, … scaled down where products would overflow. Where lengths may
/// differ, they do.
fn inputs(
    collective: Collective,
    ranks: usize,
    count: usize,
    kind: ElementKind,
    op: OpKind,
) -> Value {
    let uneven = match collective {
        Collective::Gather | Collective::AllGather => true,
        // Equal lengths have times of their own, so both are wanted.
        Collective::AllToAll | Collective::Sort => count % 2 == 1,
        _ => false,
    };
    let floating = !kind.is_integer();
    let row = |rank: usize| {
        let length = if uneven { count + rank % 3 } else { count };
        let element = |index: usize| {
            let place = rank * (count + 3) + index;
            if collective == Collective::Sort {
                return scrambled(place, kind);
            }
            let position = real(place + 1);
            match (op, floating) {
                (OpKind::Product, true) => 1.0 + position / 65536.0,
                (_, true) => position * 0.37 - 100.0,
                (_, false) => position * 1021.0,
            }
        };
        Value::Numbers((0..length).map(element).collect())
    };
    Value::List((0..ranks).map(row).collect())
}

/// Numbers in no order, most of them more than once, and those that are hard to keep in order.
fn scrambled(position: usize, kind: ElementKind) -> f64 {
    const SPECIAL: [f64; 6] = [
        f64::NAN,
        -f64::NAN,
        -0.0,
        0.0,
        f64::INFINITY,
        f64::NEG_INFINITY,
    ];
    let number = position * 7919 % 101;
    match (SPECIAL.get(number), kind) {
        (Some(&special), ElementKind::F32 | ElementKind::F64) => special,
        (None, ElementKind::F32 | ElementKind::F64) => real(number) * 0.37 - 18.0,
        (_, ElementKind::I32) => real(number) * 1021.0 - 50_000.0,
        (_, ElementKind::U32) => real(number) * 1021.0,
    }
}

fn number(value: usize) -> Value {
    Value::Number(real(value))
}

#[allow(clippy::cast_precision_loss, reason = "positions are small")]
fn real(value: usize) -> f64 {
    value as f64
}

impl Case {
    /// The experiment, on `engine`.
    ///
    /// # Panics
    /// If the table holds something that cannot be run.
    #[must_use]
    pub fn experiment(&self, engine: Engine) -> Experiment {
        let limits = Limits {
            engines: Engine::ALL.to_vec(),
        };
        let mut request = self.request.clone();
        request.set("engine", Value::Text(engine.name().to_string()));
        Experiment::read(&request, &limits).unwrap_or_else(|it| panic!("{}: {it:?}", self.name))
    }
}

/// Whether a report is what it has to be: right results, identical where they must be, counts
/// equal to what the plans say, and a trace that shows the same messages.
///
/// # Errors
/// Says what is not.
pub fn check(report: &Report) -> Result<(), String> {
    let Report {
        verdict,
        totals,
        predicted,
        ..
    } = report;
    if !verdict.agrees {
        return Err(format!("the verdict is no: {verdict:?}"));
    }
    let counted = (totals.rounds, &totals.messages, &totals.bytes_sent);
    let promised = (predicted.rounds, &predicted.messages, &predicted.bytes_sent);
    if counted != promised {
        return Err(format!("counted {counted:?}, predicted {promised:?}"));
    }
    let Some(trace) = &report.trace else {
        return Ok(());
    };
    let mut sent = vec![(0, 0); report.experiment.ranks];
    for (&from, &bytes) in trace.messages.from.iter().zip(trace.messages.bytes.iter()) {
        sent[from as usize].0 += 1;
        sent[from as usize].1 += u64::from(bytes);
    }
    let traced = sent.into_iter().unzip();
    if traced != (totals.messages.clone(), totals.bytes_sent.clone()) {
        return Err(format!(
            "the trace shows {traced:?}, the transport counted {counted:?}"
        ));
    }
    Ok(())
}

/// Whether the labels of a run say what really happened: their rows are those of the trace, they
/// stand for the outputs bit by bit, and nothing is amiss.
///
/// # Errors
/// Says what they say otherwise.
pub fn check_labels(report: &Report) -> Result<(), String> {
    let scene = Scene::of(&report.experiment, Some(report));
    if let Some(trace) = &report.trace {
        let (sends, messages) = (&scene.sends, &trace.messages);
        let ends = (&sends.from, &sends.to) == (&messages.from, &messages.to);
        let loads = (&sends.count, &sends.combined) == (&messages.count, &messages.combine);
        if !ends || !loads || sends.chain != messages.chain {
            return Err(format!("the rows {sends:?} are not those of the trace"));
        }
    }
    let all_through = scene.reached.iter().all(|&it| it as usize == scene.rounds);
    if !all_through || !scene.results.amiss.is_empty() || !scene.contents.astray.is_empty() {
        let (reached, amiss) = (&scene.reached, &scene.results.amiss);
        return Err(format!("ranks came to {reached:?}, amiss is {amiss:?}"));
    }
    match (&scene.unlabelled, scene.outputs_match) {
        (None, Some(true)) => Ok(()),
        // Labels of long sorted lists are not told; everything else in the table is short enough.
        (Some(_), _) if report.experiment.claims() == Some(Collective::Sort) => Ok(()),
        (why, matched) => Err(format!("labels that match {matched:?}, told {why:?}")),
    }
}
