//! Scenes tell what happened: their values are the real ones, and their rows those of the trace.

use collectives::plan::{Change, Edit, Part, Plan, Side};
use collectives::{ElementKind, Network, OpKind};
use experiment::suite::{self, Case, RANKS_SPREAD};
use experiment::{Engine, Planned, Scene, Value, Values};

use crate::{read, simulate, text};

fn check(case: &Case) {
    let report = simulate(&case.experiment(Engine::Simulated)).expect("it ends well");
    assert_eq!(suite::check_labels(&report), Ok(()), "{}", case.name);
}

#[test]
fn labels_stand_for_the_real_outputs_and_their_rows_are_those_of_the_trace() {
    let cases = suite::cases(&RANKS_SPREAD[..11]);
    assert!(cases.len() > 6_000, "only {} cases", cases.len());
    cases.iter().for_each(check);
}

#[test]
fn labels_of_many_ranks_stand_for_the_real_outputs() {
    let cases = suite::cases(&RANKS_SPREAD[11..]);
    assert!(cases.len() > 3_000, "only {} cases", cases.len());
    cases.iter().for_each(check);
}

/// Rank r brings 8^r in every element, so the digits of a sum tell how often each rank is in it.
fn ring_cut_at(ranks: usize, cut: usize) -> experiment::Experiment {
    let number = |it: usize| Value::Number(f64::from(u32::try_from(it).expect("few")));
    let row = |rank: i32| Value::Numbers(vec![8_f64.powi(rank); 2 * ranks + 1]);
    let rows = (0..i32::try_from(ranks).expect("few")).map(row);
    read(&[
        ("collective", text("all-reduce")),
        ("algorithm", text("ring")),
        ("kind", text("u32")),
        ("ranks", number(ranks)),
        ("cut", number(cut)),
        ("inputs", Value::List(rows.collect())),
    ])
}

#[test]
fn a_ring_that_is_cut_elsewhere_shows_what_is_missing_and_what_is_double() {
    for ranks in 2..8 {
        for cut in 0..=2 * (ranks - 1) {
            let experiment = ring_cut_at(ranks, cut);
            let report = simulate(&experiment).expect("it ends");
            let scene = Scene::of(&experiment, Some(&report));
            assert_eq!(
                scene.outputs_match,
                Some(true),
                "{ranks} ranks, cut at {cut}"
            );
            let mut told = vec![vec![vec![1.0; ranks]; 2 * ranks + 1]; ranks];
            for amiss in &scene.results.amiss {
                assert!(!amiss.astray);
                for element in amiss.element..amiss.element + amiss.count {
                    let times = &mut told[amiss.rank as usize][element as usize];
                    amiss
                        .missing
                        .iter()
                        .for_each(|&it| times[it as usize] = 0.0);
                    amiss.double.iter().for_each(|&it| times[it as usize] = 2.0);
                }
            }
            for (output, told) in report.outputs.iter().zip(told) {
                let numbers = output.as_ref().expect("all ranks have one").to_f64();
                for (number, told) in numbers.into_iter().zip(told) {
                    let ranks = 0..i32::try_from(ranks).expect("few");
                    let digits = ranks.map(|rank| (number / 8_f64.powi(rank)).floor() % 8.0);
                    let real: Vec<f64> = digits.map(|it| it.min(2.0)).collect();
                    assert_eq!(told, real, "{number}, cut at {cut}");
                }
            }
            assert_eq!(scene.results.amiss.is_empty(), report.verdict.agrees);
        }
    }
}

fn planned(collective: &str, ranks: f64, count: f64) -> Planned {
    let mut request = Value::Record(Vec::new());
    request.set("collective", text(collective));
    request.set("ranks", Value::Number(ranks));
    request.set("count", Value::Number(count));
    Planned::read(&request).expect("it is a plan")
}

#[test]
fn a_plan_without_one_of_its_messages_has_a_scene_as_far_as_it_goes() {
    let mut planned = planned("broadcast", 4.0, 3.0);
    // Rank 2 hears of the value in round 0, and does not pass it on to rank 3.
    let edit = Edit {
        rank: 2,
        round: 1,
        change: Change::Drop(Part::Message(0)),
    };
    edit.apply(&mut planned.plans).expect("it is there");
    let inputs = vec![Values::F32(vec![7.0, 8.0, 9.0]); 4];
    let scene = Scene::of_plans(&planned, &inputs, OpKind::Sum);
    assert_eq!(scene.sends.from, [0, 0]);
    assert_eq!(scene.reached, [2, 2, 2, 1]);
    assert_eq!(scene.results.returned, [1, 1, 1, 0]);
    assert_eq!(scene.model, None);
    assert_eq!(scene.critical, []);
    assert_eq!(scene.contents.values, Values::F32(vec![7.0, 8.0, 9.0]));
    assert_eq!(planned.evaluate(&inputs, OpKind::Sum)[3], None);
}

/// Two ranks exchange two elements and combine them with elements that stand one place further on.
fn shifted() -> Planned {
    let plan = |rank: usize| {
        let mut plan = Plan::new(rank, 2);
        let memory = plan.memory(4);
        plan.input = Some(memory.clone().into());
        plan.result = Some(memory.into());
        plan.round()
            .send(1 - rank, 0..2)
            .combine(1 - rank, 2..4, Side::Left);
        plan
    };
    Planned {
        plans: vec![plan(0), plan(1)],
        kind: ElementKind::I32,
        network: Network::default(),
        claim: None,
    }
}

#[test]
fn what_is_combined_from_different_places_is_told() {
    let inputs = [
        Values::I32(vec![1, 2, 3, 4]),
        Values::I32(vec![10, 20, 30, 40]),
    ];
    let scene = Scene::of_plans(&shifted(), &inputs, OpKind::Sum);
    let outputs = shifted().evaluate(&inputs, OpKind::Sum);
    assert_eq!(outputs[0], Some(Values::I32(vec![1, 2, 13, 24])));
    assert_eq!(scene.parcels.element, [0, 2]);
    let astray: Vec<_> = scene
        .contents
        .astray
        .iter()
        .map(|&it| it as usize)
        .collect();
    assert_eq!(astray.len(), 2, "one on each rank");
    for content in astray {
        let (left, right) = (scene.contents.left[content], scene.contents.right[content]);
        let parcel = |it: i32| scene.contents.parcel[usize::try_from(it).expect("it is one")];
        assert_eq!((parcel(left), parcel(right)), (0, 1));
        assert_eq!(scene.contents.parcel[content], 1);
    }
}

#[test]
fn another_version_that_is_needed_is_a_second_layer_until_it_is_combined() {
    let plan = |rank: usize| {
        let mut plan = Plan::new(rank, 2);
        let memory = plan.memory(1);
        plan.input = Some(memory.clone().into());
        plan.result = Some(memory.clone().into());
        let scratch = plan.memory(1);
        let exchange = plan.round().send(1 - rank, memory.clone());
        exchange.receive(1 - rank, scratch.clone());
        plan.round();
        plan.round().fold(scratch, memory, Side::Left);
        plan
    };
    let planned = Planned {
        plans: vec![plan(0), plan(1)],
        kind: ElementKind::U32,
        network: Network::default(),
        claim: None,
    };
    let inputs = [Values::U32(vec![5]), Values::U32(vec![6])];
    let scene = Scene::of_plans(&planned, &inputs, OpKind::Product);
    let slots = &scene.slots;
    let rows: Vec<_> = (0..slots.rank.len())
        .filter(|&row| slots.rank[row] == 0)
        .map(|row| {
            (
                slots.layer[row],
                slots.content[row],
                slots.from[row],
                slots.until[row],
            )
        })
        .collect();
    // Contents 0 and 1 are the inputs, 2 is what rank 0 makes.
    assert_eq!(rows, [(0, 0, 0, 3), (1, 1, 1, 3), (0, 2, 3, 4)]);
    assert_eq!(scene.contents.values, Values::U32(vec![5, 6, 30, 30]));
    assert_eq!(scene.locals.fold, [1, 1]);
    assert_eq!(scene.contents.moment, [0, 0, 3, 3]);
}

#[test]
fn branches_and_the_critical_path_follow_a_broadcast_down_its_tree() {
    let experiment = read(&[
        ("collective", text("broadcast")),
        ("ranks", Value::Number(8.0)),
        ("root", Value::Number(3.0)),
        ("count", Value::Number(5.0)),
    ]);
    let scene = Scene::of(&experiment, None);
    let report = simulate(&experiment).expect("it ends well");
    assert_eq!(scene.root, Some(3));
    assert_eq!(scene.contents.rank, [3]);
    // Every message is a branch, and every rank but the root hangs on one.
    assert_eq!(scene.sends.first, [1; 7]);
    let mut reached = scene.sends.to.clone();
    reached.sort_unstable();
    assert_eq!(reached, [0, 1, 2, 4, 5, 6, 7]);
    // The path goes down three levels, each from whom the one before went to, or from its sender.
    let path: Vec<usize> = scene.critical.iter().map(|&it| it as usize).collect();
    assert_eq!(path.len(), 3);
    for pair in path.windows(2) {
        let from = scene.sends.from[pair[1]];
        assert!([scene.sends.to[pair[0]], scene.sends.from[pair[0]]].contains(&from));
    }
    let model = scene.model.as_ref().expect("it ends");
    assert!(
        path.windows(2)
            .all(|it| model.received_us[it[0]] <= model.posted_us[it[1]])
    );
    assert_eq!(
        model.finished_us.iter().copied().fold(0.0, f64::max),
        model.received_us[path[2]]
    );
    let traced = Scene::of(&experiment, Some(&report));
    assert_eq!(
        traced.critical, scene.critical,
        "virtual time is the model's"
    );
}

#[test]
fn messages_tell_of_whom_their_senders_have_heard() {
    let scene = Scene::of(
        &read(&[
            ("collective", text("barrier")),
            ("ranks", Value::Number(5.0)),
        ]),
        None,
    );
    let sends = &scene.sends;
    let heard = |row: usize| {
        let start = if row == 0 {
            0
        } else {
            sends.heard_ends[row - 1]
        };
        sends.heard[start as usize..sends.heard_ends[row] as usize].to_vec()
    };
    assert_eq!((sends.from[0], heard(0)), (0, vec![0, 1]));
    // In round 1 rank 0 has heard of rank 4, and in round 2 of ranks 2 to 4.
    assert_eq!((sends.from[5], heard(5)), (0, vec![0, 1, 4, 1]));
    assert_eq!((sends.from[10], heard(10)), (0, vec![0, 1, 2, 3]));
}

#[test]
fn of_too_many_messages_or_values_only_the_rows_are_told() {
    let experiment = read(&[
        ("collective", text("all-gather")),
        ("ranks", Value::Number(130.0)),
        ("count", Value::Number(1.0)),
    ]);
    let scene = Scene::of(&experiment, None);
    let why = scene.unlabelled.expect("it is too much");
    assert_eq!(
        why,
        "what more than 16384 messages carry is too much to be told"
    );
    assert_eq!(scene.sends.from.len(), 129 * 130);
    assert!(scene.sends.ends.is_empty() && scene.contents.label.is_empty());
    assert!(scene.results.amiss.is_empty() && scene.results.returned == [1; 130]);

    let planned = planned("broadcast", 2.0, 4_194_304.0);
    let inputs = vec![Values::F32(vec![0.0; 4_194_304]); 2];
    let scene = Scene::of_plans(&planned, &inputs, OpKind::Sum);
    let why = scene.unlabelled.expect("it is too much");
    assert_eq!(why, "more than 4194304 values are too many to be told");
    assert_eq!(scene.sends.count, [4_194_304]);
}
