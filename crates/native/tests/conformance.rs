//! The whole conformance table on threads that really run at once.

use experiment::suite::{self, RANKS};
use experiment::{Engine, EngineUsed, Report, Values};
use native::threads;

/// Checks every case on `ranks`, and that threads and simulator end with the same bits.
fn check(ranks: &[usize]) {
    for case in suite::cases(ranks) {
        let experiment = case.experiment(Engine::Threads);
        let report =
            threads::run(&experiment).unwrap_or_else(|failure| panic!("{}: {failure}", case.name));
        if let Err(what) = suite::check(&report) {
            panic!("{}: {what}", case.name);
        }
        let engine = EngineUsed::simulated(Engine::Simulated, None);
        let simulated = experiment::simulate(&experiment, engine).expect("it ran on threads");
        assert_eq!(bits(&report), bits(&simulated), "{}", case.name);
    }
}

/// As bits, for as a number NaN differs even from itself.
fn bits(report: &Report) -> Vec<Option<&[u8]>> {
    let outputs = report.outputs.iter();
    outputs.map(|it| it.as_ref().map(Values::bytes)).collect()
}

#[test]
fn few_ranks() {
    check(&RANKS[..12]);
}

#[test]
fn many_ranks() {
    check(&RANKS[12..17]);
}

/// Beside the others, for they take as long.
#[test]
fn most_ranks() {
    check(&RANKS[17..]);
}
