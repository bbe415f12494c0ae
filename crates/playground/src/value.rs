//! What JavaScript hands over, as plain data that the experiment reader understands.

use experiment::Value;
use js_sys::{Array, ArrayBuffer, Float64Array, Object, Reflect};
use wasm_bindgen::prelude::*;

/// An experiment is four levels deep. Whatever goes on below is not one, and may never end.
const DEPTH_MAX: usize = 8;

/// Plain data of `value`; what is not plain becomes text that says so, for the reader to refuse.
pub(crate) fn from_js(value: &JsValue) -> Value {
    at_depth(value, 0)
}

fn at_depth(value: &JsValue, depth: usize) -> Value {
    if value.is_null() || value.is_undefined() {
        Value::Null
    } else if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if let Some(truth) = value.as_bool() {
        Value::Bool(truth)
    } else if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if depth == DEPTH_MAX || !value.is_object() || value.is_function() {
        let kind = value.js_typeof().as_string().unwrap_or_default();
        Value::Text(format!("a JavaScript {kind}"))
    } else if is_typed_array(value) {
        Value::Numbers(Float64Array::new(value).to_vec())
    } else if let Some(list) = as_list(value) {
        from_list(&list, depth + 1)
    } else {
        let entries = Object::entries(value.unchecked_ref());
        let fields = entries.iter().map(|entry| {
            let entry: Array = entry.unchecked_into();
            (entry.get(0).as_string().unwrap_or_default(), entry.get(1))
        });
        // A field that is undefined is one that is not there.
        let there = fields.filter(|(_, value)| !value.is_undefined());
        Value::Record(
            there
                .map(|(name, it)| (name, at_depth(&it, depth + 1)))
                .collect(),
        )
    }
}

/// Numbers are kept as such as far as they go: lists of inputs are long.
fn from_list(list: &Array, depth: usize) -> Value {
    let numbers: Option<Vec<f64>> = list.iter().map(|it| it.as_f64()).collect();
    match numbers {
        Some(numbers) if !numbers.is_empty() => Value::Numbers(numbers),
        _ => Value::List(list.iter().map(|it| at_depth(&it, depth)).collect()),
    }
}

/// Typed arrays of numbers; those of big integers and views of raw memory are none.
fn is_typed_array(value: &JsValue) -> bool {
    let first = || Reflect::get_u32(value, 0).unwrap_or_default();
    ArrayBuffer::is_view(value)
        && Reflect::has(value, &"BYTES_PER_ELEMENT".into()).unwrap_or(false)
        && !first().is_bigint()
}

/// Lists, and what is like a list: it has a length.
fn as_list(value: &JsValue) -> Option<Array> {
    if Array::is_array(value) {
        return Some(value.clone().unchecked_into());
    }
    let length = Reflect::get(value, &"length".into()).ok()?;
    length.as_f64().map(|_| Array::from(value))
}
