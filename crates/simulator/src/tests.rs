//! Small programs whose every message can be followed by hand.

use collectives::trace::Recorder;
use collectives::transport::find_cycle;
use collectives::{Communicator, Error, Network};

use crate::{Outcome, Port, Schedule, Stuck, run};

const NETWORK: Network = Network {
    alpha_us: 5.0,
    beta_ns_per_byte: 2.0,
    gamma_ns_per_byte: 0.0,
};
const LIMIT_NS: f64 = 1e9;

/// What each rank of a test program does: in order, with messages of so many bytes.
#[derive(Clone, Copy)]
enum Do {
    Send(usize, usize),
    Receive(usize, usize),
    Exchange(usize, usize, usize),
}

/// Runs one list per rank. Every message is named by the number of bytes it carries.
fn play(programs: &[&[Do]], schedule: Schedule) -> Outcome<Vec<u8>> {
    run(programs.len(), NETWORK, schedule, LIMIT_NS, |port| {
        follow(port, programs)
    })
}

async fn follow(port: Port, programs: &[&[Do]]) -> Result<Vec<u8>, Error> {
    use collectives::Transport as _;
    let recorder = Recorder::new(false);
    let world = Communicator::world(&port, &recorder);
    let conversation = world.converse();
    let mut heard = Vec::new();
    for &action in programs[port.rank()] {
        match action {
            Send(to, bytes) => send(&conversation.step(bytes), to, bytes).await?,
            Receive(from, bytes) => {
                let mut values = vec![0u32; bytes / 4];
                conversation.step(bytes).receive(from, &mut values).await?;
                heard.push(u8::try_from(bytes).expect("tests send few bytes"));
            }
            Exchange(to, from, bytes) => {
                let (out, mut into) = (vec![0u32; bytes / 4], vec![0u32; bytes / 4]);
                let step = conversation.step(bytes);
                step.exchange(to, &out, from, &mut into).await?;
            }
        }
    }
    Ok(heard)
}

async fn send(step: &collectives::Step<'_, Port>, to: usize, bytes: usize) -> Result<(), Error> {
    step.send(to, &vec![0u32; bytes / 4]).await
}

use Do::{Exchange, Receive, Send};

#[test]
fn a_message_costs_alpha_plus_bytes_times_beta() {
    let outcome = play(&[&[Send(1, 100)], &[Receive(0, 100)]], Schedule::earliest());
    assert!(outcome.result.is_ok(), "{:?}", outcome.result);
    assert_eq!(outcome.finished_ns, 5000.0 + 200.0);
    assert_eq!(outcome.leftover, 0);
}

#[test]
fn a_port_takes_one_message_at_a_time_each_way() {
    let two_to_one: &[&[Do]] = &[
        &[Receive(1, 8), Receive(2, 8)],
        &[Send(0, 8)],
        &[Send(0, 8)],
    ];
    assert_eq!(
        play(two_to_one, Schedule::earliest()).finished_ns,
        2.0 * 5016.0
    );
    let one_to_two: &[&[Do]] = &[
        &[Send(1, 8), Send(2, 8)],
        &[Receive(0, 8)],
        &[Receive(0, 8)],
    ];
    assert_eq!(
        play(one_to_two, Schedule::earliest()).finished_ns,
        2.0 * 5016.0
    );
    let both_ways: &[&[Do]] = &[&[Exchange(1, 1, 8)], &[Exchange(0, 0, 8)]];
    assert_eq!(play(both_ways, Schedule::earliest()).finished_ns, 5016.0);
}

#[test]
fn two_ranks_that_send_first_hang_only_when_sends_wait() {
    let programs: &[&[Do]] = &[&[Send(1, 4), Receive(1, 4)], &[Send(0, 4), Receive(0, 4)]];
    assert!(
        play(programs, Schedule::earliest()).result.is_ok(),
        "buffered sends go through"
    );
    let Err(Stuck::Waiting { waits, .. }) = play(programs, Schedule::rendezvous()).result else {
        panic!("sends that wait for each other must be stuck");
    };
    let edges: Vec<_> = waits.iter().map(|(rank, wait)| (*rank, wait.on)).collect();
    assert_eq!(find_cycle(&edges), Some(vec![0, 1]));
}

#[test]
fn an_exchange_never_hangs() {
    let programs: &[&[Do]] = &[
        &[Exchange(1, 2, 4)],
        &[Exchange(2, 0, 4)],
        &[Exchange(0, 1, 4)],
    ];
    for schedule in [Schedule::earliest(), Schedule::rendezvous()] {
        assert!(
            play(programs, schedule).result.is_ok(),
            "a ring of exchanges"
        );
    }
    for seed in 0..100 {
        assert!(
            play(programs, Schedule::seeded(seed)).result.is_ok(),
            "seed {seed}"
        );
    }
}

#[test]
fn a_message_nobody_asks_for_is_counted() {
    let outcome = play(&[&[Send(1, 4)], &[]], Schedule::earliest());
    assert!(outcome.result.is_ok(), "the sender need not wait");
    assert_eq!(outcome.leftover, 1);
}

#[test]
fn messages_of_one_name_do_not_overtake() {
    for seed in 0..200 {
        let outcome = run(
            2,
            NETWORK,
            Schedule::seeded(seed),
            LIMIT_NS,
            |port| async move {
                use collectives::Transport as _;
                let recorder = Recorder::new(false);
                let world = Communicator::world(&port, &recorder);
                let conversation = world.converse();
                let step = conversation.step(0);
                let mut heard = [0u32; 4];
                for (index, value) in heard.iter_mut().enumerate() {
                    if port.rank() == 0 {
                        step.send(1, &[u32::try_from(index).unwrap()]).await?;
                    } else {
                        step.receive(0, std::slice::from_mut(value)).await?;
                    }
                }
                Ok(heard)
            },
        );
        assert_eq!(outcome.result.unwrap()[1], [0, 1, 2, 3], "seed {seed}");
    }
}

#[test]
fn a_replay_makes_the_same_run_again() {
    let programs: &[&[Do]] = &[
        &[Send(1, 4), Send(2, 8), Receive(2, 12)],
        &[Receive(0, 4), Send(2, 16)],
        &[Receive(1, 16), Receive(0, 8), Send(0, 12)],
    ];
    let mut strings = Vec::new();
    for seed in 0..50 {
        let first = play(programs, Schedule::seeded(seed));
        let again = play(programs, first.replay.parse().unwrap());
        assert_eq!(first.result.unwrap(), again.result.unwrap(), "seed {seed}");
        assert_eq!(first.finished_ns, again.finished_ns, "seed {seed}");
        assert_eq!(first.replay, again.replay, "seed {seed}");
        strings.push(first.replay);
    }
    strings.sort();
    strings.dedup();
    assert!(
        strings.len() > 20,
        "the dice should find different runs: {strings:?}"
    );
}

#[test]
fn patience_ends_in_virtual_time() {
    let outcome = play(&[&[], &[Receive(0, 4)]], Schedule::earliest());
    let Err(Stuck::Waiting { waits, now_ns, .. }) = outcome.result else {
        panic!("nobody sends, so nobody can go on");
    };
    assert_eq!((waits.len(), waits[0].0, waits[0].1.on), (1, 1, 0));
    assert_eq!(now_ns, LIMIT_NS);
}
