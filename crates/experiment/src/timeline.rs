//! What all ranks did, as one table of messages.

use collectives::Pairs;
use collectives::trace::{Action, Event};
use serde::Serialize;

use crate::{Float64Array, Part, Uint8Array, Uint32Array};

/// A run as a table of messages.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Trace {
    /// What the `_us` columns count: `virtual` or `wall` microseconds since the first rank began.
    #[cfg_attr(feature = "typescript", tsify(type = "\"virtual\" | \"wall\""))]
    pub clock: &'static str,
    /// Simulated runs: the schedule that makes this very run happen again.
    pub schedule: Option<String>,
    /// The payload messages.
    pub messages: Messages,
    /// When each rank began.
    pub started_us: Float64Array,
    /// When each rank was done.
    pub finished_us: Float64Array,
}

/// One column per property; row i of every column is message i. Rows are ordered by step, then
/// by sender, then in the order of sending.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Messages {
    /// The sender.
    pub from: Uint32Array,
    /// The receiver.
    pub to: Uint32Array,
    /// The algorithm's step, from 0.
    pub step: Uint32Array,
    /// The first element of the result vector that the message carries.
    pub start: Uint32Array,
    /// How many elements it carries.
    pub count: Uint32Array,
    /// Its payload.
    pub bytes: Uint32Array,
    /// 1 if the receiver combined it with its own values, 0 if it stored it.
    pub combine: Uint8Array,
    /// Length of the longest chain of dependent messages that ends with this one.
    pub chain: Uint32Array,
    /// When the sender asked to send.
    pub send_posted_us: Float64Array,
    /// When the sender could use its buffer again.
    pub send_released_us: Float64Array,
    /// When the receiver asked for it.
    pub recv_posted_us: Float64Array,
    /// When the receiver had it.
    pub recv_matched_us: Float64Array,
}

/// One message, gathered from what its two ends recorded.
#[derive(Clone, Copy, Debug)]
struct Row {
    step: u32,
    from: usize,
    to: usize,
    message: u32,
    start: u32,
    count: u32,
    bytes: u32,
    chain: u32,
    combined: bool,
    send_posted_ns: u64,
    send_released_ns: Option<u64>,
    recv_posted_ns: Option<u64>,
    recv_matched_ns: Option<u64>,
}

impl Trace {
    /// Joins what the ranks recorded.
    pub(crate) fn join(parts: &[Part], clock: &'static str, schedule: Option<String>) -> Self {
        let first_ns = parts.iter().map(|part| part.started_ns).min().unwrap_or(0);
        let us = |at_ns: u64| micros(at_ns.saturating_sub(first_ns));
        // A run that ended well has finished every message that it began.
        let done_us = |at_ns: Option<u64>| us(at_ns.unwrap_or(first_ns));
        let mut messages = Messages::default();
        for row in rows(parts) {
            messages.from.push(narrow(row.from));
            messages.to.push(narrow(row.to));
            messages.step.push(row.step);
            messages.start.push(row.start);
            messages.count.push(row.count);
            messages.bytes.push(row.bytes);
            messages.combine.push(u8::from(row.combined));
            messages.chain.push(row.chain);
            messages.send_posted_us.push(us(row.send_posted_ns));
            messages
                .send_released_us
                .push(done_us(row.send_released_ns));
            messages.recv_posted_us.push(done_us(row.recv_posted_ns));
            messages.recv_matched_us.push(done_us(row.recv_matched_ns));
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

/// Where each message stands, by sender, receiver and number. The n-th of one name is the n-th.
#[derive(Debug, Default)]
struct Names {
    channels: Pairs,
    messages: Pairs,
    rows: Vec<Vec<usize>>,
}

impl Names {
    fn add(&mut self, row: &Row, place: usize) {
        let channel = self.channels.number(row.from, row.to);
        let name = self.messages.number(channel, row.message as usize);
        if name == self.rows.len() {
            self.rows.push(Vec::new());
        }
        self.rows[name].push(place);
    }

    fn rows(&self, from: usize, to: usize, message: u32) -> &[usize] {
        let channel = self.channels.find(from, to);
        let name = channel.and_then(|it| self.messages.find(it, message as usize));
        name.map_or(&[], |it| &self.rows[it])
    }
}

/// What the senders recorded, in the order of the table, completed by what the receivers did.
fn rows(parts: &[Part]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut names = Names::default();
    for (rank, part) in parts.iter().enumerate() {
        for event in &part.events {
            if let Some(row) = sent(rank, event) {
                names.add(&row, rows.len());
                rows.push(row);
            }
        }
    }
    for (rank, part) in parts.iter().enumerate() {
        for event in &part.events {
            complete(rank, event, &names, &mut rows);
        }
    }
    // Ranks added to them one after the other, so within a step the senders stay in order.
    rows.sort_by_key(|row| row.step);
    rows
}

fn sent(rank: usize, event: &Event) -> Option<Row> {
    let Action::SendPosted {
        to,
        elements,
        bytes,
        chain,
    } = &event.action
    else {
        return None;
    };
    Some(Row {
        step: event.step,
        from: rank,
        to: *to,
        message: event.message,
        start: narrow(elements.start),
        count: narrow(elements.len()),
        bytes: narrow(*bytes),
        chain: *chain,
        combined: false,
        send_posted_ns: event.at_ns,
        send_released_ns: None,
        recv_posted_ns: None,
        recv_matched_ns: None,
    })
}

/// Notes what happened to a message at one of its ends.
fn complete(rank: usize, event: &Event, names: &Names, rows: &mut [Row]) {
    let (from, to) = match event.action {
        Action::SendPosted { .. } => return,
        Action::SendReleased { to } => (rank, to),
        Action::ReceivePosted { from }
        | Action::ReceiveMatched { from }
        | Action::Combined { from } => (from, rank),
    };
    for &place in names.rows(from, to, event.message) {
        let row = &mut rows[place];
        let moment = match event.action {
            Action::SendReleased { .. } => &mut row.send_released_ns,
            Action::ReceivePosted { .. } => &mut row.recv_posted_ns,
            Action::ReceiveMatched { .. } => &mut row.recv_matched_ns,
            Action::SendPosted { .. } | Action::Combined { .. } => {
                if std::mem::replace(&mut row.combined, true) {
                    continue;
                }
                return;
            }
        };
        if moment.is_none() {
            *moment = Some(event.at_ns);
            return;
        }
    }
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
