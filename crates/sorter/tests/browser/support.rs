//! What the tests share: options, the browser's own sort, and a way to look into results.

use js_sys::{Array, Float32Array, Function, Int32Array, Object, Reflect, Uint32Array};
use sorter::sort;
use wasm_bindgen::prelude::*;

/// An object with these fields.
pub(crate) fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value).expect("a new object takes any field");
    }
    object.into()
}

pub(crate) fn gpu(more: &[(&str, JsValue)]) -> JsValue {
    let options = object(&[("device", "gpu".into())]);
    for (name, value) in more {
        Reflect::set(&options, &(*name).into(), value).expect("an object takes any field");
    }
    options
}

/// A field, or the field of a field: "verdict.agrees".
pub(crate) fn field(of: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(of.clone(), |value, name| {
        Reflect::get(&value, &name.into()).unwrap_or_else(|_| panic!("nothing has {path}"))
    })
}

pub(crate) fn number(of: &JsValue, path: &str) -> f64 {
    let value = field(of, path);
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{path} is {value:?}"))
}

pub(crate) fn text(of: &JsValue, path: &str) -> String {
    let value = field(of, path);
    value
        .as_string()
        .unwrap_or_else(|| panic!("{path} is {value:?}"))
}

/// Bits as an array of a kind.
pub(crate) fn array(kind: &str, bits: &[u32]) -> JsValue {
    let bits = Uint32Array::new_from_slice(bits);
    match kind {
        "u32" => bits.into(),
        "i32" => Int32Array::new(&bits.buffer()).into(),
        _ => Float32Array::new(&bits.buffer()).into(),
    }
}

/// The bits of an array of any kind.
pub(crate) fn bits(array: &JsValue) -> Vec<u32> {
    let view: &Uint32Array = array.unchecked_ref();
    let (buffer, start, count) = (view.buffer(), view.byte_offset(), view.length());
    Uint32Array::new_with_byte_offset_and_length(&buffer, start, count).to_vec()
}

/// What `TypedArray.prototype.sort` makes of a copy, and, if wanted, the reverse of that.
pub(crate) fn by_the_browser(array: &JsValue, descending: bool) -> JsValue {
    let call = |of: &JsValue, name: &str| {
        let method: Function = field(of, name).unchecked_into();
        method.call0(of).expect("typed arrays have these methods")
    };
    let sorted = call(&call(array, "slice"), "sort");
    if descending {
        call(&sorted, "reverse")
    } else {
        sorted
    }
}

/// All NaNs look the same: nobody says in which order they come.
pub(crate) fn comparable(kind: &str, bits: Vec<u32>) -> Vec<u32> {
    let canonical = |it: u32| {
        let is_nan = kind == "f32" && f32::from_bits(it).is_nan();
        if is_nan { f32::NAN.to_bits() } else { it }
    };
    bits.into_iter().map(canonical).collect()
}

/// Sorts a copy, and expects that to work and to have been judged right.
pub(crate) async fn sorted(keys: &JsValue, options: &JsValue) -> JsValue {
    let slice: Function = field(keys, "slice").unchecked_into();
    let copy = slice.call0(keys).expect("typed arrays have this method");
    let result = sort::sort(copy, options.clone()).await;
    let result = result.unwrap_or_else(|error| panic!("{}", message(&error)));
    // The result itself may be millions of numbers long.
    let verdict = js_sys::JSON::stringify(&field(&result, "verdict")).expect("plain data");
    assert_eq!(
        field(&result, "verdict.agrees"),
        JsValue::TRUE,
        "{verdict} for {} numbers",
        number(keys, "length")
    );
    result
}

pub(crate) fn message(error: &JsValue) -> String {
    let text = Reflect::get(error, &"message".into()).ok();
    text.and_then(|it| it.as_string())
        .unwrap_or_else(|| format!("{error:?}"))
}

/// Runs a script that returns a function.
pub(crate) fn script(source: &str) -> Function {
    let result = Function::new_no_args(source).call0(&JsValue::NULL);
    result.expect("the script runs").unchecked_into()
}

/// Several promises at the same time, all of which are expected to end well.
pub(crate) async fn all(promises: Vec<js_sys::Promise>) -> Vec<JsValue> {
    let list: Array = promises.into_iter().collect();
    let all = js_sys::Promise::all(&list);
    let results = wasm_bindgen_futures::JsFuture::from(all).await;
    let results = results.unwrap_or_else(|error| panic!("{}", message(&error)));
    results.unchecked_into::<Array>().iter().collect()
}
