//! The whole conformance table in the simulator, under schedules that buffer sends, schedules
//! that do not, and twenty thrown by dice.

use experiment::Engine;
use experiment::suite::{self, Case, RANKS, RANKS_SPREAD};

use crate::simulate;

/// Runs `cases` under `schedules` and fails with the name of the first case that is wrong.
fn check(cases: &[Case], schedules: impl Fn(usize) -> Vec<String>) {
    for (index, case) in cases.iter().enumerate() {
        let mut outputs = None;
        let mut experiment = case.experiment(Engine::Simulated);
        for schedule in schedules(index) {
            // Under dice only the results and the counts can be new, and there are many dice.
            experiment.trace = !schedule.starts_with("seeded");
            experiment.schedule.clone_from(&schedule);
            let report = simulate(&experiment)
                .unwrap_or_else(|failure| panic!("{} under {schedule}: {failure}", case.name));
            if let Err(what) = suite::check(&report) {
                panic!("{} under {schedule}: {what}", case.name);
            }
            let bits: Vec<_> = report
                .outputs
                .iter()
                .flatten()
                .map(|it| it.bytes().to_vec())
                .collect();
            let first = outputs.get_or_insert_with(|| bits.clone());
            assert!(*first == bits, "{}: other bits under {schedule}", case.name);
        }
    }
}

fn seeds(range: std::ops::Range<usize>) -> impl Iterator<Item = String> {
    range.map(|seed| format!("seeded:{seed}"))
}

#[test]
fn every_case_agrees_whether_sends_wait_or_not() {
    let cases = suite::cases(&RANKS);
    assert!(
        cases.len() > 20_000,
        "the table has only {} cases",
        cases.len()
    );
    check(&cases, |_| vec!["earliest".into(), "rendezvous".into()]);
}

#[test]
fn every_case_on_few_ranks_agrees_under_twenty_seeds() {
    check(&suite::cases(&RANKS_SPREAD[..7]), |_| {
        seeds(0..20).collect()
    });
}

#[test]
fn every_case_on_many_ranks_agrees_under_twenty_seeds() {
    check(&suite::cases(&RANKS_SPREAD[7..12]), |_| {
        seeds(0..20).collect()
    });
}

/// Beside the others: these take as long as all of those on fewer ranks.
#[test]
fn every_case_on_most_ranks_agrees_under_twenty_seeds() {
    check(&suite::cases(&RANKS_SPREAD[12..]), |_| {
        seeds(0..20).collect()
    });
}

#[test]
fn the_short_table_is_long_enough_and_names_every_algorithm() {
    let cases = suite::short_cases();
    assert!(cases.len() >= 200, "only {} cases", cases.len());
    for row in collectives::catalogue::CATALOGUE {
        let name = format!("{}/{} ", row.collective, row.algorithm);
        assert!(
            cases.iter().any(|case| case.name.starts_with(&name)),
            "{name} is missing"
        );
    }
}
