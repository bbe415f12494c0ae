//! Ranks that die: who is named, how soon, and that the next run knows nothing of it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use experiment::{Experiment, FailureKind, Limits, Report, Value, suite};
use native::threads;

/// An experiment on threads: a collective, ranks, elements, faults.
fn request(collective: &str, ranks: usize, count: usize, fields: &[(&str, Value)]) -> Experiment {
    let mut request = Value::Record(Vec::new());
    request.set("collective", text(collective));
    request.set("ranks", number(ranks));
    if collective != "barrier" {
        request.set("count", number(count));
    }
    request.set("engine", text("threads"));
    for (name, value) in fields {
        request.set(name, value.clone());
    }
    let read = Experiment::read(&request, &Limits::native());
    read.unwrap_or_else(|problems| panic!("{request:?}: {problems:?}"))
}

fn text(text: &str) -> Value {
    Value::Text(text.to_string())
}

fn number(value: usize) -> Value {
    Value::Number(f64::from(
        u32::try_from(value).expect("numbers here are small"),
    ))
}

fn fault(kind: &str, rank: usize, step: Option<usize>, value: Option<usize>) -> Value {
    let mut fault = Value::Record(Vec::new());
    fault.set("kind", text(kind));
    fault.set("rank", number(rank));
    for (name, value) in [("step", step), ("value", value)] {
        if let Some(value) = value {
            fault.set(name, number(value));
        }
    }
    Value::List(vec![fault])
}

/// One test at a time: threads are counted.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn right(report: &Report) {
    assert_eq!(suite::check(report), Ok(()));
}

#[test]
fn a_rank_that_vanishes_is_named_in_under_a_second() {
    let _alone = alone();
    for ranks in [1_usize, 2, 5, 16] {
        for step in [None, Some(0), Some((2 * ranks).saturating_sub(3))] {
            // One rank alone has no steps.
            let step = step.filter(|_| ranks > 1);
            for rank in [0, ranks - 1] {
                let kill = ("faults", fault("kill", rank, step, None));
                let start = Instant::now();
                let failure = threads::run(&request("all-reduce", ranks, 50, &[kill]));
                let failure = failure.expect_err("a rank is no more");
                let elapsed = start.elapsed();
                assert_eq!(
                    (failure.kind, failure.rank),
                    (FailureKind::Killed, Some(rank)),
                    "of {ranks} at {step:?}: {failure}"
                );
                assert!(
                    failure.message.contains("ended without a word"),
                    "{failure}"
                );
                assert!(elapsed < Duration::from_secs(1), "it took {elapsed:?}");
                let next = threads::run(&request("all-reduce", ranks, 50, &[]));
                right(&next.expect("the next run works"));
            }
        }
    }
}

#[test]
fn a_rank_may_vanish_when_all_others_are_done() {
    let _alone = alone();
    // The root of a broadcast has sent everything when it is asked to vanish after its last step.
    let kill = ("faults", fault("kill", 0, Some(2), None));
    let failure = threads::run(&request("broadcast", 8, 10, &[kill]));
    let failure = failure.expect_err("its part never came");
    assert_eq!((failure.kind, failure.rank), (FailureKind::Killed, Some(0)));
}

#[test]
fn a_rank_that_does_nothing_is_named_wherever_it_stops() {
    let _alone = alone();
    // In a barrier the check of the call runs beside the first round, and must not look like a
    // wait of the rank that stopped.
    for (collective, ranks, steps) in [("barrier", 3, 2), ("all-reduce", 3, 4), ("broadcast", 3, 2)]
    {
        for (step, rank) in (0..steps).flat_map(|step| (0..ranks).map(move |rank| (step, rank))) {
            for (kind, value) in [("silent", None), ("delay", Some(400))] {
                let stops = ("faults", fault(kind, rank, Some(step), value));
                let limit = ("limit_ms", Value::Number(100.0));
                let result = threads::run(&request(collective, ranks, 9, &[stops, limit]));
                let name = format!("{collective}: {kind}, rank {rank} at step {step}");
                let failure = match result {
                    Err(failure) => failure,
                    // A pause of a rank for which nobody waits.
                    Ok(report) if kind == "delay" && collective == "broadcast" => {
                        right(&report);
                        continue;
                    }
                    Ok(_) => panic!("{name}: not noticed"),
                };
                assert_eq!(failure.kind, FailureKind::Timeout, "{name}: {failure}");
                assert_eq!(
                    failure.peer.or(failure.rank),
                    Some(rank),
                    "{name}: {failure}"
                );
            }
        }
    }
}

/// Dice that fall the same way for the same seed (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).expect("it is below a usize")
    }

    fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// What the system says about this process.
fn status(field: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("this is Linux");
    let line = status.lines().find(|line| line.starts_with(field));
    let value = line.and_then(|line| line.split_whitespace().nth(1));
    let value = value.and_then(|value| value.parse().ok());
    value.unwrap_or_else(|| panic!("the system does not say {field}"))
}

/// One run of the dice, and what it has to come to.
fn one_run(dice: &mut Dice, number_of_run: usize) {
    const COLLECTIVES: [&str; 8] = [
        "barrier",
        "broadcast",
        "gather",
        "all-gather",
        "all-to-all",
        "reduce-scatter",
        "all-reduce",
        "sort",
    ];
    let ranks = if dice.below(20) == 0 {
        32
    } else {
        1 + dice.below(16)
    };
    let collective = dice.one_of(&COLLECTIVES);
    let mut count: usize = dice.one_of(&[1, 7, 300, 20_000]);
    if collective == "all-to-all" {
        count = count.div_ceil(ranks) * ranks;
    }
    let rank = dice.below(ranks);
    let reduces = ["reduce-scatter", "all-reduce"].contains(&collective);
    let kind = dice.one_of(&[
        "none", "none", "kill", "panic", "silent", "delay", "op", "count",
    ]);
    let possible = match kind {
        "op" => reduces && ranks > 1,
        "count" => collective != "barrier" && ranks > 1,
        _ => true,
    };
    let kind = if possible { kind } else { "kill" };
    let value = (kind == "delay").then_some(3);
    let limit_ms = if kind == "silent" { 150 } else { 5_000 };
    let mut fields = vec![
        ("seed", number(number_of_run)),
        ("limit_ms", number(limit_ms)),
    ];
    if kind != "none" {
        fields.push(("faults", fault(kind, rank, None, value)));
    }
    let asked = format!("run {number_of_run}: {collective} {count} on {ranks}, {kind} of {rank}");
    let start = Instant::now();
    let result = threads::run(&request(collective, ranks, count, &fields));
    let elapsed = start.elapsed();
    assert!(
        elapsed < Duration::from_secs(20),
        "{asked}: took {elapsed:?}"
    );
    let expected = match kind {
        "none" | "delay" => {
            let report = result.unwrap_or_else(|failure| panic!("{asked}: {failure}"));
            assert_eq!(suite::check(&report), Ok(()), "{asked}");
            return;
        }
        "kill" => FailureKind::Killed,
        "panic" => FailureKind::Panic,
        "silent" => FailureKind::Timeout,
        _ => FailureKind::Mismatch,
    };
    let failure = result.expect_err(&asked);
    assert_eq!(failure.kind, expected, "{asked}: {failure}");
    // A silent rank that is alone leaves nobody who could name it.
    if !(kind == "silent" && ranks == 1) {
        let named = [failure.rank, failure.peer];
        assert!(named.contains(&Some(rank)), "{asked}: {failure}");
    }
}

#[test]
fn hundreds_of_runs_with_random_faults_leave_nothing_behind() {
    let _alone = alone();
    let mut dice = Dice(0x5eed_0fde_a7b5);
    let mut at_first = None;
    for number_of_run in 0..300 {
        one_run(&mut dice, number_of_run);
        if number_of_run == 60 {
            at_first = Some((status("Threads:"), status("VmRSS:")));
        }
    }
    let (threads_before, kib_before) = at_first.expect("there were as many runs");
    assert_eq!(status("Threads:"), threads_before, "threads are left over");
    let kib = status("VmRSS:");
    assert!(
        kib < kib_before + 65_536,
        "{kib_before} KiB grew to {kib} KiB"
    );
}
