//! A scene as lines of text: who sent what to whom, round by round.

use std::fmt::Write as _;

use crate::scene::{Telling, part};
use crate::{Report, Scene, Trace};

/// One line per message: the contributions that it carries, and to which elements. A `+` is a
/// message that the receiver combined, a `=` one that it stored.
///
/// ```text
/// step 0
///   0 → 1  {0}[9..12) +   5.0 .. 10.0 us
/// ```
#[must_use]
pub fn diagram(report: &Report) -> String {
    let scene = Scene::of(&report.experiment, Some(report));
    let mut text = String::new();
    let experiment = &report.experiment;
    let _ = writeln!(
        text,
        "{} on {} ranks, {}",
        experiment.call(),
        experiment.ranks,
        report.engine.used.name()
    );
    let trace = report.trace.as_ref();
    each_send(&scene, &mut text, |row| {
        let mark = if scene.sends.combined[row] == 1 {
            '+'
        } else {
            '='
        };
        let carried = scene.tell_send(row, Telling::Whose);
        let times = trace.and_then(|trace| times(&scene, trace, row));
        format!("{carried} {mark}{}", times.unwrap_or_default())
    });
    if trace.is_none() {
        text.push_str("no trace was asked for\n");
    }
    let verdict = if report.verdict.agrees {
        "agrees"
    } else {
        "does not agree"
    };
    let _ = writeln!(
        text,
        "{} messages, {} bytes, {} rounds; {verdict} with the definition",
        report.totals.messages.iter().sum::<u64>(),
        report.totals.bytes_sent.iter().sum::<u64>(),
        report.totals.rounds,
    );
    text
}

/// A whole scene in words: what every message carried, in which order that had been combined, what
/// became of it, and what every rank returned and lacks.
#[must_use]
pub fn labels(scene: &Scene) -> String {
    let mut text = String::new();
    if let Some(why) = &scene.unlabelled {
        let _ = writeln!(text, "{why}");
    }
    each_send(scene, &mut text, |row| {
        let carried = scene.tell_send(row, Telling::Brackets);
        let became = scene.tell_became(row, Telling::Brackets);
        let became = became
            .map(|it| format!("  becomes {it}"))
            .unwrap_or_default();
        let lost = match scene.sends.received[row] {
            -1 => "  and is not received",
            _ => "",
        };
        format!("{carried}{became}{lost}")
    });
    text.push_str("in the end\n");
    for rank in 0..scene.ranks {
        let contents = &scene.results.contents[part(&scene.results.ends, rank)];
        let result = scene.tell(contents, Telling::Brackets);
        let returned = scene.results.returned[rank] == 1 && scene.unlabelled.is_none();
        let rounds = scene.reached[rank] as usize;
        let _ = match (returned, rounds < scene.rounds) {
            (true, _) => writeln!(text, "  rank {rank} returns {result}"),
            (false, true) => {
                let all = scene.rounds;
                writeln!(text, "  rank {rank} got through {rounds} of {all} rounds")
            }
            (false, false) => Ok(()),
        };
    }
    for amiss in &scene.results.amiss {
        let end = amiss.element + amiss.count;
        let list = |ranks: &[u32]| {
            ranks
                .iter()
                .map(u32::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        };
        let mut faults = Vec::new();
        if !amiss.missing.is_empty() {
            faults.push(format!("missing: {}", list(&amiss.missing)));
        }
        if !amiss.double.is_empty() {
            faults.push(format!("double: {}", list(&amiss.double)));
        }
        if amiss.astray {
            faults.push("something that belongs elsewhere".into());
        }
        let (rank, start, faults) = (amiss.rank, amiss.element, faults.join("; "));
        let _ = writeln!(
            text,
            "  in the result of rank {rank}, {start}..{end}: {faults}"
        );
    }
    text
}

/// A line for every message, under a heading for every round.
fn each_send(scene: &Scene, text: &mut String, line: impl Fn(usize) -> String) {
    let sends = &scene.sends;
    let mut round = None;
    for row in 0..sends.from.len() {
        if round != Some(sends.round[row]) {
            round = Some(sends.round[row]);
            let _ = writeln!(text, "step {}", sends.round[row]);
        }
        let (from, to) = (sends.from[row], sends.to[row]);
        let _ = writeln!(text, "  {from} → {to}  {}", line(row));
    }
}

/// When a message was sent and received: row i of the scene is row i of the trace.
fn times(scene: &Scene, trace: &Trace, row: usize) -> Option<String> {
    let messages = &trace.messages;
    let pair = (scene.sends.from[row], scene.sends.to[row]);
    if (*messages.from.get(row)?, *messages.to.get(row)?) != pair {
        return None;
    }
    let (sent_us, received_us) = (messages.send_posted_us[row], messages.recv_matched_us[row]);
    Some(format!("  {sent_us:.1} .. {received_us:.1} us"))
}
