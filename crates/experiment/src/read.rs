//! A request from outside becomes an [`Experiment`], or a list of everything that is wrong.
//!
//! This is the one place that checks limits. It goes on after the first problem, so that a
//! reader can mend all of them at once.

mod edits;
mod faults;
mod inputs;
mod measure;
mod moves;
mod planned;
mod reader;
mod sort_request;

use collectives::catalogue::{self, Row};
use collectives::{Collective, ElementKind, Network, OpKind};
use simulator::Schedule;

use crate::experiment::{Engine, Limits};
use crate::spelling::quote;
use crate::{Experiment, Problem, Value};
use reader::{Bounds, Reader};

pub use sort_request::SortRequest;

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

/// `None` only if there are problems; the reverse need not hold. Everything is read before
/// anything is given up, so that one wrong field does not hide another.
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
    check_mean(reader, collective, op, kind);
    let root = reader.index("root", Bounds::ranks(ranks), Some(0));
    let network = read_network(reader);
    let schedule = read_schedule(reader);
    let limit_ms = reader.number("limit_ms", (1.0, Limits::LIMIT_MS_MAX), LIMIT_MS_DEFAULT);
    let seed = reader.seed("seed");
    let trace = reader.truth("trace", true);
    let cut = read_cut(reader, row, ranks);
    let numbers = inputs::read(reader, collective, kind, (ranks, root));
    let faults = faults::read(reader, ranks);
    let (row, ranks, root, kind, seed) = (row?, ranks?, root?, kind?, seed?);
    let inputs = inputs::complete(reader, row.collective, kind, (ranks, root), seed, numbers?)?;
    let experiment = Experiment {
        collective: row.collective,
        algorithm: row.algorithm,
        ranks,
        inputs,
        op: op?,
        kind,
        root,
        engine: engine?,
        network: network?,
        schedule: schedule?,
        limit_ms: limit_ms?,
        seed,
        faults,
        trace: trace?,
        cut,
    };
    faults::check(reader, &experiment);
    Some(experiment)
}

/// The mean of integers would need a rounding that nobody has named.
fn check_mean(
    reader: &mut Reader<'_>,
    collective: Option<Collective>,
    op: Option<OpKind>,
    kind: Option<ElementKind>,
) {
    if let Some(kind) = kind.filter(|kind| kind.is_integer())
        && collective.is_some_and(Collective::reduces)
        && op == Some(OpKind::Mean)
    {
        let allowed = format!("sum, product, min or max for {kind} values");
        reader.refuse("op", "mean", &allowed);
    }
}

/// Where the ring is cut; none for the right place.
fn read_cut(reader: &mut Reader<'_>, row: Option<&Row>, ranks: Option<usize>) -> Option<usize> {
    reader.field("cut")?;
    let is_ring = |row: &Row| (row.collective, row.algorithm) == (Collective::AllReduce, "ring");
    if let Some(row) = row.filter(|row| !is_ring(row)) {
        let got = format!("given for {}/{}", row.collective, row.algorithm);
        reader.refuse("cut", &got, "left out for everything but all-reduce/ring");
        return None;
    }
    let ranks = ranks.unwrap_or(Limits::SIMULATED_COUNT_MAX);
    reader.index("cut", Bounds::new(0, 2 * (ranks - 1)), None)
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
    reader.refuse("schedule", &quote(&text), allowed);
    None
}

#[cfg(test)]
mod tests;
