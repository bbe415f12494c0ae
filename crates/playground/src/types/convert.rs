//! From the values of `experiment` to the shapes of the boundary.

use std::cell::Cell;

use collectives::catalogue::Row;
use experiment::Values;
use js_sys::{Float32Array, Float64Array, Int32Array, Uint8Array, Uint32Array};
use wasm_bindgen::prelude::*;

use super::ToJs;

/// Typed arrays with a copy of what is in this module's memory. js-sys has them too, but where the
/// browser has no memory the exception of its constructors would go through this module.
macro_rules! copies {
    ($($copy:ident = $name:literal of $number:ty: $array:ty;)*) => {
        #[wasm_bindgen]
        extern "C" {
            $(
                #[wasm_bindgen(extends = $array, js_name = $name)]
                type $copy;
                #[wasm_bindgen(constructor, catch, js_class = $name)]
                fn new(numbers: &[$number]) -> Result<$copy, JsValue>;
            )*
        }

        $(impl From<&[$number]> for $copy {
            fn from(numbers: &[$number]) -> Self {
                $copy::new(numbers).unwrap_or_else(|_| {
                    REFUSED.set(true);
                    JsValue::UNDEFINED.unchecked_into()
                })
            }
        })*
    };
}
copies! {
    Singles = "Float32Array" of f32: Float32Array;
    Doubles = "Float64Array" of f64: Float64Array;
    Integers = "Int32Array" of i32: Int32Array;
    Naturals = "Uint32Array" of u32: Uint32Array;
    Bytes = "Uint8Array" of u8: Uint8Array;
}

thread_local! {
    /// Whether the browser has had no memory for an array.
    static REFUSED: Cell<bool> = const { Cell::new(false) };
}

/// A report as JavaScript sees it, unless the browser has no memory for it.
pub(crate) fn report(report: experiment::Report) -> Option<JsValue> {
    REFUSED.set(false);
    let report = super::Report::from(report).to_js();
    (!REFUSED.get()).then_some(report)
}

/// A value that is left out where there is none.
fn given(value: Option<impl ToJs>) -> JsValue {
    value.map_or(JsValue::UNDEFINED, |value| value.to_js())
}

fn typed_array(values: &Values) -> JsValue {
    match values {
        Values::F32(vector) => Singles::from(&**vector).into(),
        Values::F64(vector) => Doubles::from(&**vector).into(),
        Values::I32(vector) => Integers::from(&**vector).into(),
        Values::U32(vector) => Naturals::from(&**vector).into(),
    }
}

fn wide(column: &[u32]) -> Uint32Array {
    Naturals::from(column).into()
}

fn real(column: &[f64]) -> Float64Array {
    Doubles::from(column).into()
}

impl From<&experiment::Experiment> for super::Experiment {
    #[allow(clippy::cast_precision_loss, reason = "a seed is below 2^53")]
    fn from(it: &experiment::Experiment) -> Self {
        Self {
            collective: it
                .collective
                .map_or("", collectives::Collective::name)
                .to_string(),
            algorithm: it.algorithm.unwrap_or_default().to_string(),
            ranks: it.ranks,
            inputs: it.inputs.iter().map(typed_array).collect(),
            count: JsValue::UNDEFINED,
            op: it.op.to_string(),
            kind: it.kind.to_string(),
            root: it.root,
            engine: it.engine.name().to_string(),
            network: super::Network {
                alpha_us: it.network.alpha_us,
                beta_ns_per_byte: it.network.beta_ns_per_byte,
                gamma_ns_per_byte: it.network.gamma_ns_per_byte,
            },
            schedule: it.schedule.clone(),
            limit_ms: it.limit_ms,
            seed: it.seed as f64,
            faults: it.faults.iter().map(Into::into).collect(),
            trace: it.trace,
            cut: given(it.cut),
        }
    }
}

impl From<&experiment::Fault> for super::Fault {
    fn from(it: &experiment::Fault) -> Self {
        Self {
            kind: it.kind.name(),
            rank: it.rank,
            step: given(it.step),
            value: given(it.value),
        }
    }
}

impl From<experiment::Report> for super::Report {
    fn from(it: experiment::Report) -> Self {
        let output = |output: &Option<Values>| output.as_ref().map_or(JsValue::NULL, typed_array);
        Self {
            experiment: (&it.experiment).into(),
            engine: super::EngineUsed {
                requested: it.engine.requested.name(),
                used: it.engine.used.name(),
                why: it.engine.why,
            },
            outputs: it.outputs.iter().map(output).collect(),
            verdict: super::Verdict {
                agrees: it.verdict.agrees,
                max_error: it.verdict.max_error,
                tolerance: it.verdict.tolerance,
                identical_on_all_ranks: it.verdict.identical_on_all_ranks,
            },
            totals: super::Totals {
                rounds: it.totals.rounds,
                messages: it.totals.messages,
                bytes_sent: it.totals.bytes_sent,
            },
            predicted: super::Predicted {
                rounds: it.predicted.rounds,
                messages: it.predicted.messages,
                bytes_sent: it.predicted.bytes_sent,
                time_us: it.predicted.time_us,
            },
            time: super::Time {
                wall_us: it.time.wall_us,
                per_rank_us: it.time.per_rank_us,
                resolution_us: it.time.resolution_us,
                virtual_us: it.time.virtual_us,
            },
            trace: it.trace.map(Into::into),
        }
    }
}

impl From<experiment::Trace> for super::Trace {
    fn from(it: experiment::Trace) -> Self {
        Self {
            clock: it.clock,
            schedule: it.schedule,
            messages: super::Messages {
                from: wide(&it.messages.from),
                to: wide(&it.messages.to),
                step: wide(&it.messages.step),
                start: wide(&it.messages.start),
                count: wide(&it.messages.count),
                bytes: wide(&it.messages.bytes),
                combine: Bytes::from(&*it.messages.combine).into(),
                chain: wide(&it.messages.chain),
                send_posted_us: real(&it.messages.send_posted_us),
                send_released_us: real(&it.messages.send_released_us),
                recv_posted_us: real(&it.messages.recv_posted_us),
                recv_matched_us: real(&it.messages.recv_matched_us),
            },
            started_us: real(&it.started_us),
            finished_us: real(&it.finished_us),
        }
    }
}

impl From<experiment::Problem> for super::Problem {
    fn from(it: experiment::Problem) -> Self {
        Self {
            field: it.field,
            got: it.got,
            allowed: it.allowed,
            message: it.message,
        }
    }
}

impl From<Vec<experiment::Problem>> for super::Problems {
    fn from(problems: Vec<experiment::Problem>) -> Self {
        let problems = problems.into_iter().map(Into::into).collect();
        Self { problems }
    }
}

impl From<experiment::Failure> for super::Failure {
    fn from(it: experiment::Failure) -> Self {
        let waiting = |it: experiment::Waiting| super::Waiting {
            rank: it.rank,
            on: it.on,
            tag: it.tag,
            call: it.call,
            since_us: it.since_us,
        };
        Self {
            kind: it.kind.name(),
            rank: it.rank,
            peer: it.peer,
            call: (!it.call.is_empty()).then_some(it.call),
            message: it.message,
            waiting: it.waiting.into_iter().map(waiting).collect(),
        }
    }
}

impl From<&Row> for super::CatalogueRow {
    fn from(row: &Row) -> Self {
        Self {
            collective: row.collective.name(),
            algorithm: row.algorithm,
            title: row.title,
            needs: row.needs.to_vec(),
            rounds: row.rounds,
            messages: row.messages,
            bytes: row.bytes,
            source: row.source,
        }
    }
}
