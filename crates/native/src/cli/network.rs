//! `ranks network`: a sorting network, sent through and proved, as the figures about it see it.

use std::io::Write;

use bitonic::{Comparator, Network, zero_one};
use experiment::{Problem, Values};
use lexopt::{Arg, Parser, ValueExt as _};
use serde::Serialize;

use super::arguments::{Format, refused};

/// The most wires that are drawn.
const WIRES_MAX: usize = 128;
const KINDS: [&str; 3] = ["bitonic", "bitonic-by-recursion", "odd-even-merge"];

/// What was typed.
#[derive(Debug)]
pub(super) struct NetworkArguments {
    kind: String,
    wires: usize,
    keys: Vec<f64>,
}

/// A network in the same shape as the web module gives it, and what became of the keys.
#[derive(Serialize)]
struct Answer {
    comparators: Vec<usize>,
    layers: Vec<usize>,
    stages: Vec<u32>,
    /// What all wires carry at the start and after each comparator.
    rows: Values,
    proof: Option<Proof>,
}

#[derive(Serialize)]
struct Proof {
    inputs: u32,
    failing: u32,
    smallest: Option<u32>,
    counterexample: Option<Vec<u32>>,
    unsorted: u32,
}

/// Reads `--wires N [--kind K] [--keys a,b,...]`; as many wires as keys if only those are given.
/// Nothing if help is asked for.
pub(super) fn parse(parser: &mut Parser) -> Result<Option<NetworkArguments>, Problem> {
    let (mut kind, mut wires, mut keys) = (KINDS[0].to_owned(), None, Vec::new());
    while let Some(argument) = parser.next().map_err(refused)? {
        match argument {
            Arg::Long("json") => {}
            Arg::Long("help") => return Ok(None),
            Arg::Long("kind") => kind = text(parser)?,
            Arg::Long("wires") => {
                let text = text(parser)?;
                let count = text.parse().ok().filter(|&it| it <= WIRES_MAX);
                let allowed = format!("0 to {WIRES_MAX}");
                wires = Some(count.ok_or_else(|| Problem::new("wires", &text, &allowed))?);
            }
            Arg::Long("keys") => {
                let text = text(parser)?;
                let list: Result<_, _> = text.split(',').map(|it| it.trim().parse()).collect();
                keys = list.map_err(|_| Problem::new("keys", &text, "numbers between commas"))?;
            }
            other => return Err(refused(other.unexpected())),
        }
    }
    if !KINDS.contains(&kind.as_str()) {
        return Err(Problem::unknown_name("kind", &kind, &KINDS));
    }
    let wires = wires.unwrap_or(keys.len());
    if wires > WIRES_MAX || !keys.is_empty() && keys.len() != wires {
        let got = format!("{} keys", keys.len());
        let allowed = format!("one for each of the {wires} wires, and at most {WIRES_MAX}");
        return Err(Problem::new("keys", &got, &allowed));
    }
    Ok(Some(NetworkArguments { kind, wires, keys }))
}

fn text(parser: &mut Parser) -> Result<String, Problem> {
    parser.value().and_then(|it| it.string()).map_err(refused)
}

/// Prints the network: as JSON, or one layer in a line.
pub(super) fn print(
    arguments: &NetworkArguments,
    format: Format,
    stdout: &mut dyn Write,
) -> std::io::Result<()> {
    let build = match arguments.kind.as_str() {
        "bitonic" => Network::bitonic,
        "bitonic-by-recursion" => Network::bitonic_by_recursion,
        _ => Network::odd_even_merge,
    };
    let network = build(arguments.wires);
    if format == Format::Json {
        serde_json::to_writer(&mut *stdout, &answer(&network, &arguments.keys))?;
        return writeln!(stdout);
    }
    for layer in network.layers() {
        let pairs = layer.comparators.iter();
        let pairs: Vec<_> = pairs.map(|it| format!("{}-{}", it.low, it.high)).collect();
        writeln!(stdout, "{}", pairs.join(" "))?;
    }
    Ok(())
}

fn answer(network: &Network, keys: &[f64]) -> Answer {
    let comparators: Vec<_> = network.comparators().collect();
    let mut layers = vec![0];
    for layer in network.layers() {
        layers.push(layers.last().copied().unwrap_or(0) + layer.comparators.len());
    }
    let mut now = keys.to_vec();
    let mut rows = now.clone();
    for &Comparator { low, high } in comparators.iter().filter(|_| !keys.is_empty()) {
        if now[low].total_cmp(&now[high]).is_gt() {
            now.swap(low, high);
        }
        rows.extend_from_slice(&now);
    }
    let wires = network.wires();
    let tried = (wires <= zero_one::WIRES_MAX).then(|| zero_one::check(wires, &comparators));
    Answer {
        layers,
        stages: network.layers().iter().map(|layer| layer.stage).collect(),
        rows: Values::F64(rows),
        proof: tried.map(|proof| Proof {
            inputs: proof.inputs,
            failing: proof.failing,
            smallest: proof.smallest,
            counterexample: proof.smallest.map(|input| zero_one::lift(wires, input)),
            unsorted: proof.unsorted,
        }),
        comparators: comparators
            .iter()
            .flat_map(|it| [it.low, it.high])
            .collect(),
    }
}
