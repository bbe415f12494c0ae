//! Ranks that really run at once: right results, failures that name their cause.

use std::time::{Duration, Instant};

use experiment::{Engine, Experiment, Failure, FailureKind, Limits, Report, Value, suite};
use native::threads;

/// A ring all-reduce on `ranks`, with further fields.
fn request(ranks: usize, fields: &[(&str, Value)]) -> Experiment {
    let mut request = Value::Record(Vec::new());
    request.set("collective", Value::Text("all-reduce".to_string()));
    request.set("algorithm", Value::Text("ring".to_string()));
    request.set("ranks", number(ranks));
    request.set("count", number(50));
    request.set("engine", Value::Text("threads".to_string()));
    for (name, value) in fields {
        request.set(name, value.clone());
    }
    Experiment::read(&request, &Limits::native()).expect("the request is in order")
}

fn number(value: usize) -> Value {
    Value::Number(f64::from(
        u32::try_from(value).expect("numbers here are small"),
    ))
}

fn fault(kind: &str, rank: usize, step: Option<usize>, value: Option<usize>) -> Value {
    let mut fault = Value::Record(Vec::new());
    fault.set("kind", Value::Text(kind.to_string()));
    fault.set("rank", number(rank));
    if let Some(step) = step {
        fault.set("step", number(step));
    }
    if let Some(value) = value {
        fault.set("value", number(value));
    }
    Value::List(vec![fault])
}

fn fails(fields: &[(&str, Value)]) -> Failure {
    let failure = threads::run(&request(6, fields)).expect_err("a fault was asked for");
    let next = threads::run(&request(6, &[])).expect("the next run works");
    assert_eq!(suite::check(&next), Ok(()));
    failure
}

#[test]
fn the_short_suite() {
    let cases = suite::short_cases();
    for case in &cases {
        let result = threads::run(&case.experiment(Engine::Threads));
        let report = result.unwrap_or_else(|failure| panic!("{}: {failure}", case.name));
        assert_eq!(suite::check(&report), Ok(()), "{}", case.name);
        assert_eq!(suite::check_labels(&report), Ok(()), "{}", case.name);
        assert_eq!(report.engine.used, Engine::Threads);
    }
}

#[test]
fn from_one_rank_to_all_that_are_allowed() {
    for ranks in [1, 2, 17, Limits::THREAD_COUNT_MAX] {
        let report = threads::run(&request(ranks, &[])).expect("it runs");
        assert_eq!(suite::check(&report), Ok(()), "{ranks} ranks");
    }
}

#[test]
fn messages_longer_than_a_ring() {
    // A broadcast sends all of it at once.
    let fields = [
        ("collective", Value::Text("broadcast".to_string())),
        ("algorithm", Value::Text("binomial-tree".to_string())),
        ("count", number(1_100_003)),
    ];
    let report = threads::run(&request(3, &fields)).expect("it runs");
    assert_eq!(suite::check(&report), Ok(()));
    let trace = report.trace.expect("asked for");
    let longest = trace.messages.bytes.iter().max();
    assert!(
        longest > Some(&(4 * 1024 * 1024)),
        "{longest:?} bytes fit the ring"
    );
}

fn bits(report: &Report) -> Vec<Vec<u8>> {
    let bytes = |output: &Option<experiment::Values>| {
        output.as_ref().expect("all have one").bytes().to_vec()
    };
    report.outputs.iter().map(bytes).collect()
}

#[test]
fn the_same_bits_on_all_ranks_and_under_any_delays() {
    let data = |more: &[(&str, Value)]| {
        let mut fields = vec![
            ("count", number(1009)),
            ("op", Value::Text("sum".to_string())),
        ];
        fields.extend_from_slice(more);
        bits(&threads::run(&request(7, &fields)).expect("it runs"))
    };
    let expected = data(&[]);
    assert!(expected.iter().all(|rank| *rank == expected[0]));
    for rank in 0..7 {
        let delay = fault("delay", rank, Some(rank), Some(3));
        assert_eq!(data(&[("faults", delay)]), expected, "rank {rank} is late");
    }
}

#[test]
fn a_panic_is_reported_with_its_rank_at_once() {
    let start = Instant::now();
    let failure = fails(&[("faults", fault("panic", 3, Some(2), None))]);
    assert_eq!((failure.kind, failure.rank), (FailureKind::Panic, Some(3)));
    assert_eq!(
        failure.message,
        "rank 3 panicked in all-reduce/ring: fault of rank 3 at step 2"
    );
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "nobody waits for the limit"
    );
}

#[test]
fn a_silent_rank_is_named_within_the_limit() {
    let start = Instant::now();
    let limit = ("limit_ms", number(150));
    let failure = fails(&[("faults", fault("silent", 4, Some(1), None)), limit]);
    assert_eq!(
        (failure.kind, failure.peer),
        (FailureKind::Timeout, Some(4))
    );
    assert!(
        failure.message.contains("rank 4 waits for nobody"),
        "{failure}"
    );
    assert!(
        failure
            .waiting
            .iter()
            .any(|wait| wait.on == 4 && wait.since_us > 100_000.0)
    );
    let elapsed = start.elapsed();
    assert!(elapsed < Duration::from_secs(2), "it took {elapsed:?}");
}

#[test]
fn ranks_that_call_differently_are_named_both() {
    for kind in ["op", "count"] {
        let failure = fails(&[("faults", fault(kind, 2, None, None))]);
        assert_eq!(failure.kind, FailureKind::Mismatch);
        let both = [failure.rank, failure.peer];
        assert!(both.contains(&Some(2)), "{kind}: {failure}");
        assert!(failure.message.contains("rank 2"), "{failure}");
    }
}

#[test]
fn a_flipped_bit_is_noticed_by_the_verdict() {
    let report = threads::run(&request(5, &[("faults", fault("flip", 1, None, None))]));
    let verdict = report.expect("it runs").verdict;
    assert!(!verdict.agrees);
    assert_eq!(verdict.identical_on_all_ranks, Some(false));
}
