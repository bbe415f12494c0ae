//! Scenes of sorts: labels take the decisions that the keys take.

use collectives::ElementKind;
use experiment::{Experiment, Scene, Value, Values};

use crate::{read, simulate, text};

fn sort(algorithm: &str, kind: &str, inputs: &[&[f64]]) -> Experiment {
    let rows = inputs.iter().map(|row| Value::Numbers(row.to_vec()));
    let ranks = u32::try_from(inputs.len()).expect("there are few");
    read(&[
        ("collective", text("sort")),
        ("algorithm", text(algorithm)),
        ("kind", text(kind)),
        ("ranks", Value::Number(f64::from(ranks))),
        ("inputs", Value::List(rows.collect())),
    ])
}

/// The values of contents.
fn values(scene: &Scene, contents: &[i32]) -> Vec<f64> {
    let value = |it: &i32| {
        scene
            .contents
            .values
            .at(usize::try_from(*it).expect("it is a key"))
    };
    contents.iter().map(value).collect()
}

fn carried(scene: &Scene, row: usize) -> &[i32] {
    let ends = &scene.sends.ends;
    let start = if row == 0 { 0 } else { ends[row - 1] };
    &scene.sends.carried[start as usize..ends[row] as usize]
}

#[test]
fn equal_keys_zeros_and_nan_are_told_apart_as_the_sort_tells_them() {
    let nan = f64::NAN;
    let inputs: [&[f64]; 5] = [
        &[3.0, nan, -0.0, 0.0],
        &[3.0, 3.0, 3.0],
        &[],
        &[f64::NEG_INFINITY, 0.0, -0.0, nan, 3.0, f64::INFINITY],
        &[1.0],
    ];
    for algorithm in ["bitonic", "sample"] {
        for kind in ["f32", "f64"] {
            let experiment = sort(algorithm, kind, &inputs);
            let report = simulate(&experiment).expect("it ends well");
            let scene = Scene::of(&experiment, Some(&report));
            assert_eq!(scene.outputs_match, Some(true), "{algorithm} {kind}");
            let trace = report.trace.as_ref().expect("it was traced");
            let (rows, sends) = (&trace.messages, &scene.sends);
            assert_eq!((&sends.from, &sends.to), (&rows.from, &rows.to));
            assert_eq!((&sends.round, &sends.count), (&rows.step, &rows.count));
            assert_eq!(
                (&sends.combined, &sends.chain),
                (&rows.combine, &rows.chain)
            );
            for row in (0..sends.from.len()).filter(|&row| sends.about[row] == "keys") {
                let keys = carried(&scene, row);
                assert_eq!(
                    keys.len(),
                    sends.count[row] as usize,
                    "every key has its label"
                );
                assert!(keys.is_sorted(), "they travel in order");
            }
        }
    }
}

#[test]
fn messages_that_are_about_keys_say_so() {
    let rows: Vec<Vec<f64>> = (0..4)
        .map(|rank| {
            (0..20)
                .map(|place| f64::from((7 * place + 3 * rank) % 31))
                .collect()
        })
        .collect();
    let rows: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
    let scene = Scene::of(&sort("sample", "i32", &rows), None);
    let about = |step: u32| {
        let rows = (0..scene.sends.from.len()).filter(|&row| scene.sends.round[row] == step);
        let mut about: Vec<_> = rows.map(|row| scene.sends.about[row]).collect();
        about.dedup();
        about
    };
    let all: Vec<_> = (0..9).flat_map(about).collect();
    let both = ["samples", "splitters", "splitters"];
    assert_eq!(all, [&both[..], &["counts"; 3], &["keys"; 3]].concat());
    // Samples are every fourth key of a rank in order: 80 keys, 4 ranks and 5 samples for each.
    let first = values(&scene, carried(&scene, 0));
    let mut own = rows[1].to_vec();
    own.sort_by(f64::total_cmp);
    let every: Vec<f64> = own.into_iter().skip(3).step_by(4).collect();
    assert_eq!(first, every);
    // Splitters are three of the samples, and the same for everybody.
    let splitters = |row: usize| values(&scene, carried(&scene, row));
    let down: Vec<usize> = (0..scene.sends.from.len())
        .filter(|&row| scene.sends.about[row] == "splitters")
        .collect();
    assert_eq!(splitters(down[0]).len(), 3);
    assert!(down.iter().all(|&row| splitters(row) == splitters(down[0])));
}

#[test]
fn what_ranks_hold_in_the_end_is_what_they_return_and_no_key_is_ever_lost() {
    for (algorithm, ranks) in [("bitonic", 4), ("bitonic", 6), ("sample", 4), ("sample", 7)] {
        let row = |rank: i32| -> Vec<f64> {
            (0..9)
                .map(|place| f64::from((37 * place + 11 * rank) % 53))
                .collect()
        };
        let rows: Vec<_> = (0..ranks).map(row).collect();
        let rows: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
        let experiment = sort(algorithm, "u32", &rows);
        let scene = Scene::of(&experiment, None);
        let slots = &scene.slots;
        let last = u32::try_from(scene.rounds).expect("there are few");
        let mut start = 0;
        for (rank, &end) in (0..).zip(&scene.results.ends) {
            let result = &scene.results.contents[start as usize..end as usize];
            let held = (0..slots.rank.len())
                .filter(|&row| slots.rank[row] == rank && slots.until[row] > last)
                .map(|row| i32::try_from(slots.content[row]).expect("there are few"));
            let mut held: Vec<i32> = held.collect();
            held.sort_unstable();
            assert_eq!(held, result, "{algorithm}: rank {rank}");
            start = end;
        }
        for moment in 0..=last {
            let there = |row: &usize| slots.from[*row] <= moment && moment < slots.until[*row];
            let there = (0..slots.rank.len()).filter(there);
            let mut held: Vec<u32> = there.map(|row| slots.content[row]).collect();
            held.sort_unstable();
            held.dedup();
            let all: Vec<u32> = (0..9 * u32::try_from(ranks).expect("few")).collect();
            assert_eq!(held, all, "{algorithm} on {ranks} at moment {moment}");
        }
    }
}

#[test]
fn more_keys_than_a_figure_shows_have_no_labels() {
    let row = vec![1.0; 2049];
    let experiment = sort("bitonic", "u32", &[&row, &row]);
    let report = simulate(&experiment).expect("it ends well");
    let scene = Scene::of(&experiment, Some(&report));
    let why = "labels are told of at most 4096 keys, and here are 4098";
    assert_eq!(scene.unlabelled.as_deref(), Some(why));
    assert_eq!(scene.sends.count, [2049; 2]);
    assert_eq!(scene.contents.values, Values::empty(ElementKind::U32));
    assert_eq!(scene.outputs_match, None);
}
