//! What goes wrong on purpose is reported by name, and in bounded (virtual) time.

use collectives::Collective;
use collectives::catalogue::{CATALOGUE, Row};
use expect_test::{Expect, expect};
use experiment::{Failure, Report, Value};

use crate::{read, simulate, text};

fn all_reduce(ranks: f64, fault: &[(&str, Value)]) -> experiment::Experiment {
    let fault = fault
        .iter()
        .map(|(name, value)| ((*name).to_string(), value.clone()))
        .collect();
    read(&[
        ("collective", text("all-reduce")),
        ("ranks", Value::Number(ranks)),
        ("faults", Value::List(vec![Value::Record(fault)])),
    ])
}

/// Simulates a fault of rank 2 among four, and compares the failure's words.
fn check(fault: &[(&str, Value)], words: Expect) {
    let mut fields = vec![("rank", Value::Number(2.0))];
    fields.extend(fault.iter().cloned());
    let failure = simulate(&all_reduce(4.0, &fields)).unwrap_err();
    words.assert_eq(&format!(
        "{} rank={:?} peer={:?} waiting={}\n{failure}",
        failure.kind.name(),
        failure.rank,
        failure.peer,
        failure.waiting.len(),
        failure = failure.to_string().replace(", ", ",\n")
    ));
}

#[test]
fn a_panic_names_its_rank() {
    check(
        &[("kind", text("panic")), ("step", Value::Number(3.0))],
        expect![[r#"
            panic rank=Some(2) peer=None waiting=0
            rank 2 panicked in all-reduce/ring: fault of rank 2 at step 3"#]],
    );
}

#[test]
fn a_silent_rank_is_found_at_the_end_of_the_chain() {
    check(
        &[("kind", text("silent")), ("step", Value::Number(1.0))],
        expect![[r#"
            timeout rank=Some(3) peer=Some(2) waiting=3
            rank 3 waited 5000 ms in all-reduce/ring for rank 2 to send operation 0 message 1,
            and rank 2 waits for nobody (limit 5000 ms)"#]],
    );
    check(
        &[("kind", text("silent"))],
        expect![[r#"
            timeout rank=Some(3) peer=Some(2) waiting=3
            rank 3 waited 5000 ms in all-reduce/ring for rank 2 to send check of operation 0,
            and rank 2 waits for nobody (limit 5000 ms)"#]],
    );
}

/// How it ends when `rank` does nothing for longer than the limit, or for ever.
fn silenced(
    fields: &[(&str, Value)],
    kind: &str,
    rank: u32,
    step: Option<u32>,
) -> Result<Report, Failure> {
    let number = |value: u32| Value::Number(f64::from(value));
    let mut fault = vec![("kind", text(kind)), ("rank", number(rank))];
    fault.extend(step.map(|step| ("step", number(step))));
    fault.extend((kind == "delay").then(|| ("value", number(6_000))));
    let fault = fault.into_iter();
    let fault = fault.map(|(name, value)| (name.to_string(), value));
    let mut fields = fields.to_vec();
    fields.push(("faults", Value::List(vec![Value::Record(fault.collect())])));
    simulate(&read(&fields))
}

/// Whichever rank of this row falls silent, whenever: it is named, and nobody is in a deadlock.
/// A long pause of one for whom nobody waits is nobody's loss.
fn check_silence(row: &Row, ranks: u32) {
    let mut fields = vec![
        ("collective", text(row.collective.name())),
        ("algorithm", text(row.algorithm)),
        ("ranks", Value::Number(f64::from(ranks))),
    ];
    if row.collective != Collective::Barrier {
        fields.push(("count", Value::Number(7.0)));
    }
    let rounds = simulate(&read(&fields)).unwrap().predicted.rounds;
    let steps = std::iter::once(None).chain((0..rounds).map(Some));
    for (step, rank) in steps.flat_map(|step| (0..ranks).map(move |rank| (step, rank))) {
        let name = format!(
            "{}/{}: rank {rank} of {ranks} at step {step:?}",
            row.collective.name(),
            row.algorithm
        );
        let failure = silenced(&fields, "silent", rank, step).unwrap_err();
        assert_eq!(failure.kind.name(), "timeout", "{name}: {failure}");
        let named = failure.peer.or(failure.rank);
        assert_eq!(named, usize::try_from(rank).ok(), "{name}: {failure}");
        match (failure.peer, silenced(&fields, "delay", rank, step)) {
            (peer @ Some(_), Err(late)) => {
                assert_eq!(
                    (late.kind, late.peer),
                    (failure.kind, peer),
                    "{name}: {late}"
                );
            }
            (None, Ok(report)) => assert!(report.verdict.agrees, "{name}"),
            (_, other) => panic!("{name}: {failure}, but with a long pause {other:?}"),
        }
    }
}

#[test]
fn who_does_nothing_is_named_in_every_row_at_every_step() {
    for row in CATALOGUE {
        for ranks in [2, 3, 5, 8] {
            check_silence(row, ranks);
        }
    }
}

#[test]
fn another_operator_or_length_is_a_mismatch() {
    check(
        &[("kind", text("op"))],
        expect![[r#"
            mismatch rank=Some(2) peer=Some(1) waiting=0
            rank 2 calls all-reduce with op max,
            but rank 1 calls with op sum (in all-reduce/ring)"#]],
    );
    check(
        &[("kind", text("count")), ("value", Value::Number(5.0))],
        expect![[r#"
            mismatch rank=Some(2) peer=Some(1) waiting=0
            rank 2 calls all-reduce with count 5,
            but rank 1 calls with count 12 (in all-reduce/ring)"#]],
    );
}

#[test]
fn a_delay_within_the_limit_only_takes_time() {
    let delay = |value| {
        let fault = [
            ("kind", text("delay")),
            ("rank", Value::Number(1.0)),
            ("value", Value::Number(value)),
        ];
        simulate(&all_reduce(4.0, &fault))
    };
    let report = delay(30.0).unwrap();
    assert!(report.verdict.agrees, "late is not wrong");
    assert!(
        report.time.virtual_us.is_some_and(|us| us > 30_000.0),
        "{:?}",
        report.time
    );
    let failure = delay(5001.0).unwrap_err();
    assert_eq!(failure.kind.name(), "timeout");
    assert_eq!(failure.peer, Some(1), "{failure}");
}

#[test]
fn a_flipped_bit_is_caught_whichever_it_is() {
    for rank in 0..4 {
        for bit in 0..32 {
            let fault = [
                ("kind", text("flip")),
                ("rank", Value::Number(f64::from(rank))),
                ("value", Value::Number(f64::from(bit))),
            ];
            let report = simulate(&all_reduce(4.0, &fault)).unwrap();
            assert!(
                !report.verdict.agrees,
                "rank {rank}, bit {bit}: {:?}",
                report.verdict
            );
        }
    }
    let alone = [("kind", text("flip")), ("rank", Value::Number(0.0))];
    assert!(
        !simulate(&all_reduce(1.0, &alone)).unwrap().verdict.agrees,
        "one rank alone"
    );
}

#[test]
fn a_cut_in_the_wrong_place_is_wrong_on_every_rank_alike() {
    for cut in 0..=6 {
        let report = simulate(&read(&[
            ("collective", text("all-reduce")),
            ("ranks", Value::Number(4.0)),
            ("cut", Value::Number(f64::from(cut))),
        ]))
        .unwrap();
        assert_eq!(
            report.verdict.agrees,
            cut == 3,
            "cut {cut}: {:?}",
            report.verdict
        );
    }
}
