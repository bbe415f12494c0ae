//! Every schedule there is, of programs small enough.
//!
//! The choices of a run make a tree, far too large to walk. But most of its branches meet again:
//! whether rank 0 or rank 1 goes on first, after both have it is the same. So this visits *states*
//! and remembers them. All schedules are paths through them, which can be counted without being
//! walked.
//!
//! In a network that costs nothing there is no time, so a state is what is under way between the
//! ranks, and what each rank has seen: which of its sends and receives are posted and done. What
//! messages say need not be looked at twice: their senders know it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;
use std::task::{Context, Poll};

use collectives::transport::{Receive, Send, Tag, Traffic};
use collectives::{Error, Network, Transport};

use crate::run::Ranks;
use crate::world::{Next, World};
use crate::{Buffering, Outcome, Port, Schedule};

/// Nothing takes time.
const NETWORK: Network = Network {
    alpha_us: 0.0,
    beta_ns_per_byte: 0.0,
    gamma_ns_per_byte: 0.0,
};

/// When two ranks have seen the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// If they saw the same in the same order. This supposes nothing but that programs are
    /// functions of what they see.
    Ordered,
    /// If they saw the same, in whatever order. This supposes that programs wait for one operation,
    /// or for several that they have joined, and never ask which ended first: they are processes
    /// of a Kahn network. It makes far fewer states, and the same schedules.
    Unordered,
}

/// What [`explore`] has done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exploration {
    /// Different states of the whole world.
    pub states: usize,
    /// Choices in all of them together.
    pub transitions: usize,
    /// Schedules: ways from the start to an end. Seldom small enough for an integer.
    pub schedules: f64,
    /// Ways in which all of it ended.
    pub ends: usize,
}

/// A state: how it was reached first, and where its choices lead.
#[derive(Debug)]
struct State {
    before: Option<(usize, usize)>,
    after: Vec<usize>,
}

/// Runs `program` on `size` ranks in a network without costs, under every schedule, and hands
/// each end to `judge`. Its replay string makes it happen again in such a network.
///
/// # Panics
/// If a rank sleeps: then it matters how late it is.
pub fn explore<O, F>(
    size: usize,
    (buffering, memory): (Buffering, Memory),
    program: impl Fn(Watched) -> F,
    mut judge: impl FnMut(Outcome<O>),
) -> Exploration
where
    F: Future<Output = Result<O, Error>>,
{
    let mut states: Vec<State> = Vec::new();
    let mut known = BTreeMap::new();
    let mut ends = 0;
    // Choices not yet made: in which state, and which.
    let mut open: Vec<Option<(usize, usize)>> = vec![None];
    while let Some(mut before) = open.pop() {
        let mut run = Run::new(size, (buffering, memory), &program);
        let mut result = None;
        for choice in path(&states, before) {
            result = run.take(choice);
        }
        loop {
            let next = *known.entry(run.fingerprint()).or_insert(states.len());
            if let Some((state, _)) = before {
                states[state].after.push(next);
            }
            if next < states.len() {
                break;
            }
            states.push(State {
                before,
                after: Vec::new(),
            });
            let possibilities = run.possibilities();
            if result.is_none() && possibilities > 0 {
                open.extend((1..possibilities).map(|choice| Some((next, choice))));
                before = Some((next, 0));
                result = run.take(0);
                continue;
            }
            let result = result.or_else(|| run.finish());
            judge(run.ranks.end(result.expect("nothing can happen")));
            ends += 1;
            break;
        }
    }
    Exploration {
        states: states.len(),
        transitions: states.iter().map(|state| state.after.len()).sum(),
        schedules: paths_from(&states, 0, &mut vec![None; states.len()]),
        ends,
    }
}

/// The choices that lead to a choice in a state, and that choice.
fn path(states: &[State], mut at: Option<(usize, usize)>) -> Vec<usize> {
    let mut choices = Vec::new();
    while let Some((state, choice)) = at {
        choices.push(choice);
        at = states[state].before;
    }
    choices.reverse();
    choices
}

/// How many ways lead from a state to an end. No way leads back, for what a rank has seen and what
/// has arrived only grow, and a rank that goes on is ready no longer.
fn paths_from(states: &[State], from: usize, counted: &mut Vec<Option<f64>>) -> f64 {
    if let Some(count) = counted[from] {
        return count;
    }
    let after = &states[from].after;
    let ways = after.iter().map(|&next| paths_from(states, next, counted));
    let count = ways
        .sum::<f64>()
        .max(if after.is_empty() { 1.0 } else { 0.0 });
    counted[from] = Some(count);
    count
}

/// One run, whose choices are made from outside.
struct Run<O, F> {
    ranks: Ranks<O, F>,
    seen: Rc<RefCell<Vec<u64>>>,
}

impl<O, F: Future<Output = Result<O, Error>>> Run<O, F> {
    fn new(
        size: usize,
        (buffering, memory): (Buffering, Memory),
        program: impl Fn(Watched) -> F,
    ) -> Self {
        let schedule = match buffering {
            Buffering::Eager => Schedule::earliest(),
            Buffering::Rendezvous => Schedule::rendezvous(),
        };
        let seen = Rc::new(RefCell::new(vec![0; size]));
        let watched = |port| {
            program(Watched {
                port,
                memory,
                seen: Rc::clone(&seen),
            })
        };
        Self {
            ranks: Ranks::new(World::new(size, NETWORK, schedule), watched),
            seen: Rc::clone(&seen),
        }
    }

    fn possibilities(&self) -> usize {
        self.ranks.world.borrow().possibilities()
    }

    fn take(&mut self, choice: usize) -> Option<Result<Vec<O>, crate::Stuck>> {
        let next = self.ranks.world.borrow_mut().take(choice, f64::INFINITY);
        self.ranks.follow(next, f64::INFINITY)
    }

    fn finish(&mut self) -> Option<Result<Vec<O>, crate::Stuck>> {
        self.ranks.follow(Next::Nothing, f64::INFINITY)
    }

    fn fingerprint(&self) -> u128 {
        let under_way = self.ranks.world.borrow().under_way();
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, &under_way, &*self.seen.borrow()).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        half(0) << 64 | half(1)
    }
}

/// A rank's port, and somebody who takes notes of what the rank sees through it.
#[derive(Clone, Debug)]
pub struct Watched {
    port: Port,
    memory: Memory,
    /// For every rank a hash of all it has seen.
    seen: Rc<RefCell<Vec<u64>>>,
}

impl Watched {
    /// Of a message its sender says everything.
    fn note(&self, what: &str, peer: usize, tag: Tag, message: &[u8], chain: u32) {
        let mut hasher = DefaultHasher::new();
        (what, peer, tag, message, chain).hash(&mut hasher);
        let seen = &mut self.seen.borrow_mut()[self.port.rank()];
        if self.memory == Memory::Ordered {
            seen.hash(&mut hasher);
            *seen = hasher.finish();
        } else {
            *seen = seen.wrapping_add(hasher.finish());
        }
    }
}

impl Transport for Watched {
    fn rank(&self) -> usize {
        self.port.rank()
    }

    fn size(&self) -> usize {
        self.port.size()
    }

    fn poll_send(&self, context: &mut Context<'_>, send: &mut Send<'_>) -> Poll<Result<(), Error>> {
        if !send.begun {
            self.note("sends", send.to, send.tag, send.bytes, send.chain);
        }
        let result = self.port.poll_send(context, send);
        if result.is_ready() {
            self.note("has sent", send.to, send.tag, &[], send.chain);
        }
        result
    }

    fn poll_receive(
        &self,
        context: &mut Context<'_>,
        receive: &mut Receive<'_>,
    ) -> Poll<Result<(), Error>> {
        let result = self.port.poll_receive(context, receive);
        if result.is_ready() {
            let Receive {
                from, tag, chain, ..
            } = *receive;
            self.note("has received", from, tag, &[], chain);
        }
        result
    }

    fn now_ns(&self) -> u64 {
        self.port.now_ns()
    }

    fn poll_sleep(&self, context: &mut Context<'_>, until_ns: u64) -> Poll<()> {
        self.port.poll_sleep(context, until_ns)
    }

    fn combine_ns(&self, bytes: usize) -> u64 {
        self.port.combine_ns(bytes)
    }

    fn traffic(&self) -> Traffic {
        self.port.traffic()
    }
}

#[cfg(test)]
mod tests {
    use collectives::Communicator;
    use collectives::trace::Recorder;

    use super::*;
    use crate::Stuck;

    /// Both ranks tell each other their number: at once, or each before it listens.
    async fn talk(port: Watched, at_once: bool) -> Result<u32, Error> {
        let recorder = Recorder::new(false);
        let world = Communicator::world(&port, &recorder);
        let (conversation, peer) = (world.converse(), 1 - world.rank());
        let (mine, mut heard) = ([u32::from(peer == 0)], [9]);
        let step = conversation.step(0);
        if at_once {
            step.exchange(peer, &mine, peer, &mut heard).await?;
        } else {
            step.send(peer, &mine).await?;
            step.receive(peer, &mut heard).await?;
        }
        Ok(heard[0])
    }

    /// Walks every path of the tree, one after the other.
    fn walk(buffering: Buffering, choices: &mut Vec<usize>) -> usize {
        let how = (buffering, Memory::Ordered);
        let mut run = Run::new(2, how, |port| talk(port, true));
        for &choice in &*choices {
            assert!(run.take(choice).is_none(), "nothing ends a run but its end");
        }
        let walk_on = |choice| {
            choices.push(choice);
            let count = walk(buffering, choices);
            choices.pop();
            count
        };
        match run.possibilities() {
            0 => 1,
            possibilities => (0..possibilities).map(walk_on).sum(),
        }
    }

    #[test]
    fn the_schedules_counted_are_those_there_are() {
        for buffering in [Buffering::Eager, Buffering::Rendezvous] {
            let walked = walk(buffering, &mut Vec::new());
            assert!(walked > 10, "{buffering:?}: only {walked} schedules");
            for memory in [Memory::Ordered, Memory::Unordered] {
                let judge = |outcome: Outcome<u32>| {
                    assert_eq!(outcome.result.expect("an exchange never hangs"), [1, 0]);
                    assert_eq!(outcome.leftover, 0);
                };
                let all = explore(2, (buffering, memory), |port| talk(port, true), judge);
                assert_eq!(all.schedules.to_string(), walked.to_string(), "{all:?}");
                assert!(all.states < walked, "{all:?} meet again");
            }
        }
    }

    #[test]
    fn ranks_that_send_first_hang_under_every_schedule_if_sends_wait_and_under_none_if_not() {
        for buffering in [Buffering::Eager, Buffering::Rendezvous] {
            let mut stuck = 0;
            let judge = |outcome: Outcome<u32>| match outcome.result {
                Ok(heard) => assert_eq!(heard, [1, 0]),
                Err(Stuck::Waiting { waits, .. }) => stuck += waits.len(),
                Err(Stuck::Failed { error, .. }) => panic!("{error}"),
            };
            let how = (buffering, Memory::Ordered);
            let all = explore(2, how, |port| talk(port, false), judge);
            let waiting = if buffering == Buffering::Eager {
                0
            } else {
                2 * all.ends
            };
            assert_eq!(stuck, waiting, "{all:?}");
        }
    }
}
