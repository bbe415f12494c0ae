//! Shapes become JavaScript values.
//!
//! A format of serde would be compiled anew for every type in every field, 3 KB more in gzip.
//! Here a shape is a list of names and a list of values, and one loop joins them.

use js_sys::{Array, Float64Array, Object, Uint8Array, Uint32Array};
use wasm_bindgen::prelude::*;

use super::{
    Capabilities, CatalogueRow, EngineUsed, Experiment, Failure, Fault, Messages, Network,
    Predicted, Problem, Problems, Report, Time, Totals, Trace, Verdict, Waiting,
};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Object)]
    type Record;
    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &Record, name: &str, value: JsValue);
}

/// What has a JavaScript value.
pub(crate) trait ToJs {
    fn to_js(&self) -> JsValue;
}

/// An object with these fields.
pub(crate) fn record<V: ToJs>(fields: impl IntoIterator<Item = (&'static str, V)>) -> Object {
    let record: Record = Object::new().unchecked_into();
    for (name, value) in fields {
        record.set(name, value.to_js());
    }
    record.into()
}

/// An object with the fields that are not undefined.
fn object(names: &[&str], values: &[&dyn ToJs]) -> JsValue {
    let record: Record = Object::new().unchecked_into();
    for (name, value) in names.iter().zip(values) {
        let value = value.to_js();
        if !value.is_undefined() {
            record.set(name, value);
        }
    }
    record.into()
}

macro_rules! shapes {
    ($($shape:ident { $($field:ident),* })*) => {
        $(impl ToJs for $shape {
            fn to_js(&self) -> JsValue {
                // A field that is not listed is an error here.
                let Self { $($field),* } = self;
                object(&[$(stringify!($field)),*], &[$($field),*])
            }
        })*
    };
}
shapes! {
    Experiment {
        collective, algorithm, ranks, inputs, count, op, kind, root, engine, network, schedule,
        limit_ms, seed, faults, trace, cut
    }
    Network { alpha_us, beta_ns_per_byte, gamma_ns_per_byte }
    Fault { kind, rank, step, value }
    Report { experiment, engine, outputs, verdict, totals, predicted, time, trace }
    EngineUsed { requested, used, why }
    Verdict { agrees, max_error, tolerance, identical_on_all_ranks }
    Totals { rounds, messages, bytes_sent }
    Predicted { rounds, messages, bytes_sent, time_us }
    Time { wall_us, per_rank_us, resolution_us, virtual_us }
    Trace { clock, schedule, messages, started_us, finished_us }
    Messages {
        from, to, step, start, count, bytes, combine, chain, send_posted_us, send_released_us,
        recv_posted_us, recv_matched_us
    }
    Problem { field, got, allowed, message }
    Problems { problems }
    Failure { kind, rank, peer, call, message, waiting }
    Waiting { rank, on, tag, call, since_us }
    CatalogueRow { collective, algorithm, title, needs, rounds, messages, bytes, source }
    Capabilities { isolated, shared_memory, workers, cores, limits, why }
}

macro_rules! values {
    ($($value:ty),*) => {
        $(impl ToJs for $value {
            fn to_js(&self) -> JsValue {
                self.clone().into()
            }
        })*
    };
}
values!(
    JsValue,
    Object,
    Array,
    Uint8Array,
    Uint32Array,
    Float64Array,
    bool,
    u32,
    f64,
    &'static str
);

impl ToJs for String {
    fn to_js(&self) -> JsValue {
        self.as_str().into()
    }
}

impl ToJs for usize {
    #[allow(
        clippy::cast_precision_loss,
        reason = "ranks and lengths are below 2^53"
    )]
    fn to_js(&self) -> JsValue {
        (*self as f64).into()
    }
}

impl ToJs for u64 {
    #[allow(clippy::cast_precision_loss, reason = "no run sends 2^53 bytes")]
    fn to_js(&self) -> JsValue {
        (*self as f64).into()
    }
}

/// What is missing is null.
impl<T: ToJs> ToJs for Option<T> {
    fn to_js(&self) -> JsValue {
        self.as_ref().map_or(JsValue::NULL, T::to_js)
    }
}

impl<T: ToJs> ToJs for Vec<T> {
    fn to_js(&self) -> JsValue {
        let list = Array::new();
        for value in self {
            list.push(&value.to_js());
        }
        list.into()
    }
}
