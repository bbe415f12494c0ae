//! Everything that ranks share without knowing: mailboxes, ports, messages on their way, time.

use std::collections::VecDeque;
use std::hash::Hash;

use collectives::transport::{Mailbox, Message, Receive, Tag, Traffic, Wait, WaitList};
use collectives::{Error, Network};

use crate::{Buffering, Schedule};

/// What the world lets happen next.
pub(crate) enum Next {
    /// This rank goes on.
    Rank(usize),
    /// A message arrived, or a timer rang.
    Event,
    /// A rank has waited past the limit at this time.
    Impatient(f64),
    /// There is nothing that could happen.
    Nothing,
}

#[derive(Clone, Debug)]
enum Event {
    /// The message reaches its target.
    Arrival { route: Route, message: Message },
    /// The sender's port is done with the message.
    Release { route: Route },
    /// A sleeping rank wakes.
    Alarm { rank: usize },
}

/// A message's way, which is also its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Route {
    from: usize,
    to: usize,
    tag: Tag,
}

/// One rank's connection to the network, one message at a time in each direction.
#[derive(Debug, Default)]
struct Interface {
    outgoing_free_ns: f64,
    incoming_free_ns: f64,
    mailbox: Mailbox,
    waits: WaitList,
    traffic: Traffic,
}

/// Everything that ranks share without knowing.
#[derive(Debug)]
pub(crate) struct World {
    now_ns: f64,
    network: Network,
    schedule: Schedule,
    choices: Vec<usize>,
    /// Ranks that can go on, in order.
    ready: Vec<usize>,
    /// Messages and timers under way and when they are due, the earliest first.
    events: VecDeque<(f64, Event)>,
    interfaces: Vec<Interface>,
    /// Sends that may complete.
    released: Vec<Route>,
    /// Under rendezvous: sends and receives that wait for their other half.
    offers: Vec<(Route, Message)>,
    requests: Vec<Route>,
}

impl World {
    pub(crate) fn new(size: usize, network: Network, schedule: Schedule) -> Self {
        Self {
            now_ns: 0.0,
            network,
            schedule,
            choices: Vec::new(),
            ready: (0..size).collect(),
            events: VecDeque::new(),
            interfaces: (0..size).map(|_| Interface::default()).collect(),
            released: Vec::new(),
            offers: Vec::new(),
            requests: Vec::new(),
        }
    }

    /// Chooses what happens next and, unless that is a rank, lets it happen.
    pub(crate) fn advance(&mut self, limit_ns: f64) -> Next {
        let possibilities = self.possibilities();
        if possibilities == 0 {
            return Next::Nothing;
        }
        let choice = self.schedule.choose(possibilities);
        self.take(choice, limit_ns)
    }

    /// How many things could happen next.
    pub(crate) fn possibilities(&self) -> usize {
        self.ready.len() + self.events.len()
    }

    /// Lets one of them happen, unless it is a rank.
    pub(crate) fn take(&mut self, choice: usize, limit_ns: f64) -> Next {
        self.choices.push(choice);
        if choice < self.ready.len() {
            return Next::Rank(self.ready.remove(choice));
        }
        let index = choice - self.ready.len();
        let (at_ns, _) = self.events[index];
        if let Some(deadline_ns) = self.missed_deadline(at_ns, limit_ns) {
            return Next::Impatient(deadline_ns);
        }
        self.happen(index);
        Next::Event
    }

    /// When a rank loses patience before `at_ns`, if one does.
    fn missed_deadline(&self, at_ns: f64, limit_ns: f64) -> Option<f64> {
        if at_ns <= limit_ns {
            return None;
        }
        #[allow(
            clippy::cast_precision_loss,
            reason = "virtual time stays far below 2^53 ns"
        )]
        let deadline_ns = self
            .all_waits()
            .iter()
            .map(|(_, wait)| wait.since_ns as f64 + limit_ns)
            .fold(f64::INFINITY, f64::min);
        (deadline_ns < at_ns).then_some(deadline_ns)
    }

    fn happen(&mut self, index: usize) {
        let (at_ns, event) = self
            .events
            .remove(index)
            .expect("the choice is a possibility");
        self.now_ns = self.now_ns.max(at_ns);
        match event {
            Event::Arrival { route, message } => {
                let message = self.oldest_first(index, route, message);
                self.interfaces[route.to]
                    .mailbox
                    .deliver(route.from, route.tag, message);
                self.wake(route.to);
                if self.schedule.buffering == Buffering::Rendezvous {
                    self.release(route);
                }
            }
            Event::Release { route } => self.release(route),
            Event::Alarm { rank } => {
                self.wake(rank);
            }
        }
    }

    /// Messages on one route may not overtake: if the schedule picks a younger one, the oldest
    /// goes in its place.
    fn oldest_first(&mut self, index: usize, picked: Route, message: Message) -> Message {
        let mut message = message;
        for (_, event) in self.events.range_mut(..index).rev() {
            if let Event::Arrival {
                route,
                message: older,
            } = event
                && *route == picked
            {
                std::mem::swap(&mut message, older);
            }
        }
        message
    }

    fn release(&mut self, route: Route) {
        self.released.push(route);
        self.wake(route.from);
    }

    /// Notes that `rank` can go on, at its place in the order.
    fn wake(&mut self, rank: usize) {
        if let Err(place) = self.ready.binary_search(&rank) {
            self.ready.insert(place, rank);
        }
    }

    fn schedule_event(&mut self, at_ns: f64, event: Event) {
        // After all others of the same moment: they were there first.
        let place = self
            .events
            .partition_point(|(other_ns, _)| *other_ns <= at_ns);
        self.events.insert(place, (at_ns, event));
    }

    /// A rank asks to send.
    pub(crate) fn post_send(&mut self, from: usize, to: usize, tag: Tag, message: Message) {
        self.interfaces[from]
            .traffic
            .count(tag, message.bytes.len());
        let route = Route { from, to, tag };
        match self.schedule.buffering {
            Buffering::Eager => self.transmit(route, message),
            Buffering::Rendezvous => {
                self.offers.push((route, message));
                self.match_rendezvous(route);
            }
        }
    }

    /// Puts a message on the wire. Control messages take no time and no port.
    fn transmit(&mut self, route: Route, message: Message) {
        let (mut leaves_ns, mut arrives_ns) = (self.now_ns, self.now_ns);
        if !route.tag.is_control() {
            #[allow(
                clippy::cast_precision_loss,
                reason = "a message is far below 2^53 bytes"
            )]
            let cost_ns = self.network.message_us(message.bytes.len() as f64) * 1000.0;
            let outgoing = &mut self.interfaces[route.from].outgoing_free_ns;
            let begins_ns = outgoing.max(self.now_ns);
            leaves_ns = begins_ns + cost_ns;
            *outgoing = leaves_ns;
            let incoming = &mut self.interfaces[route.to].incoming_free_ns;
            arrives_ns = incoming.max(begins_ns) + cost_ns;
            *incoming = arrives_ns;
        }
        if self.schedule.buffering == Buffering::Eager {
            self.schedule_event(leaves_ns, Event::Release { route });
        }
        self.schedule_event(arrives_ns, Event::Arrival { route, message });
    }

    fn match_rendezvous(&mut self, route: Route) {
        let offer = self
            .offers
            .iter()
            .position(|(offered, _)| *offered == route);
        let request = self
            .requests
            .iter()
            .position(|requested| *requested == route);
        if let (Some(offer), Some(request)) = (offer, request) {
            self.requests.swap_remove(request);
            let (_, message) = self.offers.remove(offer);
            self.transmit(route, message);
        }
    }

    /// Whether a send of this rank may complete; asked once per completed send.
    pub(crate) fn take_release(&mut self, from: usize, to: usize, tag: Tag) -> bool {
        let route = Route { from, to, tag };
        let released = self.released.iter().position(|it| *it == route);
        released
            .map(|index| self.released.swap_remove(index))
            .is_some()
    }

    /// Fills `receive` if its message is here; otherwise makes known that it is wanted.
    pub(crate) fn take_message(
        &mut self,
        rank: usize,
        receive: &mut Receive<'_>,
    ) -> Result<bool, Error> {
        let taken = self.interfaces[rank].mailbox.take(rank, receive)?;
        let route = Route {
            from: receive.from,
            to: rank,
            tag: receive.tag,
        };
        let rendezvous = self.schedule.buffering == Buffering::Rendezvous;
        if rendezvous && !taken && !receive.begun {
            receive.begun = true;
            self.requests.push(route);
            self.match_rendezvous(route);
        }
        Ok(taken)
    }

    pub(crate) fn set_alarm(&mut self, rank: usize, until_ns: u64) {
        #[allow(
            clippy::cast_precision_loss,
            reason = "virtual time stays far below 2^53 ns"
        )]
        self.schedule_event(until_ns as f64, Event::Alarm { rank });
    }

    /// What is under way between the ranks, whatever the time and in whatever order it came to
    /// be. What messages say is left out, for their senders know it; so are the mailboxes, which
    /// hold what was sent and is neither under way nor taken.
    ///
    /// # Panics
    /// If a rank sleeps: then time matters.
    pub(crate) fn under_way(&self) -> impl Hash + use<> {
        let event = |(_, event): &(f64, Event)| match event {
            Event::Arrival { route, .. } => (true, *route),
            Event::Release { route } => (false, *route),
            Event::Alarm { rank } => panic!("rank {rank} sleeps"),
        };
        let mut events: Vec<_> = self.events.iter().map(event).collect();
        let mut offers: Vec<_> = self.offers.iter().map(|(route, _)| *route).collect();
        let (mut released, mut requests) = (self.released.clone(), self.requests.clone());
        events.sort_unstable();
        for routes in [&mut offers, &mut released, &mut requests] {
            routes.sort_unstable();
        }
        (self.ready.clone(), events, [offers, released, requests])
    }

    /// What every rank waits for.
    pub(crate) fn all_waits(&self) -> Vec<(usize, Wait)> {
        let waits = |(rank, interface): (usize, &Interface)| {
            interface
                .waits
                .all()
                .into_iter()
                .map(move |wait| (rank, wait))
        };
        self.interfaces.iter().enumerate().flat_map(waits).collect()
    }

    /// Messages that nobody has asked for.
    pub(crate) fn leftover(&self) -> usize {
        let in_mailboxes: usize = self.interfaces.iter().map(|it| it.mailbox.len()).sum();
        in_mailboxes + self.offers.len() + self.events.len()
    }

    /// The string that makes this very run happen again.
    pub(crate) fn replay(&self) -> String {
        self.schedule.replay_string(&self.choices)
    }

    pub(crate) fn size(&self) -> usize {
        self.interfaces.len()
    }

    pub(crate) fn now_ns(&self) -> f64 {
        self.now_ns
    }

    pub(crate) fn network(&self) -> &Network {
        &self.network
    }

    pub(crate) fn waits(&self, rank: usize) -> &WaitList {
        &self.interfaces[rank].waits
    }

    pub(crate) fn traffic(&self, rank: usize) -> Traffic {
        self.interfaces[rank].traffic
    }
}
