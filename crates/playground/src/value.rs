//! What JavaScript hands over, as plain data that the experiment reader understands.

use experiment::{Limits, Value};
use js_sys::{Array, ArrayBuffer, Float64Array, RangeError, Reflect};
use wasm_bindgen::prelude::*;

// What may call code of the caller's, and so may fail: getters, proxies, buffers that are gone.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Float64Array, js_name = Float64Array)]
    type Numbers;
    #[wasm_bindgen(constructor, catch, js_class = "Float64Array")]
    fn copy(values: &JsValue) -> Result<Numbers, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Array, js_name = from)]
    pub(crate) fn list_of(values: &JsValue) -> Result<Array, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Object)]
    pub(crate) fn entries(object: &JsValue) -> Result<Array, JsValue>;
}

/// A plan by hand is ten levels deep. Whatever goes on below is none, and may never end.
pub(crate) const DEPTH_MAX: usize = 12;

/// A longer list is not read, for no rank may have nearly so many elements.
#[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
pub(crate) const LENGTH_MAX: f64 = 2.0 * Limits::ELEMENT_COUNT_MAX as f64;

/// A longer list is one of numbers or not read: its parts would fill the memory.
const PART_COUNT_MAX: usize = 1 << 20;

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
    } else {
        let plain = depth < DEPTH_MAX && value.is_object() && !value.is_function();
        let composed = plain.then(|| composed(value, depth + 1));
        composed.flatten().unwrap_or_else(|| {
            let kind = value.js_typeof().as_string().unwrap_or_default();
            Value::Text(format!("a JavaScript {kind}"))
        })
    }
}

/// A list or a record, unless reading it fails or never ends.
fn composed(value: &JsValue, depth: usize) -> Option<Value> {
    let length = Reflect::get(value, &"length".into()).ok()?;
    if let Some(length) = length.as_f64() {
        if length > LENGTH_MAX {
            return None;
        }
        if ArrayBuffer::is_view(value) {
            return from_typed_array(value);
        }
        return from_list(&list_of(value).ok()?, depth);
    }
    let entries = entries(value).ok()?;
    let fields = entries.iter().map(|entry| {
        let entry: Array = entry.unchecked_into();
        (entry.get(0).as_string().unwrap_or_default(), entry.get(1))
    });
    // A field that is undefined is one that is not there.
    let there = fields.filter(|(_, value)| !value.is_undefined());
    Some(Value::Record(
        there
            .map(|(name, it)| (name, at_depth(&it, depth)))
            .collect(),
    ))
}

/// The numbers of a typed array of any kind and realm; one of big integers cannot be copied.
fn from_typed_array(array: &JsValue) -> Option<Value> {
    // Doubles need no copy on the way; of those whose buffer is gone there are none.
    if let Some(doubles) = array.dyn_ref::<Float64Array>().filter(|it| it.length() > 0) {
        return Some(copied(doubles).unwrap_or_else(no_memory));
    }
    let copied = match Numbers::copy(array) {
        Ok(copy) => copied(&copy),
        Err(error) if error.is_instance_of::<RangeError>() => None,
        Err(_) => return None,
    };
    Some(copied.unwrap_or_else(no_memory))
}

fn copied(numbers: &Float64Array) -> Option<Value> {
    let count = numbers.length() as usize;
    let mut copied = Vec::new();
    copied.try_reserve_exact(count).ok()?;
    copied.resize(count, 0.0);
    numbers.copy_to(&mut copied);
    Some(Value::Numbers(copied))
}

/// Numbers are kept as such as far as they go: lists of inputs are long.
fn from_list(list: &Array, depth: usize) -> Option<Value> {
    let mut numbers = Vec::new();
    for number in list.iter().map_while(|it| number(&it)) {
        if numbers.try_reserve(1).is_err() {
            return Some(no_memory());
        }
        numbers.push(number);
    }
    if numbers.len() == list.length() as usize && !numbers.is_empty() {
        return Some(Value::Numbers(numbers));
    }
    if list.length() as usize > PART_COUNT_MAX {
        return None;
    }
    let values = list.iter().map(|it| at_depth(&it, depth));
    Some(Value::List(values.collect()))
}

/// A number, or the text that stands for one which JSON does not have.
fn number(element: &JsValue) -> Option<f64> {
    let number = element.as_f64();
    number.or_else(|| Value::Text(element.as_string()?).as_number())
}

/// Stands for what was not read, to be refused with these words.
fn no_memory() -> Value {
    Value::Text("a list that there is no memory for".to_string())
}
