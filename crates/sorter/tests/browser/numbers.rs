//! Right results: against the browser's own sort, on the GPU and on the CPU.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::inputs;
use crate::support::{array, bits, by_the_browser, comparable, field, gpu, number, object, sorted};

const KINDS: [&str; 3] = ["u32", "i32", "f32"];

async fn check(kind: &str, numbers: &[u32], descending: bool, options: &JsValue, what: &str) {
    let given = array(kind, numbers);
    js_sys::Reflect::set(options, &"descending".into(), &descending.into()).expect("an object");
    let result = sorted(&given, options).await;
    let expected = bits(&by_the_browser(&given, descending));
    let got = bits(&field(&result, "values"));
    let what = format!(
        "{what}, {} of {kind}, descending: {descending}",
        numbers.len()
    );
    let (got, expected) = (comparable(kind, got), comparable(kind, expected));
    assert_eq!(got.len(), expected.len(), "{what}");
    // Long lists would flood the log.
    let wrong = (0..got.len()).find(|&at| got[at] != expected[at]);
    let at = wrong.map(|at| (at, got[at], expected[at]));
    assert_eq!(at, None, "{what}: place, got, expected");
}

#[wasm_bindgen_test]
async fn the_gpu_sorts_as_the_browser_does() {
    for (index, count) in [0, 1, 2, 3, 31, 32, 33, 100, 1000, 4097, 65_537]
        .into_iter()
        .enumerate()
    {
        for (round, kind) in KINDS.into_iter().enumerate() {
            for (what, numbers) in inputs::all(count, 5) {
                let descending = (index + round) % 2 == 1;
                check(kind, &numbers, descending, &gpu(&[]), what).await;
            }
        }
    }
}

#[wasm_bindgen_test]
async fn the_cpu_sorts_as_the_browser_does() {
    let cpu = object(&[("device", "cpu".into())]);
    for count in [0, 1, 2, 31, 32, 33, 1000, 65_537] {
        for kind in KINDS {
            for (what, numbers) in inputs::all(count, 6) {
                for descending in [false, true] {
                    check(kind, &numbers, descending, &cpu, what).await;
                }
            }
        }
    }
}

#[wasm_bindgen_test]
async fn long_lists_of_any_length_are_sorted() {
    for (count, kind) in [
        ((1 << 18) - 1, "f32"),
        (1 << 20, "u32"),
        ((1 << 20) + 1, "i32"),
        (777_777, "f32"),
        (1 << 22, "u32"),
    ] {
        let numbers = inputs::random(count, 11);
        check(kind, &numbers, false, &gpu(&[]), "random").await;
    }
}

#[wasm_bindgen_test]
async fn every_shape_sorts() {
    for (registers, tile, subgroups) in [
        (2, None, true),
        (16, None, true),
        (64, None, true),
        (4, Some(64), true),
        (16, Some(2048), true),
        (16, Some(2048), false),
    ] {
        let mut shape = vec![
            ("registers", JsValue::from(registers)),
            ("subgroups", subgroups.into()),
        ];
        shape.extend(tile.map(|tile: u32| ("tile", JsValue::from(tile))));
        let options = gpu(&[("plan", object(&shape))]);
        for count in [100, 5000] {
            for kind in ["u32", "f32"] {
                let what = format!("{registers} registers, tile {tile:?}, {subgroups}");
                check(kind, &inputs::random(count, 3), false, &options, &what).await;
            }
        }
    }
}

/// Payloads stay with their numbers; with `stable`, equal numbers keep their order, both ways.
#[wasm_bindgen_test]
async fn payloads_are_carried_along() {
    for device in ["gpu", "cpu"] {
        for count in [0_u32, 1, 2, 100, 3000] {
            let numbers: Vec<u32> = inputs::random(count as usize, 9)
                .iter()
                .map(|it| it % 50)
                .collect();
            let payload: Vec<u32> = (0..count).map(|it| it * 3 + 1).collect();
            for descending in [false, true] {
                for stable in [false, true] {
                    let options = object(&[
                        ("device", device.into()),
                        ("descending", descending.into()),
                        ("stable", stable.into()),
                        ("payload", array("u32", &payload)),
                    ]);
                    let result = sorted(&array("u32", &numbers), &options).await;
                    let carried = bits(&field(&result, "payload"));
                    let mut expected: Vec<_> = numbers.iter().zip(&payload).collect();
                    expected.sort_by_key(|it| if descending { !it.0 } else { *it.0 });
                    let expected: Vec<u32> = expected.into_iter().map(|it| *it.1).collect();
                    if stable {
                        assert_eq!(carried, expected, "{device}, {count}, {descending}");
                    }
                    let (mut all, mut wanted) = (carried, expected);
                    all.sort_unstable();
                    wanted.sort_unstable();
                    assert_eq!(all, wanted, "{device}: every payload once");
                }
            }
        }
    }
}

#[wasm_bindgen_test]
async fn argsort_says_where_numbers_stood() {
    for device in ["gpu", "cpu"] {
        for (what, numbers) in inputs::all(2500, 4) {
            let options = object(&[("device", device.into()), ("argsort", true.into())]);
            let result = sorted(&array("f32", &numbers), &options).await;
            let (values, places) = (
                bits(&field(&result, "values")),
                bits(&field(&result, "payload")),
            );
            let fetched: Vec<u32> = places.iter().map(|&it| numbers[it as usize]).collect();
            assert_eq!(values, fetched, "{device}, {what}");
            assert_eq!(
                field(&result, "verdict.stable"),
                JsValue::TRUE,
                "{device}, {what}"
            );
        }
    }
}

#[wasm_bindgen_test]
async fn times_and_plan_are_those_of_the_run() {
    let before = sorter::gpu::open().await.expect("an adapter").dispatches();
    let options = gpu(&[("profile", true.into())]);
    let result = sorted(&array("u32", &inputs::random(5000, 1)), &options).await;
    let device = sorter::gpu::open().await.expect("an adapter");
    #[allow(clippy::cast_precision_loss, reason = "small counts")]
    let dispatches = (device.dispatches() - before) as f64;
    assert_eq!(number(&result, "plan.passes"), dispatches);
    let ladder: js_sys::Array = field(&result, "plan.ladder").unchecked_into();
    assert_eq!(f64::from(ladder.length()), dispatches);
    let sum = |name| ladder.iter().map(|pass| number(&pass, name)).sum::<f64>();
    assert_eq!(number(&result, "plan.bytes"), sum("bytes"));
    assert_eq!(number(&result, "plan.comparators"), sum("comparators"));
    assert!(number(&result, "times.total_ms") >= number(&result, "times.upload_ms"));
    if device.description.limits.timestamps {
        assert!(number(&result, "times.gpu_ms") >= 0.0);
        assert_eq!(number(&result, "times.passes_ms.length"), dispatches);
    }
}
