//! The rings on memory that only one thread uses: the ranks are polled in turn.
//!
//! What happens when ranks run at once is in [`exploration`], for every order of operations.

mod cells;
mod exploration;

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use super::*;
use crate::flight::{Moving, Payload, fly, join};
use crate::trace::Recorder;
use cells::Cells;

type Rank<'w> = RingTransport<&'w Cells>;

fn ranks(world: &World<Cells>) -> Vec<Rank<'_>> {
    let layout = world.layout();
    (0..layout.rank_count())
        .map(|rank| {
            let world = World::open(world.memory()).expect("it was created before");
            assert_eq!(world.layout(), layout);
            RingTransport::new(world, rank)
        })
        .collect()
}

/// A rank at work on one message.
type Working<'a, O> = Pin<Box<dyn Future<Output = Result<O, Error>> + 'a>>;

fn send<'a>(from: &'a Rank<'_>, to: usize, tag: Tag, bytes: &'a [u8]) -> Working<'a, ()> {
    Box::pin(async move {
        let mut messages = [(Moving::to(to, tag, 7, 0..0), Payload::Out(bytes))];
        fly(from, None, &mut messages).await
    })
}

/// Gives the chain that came with the message.
fn receive<'a>(at: &'a Rank<'_>, from: usize, tag: Tag, into: &'a mut [u8]) -> Working<'a, u32> {
    Box::pin(async move {
        let recorder = Recorder::new(false);
        let mut messages = [(Moving::from(from, tag), Payload::In(Sink::fill(into)))];
        fly(at, Some((&recorder, 0)), &mut messages).await?;
        Ok(recorder.chain())
    })
}

fn poll<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls a future that can always go on until it is done.
fn drive<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    for _ in 0..100_000 {
        if let Poll::Ready(output) = poll(&mut future) {
            return output;
        }
    }
    panic!("nothing moves any more");
}

fn tag(step: u32) -> Tag {
    Tag::new(0, 0, step)
}

fn pattern(bytes: usize, seed: usize) -> Vec<u8> {
    let byte = |index: usize| ((index * 31 + seed * 7) % 251).to_le_bytes()[0];
    (0..bytes).map(byte).collect()
}

/// Both ranks exchange messages of every length up to `longest`, starting at index `start`.
fn check_exchanges(ring_bytes: usize, longest: usize, start: u32) {
    let world = Cells::world(2, ring_bytes);
    for (source, target) in [(0, 1), (1, 0)] {
        world
            .memory()
            .store(world.layout().tail(source, target), start);
        world
            .memory()
            .store(world.layout().head(source, target), start);
    }
    let ranks = ranks(&world);
    for bytes in 0..=longest {
        let (left, right) = (pattern(bytes, 1), pattern(bytes, 2));
        let (mut at_left, mut at_right) = (vec![0; bytes], vec![0; bytes]);
        let to_right = join(
            send(&ranks[0], 1, tag(0), &left),
            receive(&ranks[0], 1, tag(0), &mut at_left),
        );
        let to_left = join(
            send(&ranks[1], 0, tag(0), &right),
            receive(&ranks[1], 0, tag(0), &mut at_right),
        );
        let (((), chain), _) = drive(join(to_right, to_left)).expect("nothing is wrong");
        assert_eq!((at_left, at_right), (right, left), "{bytes} bytes");
        assert_eq!(chain, 7, "the chain travels with the message");
    }
    assert!(ranks.iter().all(Rank::is_quiet));
    let bytes = (longest * (longest + 1) / 2) as u64;
    let messages = longest as u64 + 1;
    assert_eq!(ranks[0].traffic(), Traffic { messages, bytes });
}

#[test]
fn messages_of_every_length_stream_through_rings_of_every_size() {
    for ring_bytes in [16, 32, 64, 256] {
        check_exchanges(ring_bytes, 150, 0);
    }
    check_exchanges(4096, 40, 0);
}

#[test]
fn indices_run_on_through_the_end_of_32_bits() {
    for ring_bytes in [16, 64] {
        check_exchanges(ring_bytes, 30, u32::MAX - 99);
    }
}

#[test]
fn a_message_longer_than_what_is_published_at_once() {
    let world = Cells::world(2, 2 * pair::PUBLISH_BYTES_MAX);
    let ranks = ranks(&world);
    let sent = pattern(pair::PUBLISH_BYTES_MAX + 1, 5);
    let mut received = vec![0; sent.len()];
    drive(join(
        send(&ranks[0], 1, tag(0), &sent),
        receive(&ranks[1], 0, tag(0), &mut received),
    ))
    .expect("nothing is wrong");
    assert_eq!(received, sent);
}

#[test]
fn frames_nobody_asked_for_are_kept_in_order() {
    let world = Cells::world(2, 64);
    let ranks = ranks(&world);
    let sent: Vec<Vec<u8>> = (0..4).map(|seed| pattern(50 + seed, seed)).collect();
    let sending = async {
        for (bytes, step) in sent.iter().zip([1, 1, 2, 3]) {
            send(&ranks[0], 1, tag(step), bytes).await?;
        }
        Ok(())
    };
    let receiving = async {
        let mut received: Vec<Vec<u8>> = sent.iter().map(|sent| vec![0; sent.len()]).collect();
        for (index, step) in [(3, 3), (2, 2), (0, 1), (1, 1)] {
            receive(&ranks[1], 0, tag(step), &mut received[index]).await?;
        }
        Ok(received)
    };
    let ((), received) = drive(join(sending, receiving)).expect("nothing is wrong");
    assert_eq!(received, sent);
}

#[test]
fn two_receives_from_one_rank_may_wait_side_by_side() {
    let world = Cells::world(2, 32);
    let ranks = ranks(&world);
    let (first, second) = (pattern(100, 1), pattern(90, 2));
    let (mut at_first, mut at_second) = (vec![0; 100], vec![0; 90]);
    let sends = join(
        send(&ranks[0], 1, tag(1), &first),
        send(&ranks[0], 1, tag(2), &second),
    );
    let receives = join(
        receive(&ranks[1], 0, tag(2), &mut at_second),
        receive(&ranks[1], 0, tag(1), &mut at_first),
    );
    drive(join(sends, receives)).expect("nothing is wrong");
    assert_eq!((at_first, at_second), (first, second));
}

#[test]
fn a_full_ring_stops_the_sender_until_the_receiver_rings() {
    let world = Cells::world(2, 64);
    let ranks = ranks(&world);
    let bytes = pattern(120, 3);
    let mut sending = send(&ranks[0], 1, tag(0), &bytes);
    assert!(poll(&mut sending).is_pending(), "48 bytes fit");
    let wait = ranks[0].waits.all()[0];
    assert_eq!((wait.on, wait.direction), (1, Direction::Send));

    // Rank 0 sleeps, and only rank 1 shall wake it.
    world.memory().store(world.layout().parked(0), 2);
    let heard = world.bell(0);
    let mut into = vec![0; 120];
    let mut receiving = receive(&ranks[1], 0, tag(0), &mut into);
    assert!(poll(&mut receiving).is_pending(), "48 bytes are there");
    assert_ne!(
        world.bell(0),
        heard,
        "the sender is told that there is room"
    );
    assert_eq!(*world.memory().notified.borrow(), [world.layout().bell(0)]);

    assert!(poll(&mut sending).is_pending(), "8 bytes are left");
    assert!(poll(&mut receiving).is_pending());
    assert_eq!(poll(&mut sending), Poll::Ready(Ok(())));
    assert_eq!(poll(&mut receiving), Poll::Ready(Ok(7)));
    assert_eq!(ranks[0].waits.all(), [], "the wait is over");
    drop(receiving);
    assert_eq!(into, bytes);
}

#[test]
fn control_messages_are_not_counted_and_empty_ones_are() {
    let world = Cells::world(2, 64);
    let ranks = ranks(&world);
    drive(send(&ranks[0], 1, tag(0).control(), &[1, 2, 3])).expect("it fits");
    assert_eq!(ranks[0].traffic(), Traffic::default());
    drive(send(&ranks[0], 1, tag(0), &[])).expect("it fits");
    let one = Traffic {
        messages: 1,
        bytes: 0,
    };
    assert_eq!(ranks[0].traffic(), one);
    assert!(!ranks[1].is_quiet(), "both messages are still in the ring");
}

#[test]
fn a_wrong_length_is_an_error_on_both_paths() {
    for steps in [&[0][..], &[1, 0]] {
        let world = Cells::world(2, 256);
        let ranks = ranks(&world);
        for step in steps {
            drive(send(&ranks[0], 1, tag(*step), &[9; 5])).expect("it fits");
        }
        let error = drive(receive(&ranks[1], 0, tag(0), &mut [0; 4])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "rank 1 posted 4 bytes for operation 0 message 0 from rank 0, which sent 5"
        );
    }
}

#[test]
fn who_drops_a_begun_frame_ends_the_world() {
    let world = Cells::world(3, 64);
    let ranks = ranks(&world);
    let mut into = [0; 4];
    let mut unbegun = receive(&ranks[2], 1, tag(0), &mut into);
    assert!(poll(&mut unbegun).is_pending());
    drop(unbegun);
    assert_eq!(world.ended(), None, "nothing of it had moved");

    let mut begun = send(&ranks[1], 2, tag(0), &[0; 100]);
    assert!(poll(&mut begun).is_pending());
    drop(begun);
    assert_eq!(world.ended(), Some(Some(1)));
    world.end(None);
    assert_eq!(world.ended(), Some(Some(1)), "the first is remembered");

    let stopped = block_on(&ranks[0], std::future::ready(()), 1).unwrap_err();
    assert_eq!(stopped, Stopped::Ended { by: Some(1) });
}

#[test]
fn patience_ends_with_everybodys_waits() {
    let world = Cells::world(3, 64);
    let ranks = ranks(&world);
    let limit_ns = 250_000_000;
    let mut into = [0; 4];
    let waiting = receive(&ranks[1], 0, tag(4), &mut into);
    let of_one = block_on(&ranks[1], waiting, limit_ns).unwrap_err();
    let wait = |on, direction, step, since_ns| Wait {
        on,
        tag: tag(step),
        direction,
        since_ns,
    };
    let first = (1, wait(0, Direction::Receive, 4, 0));
    let now_ns = limit_ns;
    let waits = vec![first];
    assert_eq!(of_one, Stopped::TimedOut { waits, now_ns });

    // One thread plays all ranks here, so nobody is asleep who has not been put to bed.
    world.memory().store(world.layout().parked(1), 1);
    let waiting = async {
        send(&ranks[2], 1, tag(0), &[0; 8]).await?;
        let mut into = [0; 4];
        join(
            send(&ranks[2], 1, tag(5), &[0; 80]),
            receive(&ranks[2], 0, tag(5), &mut into),
        )
        .await
    };
    let of_two = block_on(&ranks[2], waiting, limit_ns).unwrap_err();
    // The first sleep after the short message is not timed.
    let since_ns = limit_ns + 2_000_000;
    let waits = vec![
        first,
        (2, wait(1, Direction::Send, 5, since_ns)),
        (2, wait(0, Direction::Receive, 5, since_ns)),
    ];
    let now_ns = since_ns + limit_ns;
    assert_eq!(of_two, Stopped::TimedOut { waits, now_ns });
    assert_eq!(world.ended(), Some(Some(2)), "a begun frame was dropped");
}

#[test]
fn who_waits_for_one_rank_alone_sleeps_through_the_others() {
    let world = Cells::world(4, 64);
    let rung = |parked, by| {
        world.memory().store(world.layout().parked(0), parked);
        let heard = world.bell(0);
        world.ring(0, by);
        assert_eq!(world.bell(0), heard + 1, "the bell tells in any case");
        !world.memory().notified.take().is_empty()
    };
    assert!(!rung(0, 1), "who is awake need not be woken");
    assert!(rung(2, 1) && !rung(2, 2), "rank 0 waits for rank 1");
    assert!((1..4).all(|by| rung(u32::MAX, by)), "it waits for several");
    world.memory().store(world.layout().parked(0), 2);
    world.end(Some(3));
    let bells = [0, 1, 2, 3].map(|rank| world.layout().bell(rank));
    assert_eq!(world.memory().notified.take(), bells, "an end wakes all");
}

#[test]
fn who_has_waited_and_is_busy_since_waits_for_nobody() {
    let world = Cells::world(3, 64);
    let ranks = ranks(&world);
    let limit_ns = 250_000_000;
    for rank in [1, 2] {
        let mut into = [0; 4];
        let waiting = receive(&ranks[rank], rank - 1, tag(0), &mut into);
        let Err(Stopped::TimedOut { waits, .. }) = block_on(&ranks[rank], waiting, limit_ns) else {
            panic!("nobody sends to rank {rank}");
        };
        let who: Vec<_> = waits.iter().map(|(rank, wait)| (*rank, wait.on)).collect();
        // Rank 1 has let everybody know what it waits for, but it does not sleep any more.
        assert_eq!(who, [(rank, rank - 1)]);
    }
}

#[test]
fn time_in_which_everything_stands_still_does_not_count() {
    let world = Cells::world(2, 64);
    let ranks = ranks(&world);
    let limit_ns = 5_000_000_000;
    // The third sleep lasts an hour: somebody closed the lid.
    world.memory().jump_at_wait(3, 3_600_000_000_000);
    let mut into = [0; 4];
    let waiting = receive(&ranks[0], 1, tag(0), &mut into);
    let stopped = block_on(&ranks[0], waiting, limit_ns).unwrap_err();
    let Stopped::TimedOut { now_ns, .. } = stopped else {
        panic!("{stopped:?}");
    };
    let lived_ns = now_ns - 3_600_000_000_000;
    assert!(lived_ns >= limit_ns - 1_000_000_000, "{lived_ns} ns");
    assert!(lived_ns <= limit_ns + 200_000_000, "{lived_ns} ns");
}

#[test]
fn sleep_is_no_reason_to_lose_patience() {
    let world = Cells::world(1, 64);
    let ranks = ranks(&world);
    let until_ns = 10_000_000_000;
    let asleep = std::future::poll_fn(|context| ranks[0].poll_sleep(context, until_ns));
    assert_eq!(block_on(&ranks[0], asleep, 1_000), Ok(()));
    assert_eq!(world.memory().now_ns(), until_ns, "not a moment longer");
}

#[test]
fn a_world_serves_again_after_a_quiet_run() {
    let world = Cells::world(2, 16);
    for seed in 0..5 {
        let ranks = ranks(&world);
        let sent = pattern(33, seed);
        let mut received = vec![0; 33];
        drive(join(
            send(&ranks[0], 1, tag(0), &sent),
            receive(&ranks[1], 0, tag(0), &mut received),
        ))
        .expect("nothing is wrong");
        assert_eq!(received, sent);
    }
}

#[test]
fn memory_without_a_world_is_refused() {
    let world = Cells::world(2, 64);
    world.memory().store(layout::VERSION, 0);
    assert_eq!(World::open(world.memory()).unwrap_err(), WorldError);
}
