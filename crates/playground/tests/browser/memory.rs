//! A browser that has no memory left, and what is done not to get there.

use crate::support::*;
use experiment::{Engine, FailureKind};
use js_sys::{Array, Promise};
use playground::api;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::*;

/// Counts what is made of a constructor of JavaScript from here on.
fn count_made(name: &str) {
    script(&format!(
        "globalThis.Own{name} = globalThis.{name};
         globalThis.made = 0;
         globalThis.{name} = new Proxy(Own{name}, {{
             construct(own, all) {{ made++; return new own(...all); }}
         }})"
    ));
}

fn made(name: &str) -> usize {
    let made = script(&format!("globalThis.{name} = Own{name}; return made"));
    made.as_f64().expect("it is a count") as usize
}

#[wasm_bindgen_test]
async fn runs_of_any_number_of_ranks_and_any_ending_use_the_same_shared_memory() {
    if !ISOLATED {
        return;
    }
    run(&on("workers-shared", 32, &[])).await;
    api::dispose();
    count_made("SharedArrayBuffer");
    for round in 0..4 {
        for ranks in [3, 4, 1, 2, 9, 32, 31, 5] {
            let report = run(&on("workers-shared", ranks, &[])).await;
            assert_eq!(report.engine.used, Engine::WorkersShared);
        }
        let silent = [fault("silent", 1, None, None), ("limit_ms", number(100))];
        for broken in [vec![fault("panic", 2, Some(1), None)], silent.to_vec()] {
            fails(&on("workers-shared", 4 + round, &broken)).await;
        }
        let controller = web_sys::AbortController::new().expect("browsers have them");
        let slow = on(
            "workers-shared",
            4,
            &[fault("delay", 0, Some(0), Some(200))],
        );
        let stop = controller.clone();
        wasm_bindgen_futures::spawn_local(async move {
            pause(60).await;
            stop.abort();
        });
        let ended = api::execute(&slow, Some(controller.signal())).await;
        assert_eq!(
            ended.expect_err("it is given up").kind,
            FailureKind::Cancelled
        );
        api::dispose();
    }
    let made = made("SharedArrayBuffer");
    assert!(made <= 4, "{made} made for 44 runs");
}

/// Runs of JavaScript's, asked for at once: how many were right, and how the others failed.
async fn all(experiments: &[&str]) -> (usize, Vec<JsValue>) {
    let promises: Array = experiments
        .iter()
        .map(|it| {
            let experiment = script(&format!("return ({it})"));
            future_to_promise(api::run(experiment, JsValue::UNDEFINED))
        })
        .collect();
    let (mut right, mut failed) = (0, Vec::new());
    for promise in promises.iter() {
        match JsFuture::from(Promise::from(promise)).await {
            Ok(report) if field(&report, "verdict.agrees").is_truthy() => right += 1,
            Ok(report) => panic!("it is wrong: {report:?}"),
            Err(error) => failed.push(error),
        }
    }
    (right, failed)
}

/// On a page where one thing throws what browsers throw without memory, some run fails in words,
/// the others are right, and so are those that come after.
async fn without(change: &str, repair: &str, experiments: &[&str]) {
    let started = Started::watch();
    script(change);
    let (_, failed) = all(experiments).await;
    script(repair);
    assert!(!failed.is_empty(), "{change}");
    for error in failed {
        let kind = field(&error, "failure.kind").as_string();
        let message = field(&error, "message").as_string().unwrap_or_default();
        assert_eq!(kind.as_deref(), Some("memory"), "{change}: {message}");
        assert!(message.contains("no memory"), "{change}: {message}");
    }
    let (right, failed) = all(experiments).await;
    assert_eq!(right, experiments.len(), "{change}: {failed:?}");
    assert!(started.living() <= 32, "{change}");
}

const REFUSE: &str = "throw new RangeError('Array buffer allocation failed')";

#[wasm_bindgen_test]
async fn a_browser_that_has_no_memory_for_a_report_makes_a_failure_of_it() {
    let large = "collective: 'all-reduce', ranks: 3, count: 60_000, kind: 'f64'";
    let small = "{ collective: 'all-reduce', ranks: 3, count: 6, kind: 'f64' }";
    let simulated = format!("{{ {large}, engine: 'simulated' }}");
    let real = format!("{{ {large} }}");
    let change = format!(
        "globalThis.Own = Float64Array;
         globalThis.Float64Array = new Proxy(Own, {{ construct(own, all) {{
             if (all[0].length > 50_000) {REFUSE};
             return new own(...all);
         }} }})"
    );
    let repair = "globalThis.Float64Array = Own";
    without(&change, repair, &[&simulated, small, &real, small]).await;
}

const RUN: &str = "{ collective: 'all-reduce', ranks: 4, count: 9 }";

#[wasm_bindgen_test]
async fn an_exception_in_the_middle_of_a_run_fails_it_and_lets_the_others_have_their_turn() {
    let once = format!(
        "{{
             let more = true;
             globalThis.OwnInterval = setInterval;
             globalThis.setInterval = (...all) => {{
                 if (more) {{ more = false; {REFUSE}; }}
                 return OwnInterval(...all);
             }}
         }}"
    );
    let repair = "globalThis.setInterval = OwnInterval";
    without(&once, repair, &[RUN, RUN, RUN]).await;
}

#[wasm_bindgen_test]
async fn a_page_that_traps_in_the_middle_of_a_run_fails_it_and_goes_on() {
    let started = Started::watch();
    api::dispose();
    started.plant(
        "const post = self.postMessage.bind(self);
         self.postMessage = (message, ...all) => {
             if (message.kind === 'ending') message.kind = 'nonsense';
             post(message, ...all);
         };",
    );
    let (right, failed) = all(&[RUN, RUN, RUN]).await;
    assert_eq!((right, failed.len()), (2, 1));
    let message = field(&failed[0], "message").as_string().unwrap_or_default();
    assert!(message.contains("unreachable"), "{message}");
    assert_eq!(started.living(), 4, "those that were at work have ended");
}

#[wasm_bindgen_test]
async fn a_rank_whose_worker_is_full_is_named_and_its_worker_replaced() {
    let started = Started::watch();
    // The first worker's module may only ever have so little more: 4 MiB or, as if nobody had
    // asked beforehand, nothing that counts.
    let take_all_but = |pages: usize| {
        format!(
            "const Own = WebAssembly.Instance;
             WebAssembly.Instance = function (...all) {{
                 const instance = new Own(...all);
                 const {{ memory }} = instance.exports;
                 memory.grow(65_536 - {pages} - memory.buffer.byteLength / 65_536);
                 return instance;
             }};"
        )
    };
    let large = [("count", number(500_000)), ("kind", text("f64"))];
    for engine in worker_engines() {
        for pages in [64, 0] {
            api::dispose();
            run(&on(engine, 3, &[])).await;
            started.terminate(1, 0);
            pause(100).await;
            started.plant(&take_all_but(pages));
            let failure = fails(&on(engine, 3, &large)).await;
            assert_eq!(failure.kind, FailureKind::Memory, "{engine}: {failure}");
            assert!(failure.rank.is_some(), "{engine}: {failure}");
            run(&on(engine, 3, &large)).await;
            assert_eq!(started.living(), 3, "{engine}");
        }
    }
}
