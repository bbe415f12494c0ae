//! Runs that are given up, and pools that are disposed of, at every moment of a run: the promise
//! settles, the next run is right, and no worker is left over.

use std::cell::Cell;
use std::rc::Rc;

use crate::support::*;
use experiment::{Failure, FailureKind, Report};
use playground::api;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::*;

type Ended = Result<Report, Failure>;

/// What is done to a run.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Act {
    Abort,
    Dispose,
}

/// Lets `act` happen `after_ms` an experiment was asked for, and comes back when both are over.
async fn disturbed(experiment: &experiment::Experiment, act: Act, after_ms: usize) -> Ended {
    let controller = web_sys::AbortController::new().expect("browsers have them");
    let signal = controller.signal();
    let acted = Rc::new(Cell::new(false));
    let acting = Rc::clone(&acted);
    wasm_bindgen_futures::spawn_local(async move {
        pause(after_ms).await;
        match act {
            Act::Abort => controller.abort(),
            Act::Dispose => api::dispose(),
        }
        acting.set(true);
    });
    let ended = api::execute(experiment, Some(signal)).await;
    while !acted.get() {
        pause(5).await;
    }
    ended
}

/// Either the run was not touched, or it says that it was cancelled.
fn check(ended: &Ended, act: Act, what: &str) {
    match ended {
        Ok(report) => assert_eq!(experiment::suite::check(report), Ok(()), "{what}"),
        Err(failure) => {
            assert_eq!(failure.kind, FailureKind::Cancelled, "{what}: {failure}");
            assert_eq!(act, Act::Abort, "{what}: {failure}");
        }
    }
}

#[wasm_bindgen_test]
async fn before_a_run() {
    for engine in worker_engines().iter().chain(&["simulated"]) {
        let controller = web_sys::AbortController::new().expect("browsers have them");
        controller.abort();
        let result = api::execute(&on(engine, 4, &[]), Some(controller.signal())).await;
        let failure = result.expect_err("it was cancelled");
        assert_eq!(failure.kind, FailureKind::Cancelled, "{engine}: {failure}");
        run(&on(engine, 4, &[])).await;
    }
}

#[wasm_bindgen_test]
async fn while_workers_start() {
    let started = Started::watch();
    for engine in worker_engines() {
        for act in [Act::Abort, Act::Dispose] {
            for after_ms in [0, 3, 10, 20, 40, 80] {
                api::dispose();
                let what = format!("{engine}: {act:?} after {after_ms} ms");
                check(
                    &disturbed(&on(engine, 6, &[]), act, after_ms).await,
                    act,
                    &what,
                );
                run(&on(engine, 6, &[])).await;
                assert_eq!(started.living(), 6, "{what}");
            }
        }
    }
}

#[wasm_bindgen_test]
async fn while_a_run_waits_for_its_turn() {
    let started = Started::watch();
    for engine in worker_engines() {
        for act in [Act::Abort, Act::Dispose] {
            api::dispose();
            let slow = on(engine, 4, &[fault("delay", 0, Some(0), Some(400))]);
            let other = slow.clone();
            wasm_bindgen_futures::spawn_local(async move {
                run(&other).await;
            });
            pause(20).await;
            let start_ms = now_ms();
            let ended = disturbed(&slow, act, 100).await;
            check(&ended, act, engine);
            assert_eq!(ended.is_err(), act == Act::Abort, "{engine}");
            assert!(
                ended.is_ok() || now_ms() - start_ms < 300.0,
                "{engine}: at once"
            );
            run(&on(engine, 4, &[])).await;
            assert_eq!(started.living(), 4, "{engine}: {act:?}");
        }
    }
}

#[wasm_bindgen_test]
async fn in_the_middle_of_a_run() {
    let started = Started::watch();
    for engine in worker_engines() {
        for act in [Act::Abort, Act::Dispose] {
            api::dispose();
            run(&on(engine, 4, &[])).await;
            let start_ms = now_ms();
            let slow = on(engine, 4, &[fault("delay", 2, Some(1), Some(1_500))]);
            let ended = disturbed(&slow, act, 150).await;
            check(&ended, act, engine);
            assert_eq!(ended.is_err(), act == Act::Abort, "{engine}");
            assert!(
                ended.is_ok() || now_ms() - start_ms < 1_000.0,
                "{engine}: at once"
            );
            run(&on(engine, 4, &[])).await;
            assert_eq!(started.living(), 4, "{engine}: {act:?}");
        }
    }
}

#[wasm_bindgen_test]
async fn after_a_run() {
    let started = Started::watch();
    for engine in worker_engines() {
        for act in [Act::Abort, Act::Dispose] {
            let ended = disturbed(&on(engine, 4, &[]), act, 600).await;
            ended.unwrap_or_else(|failure| panic!("{engine}: {failure}"));
            run(&on(engine, 4, &[])).await;
        }
    }
    api::dispose();
    assert_eq!(started.living(), 0, "all were idle");
}

/// Runs something slow under a signal that JavaScript makes, and gives what it rejects with.
async fn rejected(engine: &str, signal: &str) -> JsValue {
    let experiment = script(&format!(
        "return {{ collective: 'all-reduce', ranks: 3, count: 4, engine: '{engine}',
                   faults: [{{ kind: 'delay', rank: 1, step: 0, value: 600 }}] }}"
    ));
    let options = script(&format!("return {{ signal: {signal} }}"));
    let ended = api::run(experiment, options).await;
    ended.expect_err("it is given up")
}

#[wasm_bindgen_test]
async fn a_run_that_is_given_up_rejects_with_the_reason_of_its_signal() {
    let in_time = "AbortSignal.timeout(150)";
    let in_another_realm = "(() => {
        const frame = document.body.appendChild(document.createElement('iframe'));
        return globalThis.foreign = frame.contentWindow.AbortSignal.abort();
    })()";
    let is = |error: &JsValue, test: &str| {
        let test = js_sys::Function::new_with_args("error", &format!("return {test}"));
        let holds = test
            .call1(&JsValue::NULL, error)
            .expect("it throws nothing");
        assert!(holds.is_truthy(), "{error:?}");
    };
    for engine in worker_engines() {
        let error = rejected(engine, in_time).await;
        is(
            &error,
            "error instanceof DOMException && error.name === 'TimeoutError'",
        );
    }
    let error = rejected("auto", "AbortSignal.abort()").await;
    is(
        &error,
        "error instanceof DOMException && error.name === 'AbortError'",
    );
    let error = rejected("auto", in_another_realm).await;
    is(
        &error,
        "error === foreign.reason && error.name === 'AbortError'",
    );
    for reason in [
        "null",
        "'enough'",
        "globalThis.mine ??= Object.freeze({ my: 'own' })",
    ] {
        let error = rejected("simulated", &format!("AbortSignal.abort({reason})")).await;
        is(&error, &format!("error === ({reason}) && !error?.failure"));
    }
    let older = "{ aborted: true, addEventListener() {}, removeEventListener() {} }";
    is(
        &rejected("auto", older).await,
        "error.name === 'AbortError'",
    );
}

#[wasm_bindgen_test]
async fn a_run_that_is_given_up_before_it_is_asked_for_starts_nothing() {
    let started = Started::watch();
    api::dispose();
    let count = started.count();
    rejected(worker_engines()[0], "AbortSignal.abort()").await;
    assert_eq!(started.count(), count);
}
