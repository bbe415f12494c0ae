//! Scenes tell what happened: their values are the real ones, and their rows those of the trace.

use experiment::suite::{self, Case, RANKS};
use experiment::{Engine, Messages, Scene};

use crate::simulate;

/// The columns that a scene shares with the trace.
fn rows(scene: &Scene) -> Vec<(u32, u32, u32, u8, u32)> {
    let sends = &scene.sends;
    let row = |row: usize| {
        (
            sends.from[row],
            sends.to[row],
            sends.count[row],
            sends.combined[row],
            sends.chain[row],
        )
    };
    (0..sends.from.len()).map(row).collect()
}

fn traced(messages: &Messages) -> Vec<(u32, u32, u32, u8, u32)> {
    let row = |row: usize| {
        (
            messages.from[row],
            messages.to[row],
            messages.count[row],
            messages.combine[row],
            messages.chain[row],
        )
    };
    (0..messages.from.len()).map(row).collect()
}

fn check(case: &Case) {
    let name = &case.name;
    let experiment = case.experiment(Engine::Simulated);
    let report = simulate(&experiment).expect("it ends well");
    let scene = Scene::of(&experiment, Some(&report));
    let trace = report.trace.as_ref().expect("it was traced");
    assert_eq!(rows(&scene), traced(&trace.messages), "{name}");
    assert!(scene.results.amiss.is_empty(), "{name}: {:?}", scene.results.amiss);
    assert!(scene.contents.astray.is_empty(), "{name}");
    assert!(scene.reached.iter().all(|&it| it as usize == scene.rounds), "{name}");
    if scene.unlabelled.is_none() {
        assert_eq!(scene.outputs_match, Some(true), "{name}: other bits");
    }
}

#[test]
fn labels_stand_for_the_real_outputs_and_their_rows_are_those_of_the_trace() {
    let cases = suite::cases(&RANKS);
    assert!(cases.len() > 10_000, "only {} cases", cases.len());
    cases.iter().for_each(check);
}
