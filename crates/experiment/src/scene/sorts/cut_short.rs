//! The scene of a sort whose ranks did not all come to its end.

use super::label_run::Log;
use crate::scene::contents::narrow;
use crate::scene::results::part;
use crate::scene::{NONE, Scene, Sends};

/// Keeps of a scene what its ranks came to do, as their logs tell it. What a rank held when it came
/// no further it holds to the end.
pub(super) fn cut_short(scene: &mut Scene, logs: &[Log]) {
    let ranks = logs.len();
    // How many messages each has sent to each in the rows before.
    let mut met = vec![0; ranks * ranks];
    let mut kept = Sends::default();
    for row in 0..scene.sends.from.len() {
        let (from, to) = (scene.sends.from[row], scene.sends.to[row]);
        let number = &mut met[from as usize * ranks + to as usize];
        let sent = logs[from as usize].sent.borrow();
        let sent = sent.iter().filter(|it| it.0 == to as usize).count();
        let received = logs[to as usize].received.borrow();
        let received = received.iter().filter(|it| **it == from as usize).count();
        let (is_sent, is_received) = (*number < sent, *number < received);
        *number += 1;
        for (rank, done) in [(from, is_sent), (to, is_received)] {
            if !done {
                let reached = &mut scene.reached[rank as usize];
                *reached = (*reached).min(scene.sends.round[row]);
            }
        }
        if is_sent {
            kept.take_row(&scene.sends, row, is_received);
        }
    }
    scene.sends = kept;
    keep_slots(scene);
    let results = std::mem::take(&mut scene.results);
    for (rank, log) in logs.iter().enumerate() {
        scene.results.returned.push(u8::from(log.returned.get()));
        let pieces = part(&results.ends, rank).filter(|_| log.returned.get());
        for piece in pieces {
            scene.results.contents.push(results.contents[piece]);
            scene.results.counts.push(results.counts[piece]);
        }
        let end = narrow(scene.results.contents.len());
        scene.results.ends.push(end);
    }
}

fn keep_slots(scene: &mut Scene) {
    let end = narrow(scene.rounds) + 1;
    let slots = std::mem::take(&mut scene.slots);
    for row in 0..slots.rank.len() {
        let reached = scene.reached[slots.rank[row] as usize];
        if slots.from[row] <= reached {
            let until = slots.until[row];
            let there = &mut scene.slots;
            there.rank.push(slots.rank[row]);
            there.parcel.push(slots.parcel[row]);
            there.layer.push(slots.layer[row]);
            there.content.push(slots.content[row]);
            there.from.push(slots.from[row]);
            there.until.push(if until > reached { end } else { until });
            there.needed.push(slots.needed[row]);
        }
    }
}

impl Sends {
    /// Adds a row of others.
    fn take_row(&mut self, others: &Self, row: usize, received: bool) {
        self.from.push(others.from[row]);
        self.to.push(others.to[row]);
        self.round.push(others.round[row]);
        self.received
            .push(if received { others.received[row] } else { NONE });
        self.count.push(others.count[row]);
        self.combined
            .push(if received { others.combined[row] } else { 0 });
        self.chain.push(others.chain[row]);
        self.about.push(others.about[row]);
        for piece in part(&others.ends, row) {
            self.carried.push(others.carried[piece]);
            self.became.push(others.became[piece]);
            self.first
                .push(if received { others.first[piece] } else { 0 });
        }
        self.ends.push(narrow(self.carried.len()));
        self.heard
            .extend(&others.heard[part(&others.heard_ends, row)]);
        self.heard_ends.push(narrow(self.heard.len()));
    }
}
