//! The shared ring under chosen interleavings: goal, that no order of single memory operations
//! loses a byte, a wake-up or the end of a frame.
//!
//! Method: two ranks run as threads, but on memory that lets exactly one of them do exactly one
//! operation at a time. A schedule says before which operations the other rank is let in. All
//! schedules with up to two such preemptions are run, and many random ones with more; a sleeping
//! rank is never woken without a notification, so a lost wake-up ends the run with both asleep.
//! Most errors of concurrent programs need no more than two preemptions (Musuvathi, Qadeer,
//! "Iterative context bounding for systematic testing of multithreaded programs", 2007).

mod model;

use collectives::trace::Recorder;
use collectives::transport::ring::{RingTransport, World, block_on};
use collectives::{Block, Communicator, Error};

use model::{Model, Schedule, Turn};

/// What both ranks do: messages of these lengths (in words), one after another.
#[derive(Clone, Copy)]
struct Scenario {
    ring_bytes: usize,
    lengths: &'static [usize],
    /// Both send and receive at once, or rank 0 sends and rank 1 receives.
    exchange: bool,
    /// The second rank asks for the messages in reverse order.
    reverse: bool,
}

impl Scenario {
    async fn play(self, transport: &RingTransport<Turn<'_>>, rank: usize) -> Result<(), Error> {
        let recorder = Recorder::new(false);
        let world = Communicator::world(transport, &recorder);
        let call = world.converse();
        let peer = 1 - rank;
        let sent = |step: usize| vec![u32::try_from(step).expect("few") + 1; self.lengths[step]];
        for turn in 0..self.lengths.len() {
            let step = if self.reverse && rank == 1 {
                self.lengths.len() - 1 - turn
            } else {
                turn
            };
            let mut received = vec![0; self.lengths[step]];
            let values = sent(step);
            let block = Block::at(0, &values);
            if self.exchange {
                let step = call.step(step);
                step.exchange(peer, block, peer, &mut received).await?;
            } else if rank == 0 {
                call.step(step).send(peer, block).await?;
                continue;
            } else {
                call.step(step).receive(peer, &mut received).await?;
            }
            assert_eq!(received, values, "rank {rank} step {step}");
        }
        Ok(())
    }

    /// Runs once; how many operations that took.
    fn run(self, schedule: Schedule, lose_comparison: bool) -> Result<usize, String> {
        let model = Model::new(2, self.ring_bytes, schedule, lose_comparison);
        std::thread::scope(|scope| {
            let ranks = [0, 1].map(|rank| {
                let turn = model.turn(rank);
                scope.spawn(move || {
                    let _done = turn.until_done();
                    let world = World::open(turn).expect("the model holds a world");
                    let transport = RingTransport::new(world, rank);
                    block_on(&transport, self.play(&transport, rank), u64::MAX)
                        .expect("the world does not end")
                        .expect("nothing is wrong");
                    assert!(transport.is_quiet(), "rank {rank} leaves something behind");
                })
            });
            let failed = ranks.map(std::thread::ScopedJoinHandle::join);
            if failed.iter().any(Result::is_err) {
                return Err(model.explain());
            }
            Ok(model.operation_count())
        })
    }

    /// Every schedule with at most two preemptions, then random ones.
    fn explore(self) -> Result<usize, String> {
        let mut run_count = 0;
        let mut run = |schedule| {
            run_count += 1;
            self.run(schedule, false)
        };
        let plain = run(Schedule::preempting(&[]))?;
        for first in 0..plain {
            let count = run(Schedule::preempting(&[first]))?;
            for second in first + 1..count {
                run(Schedule::preempting(&[first, second]))?;
            }
        }
        for seed in 0..500 {
            run(Schedule::random(seed))?;
        }
        Ok(run_count)
    }
}

fn check(scenario: Scenario) {
    match scenario.explore() {
        Ok(run_count) => assert!(run_count > 500, "only {run_count} schedules"),
        Err(schedule) => panic!("{schedule}"),
    }
}

#[test]
fn a_message_longer_than_the_ring() {
    check(Scenario {
        ring_bytes: 16,
        lengths: &[6],
        exchange: false,
        reverse: false,
    });
}

#[test]
fn two_messages_that_fill_the_ring() {
    check(Scenario {
        ring_bytes: 32,
        lengths: &[4, 1],
        exchange: false,
        reverse: false,
    });
}

#[test]
fn messages_taken_in_another_order() {
    check(Scenario {
        ring_bytes: 32,
        lengths: &[2, 0],
        exchange: false,
        reverse: true,
    });
}

#[test]
fn an_exchange_through_rings_too_small_for_it() {
    check(Scenario {
        ring_bytes: 16,
        lengths: &[2],
        exchange: true,
        reverse: false,
    });
}

/// The explorer finds what it looks for: a sleep that does not compare loses wake-ups.
#[test]
fn a_sleep_that_does_not_compare_is_caught() {
    let scenario = Scenario {
        ring_bytes: 16,
        lengths: &[3],
        exchange: false,
        reverse: false,
    };
    let plain = scenario.run(Schedule::preempting(&[]), true);
    let operations = plain.unwrap_or(100);
    let caught = (0..operations)
        .filter_map(|at| scenario.run(Schedule::preempting(&[at]), true).err())
        .next();
    let message = caught.expect("a wake-up gets lost under some schedule");
    assert!(message.contains("both ranks sleep"), "{message}");
}
