//! A request from outside becomes an [`Experiment`], or a list of everything that is wrong.
//!
//! This is the one place that checks limits. It goes on after the first problem, so that a
//! reader can mend all of them at once.

mod reader;

use collectives::catalogue::{self, Row};
use collectives::{Collective, ElementKind, Network, OpKind};
use simulator::Schedule;

use crate::experiment::{Engine, Fault, FaultKind, Limits};
use crate::report::Predicted;
use crate::{Experiment, Problem, Value, Values, definition, inputs};
use reader::{Bounds, Reader};

/// Every field of a request.
const FIELDS: [&str; 16] = [
    "collective",
    "algorithm",
    "ranks",
    "inputs",
    "count",
    "op",
    "kind",
    "root",
    "engine",
    "network",
    "schedule",
    "limit_ms",
    "seed",
    "faults",
    "trace",
    "cut",
];

/// Elements per rank where a request brings neither `inputs` nor `count`.
const COUNT_DEFAULT: usize = 12;

/// The longest wait of a request that names none, in milliseconds.
const LIMIT_MS_DEFAULT: f64 = 5000.0;

/// The largest time per message or per byte that the network model takes.
const NETWORK_MAX: f64 = 1e9;

impl Experiment {
    /// Reads a request. Every default is filled in; `limits` says what this host can run.
    ///
    /// # Errors
    /// All problems, not only the first.
    pub fn read(request: &Value, limits: &Limits) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(request, "", &FIELDS);
        let experiment = read_fields(&mut reader, limits);
        let problems = reader.into_problems();
        match experiment {
            Some(experiment) if problems.is_empty() => Ok(experiment),
            _ => Err(problems),
        }
    }
}

/// `None` only if there are problems; the reverse need not hold.
fn read_fields(reader: &mut Reader<'_>, limits: &Limits) -> Option<Experiment> {
    let names = Collective::ALL.map(Collective::name);
    let collective = reader
        .choice("collective", &names, None)
        .map(|i| Collective::ALL[i]);
    let row = collective.and_then(|collective| read_algorithm(reader, collective));
    let engine = read_engine(reader, limits);
    let rank_count_max = Limits::rank_count_max(engine.unwrap_or(Engine::Auto));
    let ranks = reader.index("ranks", Bounds::new(1, rank_count_max), None);
    let op = reader
        .choice("op", &OpKind::ALL.map(OpKind::name), Some(0))
        .map(|i| OpKind::ALL[i]);
    let names = ElementKind::ALL.map(ElementKind::name);
    let kind = reader
        .choice("kind", &names, Some(0))
        .map(|i| ElementKind::ALL[i]);
    let root = reader.index("root", Bounds::ranks(ranks), Some(0));
    let network = read_network(reader);
    let schedule = read_schedule(reader);
    let limit_ms = reader.number("limit_ms", (1.0, Limits::LIMIT_MS_MAX), LIMIT_MS_DEFAULT);
    let seed = reader.seed("seed");
    let trace = reader.truth("trace", true);
    let (collective, op, kind) = (collective?, op?, kind?);
    if collective.reduces() && op == OpKind::Mean && kind.is_integer() {
        reader.refuse(
            "op",
            "mean",
            &format!("sum, product, min or max for {kind} values"),
        );
    }
    let (row, ranks, root, seed) = (row?, ranks?, root?, seed?);
    let inputs = read_inputs(reader, collective, kind, (ranks, root), seed)?;
    let mut experiment = Experiment {
        collective,
        algorithm: row.algorithm,
        ranks,
        inputs,
        op,
        kind,
        root,
        engine: engine?,
        network: network?,
        schedule: schedule?,
        limit_ms: limit_ms?,
        seed,
        faults: Vec::new(),
        trace: trace?,
        cut: None,
    };
    experiment.cut = read_cut(reader, row, ranks);
    experiment.faults = read_faults(reader, &experiment);
    Some(experiment)
}

fn read_algorithm(reader: &mut Reader<'_>, collective: Collective) -> Option<&'static Row> {
    let rows: Vec<&Row> = catalogue::of(collective).collect();
    let mut names = vec!["auto"];
    names.extend(rows.iter().map(|row| row.algorithm));
    let choice = reader.choice("algorithm", &names, Some(0))?;
    Some(rows[choice.saturating_sub(1)])
}

fn read_engine(reader: &mut Reader<'_>, limits: &Limits) -> Option<Engine> {
    let names: Vec<_> = limits.engines.iter().map(|engine| engine.name()).collect();
    reader
        .choice("engine", &names, Some(0))
        .map(|index| limits.engines[index])
}

fn read_network(reader: &mut Reader<'_>) -> Option<Network> {
    let default = Network::default();
    let Some(mut fields) = reader.record(
        "network",
        &["alpha_us", "beta_ns_per_byte", "gamma_ns_per_byte"],
    ) else {
        return Some(default);
    };
    let bounds = (0.0, NETWORK_MAX);
    let network = (
        fields.number("alpha_us", bounds, default.alpha_us),
        fields.number("beta_ns_per_byte", bounds, default.beta_ns_per_byte),
        fields.number("gamma_ns_per_byte", bounds, default.gamma_ns_per_byte),
    );
    reader.adopt(fields);
    Some(Network {
        alpha_us: network.0?,
        beta_ns_per_byte: network.1?,
        gamma_ns_per_byte: network.2?,
    })
}

fn read_schedule(reader: &mut Reader<'_>) -> Option<String> {
    let text = reader.text("schedule", "earliest")?;
    if text == "seeded" || text.parse::<Schedule>().is_ok() {
        return Some(text);
    }
    let allowed = "earliest, seeded, rendezvous or the replay string of an earlier run";
    reader.refuse("schedule", &format!("{text:?}"), allowed);
    None
}

/// The rows of numbers that ranks bring: given, or generated from the seed.
fn read_inputs(
    reader: &mut Reader<'_>,
    collective: Collective,
    kind: ElementKind,
    (ranks, root): (usize, usize),
    seed: u64,
) -> Option<Vec<Values>> {
    let given = reader.field("inputs");
    if collective == Collective::Barrier {
        return Some(vec![Values::empty(kind); ranks]);
    }
    let Some(given) = given else {
        let bounds = Bounds::new(0, Limits::ELEMENT_COUNT_MAX);
        let count = reader.index("count", bounds, Some(COUNT_DEFAULT))?;
        check_total(reader, "count", collective, root, &vec![count; ranks])?;
        return Some(
            (0..ranks)
                .map(|rank| inputs::generate(kind, count, rank, seed))
                .collect(),
        );
    };
    if reader.field("count").is_some() {
        reader.refuse(
            "count",
            "given beside inputs",
            "left out when there are inputs",
        );
        return None;
    }
    let Value::List(rows) = given else {
        reader.refuse(
            "inputs",
            &given.to_string(),
            &format!("a list of {ranks} lists of numbers"),
        );
        return None;
    };
    if rows.len() != ranks {
        let allowed = format!("one list of numbers per rank, {ranks} in all");
        reader.refuse("inputs", &given.to_string(), &allowed);
        return None;
    }
    let needed = |rank: usize| collective != Collective::Broadcast || rank == root;
    let inputs: Vec<_> = (0..ranks)
        .map(|rank| {
            if needed(rank) {
                reader.values(&format!("inputs[{rank}]"), &rows[rank], kind)
            } else {
                Some(Values::empty(kind))
            }
        })
        .collect();
    let inputs: Vec<_> = inputs.into_iter().collect::<Option<_>>()?;
    if collective.reduces() {
        for (rank, values) in inputs
            .iter()
            .enumerate()
            .filter(|(_, it)| it.len() != inputs[0].len())
        {
            let allowed = format!("as long as rank 0's, {}", inputs[0].len());
            reader.refuse(
                &format!("inputs[{rank}]"),
                &format!("{} long", values.len()),
                &allowed,
            );
        }
    }
    let counts: Vec<_> = inputs.iter().map(Values::len).collect();
    check_total(reader, "inputs", collective, root, &counts)?;
    Some(inputs)
}

/// Inputs and results of all ranks together must fit into memory.
fn check_total(
    reader: &mut Reader<'_>,
    field: &str,
    collective: Collective,
    root: usize,
    counts: &[usize],
) -> Option<()> {
    let output = |rank| definition::output_len(collective, counts, root, rank).unwrap_or(0);
    let outputs: usize = (0..counts.len()).map(output).sum();
    if outputs + counts.iter().sum::<usize>() <= Limits::ELEMENT_TOTAL_MAX {
        return Some(());
    }
    let most = Limits::ELEMENT_TOTAL_MAX;
    let allowed =
        format!("so small that inputs and results of all ranks stay within {most} elements");
    reader.refuse(field, "too large", &allowed);
    None
}

fn read_cut(reader: &mut Reader<'_>, row: &Row, ranks: usize) -> Option<usize> {
    reader.field("cut")?;
    if (row.collective, row.algorithm) != (Collective::AllReduce, "ring") {
        let got = format!("given for {}/{}", row.collective, row.algorithm);
        reader.refuse("cut", &got, "left out for everything but all-reduce/ring");
        return None;
    }
    reader.index("cut", Bounds::new(0, 2 * (ranks - 1)), None)
}

fn read_faults(reader: &mut Reader<'_>, experiment: &Experiment) -> Vec<Fault> {
    let mut faults = Vec::new();
    for mut fields in reader.records("faults", &["kind", "rank", "step", "value"]) {
        let fault = read_fault(&mut fields, experiment);
        reader.adopt(fields);
        faults.extend(fault);
    }
    faults
}

fn read_fault(fields: &mut Reader<'_>, experiment: &Experiment) -> Option<Fault> {
    let names = FaultKind::ALL.map(FaultKind::name);
    let kind = fields
        .choice("kind", &names, None)
        .map(|i| FaultKind::ALL[i]);
    let rank = fields.index("rank", Bounds::ranks(Some(experiment.ranks)), None);
    let rounds = Predicted::of(experiment).rounds;
    let last_step = rounds.saturating_sub(1) as usize;
    let step = match fields.field("step") {
        None => Some(None),
        Some(_) => fields
            .index("step", Bounds::new(0, last_step), None)
            .map(Some),
    };
    let value = match (kind?, fields.field("value")) {
        (_, None) => Some(None),
        (FaultKind::Delay, _) => fields
            .number("value", (0.0, Limits::DELAY_MS_MAX), 0.0)
            .map(Some),
        (FaultKind::Count, _) => {
            let bounds = Bounds::new(0, Limits::ELEMENT_COUNT_MAX);
            let count = fields.index("value", bounds, None);
            if count.is_some() && count == rank.map(|rank| experiment.counts()[rank]) {
                fields.refuse("value", "the right count", "any other count");
            }
            count.map(|it| Some(f64_of(it)))
        }
        (FaultKind::Flip, _) => {
            let bounds = Bounds::new(0, 8 * experiment.kind.size() - 1);
            fields
                .index("value", bounds, None)
                .map(|it| Some(f64_of(it)))
        }
        (FaultKind::Panic | FaultKind::Silent | FaultKind::Op, _) => Some(None),
    };
    let (kind, rank, step, value) = (kind?, rank?, step?, value?);
    check_fault_applies(fields, experiment, kind, rank)?;
    let step = step.map(|step| u32::try_from(step).expect("steps fit 32 bits"));
    Some(Fault {
        kind,
        rank,
        step,
        value,
    })
}

/// A fault that could not show is refused: a verdict that stays good would mislead.
fn check_fault_applies(
    fields: &mut Reader<'_>,
    experiment: &Experiment,
    kind: FaultKind,
    rank: usize,
) -> Option<()> {
    let collective = experiment.collective;
    let objection = match kind {
        FaultKind::Op if !collective.reduces() => Some("a reduction's; this call has no operator"),
        FaultKind::Count if collective == Collective::Barrier => {
            Some("another collective's; a barrier has no elements")
        }
        FaultKind::Op | FaultKind::Count if experiment.ranks == 1 => {
            Some("one of several ranks'; a single rank cannot disagree")
        }
        FaultKind::Flip if experiment.output_len(rank).unwrap_or(0) == 0 => {
            Some("one that the rank's result can show; it has no elements")
        }
        _ => None,
    };
    if let Some(objection) = objection {
        fields.refuse("kind", kind.name(), objection);
        return None;
    }
    Some(())
}

#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn f64_of(value: usize) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests;
