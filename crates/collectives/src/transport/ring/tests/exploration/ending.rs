//! Worlds that end while ranks are in the middle of something.

use super::super::super::layout::ENDED;
use super::super::super::{Layout, SharedMemory, Stopped, World};
use super::outcome::{Counts, Violation};
use super::scenario::{
    Memory, begin_and_drop, converse, expect, initial, name, pairs, transport, values,
};
use super::search::{Model, Program, explore};

/// With its header longer than the ring, so that it stops in the middle.
const WORDS: usize = 1;

fn layout() -> Layout {
    Layout::with_ring_bytes(2, 16)
}

/// Sends a message of rank `from` to the other one; whether it got through.
fn send(memory: Memory<'_>, from: usize, number: usize) -> Result<(), Stopped> {
    let transport = transport(memory, from);
    let values = values(number, WORDS);
    converse(&transport, async |call| {
        call.step(0).send(1 - from, &values).await
    })
}

/// Receives that message; whether it came.
fn receive(memory: Memory<'_>, at: usize, number: usize) -> Result<(), Stopped> {
    let transport = transport(memory, at);
    let mut received = vec![0; WORDS];
    converse(&transport, async |call| {
        call.step(0).receive(1 - at, &mut received).await
    })?;
    expect(number, &values(number, WORDS), &received);
    Ok(())
}

/// A rank may end well, or hear that `by` ended the world, and nothing else.
fn or_ended(result: Result<(), Stopped>, by: Option<usize>) -> Result<(), String> {
    match result {
        Ok(()) => Ok(()),
        Err(stopped) if stopped == Stopped::Ended { by } => Ok(()),
        Err(stopped) => Err(format!("{stopped:?} instead of the end by {by:?}")),
    }
}

/// There nobody ends anything.
fn in_the_next_run(result: Result<(), Stopped>) -> Result<(), String> {
    result.map_err(|stopped| format!("the next run hears {stopped:?}"))
}

fn explored(programs: Vec<Program<'_>>) -> Result<Counts, Violation> {
    explore(&Model {
        programs,
        initial: initial(layout(), 0),
        name: &|word| name(layout(), word),
        early_count: 0,
        races: true,
    })
}

/// Rank 0 drops a send that has begun, whatever rank 1 has seen of it.
pub(super) fn dropped_send() -> Result<Counts, Violation> {
    let sender = |memory: Memory<'_>| {
        let transport = transport(memory, 0);
        let values = values(0, WORDS);
        let result = converse(&transport, async |call| {
            let step = call.step(0);
            Ok(begin_and_drop(step.send(1, &values)).await)
        });
        match result {
            Ok(Some(_)) => Ok(()),
            Ok(None) if transport.world().ended() == Some(Some(0)) => Ok(()),
            other => Err(format!("{other:?}, and the world goes on")),
        }
    };
    let receiver = |memory: Memory<'_>| or_ended(receive(memory, 1, 0), Some(0));
    explored(vec![Box::new(sender), Box::new(receiver)])
}

/// The host ends the world at any moment.
pub(super) fn ended_by_host() -> Result<Counts, Violation> {
    let host = |memory: Memory<'_>| {
        World::open(memory)
            .expect("the model holds a world")
            .end(None);
        Ok(())
    };
    let sender = |memory: Memory<'_>| or_ended(send(memory, 0, 0), None);
    let receiver = |memory: Memory<'_>| or_ended(receive(memory, 1, 0), None);
    explored(vec![Box::new(sender), Box::new(receiver), Box::new(host)])
}

/// The part of a memory that begins at some word.
struct Part<'m> {
    memory: Memory<'m>,
    first: usize,
}

impl SharedMemory for Part<'_> {
    fn load(&self, word: usize) -> u32 {
        self.memory.load(self.first + word)
    }

    fn store(&self, word: usize, value: u32) {
        self.memory.store(self.first + word, value);
    }

    fn add(&self, word: usize, value: u32) {
        self.memory.add(self.first + word, value);
    }

    fn read_bytes(&self, offset: usize, into: &mut [u8]) {
        self.memory.read_bytes(4 * self.first + offset, into);
    }

    fn write_bytes(&self, offset: usize, bytes: &[u8]) {
        self.memory.write_bytes(4 * self.first + offset, bytes);
    }

    fn wait(&self, word: usize, expected: u32, timeout_ns: u64) {
        self.memory.wait(self.first + word, expected, timeout_ns);
    }

    fn notify(&self, word: usize) {
        self.memory.notify(self.first + word);
    }

    fn now_ns(&self) -> u64 {
        self.memory.now_ns()
    }
}

/// A run is cancelled in the middle of a frame, and its sender is slow to hear of it. Rank 0,
/// which is the host too, goes on with the next run at once, with somebody new as rank 1: on
/// other memory - or, which is the bug, on the same memory, tidied up.
pub(super) fn next_generation(reuse: bool, races: bool) -> Result<Counts, Violation> {
    let words = layout().bytes() / 4;
    let gate = 2 * words;
    let next = if reuse { 0 } else { words };
    let host = move |memory: Memory<'_>| {
        World::open(memory)
            .expect("the model holds a world")
            .end(None);
        if reuse {
            tidy_up(memory);
        }
        memory.add(gate, 1);
        memory.notify(gate);
        in_the_next_run(receive(
            &Part {
                memory,
                first: next,
            },
            0,
            1,
        ))
    };
    let slow = |memory: Memory<'_>| or_ended(send(memory, 1, 0), None);
    let new = move |memory: Memory<'_>| {
        while memory.load(gate) == 0 {
            memory.wait(gate, 0, u64::MAX);
        }
        in_the_next_run(send(
            &Part {
                memory,
                first: next,
            },
            1,
            1,
        ))
    };
    let generation = initial(layout(), 0);
    explore(&Model {
        programs: vec![Box::new(host), Box::new(slow), Box::new(new)],
        initial: [generation.clone(), generation, vec![0]].concat(),
        name: &|word| match word.checked_sub(words) {
            None => name(layout(), word),
            Some(word) if word < words => format!("{} (next)", name(layout(), word)),
            Some(_) => "gate".to_string(),
        },
        early_count: 0,
        races,
    })
}

/// Makes a used world look new.
fn tidy_up(memory: Memory<'_>) {
    for (source, target) in pairs(layout()) {
        memory.store(layout().tail(source, target), 0);
        memory.store(layout().head(source, target), 0);
        memory.store(layout().want_space(source, target), 0);
    }
    memory.store(ENDED, 0);
}
