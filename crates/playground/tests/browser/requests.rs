//! What JavaScript may bring as numbers: what is read of it, and what is refused by its place.

use crate::support::*;
use js_sys::Float32Array;
use playground::api;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

/// An all-gather of two ranks with these fields.
fn request(fields: &str) -> JsValue {
    script(&format!(
        "return {{ collective: 'all-gather', ranks: 2, engine: 'simulated', {fields} }}"
    ))
}

async fn validate(experiment: JsValue) -> JsValue {
    let problems = api::validate(experiment).await;
    problems.expect("there is memory to read it")
}

/// Field and message of the only problem.
async fn problem(fields: &str) -> (String, String) {
    let problems = field(&validate(request(fields)).await, "problems");
    assert_eq!(field(&problems, "length").as_f64(), Some(1.0), "{fields}");
    let text = |name: &str| field(&problems, &format!("0.{name}")).as_string();
    (
        text("field").expect("a text"),
        text("message").expect("a text"),
    )
}

#[wasm_bindgen_test]
async fn fractions_in_integer_kinds_are_refused_in_lists_and_in_arrays_of_another_kind() {
    let held = "whole numbers from -2147483648 to 2147483647";
    for inputs in [
        "[[1, 2], [3, 1.5]]",
        "[[1], Float64Array.of(0, 1.5)]",
        "[new Int8Array(3), Float32Array.of(-0, 1.5, 7)]",
    ] {
        let (field, message) = problem(&format!("kind: 'i32', inputs: {inputs}")).await;
        let expected = format!("inputs[1][1] is 1.5, but must be what i32 holds: {held}");
        assert_eq!((field.as_str(), message), ("inputs[1][1]", expected));
    }
    for (kind, inputs, place) in [
        ("i32", "[Uint32Array.of(1, 4e9), []]", "inputs[0][1]"),
        ("u32", "[[], Int32Array.of(-1)]", "inputs[1][0]"),
        ("u32", "[[0], ['NaN']]", "inputs[1][0]"),
        ("i32", "[[0], [Infinity]]", "inputs[1][0]"),
    ] {
        let (field, _) = problem(&format!("kind: '{kind}', inputs: {inputs}")).await;
        assert_eq!(field, place, "{inputs}");
    }
    for (fields, place) in [
        ("ranks: 1.5", "ranks"),
        ("count: 0.5", "count"),
        ("faults: [{ kind: 'flip', rank: 0.5 }]", "faults[0].rank"),
    ] {
        assert_eq!(problem(fields).await.0, place);
    }
}

#[wasm_bindgen_test]
async fn an_element_that_is_no_number_is_named() {
    for (element, shown) in [
        ("null", "null"),
        ("true", "true"),
        ("[]", "a list of 0"),
        ("{}", "an object"),
        ("1n", "\"a JavaScript bigint\""),
        ("'\\u001bx'", "\"\\u{1b}x\""),
    ] {
        let (field, message) = problem(&format!("inputs: [[], [1, {element}, 5]]")).await;
        assert_eq!(field, "inputs[1][1]", "{element}");
        assert!(
            message.starts_with(&format!("inputs[1][1] is {shown}, but")),
            "{message}"
        );
    }
}

#[wasm_bindgen_test]
async fn numbers_that_json_does_not_have_are_read_as_it_spells_them() {
    let inputs = "inputs: [['NaN', 'Infinity', '-0'], ['-Infinity', -0, 3.4028235e38]]";
    let report = api::run(request(inputs), JsValue::UNDEFINED).await;
    let output: Float32Array = field(&report.expect("it runs"), "outputs.1").into();
    let bits: Vec<u32> = output.to_vec().iter().map(|it| it.to_bits()).collect();
    assert!(f32::from_bits(bits[0]).is_nan());
    let expected = [f32::INFINITY, -0.0, f32::NEG_INFINITY, -0.0, f32::MAX];
    assert_eq!(bits[1..], expected.map(f32::to_bits));
}

#[wasm_bindgen_test]
async fn a_long_list_may_hold_such_numbers_too() {
    let inputs = "inputs: [Array(2 ** 21).fill('NaN'), [...Array(2 ** 21).fill(1), '-0']]";
    let problems = field(&validate(request(inputs)).await, "problems.length");
    assert_eq!(problems.as_f64(), Some(0.0));
}

#[wasm_bindgen_test]
async fn an_array_that_cannot_be_copied_for_want_of_memory_says_so() {
    script(
        "globalThis.ownArray = Float64Array;
         globalThis.Float64Array = class extends Float64Array {
             constructor(it) {
                 if (it === globalThis.large) throw new RangeError('allocation failed');
                 super(it);
             }
         };
         globalThis.large = Uint8Array.of(1);",
    );
    let (field, message) = problem("inputs: [[1], large]").await;
    script("globalThis.Float64Array = ownArray");
    assert_eq!(field, "inputs[1]");
    assert!(
        message.contains("a list that there is no memory for"),
        "{message}"
    );
}
