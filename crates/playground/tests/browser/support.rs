//! What the browser tests share: requests, faults, and a way to print.

use experiment::{Experiment, Failure, Limits, Report, Value, suite};
use js_sys::{Function, Promise, Reflect};
use playground::api;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Whether the job that compiled this promised an isolated page. The runner sends the headers of
/// isolation unless this variable is set, and a page that quietly is not what was promised must
/// fail, so the promise is not taken from the page.
pub(crate) const ISOLATED: bool = option_env!("WASM_BINDGEN_TEST_NO_ORIGIN_ISOLATION").is_none();

/// The engines that run on real workers in this job.
pub(crate) fn worker_engines() -> &'static [&'static str] {
    if ISOLATED {
        &["workers-shared", "workers-ports"]
    } else {
        &["workers-ports"]
    }
}

/// A ring all-reduce of 50 generated values per rank, with other fields.
pub(crate) fn request(ranks: usize, fields: &[(&str, Value)]) -> Experiment {
    let mut request = Value::Record(Vec::new());
    request.set("collective", text("all-reduce"));
    request.set("algorithm", text("ring"));
    request.set("ranks", number(ranks));
    request.set("count", number(50));
    for (name, value) in fields {
        request.set(name, value.clone());
    }
    Experiment::read(&request, &Limits::page()).expect("the request is in order")
}

/// The same on this engine.
pub(crate) fn on(engine: &str, ranks: usize, fields: &[(&str, Value)]) -> Experiment {
    let mut all = vec![("engine", text(engine))];
    all.extend_from_slice(fields);
    request(ranks, &all)
}

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.to_string())
}

pub(crate) fn number(value: usize) -> Value {
    Value::Number(f64::from(
        u32::try_from(value).expect("numbers here are small"),
    ))
}

/// One fault, as the field `faults`.
pub(crate) fn fault(
    kind: &str,
    rank: usize,
    step: Option<usize>,
    value: Option<usize>,
) -> (&'static str, Value) {
    let mut fault = Value::Record(Vec::new());
    fault.set("kind", text(kind));
    fault.set("rank", number(rank));
    for (name, value) in [("step", step), ("value", value)] {
        if let Some(value) = value {
            fault.set(name, number(value));
        }
    }
    ("faults", Value::List(vec![fault]))
}

/// Runs what has to go well.
pub(crate) async fn run(experiment: &Experiment) -> Report {
    let report = api::execute(experiment, None).await;
    let report = report.unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(suite::check(&report), Ok(()), "{}", experiment.call());
    report
}

/// Runs what has to fail.
pub(crate) async fn fails(experiment: &Experiment) -> Failure {
    let result = api::execute(experiment, None).await;
    result.expect_err("it must fail")
}

/// Shows a line in the runner's output. The harness keeps what is logged to the console for
/// tests that fail.
pub(crate) fn print(line: &str) {
    let script = "const out = document.getElementById('output'); out.textContent += line + '\\n'";
    let print = Function::new_with_args("line", script);
    print
        .call1(&JsValue::NULL, &line.into())
        .expect("the runner's page has an output");
}

/// Evaluates JavaScript, for what the tests do to the page.
pub(crate) fn script(body: &str) -> JsValue {
    Function::new_no_args(body)
        .call0(&JsValue::NULL)
        .expect(body)
}

/// A field of a JavaScript object, by its path.
pub(crate) fn field(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, name| {
        Reflect::get(&value, &name.into()).unwrap_or_else(|_| panic!("{name} of {path}"))
    })
}

/// Gets hold, on a page whose own `Worker` is replaced, of every worker that is started.
pub(crate) struct Started;

impl Started {
    pub(crate) fn watch() -> Self {
        script(
            "if (globalThis.startedWorkers) return;
             globalThis.startedWorkers = [];
             globalThis.rankWorkers = [];
             const Own = Worker;
             globalThis.Worker = class extends Own {
                 constructor(url, options) {
                     if (globalThis.planted) {
                         const parts = [planted, ';import ', JSON.stringify(String(url))];
                         const type = 'text/javascript';
                         url = URL.createObjectURL(new Blob(parts, { type }));
                         globalThis.planted = '';
                     }
                     super(url, options);
                     startedWorkers.push(this);
                     globalThis.onStarted?.(this);
                     const { postMessage, terminate } = Own.prototype;
                     this.postMessage = (post, transfer) => {
                         // An assignment begins with the rank.
                         if (post.kind === 'go') {
                             rankWorkers[new DataView(post.bytes.buffer).getUint32(0, true)] = this;
                         }
                         postMessage.call(this, post, transfer);
                     };
                     this.terminate = () => {
                         this.ended = true;
                         terminate.call(this);
                     };
                 }
             };",
        );
        Self
    }

    pub(crate) fn count(&self) -> usize {
        let count = script("return startedWorkers.length").as_f64();
        count.expect("a length is a number") as usize
    }

    /// How many have not been ended.
    pub(crate) fn living(&self) -> usize {
        let count = script("return startedWorkers.filter((it) => !it.ended).length").as_f64();
        count.expect("a length is a number") as usize
    }

    /// The next worker that starts runs this code too, before it gets anything to do.
    pub(crate) fn plant(&self, code: &str) {
        Reflect::set(&js_sys::global(), &"planted".into(), &code.into())
            .expect("the global object takes fields");
    }

    /// Ends the worker of a rank, as somebody else might, after some time.
    pub(crate) fn terminate(&self, rank: usize, after_ms: usize) {
        script(&format!(
            "setTimeout(() => rankWorkers[{rank}].terminate(), {after_ms})"
        ));
    }
}

/// Lets the page go on for a while.
pub(crate) async fn pause(milliseconds: usize) {
    let promise = script(&format!(
        "return new Promise((go_on) => setTimeout(go_on, {milliseconds}))"
    ));
    let paused = JsFuture::from(Promise::from(promise)).await;
    paused.expect("it is never rejected");
}

pub(crate) fn now_ms() -> f64 {
    let now = script("return performance.now()").as_f64();
    now.expect("a time is a number")
}
