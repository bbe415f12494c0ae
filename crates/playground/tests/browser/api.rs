//! The boundary: what JavaScript hands over, what it gets back, and a page that lacks things.

use crate::support::*;
use js_sys::{Array, Float64Array, Reflect};
use playground::api;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

async fn run_js(experiment: &str) -> Result<JsValue, JsValue> {
    let experiment = script(&format!("return ({experiment})"));
    api::run(experiment, JsValue::UNDEFINED).await
}

async fn validate(experiment: JsValue) -> JsValue {
    let problems = api::validate(experiment).await;
    problems.expect("there is memory to read it")
}

fn number_at(value: &JsValue, path: &str) -> f64 {
    field(value, path)
        .as_f64()
        .unwrap_or_else(|| panic!("{path} is a number"))
}

fn text_at(value: &JsValue, path: &str) -> String {
    field(value, path)
        .as_string()
        .unwrap_or_else(|| panic!("{path} is a text"))
}

fn names(value: &JsValue) -> Vec<String> {
    let keys = js_sys::Object::keys(value.unchecked_ref::<js_sys::Object>());
    keys.iter().filter_map(|key| key.as_string()).collect()
}

#[wasm_bindgen_test]
async fn a_report_has_the_shape_of_the_contract() {
    let experiment = "{
        collective: 'all-reduce', algorithm: 'ring', ranks: 7, op: 'sum', kind: 'f64',
        inputs: Array.from({length: 7}, (_, r) =>
            Float64Array.from({length: 10}, (_, i) => r + i / 8)),
    }";
    let report = run_js(experiment).await.expect("it runs");
    let parts = "experiment engine outputs verdict totals predicted time calls trace";
    assert_eq!(names(&report), parts.split(' ').collect::<Vec<_>>());

    let outputs: Array = field(&report, "outputs").into();
    assert_eq!(outputs.length(), 7);
    let expected: Vec<f64> = (0..10).map(|i| 21.0 + 7.0 * f64::from(i) / 8.0).collect();
    for output in outputs.iter() {
        let output: Float64Array = output.dyn_into().expect("typed arrays of the kind");
        assert_eq!(output.to_vec(), expected);
    }
    let engine = if ISOLATED {
        "workers-shared"
    } else {
        "workers-ports"
    };
    assert_eq!(text_at(&report, "engine.used"), engine);
    assert_eq!(field(&report, "engine.why").is_null(), ISOLATED);
    assert_eq!(field(&report, "verdict.agrees"), JsValue::TRUE);
    assert_eq!(number_at(&report, "totals.messages.0"), 12.0);
    assert_eq!(number_at(&report, "totals.rounds"), 12.0);
    assert!(number_at(&report, "time.wall_us") > 0.0);
    assert!(number_at(&report, "time.resolution_us") > 0.0);
    assert!(field(&report, "time.virtual_us").is_null());
    assert_eq!(text_at(&report, "trace.clock"), "wall");
    assert!(field(&report, "trace.schedule").is_null());
    assert_eq!(number_at(&report, "trace.messages.from.length"), 7.0 * 12.0);
    let filled = field(&report, "experiment");
    assert_eq!(text_at(&filled, "engine"), "auto");
    assert_eq!(number_at(&filled, "limit_ms"), 5000.0);
    assert!(field(&filled, "inputs.6").is_instance_of::<Float64Array>());
    assert_eq!(number_at(&filled, "seed"), 1.0);
    assert!(
        !Reflect::has(&filled, &"cut".into()).expect("an object"),
        "no field is undefined"
    );
}

#[wasm_bindgen_test]
async fn every_column_of_a_trace_is_a_typed_array_of_one_length() {
    let report = run_js("{ collective: 'all-gather', ranks: 3, count: 5, kind: 'i32' }").await;
    let messages = field(&report.expect("it runs"), "trace.messages");
    let columns = [
        ("Uint32Array", "from to step start count bytes chain"),
        ("Uint8Array", "combine"),
        (
            "Float64Array",
            "send_posted_us send_released_us recv_posted_us recv_matched_us",
        ),
    ];
    let mut count = 0;
    for (kind, names) in columns {
        for name in names.split(' ') {
            let column = field(&messages, name);
            assert_eq!(text_at(&column, "constructor.name"), kind, "{name}");
            assert_eq!(number_at(&column, "length"), 6.0, "{name}");
            count += 1;
        }
    }
    assert_eq!(names(&messages).len(), count, "no column is left out");
}

#[wasm_bindgen_test]
async fn rows_are_typed_arrays_of_their_kind() {
    for (kind, array) in [
        ("f32", "Float32Array"),
        ("f64", "Float64Array"),
        ("i32", "Int32Array"),
        ("u32", "Uint32Array"),
    ] {
        let call = "collective: 'all-gather', ranks: 2, count: 3";
        let report = run_js(&format!("{{ {call}, kind: '{kind}' }}")).await;
        let report = report.expect("it runs");
        for (row, length) in [("experiment.inputs.1", 3.0), ("outputs.0", 6.0)] {
            let row = field(&report, row);
            assert_eq!(text_at(&row, "constructor.name"), array);
            assert_eq!(number_at(&row, "length"), length);
        }
    }
}

#[wasm_bindgen_test]
async fn what_json_has_no_number_for_is_a_number_here() {
    // One of the three orders overflows on its way to 1e308.
    let experiment = "{
        collective: 'all-reduce', ranks: 3, kind: 'f64',
        inputs: [1e308, 1e308, -1e308].map((x) => [x, x, x]),
    }";
    let report = run_js(experiment).await.expect("it runs");
    assert_eq!(number_at(&report, "verdict.max_error"), f64::INFINITY);
    let output: Float64Array = field(&report, "outputs.0").into();
    assert!(output.to_vec().contains(&f64::INFINITY));
}

#[wasm_bindgen_test]
async fn ranks_that_receive_nothing_give_null() {
    let experiment = "{ collective: 'gather', ranks: 3, root: 1, inputs: [[1, 2], [3], []] }";
    let report = run_js(experiment).await.expect("it runs");
    assert!(field(&report, "outputs.0").is_null());
    let output: js_sys::Float32Array = field(&report, "outputs.1").into();
    assert_eq!(output.to_vec(), [1.0, 2.0, 3.0]);
}

#[wasm_bindgen_test]
async fn the_simulator_answers_with_virtual_time_and_a_replay() {
    let report = run_js("{ collective: 'barrier', ranks: 100, engine: 'simulated', trace: true }");
    let report = report.await.expect("it runs");
    assert_eq!(text_at(&report, "engine.used"), "simulated");
    assert!(field(&report, "engine.why").is_null(), "it was asked for");
    assert!(number_at(&report, "time.virtual_us") > 0.0);
    assert!(field(&report, "time.wall_us").is_null());
    assert!(!text_at(&report, "trace.schedule").is_empty());
}

#[wasm_bindgen_test]
async fn a_refusal_lists_every_problem() {
    let experiment =
        "{ collective: 'all-reduce', ranks: 0, ops: 'sum', kind: 'f16', limit_ms: -1 }";
    let problems = validate(script(&format!("return ({experiment})"))).await;
    let problems = field(&problems, "problems");
    let error = run_js(experiment).await.expect_err("it must be refused");
    assert!(error.is_instance_of::<js_sys::Error>());
    let listed: Array = field(&error, "problems").into();
    assert_eq!(listed.length(), Array::from(&problems).length());
    let fields: Vec<String> = listed.iter().map(|it| text_at(&it, "field")).collect();
    for name in ["ranks", "ops", "kind", "limit_ms"] {
        assert!(
            fields.iter().any(|field| field == name),
            "{name} of {fields:?}"
        );
    }
    for problem in listed.iter() {
        assert_eq!(names(&problem), ["field", "got", "allowed", "message"]);
    }
    let message = text_at(&error, "message");
    assert!(message.contains("did you mean op?"), "{message}");
}

#[wasm_bindgen_test]
async fn what_is_no_signal_is_refused() {
    for options in [
        "{ signal: new AbortController() }",
        "{ signal: 5 }",
        "{ signal: {} }",
        "{ get signal() { throw 1; } }",
        "{ signal: { get aborted() { throw 1; }, addEventListener() {} } }",
        "{ signal: { aborted: false, addEventListener() { throw 1; } } }",
        "{ signal: { aborted: false } }",
        "{ signal: Object.defineProperty(AbortSignal.abort(), 'reason', { get() { throw 1; } }) }",
    ] {
        let experiment = script("return { collective: 'barrier', ranks: 2 }");
        let options_js = script(&format!("return ({options})"));
        let error = api::run(experiment, options_js).await.expect_err(options);
        assert_eq!(text_at(&error, "problems.0.field"), "signal", "{options}");
    }
    for options in ["null", "undefined", "5", "{}", "{ signal: null }"] {
        let experiment = script("return { collective: 'barrier', ranks: 2 }");
        let options_js = script(&format!("return ({options})"));
        let report = api::run(experiment, options_js).await;
        report.unwrap_or_else(|error| panic!("{options}: {error:?}"));
    }
}

#[wasm_bindgen_test]
async fn whatever_comes_is_refused_and_never_a_crash() {
    let strange = [
        "null",
        "undefined",
        "7",
        "'ring'",
        "[]",
        "() => 1",
        "Symbol('x')",
        "10n",
        "{ collective: {} , ranks: [], inputs: 5 }",
        "(() => { const me = { collective: 'all-reduce', ranks: 2 }; \
           me.inputs = me; return me; })()",
        "{ collective: 'all-reduce', ranks: 2, inputs: [[1], ['x']] }",
        "{ collective: 'all-reduce', ranks: 2, \
           inputs: [new BigInt64Array(1), new DataView(new ArrayBuffer(8))] }",
        "{ collective: 'all-reduce', ranks: 2, inputs: [[1], [2], new BigInt64Array(0)] }",
        "{ collective: 'all-reduce', ranks: 2, inputs: { length: 1e12 } }",
        "{ collective: 'all-reduce', ranks: 2, inputs: { length: 4e9 } }",
        "{ collective: 'all-reduce', ranks: 2, inputs: new Array(4e9) }",
        "{ collective: 'all-reduce', ranks: 2, get inputs() { throw 1; } }",
        "{ collective: 'all-reduce', ranks: 2, inputs: { get length() { throw 1; } } }",
        "{ collective: 'all-reduce', ranks: 2, \
           inputs: [Object.defineProperty([1], 0, { get() { throw 1; } }), [2]] }",
        "new Proxy({}, { ownKeys() { throw 1; }, get() { throw 1; } })",
        "(() => { const it = Proxy.revocable([], {}); it.revoke(); return it.proxy; })()",
        "(() => { const gone = new Float64Array(2); \
           structuredClone(gone, { transfer: [gone.buffer] }); \
           return { collective: 'all-reduce', ranks: 2, inputs: [gone, [1, 2]] }; })()",
        "{ collective: 'gather', ranks: 300, inputs: Array(300).fill(new Float64Array(2 ** 20)) }",
        "{ collective: 'all-reduce', ranks: 2, kind: 'u32', inputs: [[1], [-1]] }",
        "{ collective: 'all-reduce', ranks: 33, count: 1, engine: 'workers' }",
        "{ collective: 'all-reduce', ranks: 2, count: 1, engine: 'threads' }",
    ];
    for experiment in strange {
        let given = script(&format!("return ({experiment})"));
        let problems = validate(given.clone()).await;
        let count = number_at(&problems, "problems.length");
        assert!(count > 0.0, "{experiment}");
        let error = api::run(given, JsValue::UNDEFINED).await;
        let error = error.expect_err(experiment);
        assert_eq!(number_at(&error, "problems.length"), count, "{experiment}");
    }
    let fine =
        "{ collective: 'all-reduce', ranks: 2, cut: undefined, inputs: [[1], new Uint8Array(1)] }";
    let problems = validate(script(&format!("return ({fine})"))).await;
    assert_eq!(number_at(&problems, "problems.length"), 0.0);
}

#[wasm_bindgen_test]
async fn a_failure_says_who_and_what() {
    let experiment = "{ collective: 'all-reduce', ranks: 4, count: 9, limit_ms: 300,
                        faults: [{ kind: 'silent', rank: 2, step: 1 }] }";
    let error = run_js(experiment).await.expect_err("a rank is silent");
    assert!(error.is_instance_of::<js_sys::Error>());
    let failure = field(&error, "failure");
    assert_eq!(
        names(&failure),
        ["kind", "rank", "peer", "call", "message", "waiting"]
    );
    assert_eq!(text_at(&failure, "kind"), "timeout");
    assert_eq!(number_at(&failure, "peer"), 2.0);
    assert_eq!(text_at(&failure, "message"), text_at(&error, "message"));
    assert_eq!(
        names(&field(&failure, "waiting.0")),
        ["rank", "on", "tag", "call", "since_us"]
    );
}

#[wasm_bindgen_test]
async fn inputs_are_not_modified() {
    let inputs =
        script("return globalThis.mine = [new Float32Array([1, 2]), new Float32Array([3, 4])]");
    let experiment = js_sys::JSON::parse(r#"{"collective": "all-reduce", "ranks": 2}"#);
    let experiment = experiment.expect("it is JSON");
    Reflect::set(&experiment, &"inputs".into(), &inputs).expect("an object");
    api::run(experiment, JsValue::NULL).await.expect("it runs");
    assert_eq!(
        script("return mine.map((it) => [...it]).join()").as_string(),
        Some("1,2,3,4".to_string())
    );
}

#[wasm_bindgen_test]
fn the_catalogue_is_the_one_of_the_contract() {
    let rows: Array = api::catalogue().into();
    let row = |row: JsValue| {
        format!(
            "{}/{}",
            text_at(&row, "collective"),
            text_at(&row, "algorithm")
        )
    };
    let rows: Vec<String> = rows.iter().map(row).collect();
    assert_eq!(
        rows.join(" "),
        "barrier/dissemination broadcast/binomial-tree broadcast/linear gather/linear \
         all-gather/ring all-to-all/pairwise reduce-scatter/ring all-reduce/ring \
         all-reduce/gather-broadcast sort/bitonic sort/sample"
    );
    let first: Array = api::catalogue().into();
    let fields = "collective algorithm title needs rounds messages bytes source";
    assert_eq!(names(&first.get(0)), fields.split(' ').collect::<Vec<_>>());
}

#[wasm_bindgen_test]
async fn capabilities_say_what_is_there_and_why_not_more() {
    let page = api::capabilities().await;
    let parts = "isolated shared_memory workers cores limits why";
    assert_eq!(names(&page), parts.split(' ').collect::<Vec<_>>());
    assert_eq!(field(&page, "isolated"), JsValue::from_bool(ISOLATED));
    assert_eq!(field(&page, "shared_memory"), JsValue::from_bool(ISOLATED));
    assert_eq!(field(&page, "workers"), JsValue::TRUE);
    assert!(number_at(&page, "cores") >= 1.0);
    assert_eq!(number_at(&page, "limits.worker_ranks"), 32.0);
    let missing = if ISOLATED {
        &[][..]
    } else {
        &["shared_memory"]
    };
    assert_eq!(names(&field(&page, "why")), missing);
}

/// Runs on a page that has been changed by one script and is put right by another.
async fn on_a_page_without(change: &str, repair: &str) -> (String, String) {
    api::dispose();
    script(change);
    let report = run_js("{ collective: 'all-reduce', ranks: 3, count: 4 }").await;
    script(repair);
    api::dispose();
    let report = report.expect("something always answers");
    assert_eq!(field(&report, "verdict.agrees"), JsValue::TRUE);
    let why = field(&report, "engine.why")
        .as_string()
        .expect("a worse engine has a reason");
    (text_at(&report, "engine.used"), why)
}

const REPAIR_WORKER: &str = "globalThis.Worker = ownWorker";

#[wasm_bindgen_test]
async fn without_workers_the_simulator_answers() {
    let change = "globalThis.ownWorker = Worker; globalThis.Worker = undefined";
    let (used, why) = on_a_page_without(change, REPAIR_WORKER).await;
    assert_eq!(used, "simulated");
    assert_eq!(why, "this browser has no Web Workers");
}

#[wasm_bindgen_test]
async fn where_workers_are_refused_the_simulator_answers() {
    let refused = "globalThis.ownWorker = Worker;
        globalThis.Worker = class { constructor() { throw new Error('no workers for you'); } }";
    let (used, why) = on_a_page_without(refused, REPAIR_WORKER).await;
    assert_eq!(used, "simulated");
    assert_eq!(why, "workers do not start on this page: no workers for you");

    // A content security policy without blob: makes the worker report an error, without words.
    let blocked = "globalThis.ownWorker = Worker;
        globalThis.Worker = class extends EventTarget {
            constructor() { super(); setTimeout(() => this.onerror?.(new Event('error')), 1); }
            postMessage() {}
            terminate() {}
        }";
    let (used, why) = on_a_page_without(blocked, REPAIR_WORKER).await;
    assert_eq!(used, "simulated");
    assert_eq!(
        why,
        "workers do not start on this page: the page's policy may not allow them"
    );
}

#[wasm_bindgen_test]
async fn the_address_can_switch_shared_memory_off() {
    let change = "history.replaceState(null, '', '?x=1&isolation=off')";
    let (used, why) = on_a_page_without(change, "history.replaceState(null, '', '?')").await;
    assert_eq!(used, "workers-ports");
    assert!(why.contains("?isolation=off"), "{why}");
}

#[wasm_bindgen_test]
async fn isolation_without_shared_memory_means_ports() {
    let change = "globalThis.ownBuffer = globalThis.SharedArrayBuffer;
                  globalThis.SharedArrayBuffer = undefined";
    let repair = "if (ownBuffer) globalThis.SharedArrayBuffer = ownBuffer;
                  else delete globalThis.SharedArrayBuffer";
    let (used, why) = on_a_page_without(change, repair).await;
    assert_eq!(used, "workers-ports");
    assert_eq!(why.contains("has no SharedArrayBuffer"), ISOLATED, "{why}");
}
