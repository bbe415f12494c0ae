//! Memory that the browser refuses: a reason in words, and the next sort works again.
//!
//! All of it is reserved here, and none of it touched.

use sorter::sort;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::inputs;
use crate::support::{array, bits, field, gpu, message, object, script, sorted, text};

/// Takes every buffer that arrays could have, or gives all of them back.
const TAKE: &str = "
    const taken = [];
    return (all) => {
        if (!all) return taken.forEach((it) => it.transfer(0));
        for (let size = 2 ** 32; size >= 2 ** 12; )
            try { taken.push(new ArrayBuffer(size)) } catch { size /= 2 }
    };";

fn cpu(more: &[(&str, JsValue)]) -> JsValue {
    let options = [("device", "cpu".into())];
    object(&[&options, more].concat())
}

#[wasm_bindgen_test]
async fn without_memory_for_arrays_the_place_of_the_input_is_enough_or_there_are_words() {
    let numbers = inputs::random(1 << 20, 3);
    let given = || array("u32", &numbers);
    sorted(&given(), &gpu(&[])).await;
    let requests = [
        gpu(&[("profile", true.into())]),
        cpu(&[("argsort", true.into())]),
        JsValue::UNDEFINED,
        cpu(&[]),
        cpu(&[("payload", given()), ("stable", true.into())]),
    ];
    // All of them stay: what the browser can throw away it can give to somebody else.
    let requests = requests.map(|options| (given(), options));
    let (take, mut results) = (script(TAKE), Vec::new());
    for (keys, options) in &requests {
        take.call1(&JsValue::NULL, &JsValue::TRUE).expect("it runs");
        results.push(sort::sort(keys.clone(), options.clone()).await);
    }
    take.call1(&JsValue::NULL, &JsValue::FALSE)
        .expect("it runs");
    let answers = results.split_off(2);
    for refused in results {
        let refusal = message(&refused.expect_err("it needs memory"));
        assert!(refusal.contains("the browser has no memory"), "{refusal}");
    }
    let mut expected = numbers.clone();
    expected.sort_unstable();
    let answers = answers.into_iter().map(|it| it.expect("it needs none"));
    let answers: Vec<JsValue> = answers.collect();
    for answer in &answers {
        assert!(bits(&field(answer, "values")) == expected);
        assert_eq!(text(answer, "device.kind"), "cpu");
    }
    assert!(bits(&field(&answers[2], "payload")) == expected);
    let why = text(&answers[0], "device.why");
    assert!(why.contains("the browser has no memory"), "{why}");
    for options in [gpu(&[]), cpu(&[("argsort", true.into())])] {
        sorted(&given(), &options).await;
    }
}

#[wasm_bindgen_test]
async fn without_memory_for_the_module_there_are_words() {
    let numbers = inputs::random(1 << 20, 3);
    let given = || array("u32", &numbers);
    sorted(&given(), &gpu(&[])).await;
    let kept = fill();
    for options in [
        cpu(&[]),
        cpu(&[("verify", false.into())]),
        cpu(&[("argsort", true.into())]),
        gpu(&[]),
        gpu(&[("payload", given()), ("stable", true.into())]),
    ] {
        let refused = sort::sort(given(), options).await;
        let refusal = message(&refused.expect_err("it needs memory"));
        assert!(refusal.contains("the browser has no memory"), "{refusal}");
    }
    let unchecked = sort::sort(given(), gpu(&[("verify", false.into())])).await;
    assert!(unchecked.is_ok(), "it passes the module by");
    drop(kept);
    for options in [cpu(&[]), gpu(&[("argsort", true.into())])] {
        sorted(&given(), &options).await;
    }
}

/// Reserves all that this module can get but a mebibyte or two, in which nothing here fits.
fn fill() -> Vec<Vec<u8>> {
    let mut kept = Vec::new();
    let mut size = 1_usize << 30;
    while size >= 1 << 20 {
        let mut bytes = Vec::new();
        match bytes.try_reserve_exact(size) {
            Ok(()) => kept.push(bytes),
            Err(_) => size /= 2,
        }
    }
    kept
}
