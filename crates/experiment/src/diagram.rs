//! A report as a picture of characters: who sent what to whom, step by step.

use std::fmt::Write as _;

use crate::Report;

/// One line per step and rank: the messages it sent, with the elements they carried. A `+` is a
/// message that the receiver combined, a `=` one that it stored.
///
/// ```text
/// step 0
///   0 → 1  [9..12) +   5.0 .. 10.0 us
/// ```
#[must_use]
pub fn diagram(report: &Report) -> String {
    let mut text = String::new();
    let experiment = &report.experiment;
    let _ = writeln!(
        text,
        "{} on {} ranks, {}",
        experiment.call(),
        experiment.ranks,
        report.engine.used.name()
    );
    let Some(trace) = &report.trace else {
        text.push_str("no trace was asked for\n");
        return text;
    };
    let messages = &trace.messages;
    let mut step = None;
    for row in 0..messages.from.len() {
        if step != Some(messages.step[row]) {
            step = Some(messages.step[row]);
            let _ = writeln!(text, "step {}", messages.step[row]);
        }
        let mark = if messages.combine[row] == 1 { '+' } else { '=' };
        let _ = writeln!(
            text,
            "  {} → {}  [{}..{}) {mark}  {:.1} .. {:.1} us",
            messages.from[row],
            messages.to[row],
            messages.start[row],
            messages.start[row] + messages.count[row],
            messages.send_posted_us[row],
            messages.recv_matched_us[row],
        );
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
