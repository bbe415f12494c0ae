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
use collectives::plan::{Plan, Ranges, conflicts};
use collectives::{Collective, ElementKind, Network, OpKind};
use simulator::Schedule;

use crate::experiment::{Engine, Limits};
use crate::spelling::quote;
use crate::{ByHand, Experiment, Problem, Value};
use reader::{Bounds, Reader};

pub use sort_request::SortRequest;

/// Every field of a request.
const FIELDS: [&str; 18] = [
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
    "plan",
    "edits",
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
        let experiment = read_any(request, limits)?;
        let field = match experiment.edits[..] {
            [] => "plan",
            [..] => "edits",
        };
        let plans = experiment.changed.as_deref().unwrap_or_default();
        let conflicts = conflicts(plans).map(|conflict| {
            let allowed = "rounds whose messages share no memory that one of them writes";
            Problem::new(field, &conflict.to_string(), allowed)
        });
        let conflicts: Vec<_> = conflicts.collect();
        if conflicts.is_empty() {
            Ok(experiment)
        } else {
            Err(conflicts)
        }
    }
}

/// Reads a request, be it one that can be run or one of which something can be said at least.
fn read_any(request: &Value, limits: &Limits) -> Result<Experiment, Vec<Problem>> {
    let mut reader = Reader::new(request, "", &FIELDS);
    let experiment = read_fields(&mut reader, limits);
    let problems = reader.into_problems();
    match experiment {
        Some(experiment) if problems.is_empty() => Ok(experiment),
        _ => Err(problems),
    }
}

/// `None` only if there are problems; the reverse need not hold. Everything is read before
/// anything is given up, so that one wrong field does not hide another.
fn read_fields(reader: &mut Reader<'_>, limits: &Limits) -> Option<Experiment> {
    let what = read_what(reader);
    let claims = what.as_ref().and_then(What::claims);
    let engine = read_engine(reader, limits);
    let ranks = read_ranks(reader, what.as_ref(), engine.unwrap_or(Engine::Auto));
    let op = reader
        .choice("op", &OpKind::ALL.map(OpKind::name), Some(0))
        .map(|i| OpKind::ALL[i]);
    let names = ElementKind::ALL.map(ElementKind::name);
    let kind = reader
        .choice("kind", &names, Some(0))
        .map(|i| ElementKind::ALL[i]);
    check_mean(reader, what.as_ref(), op, kind);
    let root = reader.index("root", Bounds::ranks(ranks), Some(0));
    let network = read_network(reader);
    let schedule = read_schedule(reader);
    let limit_ms = reader.number("limit_ms", (1.0, Limits::LIMIT_MS_MAX), LIMIT_MS_DEFAULT);
    let seed = reader.seed("seed");
    let trace = reader.truth("trace", true);
    let cut = read_cut(reader, what.as_ref(), ranks);
    let lengths = what.as_ref().and_then(What::lengths);
    let numbers = inputs::read(reader, claims, kind, (ranks, root), lengths.as_deref());
    let faults = faults::read(reader, ranks);
    let (what, ranks, root, kind, seed) = (what?, ranks?, root?, kind?, seed?);
    let shape = (ranks, root, lengths.as_deref());
    let inputs = inputs::complete(reader, claims, kind, shape, seed, numbers?)?;
    let row = what.row();
    let mut experiment = Experiment {
        collective: row.map(|row| row.collective),
        algorithm: row.map(|row| row.algorithm),
        plan: what.by_hand(),
        edits: Vec::new(),
        changed: None,
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
    (experiment.edits, experiment.changed) = planned::changed(reader, &experiment);
    faults::check(reader, &experiment);
    Some(experiment)
}

/// What ranks do.
enum What {
    Row(&'static Row),
    Plans(ByHand),
}

impl What {
    fn claims(&self) -> Option<Collective> {
        match self {
            Self::Row(row) => Some(row.collective),
            Self::Plans(plan) => plan.claims,
        }
    }

    fn row(&self) -> Option<&'static Row> {
        match self {
            Self::Row(row) => Some(row),
            Self::Plans(_) => None,
        }
    }

    fn by_hand(self) -> Option<ByHand> {
        match self {
            Self::Row(_) => None,
            Self::Plans(plan) => Some(plan),
        }
    }

    /// How many elements each rank brings, where plans say it.
    fn lengths(&self) -> Option<Vec<usize>> {
        match self {
            Self::Row(_) => None,
            Self::Plans(plan) => {
                let input = |plan: &Plan| plan.input.as_ref().map_or(0, Ranges::len);
                Some(plan.ranks.iter().map(input).collect())
            }
        }
    }
}

fn read_what(reader: &mut Reader<'_>) -> Option<What> {
    if reader.field("plan").is_some() {
        return planned::by_hand(reader).map(What::Plans);
    }
    let names = Collective::ALL.map(Collective::name);
    let collective = Collective::ALL[reader.choice("collective", &names, None)?];
    read_algorithm(reader, collective).map(What::Row)
}

fn read_ranks(reader: &mut Reader<'_>, what: Option<&What>, engine: Engine) -> Option<usize> {
    let most = Limits::rank_count_max(engine);
    let Some(What::Plans(plan)) = what else {
        let bounds = Bounds::new(1, most);
        // Plans that could not be read would have said it.
        let default = reader.field("plan").map(|_| 1);
        return reader.index("ranks", bounds, default);
    };
    let size = plan.ranks.len();
    if size > most {
        let allowed = format!("at most {most} on {}", engine.name());
        reader.refuse("plan.ranks", &format!("a list of {size}"), &allowed);
    }
    reader.index("ranks", Bounds::new(size, size), Some(size))
}

/// The mean of integers would need a rounding that nobody has named; and of what claims no
/// reduction nobody knows what to divide.
fn check_mean(
    reader: &mut Reader<'_>,
    what: Option<&What>,
    op: Option<OpKind>,
    kind: Option<ElementKind>,
) {
    let Some(what) = what.filter(|_| op == Some(OpKind::Mean)) else {
        return;
    };
    let reduces = what.claims().is_some_and(Collective::reduces);
    if what.row().is_none() && !reduces {
        let allowed = "sum, product, min or max where plan.claims no reduction";
        reader.refuse("op", "mean", allowed);
    }
    if let Some(kind) = kind.filter(|kind| kind.is_integer() && reduces) {
        let allowed = format!("sum, product, min or max for {kind} values");
        reader.refuse("op", "mean", &allowed);
    }
}

/// Where the ring is cut; none for the right place.
fn read_cut(reader: &mut Reader<'_>, what: Option<&What>, ranks: Option<usize>) -> Option<usize> {
    reader.field("cut")?;
    let row = what.and_then(What::row);
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
