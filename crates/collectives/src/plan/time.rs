//! How long a call takes in the model, without running anything.
//!
//! The network is the simulator's: every rank has one port, which takes one message at a time in
//! each direction; nothing limits what is buffered. A rank that has combined something in a round
//! takes that time once, after its messages and local moves; to copy takes none.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Local, Matching, Message, Plan, Round};
use crate::Network;

/// When things happen, in microseconds since all ranks began.
#[derive(Clone, Debug, PartialEq)]
pub struct Times {
    /// When each rank is through with its plan.
    pub finished_us: Vec<f64>,
    /// When the sender of each passage began the round of it.
    pub send_posted_us: Vec<f64>,
    /// When it had left the sender's port.
    pub send_released_us: Vec<f64>,
    /// When the receiver began the round of it.
    pub receive_posted_us: Vec<f64>,
    /// When the receiver had it: when it was there, or when the receiver was, if that was later.
    pub received_us: Vec<f64>,
}

/// When each rank is through with its plan, in microseconds, for elements of so many bytes; none if
/// some rank never is.
#[must_use]
pub fn time_us(
    plans: &[Plan],
    matching: &Matching,
    element_bytes: usize,
    network: &Network,
) -> Option<Vec<f64>> {
    times(plans, matching, element_bytes, network).map(|times| times.finished_us)
}

/// When all of it happens; none if some rank never gets through.
#[must_use]
pub fn times(
    plans: &[Plan],
    matching: &Matching,
    element_bytes: usize,
    network: &Network,
) -> Option<Times> {
    let mut clock = Clock {
        plans,
        matching,
        element_bytes,
        network,
        events: BinaryHeap::new(),
        events_so_far: 0,
        ports: vec![Port::default(); plans.len()],
        ranks: vec![Progress::default(); plans.len()],
        arrived: vec![false; matching.passages.len()],
        moments: vec![Moments::default(); matching.passages.len()],
    };
    for rank in 0..plans.len() {
        clock.set_out(rank, 0.0);
        clock.go_on(rank, 0.0);
    }
    while let Some(Reverse(event)) = clock.events.pop() {
        clock.happen(event);
    }
    let through = clock
        .ranks
        .iter()
        .zip(plans)
        .all(|(it, plan)| it.round == plan.rounds.len());
    let of = |moment: fn(&Moments) -> f64| {
        let moments = clock.moments.iter();
        moments.map(|it| moment(it) / 1000.0).collect()
    };
    through.then(|| Times {
        finished_us: clock.ranks.iter().map(|it| it.since_ns / 1000.0).collect(),
        send_posted_us: of(|it| it.send_posted_ns),
        send_released_us: of(|it| it.send_released_ns),
        receive_posted_us: of(|it| it.receive_posted_ns),
        received_us: of(|it| it.arrived_ns.max(it.receive_posted_ns)),
    })
}

struct Clock<'a> {
    plans: &'a [Plan],
    matching: &'a Matching,
    element_bytes: usize,
    network: &'a Network,
    events: BinaryHeap<Reverse<Event>>,
    /// Of two events at one moment the one that was known first comes first.
    events_so_far: usize,
    ports: Vec<Port>,
    ranks: Vec<Progress>,
    arrived: Vec<bool>,
    moments: Vec<Moments>,
}

/// When what happens to a passage.
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    send_posted_ns: f64,
    send_released_ns: f64,
    receive_posted_ns: f64,
    arrived_ns: f64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Port {
    outgoing_free_ns: f64,
    incoming_free_ns: f64,
}

/// Where a rank is.
#[derive(Clone, Copy, Debug, Default)]
struct Progress {
    round: usize,
    since_ns: f64,
    /// Messages of this round whose bytes are still its port's.
    leaving: usize,
    /// It combines, and its messages are done.
    combines: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Event {
    at_ns: f64,
    number: usize,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    /// The message of this passage is there.
    Arrival(usize),
    /// A message of this rank has left its port.
    Release(usize),
    /// This rank has combined what came.
    Combined(usize),
}

impl<'a> Clock<'a> {
    /// A rank begins its next round: all its messages set out.
    fn set_out(&mut self, rank: usize, now_ns: f64) {
        let round = self.ranks[rank].round;
        self.ranks[rank].since_ns = now_ns;
        let Some(now) = self.plans[rank].rounds.get(round) else {
            return;
        };
        let passages = self.matching.round(rank, round);
        for (message, passage) in now.messages.iter().zip(passages) {
            if !message.sends() {
                if let Some(passage) = *passage {
                    self.moments[passage].receive_posted_ns = now_ns;
                }
                continue;
            }
            let bytes = real(message.elements().len() * self.element_bytes);
            let cost_ns = self.network.message_us(bytes) * 1000.0;
            let outgoing = &mut self.ports[rank].outgoing_free_ns;
            let begins_ns = outgoing.max(now_ns);
            *outgoing = begins_ns + cost_ns;
            self.ranks[rank].leaving += 1;
            let incoming = &mut self.ports[message.peer()].incoming_free_ns;
            *incoming = incoming.max(begins_ns) + cost_ns;
            let arrives_ns = *incoming;
            self.expect(begins_ns + cost_ns, What::Release(rank));
            if let Some(passage) = *passage {
                let moments = &mut self.moments[passage];
                moments.send_posted_ns = now_ns;
                moments.send_released_ns = begins_ns + cost_ns;
                moments.arrived_ns = arrives_ns;
                self.expect(arrives_ns, What::Arrival(passage));
            }
        }
    }

    fn happen(&mut self, event: Event) {
        let rank = match event.what {
            What::Arrival(passage) => {
                self.arrived[passage] = true;
                self.matching.passages[passage].receive.rank
            }
            What::Release(rank) => {
                self.ranks[rank].leaving -= 1;
                rank
            }
            What::Combined(rank) => {
                self.ranks[rank].combines = false;
                self.ranks[rank].round += 1;
                self.set_out(rank, event.at_ns);
                rank
            }
        };
        self.go_on(rank, event.at_ns);
    }

    /// Ends every round of a rank of which nothing is left.
    fn go_on(&mut self, rank: usize, now_ns: f64) {
        while let Some(round) = self.done(rank) {
            let bytes = real(folded(round) * self.element_bytes);
            let cost_ns = (self.network.combine_us(bytes) * 1000.0).round();
            if cost_ns > 0.0 {
                self.ranks[rank].combines = true;
                self.expect(now_ns + cost_ns, What::Combined(rank));
                return;
            }
            self.ranks[rank].round += 1;
            self.set_out(rank, now_ns);
        }
    }

    /// The round that a rank is in, if its messages are done and it does not combine yet.
    fn done(&self, rank: usize) -> Option<&'a Round> {
        let progress = self.ranks[rank];
        let round = self.plans[rank].rounds.get(progress.round)?;
        let passages = self.matching.round(rank, progress.round);
        let messages = round.messages.iter().zip(passages);
        let mut receives = messages.filter(|(message, _)| !message.sends());
        let all_there = receives.all(|(_, passage)| passage.is_some_and(|it| self.arrived[it]));
        (all_there && progress.leaving == 0 && !progress.combines).then_some(round)
    }

    fn expect(&mut self, at_ns: f64, what: What) {
        let number = self.events_so_far;
        self.events_so_far += 1;
        let event = Event {
            at_ns,
            number,
            what,
        };
        self.events.push(Reverse(event));
    }
}

/// Elements that a round combines with others.
pub(super) fn folded(round: &Round) -> usize {
    let messages = round.messages.iter().map(|message| match message {
        Message::Combine { elements, .. } => elements.len(),
        Message::Send { .. } | Message::Receive { .. } => 0,
    });
    let alone = round.local.iter().map(|local| match local {
        Local::Fold { onto, .. } => onto.len(),
        Local::Copy { .. } => 0,
    });
    messages.sum::<usize>() + alone.sum::<usize>()
}

impl Eq for Event {}

impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Event {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let earlier = self.at_ns.total_cmp(&other.at_ns);
        earlier.then(self.number.cmp(&other.number))
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "messages are far below 2^53 bytes"
)]
fn real(bytes: usize) -> f64 {
    bytes as f64
}
