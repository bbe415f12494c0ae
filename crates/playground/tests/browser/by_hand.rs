//! What JavaScript is told of plans, and plans that it brings itself.

use crate::support::*;
use js_sys::Function;
use playground::api;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

/// Calls a function written in JavaScript.
fn call(body: &str, first: &JsValue, second: &JsValue) -> JsValue {
    let function = Function::new_with_args("first, second", body);
    function
        .call2(&JsValue::NULL, first, second)
        .unwrap_or_else(|error| panic!("{body}: {error:?}"))
}

async fn run(experiment: &JsValue) -> JsValue {
    let report = api::run(experiment.clone(), JsValue::UNDEFINED).await;
    report.unwrap_or_else(|error| panic!("{error:?}"))
}

fn text_of(value: &JsValue) -> String {
    value.as_string().expect("a text")
}

/// Outputs and counts.
fn result(report: &JsValue) -> String {
    let body =
        "return JSON.stringify([first.outputs, first.totals, first.predicted, first.verdict])";
    text_of(&call(body, report, &JsValue::NULL))
}

#[wasm_bindgen_test]
async fn plans_of_the_catalogue_given_back_by_hand_do_the_same() {
    let rows = experiment::catalogue();
    let rows = rows.iter().filter(|row| row.collective.name() != "sort");
    for row in rows {
        let (collective, algorithm) = (row.collective.name(), row.algorithm);
        for engine in worker_engines().iter().chain(&["simulated"]) {
            for ranks in [1, 3, 4] {
                let experiment = script(&format!(
                    "return {{
                        collective: '{collective}', algorithm: '{algorithm}', engine: '{engine}',
                        ranks: {ranks}, root: {}, kind: 'f64', op: 'mean', count: 7,
                    }}",
                    ranks - 1
                ));
                let name = format!("{collective}/{algorithm} on {ranks}, {engine}");
                let usual = run(&experiment).await;
                let plans = api::plan(experiment.clone()).await.expect("it is a plan");
                let proof = api::prove(experiment).await.expect("it is a plan");
                assert_eq!(field(&proof, "right"), JsValue::TRUE, "{name}");
                let body = "
                    const { collective, algorithm, ...rest } = first.experiment;
                    const op = collective.includes('reduce') ? 'mean' : 'sum';
                    return { ...rest, op, plan: { claims: collective, ranks: second } };";
                let by_hand = run(&call(body, &usual, &plans)).await;
                assert_eq!(result(&by_hand), result(&usual), "{name}");
            }
        }
    }
}

#[wasm_bindgen_test]
async fn an_edit_breaks_the_run_and_the_proof_says_where() {
    for engine in worker_engines() {
        let experiment = script(&format!(
            "return {{
                collective: 'all-reduce', ranks: 3, count: 6, engine: '{engine}', op: 'max',
                edits: [{{ rank: 0, round: 0, message: 0, do: 'shift', by: -4 }}],
            }}"
        ));
        let report = run(&experiment).await;
        assert_eq!(field(&report, "verdict.agrees"), JsValue::FALSE, "{engine}");
        let edit = "return JSON.stringify(first.experiment.edits)";
        let edit = text_of(&call(edit, &report, &JsValue::NULL));
        let expected = r#"[{"rank":0,"round":0,"message":0,"do":"shift","by":-4}]"#;
        assert_eq!(edit, expected);
        let proof = api::prove(experiment).await.expect("it is a plan");
        assert_eq!(field(&proof, "right"), JsValue::FALSE);
        let first = "const { kind, rank, round } = first.complaints[0];
                     return `${kind} ${rank} ${round}`";
        let first = text_of(&call(first, &proof, &JsValue::NULL));
        assert_eq!(first, "place 2 1");
    }
}

#[wasm_bindgen_test]
async fn rounds_that_nobody_can_do_are_refused_before_anything_runs() {
    let experiment = script(
        "return {
            collective: 'all-reduce', ranks: 3, count: 6,
            edits: [{ rank: 0, round: 0, message: 0, do: 'shift', by: -2 }],
        }",
    );
    let refused = api::run(experiment.clone(), JsValue::UNDEFINED).await;
    let problem = call(
        "return first.problems[0].got",
        &refused.expect_err("it conflicts"),
        &JsValue::NULL,
    );
    let words = text_of(&problem);
    assert!(words.starts_with("conflict, rank 0, round 0"), "{words}");
    let proof = api::prove(experiment)
        .await
        .expect("something can be said of it");
    assert_eq!(field(&proof, "right"), JsValue::FALSE);
    let sort = script("return { collective: 'sort', ranks: 2 }");
    let refused = api::plan(sort).await.expect_err("a sort is no plan");
    let field = call("return first.problems[0].field", &refused, &JsValue::NULL);
    assert_eq!(field, "algorithm");
}

#[wasm_bindgen_test]
async fn a_scene_comes_with_the_report_and_with_the_error_of_a_run_that_failed() {
    let options = script("return { scene: true }");
    let experiment = |more: &str| {
        let all = "collective: 'all-reduce', ranks: 4, count: 8, op: 'mean', kind: 'f64'";
        script(&format!("return {{ {all}, limit_ms: 500, {more} }}"))
    };
    for engine in worker_engines() {
        let good = experiment(&format!("engine: '{engine}'"));
        let report = api::run(good, options.clone()).await.expect("it runs");
        assert_eq!(field(&report, "scene.outputs_match"), JsValue::TRUE);
        assert_eq!(field(&report, "scene.sends.from.length"), 24);
        let body = "return first.scene.contents.values instanceof Float64Array
            && first.scene.parcels.count instanceof Uint32Array";
        assert_eq!(call(body, &report, &JsValue::NULL), JsValue::TRUE);

        let fault = "faults: [{ kind: 'silent', rank: 1, step: 2 }]";
        let broken = experiment(&format!("engine: '{engine}', {fault}"));
        let error = api::run(broken.clone(), options.clone()).await;
        let error = error.expect_err("rank 1 stops");
        let body = "return [...first.scene.reached].join()";
        let reached = text_of(&call(body, &error, &JsValue::NULL));
        assert_eq!(reached, "4,2,2,3", "{engine}");
        let error = api::run(broken, JsValue::UNDEFINED).await;
        let error = error.expect_err("rank 1 stops");
        assert!(field(&error, "scene").is_undefined());
    }
    let options = script("return { scene: 'yes' }");
    let refused = api::run(experiment(""), options).await;
    let body = "return first.problems[0].field";
    let refused = call(
        body,
        &refused.expect_err("that is no truth"),
        &JsValue::NULL,
    );
    assert_eq!(refused, "scene");
}
