//! What all ranks did, as one table of messages.

use std::collections::BTreeMap;

use collectives::trace::Action;
use serde::Serialize;

use crate::Part;

/// A run as a table of messages.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trace {
    /// What the `_us` columns count: `virtual` or `wall` microseconds since the first rank began.
    pub clock: &'static str,
    /// Simulated runs: the schedule that makes this very run happen again.
    pub schedule: Option<String>,
    /// The payload messages.
    pub messages: Messages,
    /// When each rank began.
    pub started_us: Vec<f64>,
    /// When each rank was done.
    pub finished_us: Vec<f64>,
}

/// One column per property; row i of every column is message i. Rows are ordered by step, then
/// by sender, then by receiver.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Messages {
    /// The sender.
    pub from: Vec<u32>,
    /// The receiver.
    pub to: Vec<u32>,
    /// The algorithm's step, from 0.
    pub step: Vec<u32>,
    /// The first element of the result vector that the message carries.
    pub start: Vec<u32>,
    /// How many elements it carries.
    pub count: Vec<u32>,
    /// Its payload.
    pub bytes: Vec<u32>,
    /// 1 if the receiver combined it with its own values, 0 if it stored it.
    pub combine: Vec<u8>,
    /// Length of the longest chain of dependent messages that ends with this one.
    pub chain: Vec<u32>,
    /// When the sender asked to send.
    pub send_posted_us: Vec<f64>,
    /// When the sender could use its buffer again.
    pub send_released_us: Vec<f64>,
    /// When the receiver asked for it.
    pub recv_posted_us: Vec<f64>,
    /// When the receiver had it.
    pub recv_matched_us: Vec<f64>,
}

/// One message, gathered from what its two ends recorded.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    start: u32,
    count: u32,
    bytes: u32,
    chain: u32,
    combine: u8,
    send_posted_ns: u64,
    send_released_ns: u64,
    recv_posted_ns: u64,
    recv_matched_ns: u64,
}

/// A message's place in the table. The last number tells apart messages with the same name.
type Key = (u32, usize, usize, usize);

impl Trace {
    /// Joins what the ranks recorded.
    pub(crate) fn join(parts: &[Part], clock: &'static str, schedule: Option<String>) -> Self {
        let first_ns = parts.iter().map(|part| part.started_ns).min().unwrap_or(0);
        let us = |at_ns: u64| micros(at_ns.saturating_sub(first_ns));
        let mut messages = Messages::default();
        for ((step, from, to, _), row) in rows(parts) {
            messages.from.push(narrow(from));
            messages.to.push(narrow(to));
            messages.step.push(step);
            messages.start.push(row.start);
            messages.count.push(row.count);
            messages.bytes.push(row.bytes);
            messages.combine.push(row.combine);
            messages.chain.push(row.chain);
            messages.send_posted_us.push(us(row.send_posted_ns));
            messages.send_released_us.push(us(row.send_released_ns));
            messages.recv_posted_us.push(us(row.recv_posted_ns));
            messages.recv_matched_us.push(us(row.recv_matched_ns));
        }
        Self {
            clock,
            schedule,
            messages,
            started_us: parts.iter().map(|part| us(part.started_ns)).collect(),
            finished_us: parts.iter().map(|part| us(part.finished_ns)).collect(),
        }
    }
}

fn rows(parts: &[Part]) -> BTreeMap<Key, Row> {
    let mut rows: BTreeMap<Key, Row> = BTreeMap::new();
    for (rank, part) in parts.iter().enumerate() {
        // The n-th message of one name: each end counts for itself.
        let mut seen: BTreeMap<(u32, usize, usize, u8), usize> = BTreeMap::new();
        for event in &part.events {
            let (from, to, moment) = match event.action {
                Action::SendPosted { to, .. } => (rank, to, 0),
                Action::SendReleased { to } => (rank, to, 1),
                Action::ReceivePosted { from } => (from, rank, 2),
                Action::ReceiveMatched { from } => (from, rank, 3),
                Action::Combined { from } => (from, rank, 4),
            };
            let number = seen.entry((event.step, from, to, moment)).or_default();
            let row = rows.entry((event.step, from, to, *number)).or_default();
            *number += 1;
            match &event.action {
                Action::SendPosted {
                    elements,
                    bytes,
                    chain,
                    ..
                } => {
                    row.start = narrow(elements.start);
                    row.count = narrow(elements.len());
                    row.bytes = narrow(*bytes);
                    row.chain = *chain;
                    row.send_posted_ns = event.at_ns;
                }
                Action::SendReleased { .. } => row.send_released_ns = event.at_ns,
                Action::ReceivePosted { .. } => row.recv_posted_ns = event.at_ns,
                Action::ReceiveMatched { .. } => row.recv_matched_ns = event.at_ns,
                Action::Combined { .. } => row.combine = 1,
            }
        }
    }
    rows
}

#[allow(
    clippy::cast_precision_loss,
    reason = "a run lasts far less than 2^53 ns"
)]
pub(crate) fn micros(ns: u64) -> f64 {
    ns as f64 / 1000.0
}

fn narrow(value: usize) -> u32 {
    u32::try_from(value).expect("limits keep ranks, elements and bytes within 32 bits")
}
