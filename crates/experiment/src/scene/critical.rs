//! What the end had to wait for.
//!
//! The path is found from its end. The rank that was done last had last got a message that it was
//! waiting for, or was rid of one that it sent; whoever sent that one had before got or sent
//! another one; and so on to the beginning. Of two that were done at the same moment, one that was
//! received counts.

use collectives::plan::Times;

use super::contents::narrow;
use super::results::index;
use super::story::Story;
use super::{Sends, sends};
use crate::Trace;

/// A message with its times, as row of the Scene's sends.
#[derive(Clone, Copy, Debug)]
struct Leg {
    row: u32,
    from: u32,
    to: u32,
    /// The sender's round and the receiver's.
    sent_in: u32,
    received_in: u32,
    send_posted_us: f64,
    send_released_us: f64,
    receive_posted_us: f64,
    received_us: f64,
}

/// The rows of the path by what a trace has measured, or by virtual time. There is none if the
/// trace has other messages, as that of a sort may whose keys a fault has changed.
pub(super) fn by_trace(sends: &Sends, trace: &Trace) -> Vec<u32> {
    let messages = &trace.messages;
    if (&messages.from, &messages.to) != (&sends.from, &sends.to) {
        return Vec::new();
    }
    let mut legs = Vec::new();
    for (row, &from) in sends.from.iter().enumerate() {
        if let Some(received_in) = index(sends.received[row]) {
            legs.push(Leg {
                row: narrow(row),
                from,
                to: sends.to[row],
                sent_in: sends.round[row],
                received_in: narrow(received_in),
                send_posted_us: messages.send_posted_us[row],
                send_released_us: messages.send_released_us[row],
                receive_posted_us: messages.recv_posted_us[row],
                received_us: messages.recv_matched_us[row],
            });
        }
    }
    // A real clock always shows some time for taking what was there long before.
    let waited = match trace.clock {
        "wall" => |leg: &Leg| leg.send_posted_us > leg.receive_posted_us,
        _ => |leg: &Leg| leg.received_us > leg.receive_posted_us,
    };
    path(&legs, &trace.finished_us, waited)
}

/// The rows of the path in the model.
pub(super) fn by_model(story: &Story<'_>, times: &Times) -> Vec<u32> {
    let leg = |(row, send): (u32, &collectives::plan::End)| {
        let passage = sends::passage(&story.matching, send)?;
        let receive = story.matching.passages[passage].receive;
        Some(Leg {
            row,
            from: narrow(send.rank),
            to: narrow(receive.rank),
            sent_in: narrow(send.round),
            received_in: narrow(receive.round),
            send_posted_us: times.send_posted_us[passage],
            send_released_us: times.send_released_us[passage],
            receive_posted_us: times.receive_posted_us[passage],
            received_us: times.received_us[passage],
        })
    };
    let rows = (0..).zip(&story.sends);
    let legs: Vec<Leg> = rows.filter_map(leg).collect();
    path(&legs, &times.finished_us, |leg| {
        leg.received_us > leg.receive_posted_us
    })
}

/// Something that a rank may have waited for: a message that it got, or one that it was rid of.
#[derive(Clone, Copy, Debug)]
struct Event<'l> {
    at_us: f64,
    got: bool,
    round: u32,
    leg: &'l Leg,
}

fn path(legs: &[Leg], finished_us: &[f64], waited: impl Fn(&Leg) -> bool) -> Vec<u32> {
    let mut events: Vec<Vec<Event<'_>>> = vec![Vec::new(); finished_us.len()];
    for leg in legs {
        events[leg.to as usize].push(Event {
            at_us: leg.received_us,
            got: true,
            round: leg.received_in,
            leg,
        });
        events[leg.from as usize].push(Event {
            at_us: leg.send_released_us,
            got: false,
            round: leg.sent_in,
            leg,
        });
    }
    let ranks = (0..).zip(finished_us);
    let last = ranks.max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
    let Some((mut rank, _)) = last else {
        return Vec::new();
    };
    let mut before = u32::MAX;
    let mut rows = Vec::new();
    loop {
        let earlier = events[rank as usize].iter().filter(|it| it.round < before);
        let latest = earlier.max_by(|a, b| {
            let at = a.at_us.total_cmp(&b.at_us);
            at.then((a.got, a.round).cmp(&(b.got, b.round)))
        });
        let Some(&Event {
            got, round, leg, ..
        }) = latest
        else {
            break;
        };
        before = round;
        if !got || waited(leg) {
            rows.push(leg.row);
        }
        if got && waited(leg) {
            (rank, before) = (leg.from, leg.sent_in);
        }
    }
    rows.reverse();
    rows
}
