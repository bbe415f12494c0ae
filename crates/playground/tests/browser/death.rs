//! Ranks and pages that die, in every way that a browser knows: who is named, how soon, and that
//! the next run knows nothing of it.

use crate::support::*;
use experiment::{Engine, Failure, FailureKind};
use playground::api;
use wasm_bindgen_test::*;

/// A rank that is late, so that a run lasts long enough for something to happen to it.
fn late() -> (&'static str, experiment::Value) {
    fault("delay", 0, Some(0), Some(4_000))
}

/// Runs what fails because a rank is no more, and what comes after it.
async fn named(engine: &str, experiment: experiment::Experiment, rank: usize) -> f64 {
    let start_ms = now_ms();
    let failure = fails(&experiment).await;
    let took_ms = now_ms() - start_ms;
    assert_eq!(
        (failure.kind, failure.rank),
        (FailureKind::Killed, Some(rank)),
        "{engine}: {failure}"
    );
    run(&on(engine, experiment.ranks, &[])).await;
    took_ms
}

#[wasm_bindgen_test]
async fn a_rank_that_vanishes_is_named_in_under_a_second() {
    let started = Started::watch();
    for engine in worker_engines() {
        for (ranks, rank, step) in [(6, 3, Some(2)), (6, 0, None), (6, 5, Some(9)), (1, 0, None)] {
            run(&on(engine, 6, &[])).await;
            let (count, living) = (started.count(), started.living());
            let kill = on(engine, ranks, &[fault("kill", rank, step, None)]);
            let took_ms = named(engine, kill, rank).await;
            assert!(took_ms < 1_000.0, "{engine}: {took_ms} ms");
            let replaced = usize::from(ranks == 6);
            assert_eq!(
                started.count() - count,
                replaced,
                "{engine}: only its worker"
            );
            assert!(living - started.living() <= 1, "{engine}");
        }
    }
    let failure = fails(&on("simulated", 6, &[fault("kill", 3, Some(2), None)])).await;
    assert_eq!((failure.kind, failure.rank), (FailureKind::Killed, Some(3)));
}

#[wasm_bindgen_test]
async fn a_worker_ended_from_outside_is_named() {
    let started = Started::watch();
    for engine in worker_engines() {
        run(&on(engine, 4, &[])).await;
        // A browser lets a worker that blocks go on for two seconds after its end.
        let limit_ms = if *engine == "workers-shared" {
            3_000.0
        } else {
            1_000.0
        };
        started.terminate(3, 100);
        let took_ms = named(engine, on(engine, 4, &[late()]), 3).await - 100.0;
        assert!(took_ms < limit_ms, "{engine}: {took_ms} ms");
        print(&format!(
            "{engine}: a terminated rank is named after {took_ms:.0} ms"
        ));
    }
}

#[wasm_bindgen_test]
async fn an_idle_worker_that_ends_is_replaced() {
    let started = Started::watch();
    for engine in worker_engines() {
        api::dispose();
        run(&on(engine, 4, &[])).await;
        let count = started.count();
        started.terminate(1, 0);
        pause(300).await;
        run(&on(engine, 4, &[])).await;
        assert_eq!(started.count() - count, 1, "{engine}");
    }
}

#[wasm_bindgen_test]
async fn a_worker_that_ends_while_it_starts_is_replaced() {
    let started = Started::watch();
    api::dispose();
    let count = started.count();
    script(
        "globalThis.onStarted = (worker) => {
             globalThis.onStarted = null;
             const { terminate } = worker;
             const end = ({ data }) => data.kind === 'life' && terminate.call(worker);
             worker.addEventListener('message', end);
         }",
    );
    run(&on("workers", 4, &[])).await;
    assert_eq!(started.count() - count, 5);
}

#[wasm_bindgen_test]
async fn workers_that_all_end_while_they_start_are_asked_for_again_by_the_next_run() {
    let started = Started::watch();
    for ranks in [1, 3] {
        api::dispose();
        script(
            "globalThis.onStarted = (worker) => {
                 const { terminate } = worker;
                 const end = ({ data }) => data.kind === 'life' && terminate.call(worker);
                 worker.addEventListener('message', end);
             }",
        );
        let report = run(&on("workers", ranks, &[])).await;
        assert_eq!(report.engine.used, Engine::Simulated);
        let why = report.engine.why.expect("a worse engine has a reason");
        assert!(
            why.starts_with("workers do not start on this page"),
            "{why}"
        );
        script("globalThis.onStarted = null");
        let report = run(&on("workers", ranks, &[])).await;
        assert_ne!(report.engine.used, Engine::Simulated);
        assert_eq!(started.living(), ranks);
    }
    // An accident in the worker's script is one of that worker.
    api::dispose();
    started
        .plant("setTimeout(() => { throw new Error('an accident') }); crypto.randomUUID = null;");
    let report = run(&on("workers", 1, &[])).await;
    assert_eq!(
        report.engine.used,
        Engine::Simulated,
        "{:?}",
        report.engine.why
    );
    let report = run(&on("workers", 1, &[])).await;
    assert_ne!(report.engine.used, Engine::Simulated);
}

#[wasm_bindgen_test]
async fn without_locks_the_others_name_who_is_gone() {
    script("Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true })");
    api::dispose();
    for engine in worker_engines() {
        run(&on(engine, 4, &[])).await;
        let fields = [fault("kill", 2, Some(1), None), ("limit_ms", number(300))];
        let failure = fails(&on(engine, 4, &fields)).await;
        let who = (failure.kind, failure.peer);
        assert_eq!(who, (FailureKind::Timeout, Some(2)), "{engine}: {failure}");
        run(&on(engine, 4, &[])).await;
    }
    script("delete navigator.locks");
    api::dispose();
}

#[wasm_bindgen_test]
async fn without_memory_to_share_there_are_ports_and_a_reason() {
    if !ISOLATED {
        return;
    }
    // What a run has shared before would do for this one, until the browser collects it.
    script("globalThis.OwnRef = WeakRef; globalThis.WeakRef = class { deref() {} }");
    api::dispose();
    script(
        "globalThis.WeakRef = OwnRef;
         globalThis.OwnBuffer = SharedArrayBuffer;
         globalThis.SharedArrayBuffer = function () {
             throw new RangeError('Array buffer allocation failed');
         }",
    );
    let report = run(&on("auto", 5, &[])).await;
    script("globalThis.SharedArrayBuffer = OwnBuffer");
    assert_eq!(report.engine.used, Engine::WorkersPorts);
    let why = report.engine.why.expect("a worse engine has a reason");
    assert!(why.contains("memory"), "{why}");
    let report = run(&on("auto", 5, &[])).await;
    assert_eq!(report.engine.used, Engine::WorkersShared);
}

#[wasm_bindgen_test]
async fn a_rank_without_memory_is_named() {
    let started = Started::watch();
    let no_memory = "throw new RangeError('Array buffer allocation failed')";
    let no_buffer = format!(
        "const Own = ArrayBuffer;
         ArrayBuffer = class {{
             static [Symbol.hasInstance](it) {{ return it instanceof Own; }}
             constructor() {{ {no_memory}; }}
         }}"
    );
    let no_notify = format!("Atomics.notify = () => {{ {no_memory} }}");
    for (engine, code) in [("workers-ports", no_buffer), ("workers-shared", no_notify)] {
        if !worker_engines().contains(&engine) {
            continue;
        }
        api::dispose();
        started.plant(&code);
        // Long enough for messages that are not copied.
        let failure = fails(&on(engine, 4, &[("count", number(50_000))])).await;
        assert_eq!(failure.kind, FailureKind::Memory, "{engine}: {failure}");
        assert!(
            failure.rank.is_some() && failure.message.contains("allocation"),
            "{failure}"
        );
        run(&on(engine, 4, &[("count", number(50_000))])).await;
    }
}

/// A run in which the first worker that starts has this code planted in it.
async fn planted(engine: &str, code: &str, ranks: usize) -> (Failure, f64) {
    let started = Started::watch();
    api::dispose();
    started.plant(code);
    let start_ms = now_ms();
    let failure = fails(&on(engine, ranks, &[("limit_ms", number(400))])).await;
    let took_ms = now_ms() - start_ms;
    let count = started.count();
    run(&on(engine, ranks, &[])).await;
    assert_eq!(
        started.count() - count,
        1,
        "{engine}: who spins is replaced"
    );
    (failure, took_ms)
}

/// Spins for ever, once it has looked at the clock so many times.
fn spin(looks: usize) -> String {
    format!(
        "const now = performance.now.bind(performance);
         let looks = 0;
         performance.now = () => {{
             if (++looks > {looks}) for (;;);
             return now();
         }}"
    )
}

#[wasm_bindgen_test]
async fn a_rank_that_spins_for_ever_is_named_by_those_who_wait_for_it() {
    for engine in worker_engines() {
        let (failure, took_ms) = planted(engine, &spin(25), 4).await;
        assert_eq!(failure.kind, FailureKind::Timeout, "{engine}: {failure}");
        assert!(
            failure.message.contains("waits for nobody"),
            "{engine}: {failure}"
        );
        assert!(took_ms < 3_000.0, "{engine}: {took_ms} ms");
    }
}

#[wasm_bindgen_test]
async fn a_rank_that_spins_when_nobody_waits_for_it_is_named_by_the_page() {
    // It has taken part in everything, and never says so.
    let at_the_end = "
        const post = self.postMessage.bind(self);
        self.postMessage = (...all) => {
            if (all[0].kind === 'ending') for (;;);
            post(...all);
        }";
    let engine = worker_engines()[0];
    for (code, ranks) in [(at_the_end.to_string(), 3), (spin(2), 1)] {
        let (failure, took_ms) = planted(engine, &code, ranks).await;
        assert_eq!(failure.kind, FailureKind::Killed, "{engine}: {failure}");
        assert!(
            failure.rank.is_some() && failure.message.contains("not answer"),
            "{failure}"
        );
        assert!(took_ms < 9_000.0, "{engine}: {took_ms} ms");
    }
}

#[wasm_bindgen_test]
async fn as_many_ranks_as_there_may_be_share_two_cores() {
    for engine in worker_engines().iter().chain(&["simulated"]) {
        for collective in ["all-reduce", "all-to-all", "sort", "barrier"] {
            let mut fields = vec![
                ("collective", text(collective)),
                ("algorithm", text("auto")),
            ];
            if collective != "barrier" {
                fields.push(("count", number(3_200)));
            }
            run(&on(engine, 32, &fields)).await;
        }
    }
}

#[wasm_bindgen_test]
async fn a_page_without_memory_for_messages_says_so() {
    for (name, change) in [
        (
            "MessageChannel",
            "globalThis.MessageChannel = function () { throw new RangeError() }",
        ),
        (
            "Uint8Array",
            "globalThis.Uint8Array = new Proxy(Own, { construct(own, all) {
             if (all[0] > 500_000) throw new RangeError('Array buffer allocation failed');
             return new own(...all);
         } })",
        ),
    ] {
        script(&format!("const Own = globalThis.kept = {name}; {change}"));
        let failure = fails(&on("workers-ports", 4, &[("count", number(200_000))])).await;
        script(&format!("globalThis.{name} = kept"));
        assert_eq!(failure.kind, FailureKind::Memory, "{name}: {failure}");
        assert!(failure.message.contains("no memory"), "{name}: {failure}");
        run(&on("workers-ports", 4, &[("count", number(200_000))])).await;
    }
}
