//! What ranks do while their interleavings are explored: small conversations through small rings.

use std::future::Future;
use std::panic::resume_unwind;
use std::pin::pin;
use std::task::Poll;

use super::super::super::{Layout, RingTransport, SharedMemory, Stopped, World, block_on};
use super::super::cells::Cells;
use super::bugs::Bug;
use super::outcome::{Counts, Violation};
use super::search::{Model, Program, Wrong, explore};
use crate::plan::{Memory as PlanMemory, Plan, Side};
use crate::trace::Recorder;
use crate::{Communicator, Error, OpKind, Operation, Reduction};

/// What stands where something is added to it.
const OWN: u32 = 7;

/// What ranks see of the memory: the model's, perhaps through a planted bug.
pub(super) type Memory<'m> = &'m dyn SharedMemory;
/// One rank's end of the world under exploration.
pub(super) type Rank<'m> = RingTransport<Memory<'m>>;

/// Who sends what to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// From rank 0 to rank 1.
    OneWay,
    /// The same, but rank 1 asks for the messages in reverse order.
    Reversed,
    /// Every rank to its right and from its left neighbor, at once.
    Exchange,
    /// The same, and what comes is added to what a rank has, as it comes.
    Combine,
    /// From rank 0 to its right neighbor, and on to the last rank.
    Relay,
}

/// Messages of these lengths (in words), one after another, and nothing else: no rank fails.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scenario {
    pub(super) ring_bytes: usize,
    pub(super) rank_count: usize,
    pub(super) pattern: Pattern,
    pub(super) lengths: &'static [usize],
    /// Where the indices of all rings stand at the beginning.
    pub(super) start: u32,
    /// How many sleeps may end early.
    pub(super) early_count: u8,
}

impl Scenario {
    /// Between two ranks.
    pub(super) fn new(ring_bytes: usize, pattern: Pattern, lengths: &'static [usize]) -> Self {
        Self {
            ring_bytes,
            rank_count: 2,
            pattern,
            lengths,
            start: 0,
            early_count: 0,
        }
    }

    /// Between more ranks.
    pub(super) fn on(self, rank_count: usize) -> Self {
        Self { rank_count, ..self }
    }

    /// Through rings that have carried so many bytes before.
    pub(super) fn from(self, start: u32) -> Self {
        Self { start, ..self }
    }

    /// With so many sleeps that may end early.
    pub(super) fn waking_early(self, early_count: u8) -> Self {
        Self {
            early_count,
            ..self
        }
    }

    fn layout(&self) -> Layout {
        Layout::with_ring_bytes(self.rank_count, self.ring_bytes)
    }

    /// Explores it, with or without a bug.
    pub(super) fn explore(self, bug: Option<Bug>, races: bool) -> Result<Counts, Violation> {
        let layout = self.layout();
        let programs = (0..self.rank_count)
            .map(|rank| -> Program<'_> {
                Box::new(move |memory| {
                    let planted = bug.map(|bug| bug.plant(memory, layout));
                    let memory = planted.as_ref().map_or(memory, |planted| planted);
                    self.run(memory, rank)
                })
            })
            .collect();
        explore(&Model {
            programs,
            initial: initial(layout, self.start),
            name: &|word| name(layout, word),
            early_count: self.early_count,
            races,
        })
    }

    fn run(self, memory: Memory<'_>, rank: usize) -> Result<(), String> {
        let transport = transport(memory, rank);
        match converse(&transport, async |call| self.play(rank, &call).await) {
            Ok(()) if transport.is_quiet() => Ok(()),
            Ok(()) => Err("leaves something behind".to_string()),
            Err(Stopped::Ended { by }) => Err(format!("hears that {by:?} ended the world")),
            Err(Stopped::TimedOut { .. }) => Err("loses patience".to_string()),
        }
    }

    async fn play(self, rank: usize, call: &Operation<'_, Rank<'_>>) -> Result<(), Error> {
        let last = self.rank_count - 1;
        for turn in 0..self.lengths.len() {
            let number = match self.pattern {
                Pattern::Reversed if rank == 1 => self.lengths.len() - 1 - turn,
                _ => turn,
            };
            let values = values(number, self.lengths[number]);
            let mut received = vec![0; values.len()];
            let step = call.step(number);
            let (right, left) = ((rank + 1) % (last + 1), (rank + last) % (last + 1));
            match self.pattern {
                Pattern::Exchange => {
                    step.exchange(right, &values, left, &mut received).await?;
                    expect(number, &values, &received);
                    continue;
                }
                Pattern::Combine => {
                    received.fill(OWN);
                    let mut memory = [received, values.clone()].concat();
                    let plan = combining(rank, self.rank_count, values.len());
                    let sum = Reduction::of::<u32>(OpKind::Sum);
                    call.run(&plan, PlanMemory::of(&mut memory), &sum).await?;
                    received = memory[..values.len()].to_vec();
                    let sums: Vec<_> = values.iter().map(|value| value + OWN).collect();
                    expect(number, &sums, &received);
                    continue;
                }
                Pattern::OneWay | Pattern::Reversed | Pattern::Relay => {}
            }
            if rank > 0 {
                step.receive(rank - 1, &mut received).await?;
                expect(number, &values, &received);
            }
            if rank < last {
                step.send(rank + 1, &values).await?;
            }
        }
        Ok(())
    }
}

/// What comes from the left is added to the first half of the memory, while the other half goes to
/// the right.
fn combining(rank: usize, size: usize, length: usize) -> Plan {
    let mut plan = Plan::new(rank, size);
    let (own, sent) = (plan.memory(length), plan.memory(length));
    let (left, right) = plan.neighbors();
    plan.round()
        .send(right, sent)
        .combine(left, own, Side::Left);
    plan
}

/// What message `number` carries: no two words of any messages are the same.
pub(super) fn values(number: usize, length: usize) -> Vec<u32> {
    let word = |index: usize| u32::try_from(100 * (number + 1) + index).expect("few messages");
    (0..length).map(word).collect()
}

/// Ends the rank if it has received something else.
pub(super) fn expect(number: usize, sent: &[u32], received: &[u32]) {
    if sent != received {
        wrong(format!(
            "wrong values in message {number}: {received:?}, not {sent:?}"
        ));
    }
}

/// Ends the rank, and so the search. Silently: one schedule to the violation is reported, and
/// before that many are met.
fn wrong(what: String) -> ! {
    resume_unwind(Box::new(Wrong(what)))
}

/// The end of the world in `memory` that belongs to `rank`.
pub(super) fn transport(memory: Memory<'_>, rank: usize) -> Rank<'_> {
    RingTransport::new(World::open(memory).expect("the model holds a world"), rank)
}

/// Runs a conversation of one rank as a host would. Time never runs out.
pub(super) fn converse<O>(
    transport: &Rank<'_>,
    program: impl AsyncFnOnce(Operation<'_, Rank<'_>>) -> Result<O, Error>,
) -> Result<O, Stopped> {
    let recorder = Recorder::new(false);
    let communicator = Communicator::world(transport, &recorder);
    let result = block_on(transport, program(communicator.converse()), u64::MAX)?;
    // All lengths match, so a length that does not was never sent.
    Ok(result.unwrap_or_else(|error| wrong(format!("torn frame: {error}"))))
}

/// Polls `future` once and drops it, unless that was enough.
pub(super) async fn begin_and_drop<O>(future: impl Future<Output = O>) -> Option<O> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

/// Memory with a fresh world in it, whose rings have carried `start` bytes.
pub(super) fn initial(layout: Layout, start: u32) -> Vec<u32> {
    let world = Cells::world(layout.rank_count(), layout.ring_bytes());
    let memory = world.memory();
    for (source, target) in pairs(layout) {
        memory.store(layout.tail(source, target), start);
        memory.store(layout.head(source, target), start);
    }
    (0..layout.bytes() / 4)
        .map(|word| memory.load(word))
        .collect()
}

pub(super) fn pairs(layout: Layout) -> impl Iterator<Item = (usize, usize)> {
    let ranks = 0..layout.rank_count();
    ranks.clone().flat_map(move |source| {
        let others = ranks.clone().filter(move |target| *target != source);
        others.map(move |target| (source, target))
    })
}

/// What a word is called.
pub(super) fn name(layout: Layout, word: usize) -> String {
    for rank in 0..layout.rank_count() {
        if word == layout.bell(rank) {
            return format!("bell of {rank}");
        }
        if word == layout.parked(rank) {
            return format!("parked of {rank}");
        }
    }
    for (source, target) in pairs(layout) {
        let ring = layout.ring(source, target) / 4;
        let end = ring + layout.ring_bytes() / 4;
        let part = match word {
            _ if word == layout.tail(source, target) => "tail".to_string(),
            _ if word == layout.head(source, target) => "head".to_string(),
            _ if word == layout.want_space(source, target) => "want_space".to_string(),
            _ if (ring..end).contains(&word) => format!("ring word {}", word - ring),
            _ => continue,
        };
        return format!("{part} {source}→{target}");
    }
    if word == super::super::super::layout::ENDED {
        return "ended".to_string();
    }
    format!("word {word}")
}
