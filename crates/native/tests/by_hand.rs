//! Plans as requests: what the catalogue's look like as JSON, given back by hand, and changed.

use experiment::{
    Engine, EngineUsed, Experiment, FailureKind, Limits, Planned, Report, Value, simulate, suite,
};
use native::threads;
use serde_json::json;

fn value(json: &serde_json::Value) -> Value {
    serde_json::from_value(json.clone()).expect("JSON is plain data")
}

fn read(request: &serde_json::Value) -> Experiment {
    Experiment::read(&value(request), &Limits::native()).unwrap_or_else(|it| panic!("{it:?}"))
}

fn refused(request: &serde_json::Value) -> Vec<String> {
    let problems = Experiment::read(&value(request), &Limits::native()).expect_err("it is wrong");
    problems.into_iter().map(|it| it.message).collect()
}

fn run(experiment: &Experiment) -> Report {
    match experiment.engine {
        Engine::Simulated => simulate(experiment, EngineUsed::simulated(experiment.engine, None)),
        _ => threads::run(experiment),
    }
    .unwrap_or_else(|failure| panic!("{failure}"))
}

/// What the experiment of a report asks for, with its ranks' plans in place of its algorithm.
fn by_hand(experiment: &serde_json::Value, claims: &str) -> serde_json::Value {
    let planned = Planned::read(&value(experiment)).expect("the case is a plan");
    let mut request = experiment.clone();
    let fields = request.as_object_mut().expect("an experiment is a record");
    fields.remove("collective");
    fields.remove("algorithm");
    let plan = json!({ "claims": claims, "ranks": planned.plans });
    fields.insert("plan".to_string(), plan);
    request
}

#[test]
fn plans_of_the_catalogue_given_back_by_hand_do_the_same() {
    let mut plans = 0;
    for case in suite::short_cases() {
        for (engine, schedule) in [
            (Engine::Threads, "earliest"),
            (Engine::Simulated, "earliest"),
            (Engine::Simulated, "rendezvous"),
        ] {
            let mut case = case.clone();
            case.request
                .set("schedule", Value::Text(schedule.to_string()));
            let experiment = case.experiment(engine);
            if experiment.row().is_some_and(|row| row.plan.is_none()) {
                continue;
            }
            plans += 1;
            let usual = run(&experiment);
            let spelled = serde_json::to_value(&experiment).expect("it is JSON");
            let claims = experiment.claims().expect("it is a collective").name();
            let report = run(&read(&by_hand(&spelled, claims)));
            assert!(report.verdict.agrees, "{}", case.name);
            assert_eq!(report.outputs.len(), usual.outputs.len());
            for (output, usual) in report.outputs.iter().zip(&usual.outputs) {
                let bits =
                    |it: &Option<experiment::Values>| it.as_ref().map(|it| it.bytes().to_vec());
                assert_eq!(bits(output), bits(usual), "{}", case.name);
            }
            assert_eq!(report.totals, usual.totals, "{}", case.name);
            assert_eq!(report.predicted, usual.predicted, "{}", case.name);
        }
    }
    assert!(plans > 400, "only {plans} cases are plans");
}

/// Rank 0 tells rank 1 what it has, and nothing is claimed.
fn tell() -> serde_json::Value {
    let one = |message: serde_json::Value| json!({ "messages": [message] });
    json!({
        "plan": { "ranks": [
            { "elements": 2, "input": [[0, 2]], "rounds": [one(json!({
                "send": 1, "elements": [[1, 2], [0, 1]]
            }))] },
            { "elements": 3, "result": [[0, 3]], "rounds": [one(json!({
                "receive": 0, "elements": [[0, 2]]
            }))] }
        ] },
        "inputs": [[7, 8], []]
    })
}

#[test]
fn plans_that_claim_nothing_are_right_if_they_end_and_leave_nothing_over() {
    for engine in ["threads", "simulated"] {
        let mut request = tell();
        request["engine"] = json!(engine);
        let report = run(&read(&request));
        assert!(report.verdict.agrees);
        let outputs = serde_json::to_value(&report.outputs).expect("it is JSON");
        assert_eq!(outputs, json!([null, [8.0, 7.0, 0.0]]));
        // The same with a message that nobody takes.
        request["edits"] = json!([{
            "rank": 0, "round": 0, "do": "insert", "value": { "send": 1, "elements": [[0, 1]] }
        }]);
        let report = run(&read(&request));
        assert!(!report.verdict.agrees);
        assert_eq!(report.totals.messages, [2, 0]);
    }
}

#[test]
fn an_edit_breaks_the_run_as_the_proof_says() {
    let ring = |edit: serde_json::Value| {
        json!({
            "collective": "all-reduce", "ranks": 3, "count": 6, "limit_ms": 500,
            "engine": "threads", "edits": [edit]
        })
    };
    // Chunk 2 of rank 0 is not sent: rank 1 waits for it, and then for what never comes.
    let dropped = read(&ring(
        json!({ "rank": 0, "round": 0, "message": 0, "do": "drop" }),
    ));
    let failure = threads::run(&dropped).expect_err("a message is missing");
    assert_eq!(failure.kind, FailureKind::Timeout);
    let failure = simulate(&dropped, EngineUsed::simulated(Engine::Simulated, None));
    assert_eq!(
        failure.expect_err("it is missing").kind,
        FailureKind::Timeout
    );
    // A part that is taken from another place: it ends, and is wrong.
    let shifted = json!({ "rank": 0, "round": 0, "message": 0, "do": "shift", "by": -4 });
    let report = run(&read(&ring(shifted.clone())));
    assert!(!report.verdict.agrees);
    let proof = Planned::read(&value(&ring(shifted.clone())))
        .expect("it is in order")
        .prove();
    assert!(proof.ends && !proof.right);
    // And it is there again in the report.
    let spelled = serde_json::to_value(&report.experiment).expect("it is JSON");
    assert_eq!(spelled["edits"], json!([shifted]));
    assert_eq!(read(&spelled).edits, report.experiment.edits);
}

#[test]
fn what_cannot_be_done_at_all_is_refused() {
    let mut request = tell();
    request["edits"] = json!([{
        "rank": 1, "round": 0, "do": "insert", "value": { "receive": 0, "elements": [[1, 2]] }
    }]);
    let problems = refused(&request);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(
        problems[0].contains("conflict, rank 1, round 0"),
        "{problems:?}"
    );
    // Something can be said of it all the same.
    let proof = Planned::read(&value(&request))
        .expect("it is in order")
        .prove();
    assert_eq!(proof.complaints[1].kind.name(), "conflict");

    for (fields, field) in [
        (json!({ "collective": "barrier" }), "collective"),
        (json!({ "count": 3 }), "count"),
        (json!({ "op": "mean" }), "op"),
        (json!({ "ranks": 3 }), "ranks"),
        (json!({ "inputs": [[7], []] }), "inputs[0]"),
        (
            json!({ "plan": { "claims": "sort", "ranks": tell()["plan"]["ranks"] } }),
            "plan.claims",
        ),
    ] {
        let mut request = tell();
        for (name, value) in fields.as_object().expect("a record") {
            request[name] = value.clone();
        }
        let problems = refused(&request);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].starts_with(field), "{problems:?}");
    }
    let sort = json!({ "collective": "sort", "ranks": 2, "edits": [] });
    let problems = refused(&sort);
    assert!(problems[0].starts_with("edits"), "{problems:?}");
}
