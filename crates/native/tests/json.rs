//! What is printed as JSON and what is read are spelled alike.

use collectives::plan::{Change, Edit, Local, Message, Part, Ranges, Side};
use experiment::{EngineUsed, Experiment, Limits, Planned, Value, simulate, suite};
use serde::Serialize;

fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("it is plain data")
}

fn read(text: &str) -> Experiment {
    let request: Value = serde_json::from_str(text).expect("it is JSON");
    Experiment::read(&request, &Limits::native()).unwrap_or_else(|it| panic!("{text}: {it:?}"))
}

/// The experiment of a report of this experiment, written and read again.
fn again(experiment: &Experiment) -> Experiment {
    let engine = EngineUsed::simulated(experiment.engine, None);
    match simulate(experiment, engine) {
        Ok(report) => read(&written(&report.experiment)),
        // A fault may end the run; what was asked for is known all the same.
        Err(_) => read(&written(experiment)),
    }
}

/// NaN is not equal to itself, and -0 is equal to 0; text tells them apart.
fn same(experiment: &Experiment) {
    let (text, again) = (written(experiment), written(&again(experiment)));
    assert!(again == text, "{:.400} became {:.400}", text, again);
}

#[test]
fn every_experiment_of_a_report_can_be_run_again() {
    for case in suite::short_cases() {
        let read = Experiment::read(&case.request, &Limits::native());
        same(&read.unwrap_or_else(|it| panic!("{}: {it:?}", case.name)));
    }
}

#[test]
fn every_field_goes_in_as_it_comes_out() {
    for fields in [
        r#""algorithm": "gather-broadcast", "op": "mean", "kind": "f64", "count": 5"#,
        r#""cut": 1, "seed": 9007199254740991, "schedule": "seeded", "limit_ms": 1.1"#,
        r#""trace": false, "schedule": "rendezvous", "engine": "simulated", "kind": "u32""#,
        r#""network": {"alpha_us": 0.3, "beta_ns_per_byte": 0, "gamma_ns_per_byte": 1e9}"#,
        r#""faults": [{"kind": "delay", "rank": 1, "step": 1, "value": 0.25}]"#,
        r#""faults": [{"kind": "flip", "rank": 0, "value": 3}, {"kind": "op", "rank": 2}]"#,
        r#""faults": [{"kind": "count", "rank": 2, "value": 7}], "algorithm": null"#,
        r#""inputs": [[0.1, 3.4028235e38], [-3.4028235e38, 1e-45], [16777217, 5e-324]]"#,
        r#""inputs": [["NaN", "Infinity"], ["-Infinity", "-0"], [-0.0, 0]]"#,
        r#""kind": "f64", "inputs": [["NaN", 1e308], [5e-324, "-0"], [-0.0, 0.1]]"#,
        r#""kind": "i32", "inputs": [[-2147483648, "-0"], [2147483647, -0.0], [1e9, 0]]"#,
    ] {
        same(&read(&format!(
            r#"{{"collective": "all-reduce", "ranks": 3, {fields}}}"#
        )));
    }
    for request in [
        r#"{"collective": "broadcast", "ranks": 3, "root": 1, "inputs": [[], ["NaN"], [9]]}"#,
        r#"{"collective": "broadcast", "ranks": 3, "root": 1, "count": 4, "kind": "u32"}"#,
        r#"{"collective": "gather", "ranks": 2, "root": 1, "inputs": [[], [1, 2]]}"#,
        r#"{"collective": "barrier", "ranks": 5}"#,
    ] {
        same(&read(request));
    }
}

#[test]
fn minus_zero_keeps_its_sign_both_as_a_number_and_as_text() {
    let inputs = r#"{"collective": "all-gather", "ranks": 2, "inputs": [["-0"], [-0.0]]}"#;
    let experiment = read(inputs);
    let signs: Vec<_> = experiment
        .inputs
        .iter()
        .map(|row| row.to_f64()[0].is_sign_negative())
        .collect();
    assert_eq!(signs, [true, true]);
    assert!(written(&experiment).contains(r#""inputs":[[-0.0],[-0.0]]"#));
}

#[test]
fn a_report_lists_its_rows_and_spells_what_json_has_no_number_for() {
    // One of the three orders overflows on its way to 1e308.
    let experiment = read(
        r#"{"collective": "all-reduce", "ranks": 3, "kind": "f64",
            "inputs": [[1e308, 1e308, 1e308], [1e308, 1e308, 1e308], [-1e308, -1e308, -1e308]]}"#,
    );
    let engine = EngineUsed::simulated(experiment.engine, None);
    let report = written(&simulate(&experiment, engine).expect("nothing fails"));
    for part in [
        r#""outputs":[["#,
        r#""Infinity""#,
        r#""max_error":"Infinity""#,
        r#""messages":{"from":[0,"#,
        r#""combine":[1,"#,
        r#""send_posted_us":[0.0,"#,
        r#""started_us":[0.0,0.0,0.0]"#,
    ] {
        assert!(report.contains(part), "{part} is not in {report}");
    }
}

#[test]
fn an_edit_is_read_as_it_is_written() {
    let call = r#""collective": "all-gather", "ranks": 3, "count": 2"#;
    let plans = |edits: &str| {
        let request = format!(r#"{{{call}, "edits": {edits}}}"#);
        let request = serde_json::from_str(&request).expect("it is JSON");
        let planned = Planned::read(&request).unwrap_or_else(|it| panic!("{edits}: {it:?}"));
        planned.plans
    };
    let elements = Ranges::from(0..2);
    let message = Message::Send {
        to: 2,
        elements: elements.clone(),
    };
    let local = Local::Fold {
        from: elements,
        onto: Ranges::from(4..6),
        side: Side::Left,
    };
    let shift = |part, by| Change::Shift { part, by };
    let changes = [
        Change::InsertLocal(0, local),
        shift(Part::Local(0), -1),
        Change::Drop(Part::Local(0)),
        Change::InsertMessage(1, message),
        shift(Part::Message(1), 2),
        Change::Turn { message: 1, to: 0 },
        Change::Drop(Part::Message(1)),
        Change::SwapRound { to: 0 },
    ];
    let edits = changes.map(|change| Edit {
        rank: 1,
        round: 1,
        change,
    });
    let mut changed = plans("[]");
    for (last, edit) in edits.iter().enumerate() {
        let before = changed.clone();
        edit.apply(&mut changed).expect("all of it is there");
        assert_ne!(changed, before, "{edit:?} does nothing");
        assert_eq!(plans(&written(&&edits[..=last])), changed, "{edit:?}");
    }
    let written = written(&edits[3]);
    let value = r#"{"send":2,"elements":[[0,2]]}"#;
    let expected = format!(r#"{{"rank":1,"round":1,"message":1,"do":"insert","value":{value}}}"#);
    assert_eq!(written, expected);
}
