//! Ranks in real workers, on each wire that this page has: right results, exact counts, failures
//! that name their cause, and a page that stays usable.

use crate::support::*;
use experiment::{Engine, FailureKind, Limits, Report, Values, suite};
use playground::api;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::*;

fn bits(report: &Report) -> Vec<Vec<u8>> {
    let bytes = |output: &Option<Values>| output.as_ref().expect("all have one").bytes().to_vec();
    report.outputs.iter().map(bytes).collect()
}

#[wasm_bindgen_test]
async fn the_wire_is_the_one_that_the_page_promises() {
    let report = run(&on("auto", 6, &[])).await;
    let (used, why) = (report.engine.used, report.engine.why);
    if ISOLATED {
        assert_eq!((used, why), (Engine::WorkersShared, None));
    } else {
        assert_eq!(used, Engine::WorkersPorts);
        let why = why.expect("a worse engine has a reason");
        assert!(why.contains("not cross-origin isolated"), "{why}");
    }
    let report = run(&on("workers-ports", 6, &[])).await;
    assert_eq!(
        (report.engine.used, report.engine.why),
        (Engine::WorkersPorts, None)
    );
}

#[wasm_bindgen_test]
async fn the_short_suite_on_every_wire() {
    let cases = suite::short_cases();
    assert!(cases.len() >= 200, "only {} cases", cases.len());
    for engine in worker_engines() {
        let engine = Engine::ALL.into_iter().find(|it| it.name() == *engine);
        let engine = engine.expect("its name is one of all");
        for case in &cases {
            let result = api::execute(&case.experiment(engine), None).await;
            let report = result.unwrap_or_else(|failure| panic!("{}: {failure}", case.name));
            assert_eq!(suite::check(&report), Ok(()), "{}", case.name);
            assert_eq!(suite::check_labels(&report), Ok(()), "{}", case.name);
            assert_eq!(report.engine.used, engine, "{}", case.name);
            print(&format!("case {} {} ... ok", engine.name(), case.name));
        }
        print(&format!("{} cases on {}", cases.len(), engine.name()));
    }
}

/// Ranks, elements, messages that each rank sends, bytes that each rank sends. Written out from
/// the schedule: in step s of the first half rank r sends chunk r - 1 - s, in the second r - s.
#[rustfmt::skip]
const RING_F32: &[(usize, usize, u64, &[u64])] = &[
    (2, 101, 2, &[404, 404]),
    (3, 100, 4, &[532, 536, 532]),
    (4, 101, 6, &[604, 608, 608, 604]),
    (5, 101, 8, &[644, 648, 648, 648, 644]),
    (6, 100, 10, &[664, 664, 664, 668, 672, 668]),
    (7, 100, 12, &[680, 684, 688, 688, 688, 688, 684]),
    (8, 100, 14, &[696, 696, 696, 700, 704, 704, 704, 700]),
    (9, 100, 16, &[708, 712, 712, 712, 712, 712, 712, 712, 708]),
    (10, 101, 18, &[724, 728, 728, 728, 728, 728, 728, 728, 728, 724]),
    (11, 100, 20, &[724, 728, 728, 728, 728, 728, 728, 728, 728, 728, 724]),
    (12, 100, 22, &[728, 728, 728, 732, 736, 736, 736, 736, 736, 736, 736, 732]),
    (13, 100, 24, &[736, 736, 736, 736, 736, 736, 736, 736, 740, 744, 744, 744, 740]),
    (14, 100, 26, &[736, 740, 744, 744, 744, 744, 744, 744, 744, 744, 744, 744, 744, 740]),
    (15, 100, 28, &[744, 744, 744, 744, 744, 744, 744, 744, 744, 748, 752, 752, 752, 752, 748]),
    (16, 100, 30,
        &[744, 744, 744, 748, 752, 752, 752, 752, 752, 752, 752, 752, 752, 752, 752, 748]),
];

#[wasm_bindgen_test]
async fn counted_messages_and_bytes_equal_the_tables() {
    for engine in worker_engines() {
        for (ranks, count, messages, bytes) in RING_F32 {
            let report = run(&on(engine, *ranks, &[("count", number(*count))])).await;
            let totals = report.totals;
            assert_eq!(totals.messages, vec![*messages; *ranks], "{engine} {ranks}");
            assert_eq!(totals.bytes_sent, *bytes, "{engine} {ranks}");
            assert_eq!(u64::from(totals.rounds), *messages, "{engine} {ranks}");
        }
    }
}

#[wasm_bindgen_test]
async fn the_same_bits_on_all_ranks_and_under_any_delays() {
    let fields = |more: Option<(&'static str, experiment::Value)>| {
        let mut fields = vec![("count", number(1009)), ("seed", number(7))];
        fields.extend(more);
        fields
    };
    let expected = bits(&run(&on("simulated", 7, &fields(None))).await);
    assert!(expected.iter().all(|rank| *rank == expected[0]));
    for engine in worker_engines() {
        for rank in 0..7 {
            let late = fault("delay", rank, Some(rank), Some(5 + rank));
            let report = run(&on(engine, 7, &fields(Some(late)))).await;
            assert_eq!(bits(&report), expected, "{engine}: rank {rank} is late");
        }
    }
}

#[wasm_bindgen_test]
async fn messages_longer_than_any_buffer() {
    for engine in worker_engines() {
        // A broadcast sends all of it at once.
        let fields = [
            ("collective", text("broadcast")),
            ("algorithm", text("binomial-tree")),
            ("count", number(1_100_003)),
        ];
        let report = run(&on(engine, 3, &fields)).await;
        let trace = report.trace.expect("asked for");
        let longest = trace.messages.bytes.iter().max();
        let ring = Some(&(4 * 1024 * 1024));
        assert!(longest > ring, "{longest:?} bytes fit a ring");
    }
}

#[wasm_bindgen_test]
async fn from_one_rank_to_as_many_as_workers_may_be() {
    for engine in worker_engines() {
        for ranks in [1, 2, 17, Limits::WORKER_COUNT_MAX] {
            let report = run(&on(engine, ranks, &[])).await;
            assert_eq!(report.engine.used.name(), *engine);
        }
    }
    let report = run(&on("auto", Limits::WORKER_COUNT_MAX + 1, &[])).await;
    assert_eq!(report.engine.used, Engine::Simulated);
    let why = report.engine.why.expect("a worse engine has a reason");
    assert!(why.starts_with("33 ranks are more than the 32"), "{why}");
}

#[wasm_bindgen_test]
async fn a_panic_is_reported_at_once_and_costs_one_worker() {
    for engine in worker_engines() {
        let started = Started::watch();
        api::dispose();
        run(&on(engine, 6, &[])).await;
        let (before, start_ms) = (started.count(), now_ms());
        let failure = fails(&on(engine, 6, &[fault("panic", 3, Some(2), None)])).await;
        assert_eq!((failure.kind, failure.rank), (FailureKind::Panic, Some(3)));
        let message = "rank 3 panicked in all-reduce/ring: fault of rank 3 at step 2";
        assert_eq!(failure.message, message);
        assert!(now_ms() - start_ms < 2_000.0, "nobody waits for the limit");
        run(&on(engine, 6, &[])).await;
        assert_eq!(
            started.count() - before,
            1,
            "{engine}: the others serve again"
        );
    }
}

#[wasm_bindgen_test]
async fn a_silent_rank_is_named_within_the_limit() {
    for engine in worker_engines() {
        let start_ms = now_ms();
        let fields = [fault("silent", 4, Some(1), None), ("limit_ms", number(400))];
        let failure = fails(&on(engine, 6, &fields)).await;
        assert_eq!(
            (failure.kind, failure.peer),
            (FailureKind::Timeout, Some(4)),
            "{failure}"
        );
        assert!(
            failure.message.contains("rank 4 waits for nobody"),
            "{engine}: {failure}"
        );
        let on_four = failure.waiting.iter().find(|wait| wait.on == 4);
        assert!(on_four.expect("its neighbor waits").since_us > 200_000.0);
        assert!(
            failure.waiting.len() >= 4,
            "{engine}: {:?}",
            failure.waiting
        );
        assert!(
            now_ms() - start_ms < 4_000.0,
            "{engine}: the limit was 0.4 s"
        );
        run(&on(engine, 6, &[])).await;
    }
}

#[wasm_bindgen_test]
async fn a_late_rank_is_no_failure_within_the_limit_and_one_beyond() {
    for engine in worker_engines() {
        let delay = |limit_ms| {
            let late = fault("delay", 1, Some(1), Some(600));
            on(engine, 4, &[late, ("limit_ms", number(limit_ms))])
        };
        let report = run(&delay(5_000)).await;
        assert!(report.time.wall_us > Some(600_000.0), "{:?}", report.time);
        let failure = fails(&delay(200)).await;
        assert_eq!(
            (failure.kind, failure.peer),
            (FailureKind::Timeout, Some(1)),
            "{failure}"
        );
        run(&on(engine, 4, &[])).await;
    }
}

#[wasm_bindgen_test]
async fn ranks_that_call_differently_are_named_both() {
    for engine in worker_engines() {
        for kind in ["op", "count"] {
            let failure = fails(&on(engine, 6, &[fault(kind, 2, None, None)])).await;
            assert_eq!(
                failure.kind,
                FailureKind::Mismatch,
                "{engine} {kind}: {failure}"
            );
            let both = [failure.rank, failure.peer];
            assert!(both.contains(&Some(2)), "{engine} {kind}: {failure}");
            assert!(failure.message.contains("all-reduce"), "{failure}");
            run(&on(engine, 6, &[])).await;
        }
    }
}

#[wasm_bindgen_test]
async fn a_flipped_bit_is_noticed_by_the_verdict() {
    for engine in worker_engines() {
        let flipped = on(engine, 5, &[fault("flip", 1, None, None)]);
        let report = api::execute(&flipped, None).await.expect("it runs");
        assert!(!report.verdict.agrees, "{engine}");
        assert_eq!(report.verdict.identical_on_all_ranks, Some(false));
    }
}

#[wasm_bindgen_test]
async fn workers_serve_many_runs() {
    let started = Started::watch();
    for engine in worker_engines() {
        run(&on(engine, 8, &[])).await;
        let before = started.count();
        for ranks in [8, 3, 5, 8] {
            run(&on(engine, ranks, &[])).await;
        }
        assert_eq!(started.count(), before, "{engine}");
    }
    api::dispose();
    let before = started.count();
    run(&on("workers", 2, &[])).await;
    assert_eq!(
        started.count() - before,
        2,
        "all were ended, two are needed"
    );
}

#[wasm_bindgen_test]
async fn runs_that_are_asked_for_at_once_wait_for_each_other() {
    let (first, second) = (on("workers", 8, &[]), on("workers-ports", 8, &[]));
    let promises = js_sys::Array::new();
    for experiment in [first.clone(), second, first] {
        promises.push(&future_to_promise(async move {
            run(&experiment).await;
            Ok(JsValue::TRUE)
        }));
    }
    let all = JsFuture::from(js_sys::Promise::all(&promises)).await;
    let all: js_sys::Array = all.expect("no run fails").into();
    assert!(all.iter().all(|fine| fine.is_truthy()));
}
