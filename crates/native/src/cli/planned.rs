//! `ranks plan` and `ranks prove`: what every rank will do, and whether that is right.

use std::io::Write;

use experiment::{Order, Planned, Proof};

use super::arguments::{Format, RequestArguments};
use super::output::json;
use super::trouble::Trouble;
use super::{Exit, request};

/// Complaints that are printed in words: the first ones tell what is wrong, the others what becomes
/// of it.
const SHOWN_COUNT_MAX: usize = 12;

/// Prints the plans of all ranks; what is printed as JSON can be given back as the field `plan`.
pub(super) fn plan(
    arguments: &RequestArguments,
    format: Format,
    to: &mut dyn Write,
) -> Result<Exit, Trouble> {
    let planned = Planned::read(&request::run(arguments)?)?;
    if format == Format::Json {
        json(&planned.plans, to)?;
    } else {
        for plan in &planned.plans {
            writeln!(to, "{plan}")?;
        }
    }
    Ok(Exit::Agrees)
}

/// Prints what is proved of them.
pub(super) fn prove(
    arguments: &RequestArguments,
    format: Format,
    to: &mut dyn Write,
) -> Result<Exit, Trouble> {
    let proof = Planned::read(&request::run(arguments)?)?.prove();
    if format == Format::Json {
        json(&proof, to)?;
    } else {
        words(&proof, to)?;
    }
    Ok(Exit::of_verdict(proof.right))
}

fn words(proof: &Proof, to: &mut dyn Write) -> std::io::Result<()> {
    let ends = match (proof.ends, proof.ends_under_rendezvous) {
        (true, true) => "ends, whether sends wait for their receives or not",
        (true, false) => "ends only where sends are buffered",
        (false, _) => "DOES NOT end",
    };
    let right = if proof.right { "right" } else { "NOT right" };
    writeln!(to, "{right}: {ends}")?;
    for complaint in proof.complaints.iter().take(SHOWN_COUNT_MAX) {
        writeln!(to, "  {complaint}")?;
    }
    if proof.complaints.len() > SHOWN_COUNT_MAX {
        let all = proof.complaints.len();
        writeln!(to, "  … {all} complaints in all, which --json lists")?;
    }
    writeln!(
        to,
        "{} rounds; sent per rank: messages {:?}, bytes {:?}",
        proof.rounds, proof.messages, proof.bytes
    )?;
    writeln!(
        to,
        "elements of scratch memory per rank: {:?}",
        proof.scratch
    )?;
    let order = match proof.order {
        Order::None => "nothing is combined",
        Order::Rank => "operands are combined in the order of their ranks",
        Order::Any => "operands change places: the operator must commute",
    };
    let bracketing = match proof.same_bracketing {
        Some(true) => "; all ranks bracket alike, so they hold the same bits",
        Some(false) => "; ranks bracket differently, so their bits may differ",
        None => "",
    };
    writeln!(to, "{order}{bracketing}")?;
    match proof.time_us {
        Some(time_us) => writeln!(to, "time: {time_us:.1} us in the model"),
        None => writeln!(to, "time: none, for it does not end"),
    }
}
