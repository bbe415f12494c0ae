//! What can happen to a GPU, and that nothing is left behind.

use js_sys::{Object, Promise, Reflect};
use sorter::{gpu as runner, sort};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortController;

use crate::inputs;
use crate::support::{all, array, bits, field, gpu, message, object, script, sorted, text};

#[wasm_bindgen_test]
async fn five_hundred_sorts_leave_nothing_behind() {
    let given = array("u32", &inputs::random(300, 2));
    let options = gpu(&[("argsort", true.into())]);
    sorted(&given, &options).await;
    let device = runner::open().await.expect("an adapter");
    let buffers = device.buffers();
    for _ in 0..500 {
        sorted(&given, &options).await;
    }
    assert_eq!(device.buffers(), buffers);
}

#[wasm_bindgen_test]
async fn several_sorts_may_be_under_way() {
    let start = |index: u32| {
        let given = array("u32", &inputs::random(1000 * index as usize, index));
        let options = gpu(&[]);
        wasm_bindgen_futures::future_to_promise(async move { sort::sort(given, options).await })
    };
    let started: Vec<Promise> = (1..=8).map(start).collect();
    for (result, index) in all(started).await.into_iter().zip(1..) {
        let mut expected = inputs::random(1000 * index as usize, index);
        expected.sort_unstable();
        assert_eq!(bits(&field(&result, "values")), expected);
    }
}

#[wasm_bindgen_test]
async fn a_lost_device_is_opened_again() {
    let given = array("i32", &inputs::random(2000, 8));
    for _ in 0..3 {
        sorted(&given, &gpu(&[])).await;
        runner::open().await.expect("an adapter").close();
        let result = sorted(&given, &gpu(&[])).await;
        assert_eq!(text(&result, "device.kind"), "gpu");
    }
}

#[wasm_bindgen_test]
async fn a_device_lost_in_the_middle_is_replaced() {
    let given = array("u32", &inputs::random(200_000, 8));
    let running = wasm_bindgen_futures::future_to_promise({
        let given = given.clone();
        async move { sort::sort(given, gpu(&[])).await }
    });
    let closing = wasm_bindgen_futures::future_to_promise(async {
        runner::open().await.expect("an adapter").close();
        Ok(JsValue::NULL)
    });
    let results = all(vec![running, closing]).await;
    assert_eq!(field(&results[0], "verdict.agrees"), JsValue::TRUE);
    assert_eq!(text(&results[0], "device.kind"), "gpu");
}

#[wasm_bindgen_test]
async fn disposing_frees_the_gpu_until_the_next_sort() {
    sorted(&array("u32", &[3, 1, 2]), &gpu(&[])).await;
    let before = runner::open().await.expect("an adapter");
    sort::dispose();
    let result = sorted(&array("u32", &[3, 1, 2]), &gpu(&[])).await;
    assert_eq!(bits(&field(&result, "values")), [1, 2, 3]);
    assert!(before.lost().is_some(), "the old device is gone");
}

/// As in a browser without WebGPU: the fast sort of the CPU answers, and says why.
#[wasm_bindgen_test]
async fn without_an_adapter_the_cpu_answers() {
    sort::dispose();
    let navigator = field(&js_sys::global(), "navigator");
    let hidden = object(&[("configurable", true.into()), ("value", JsValue::UNDEFINED)]);
    Object::<JsValue>::define_property(
        navigator.unchecked_ref(),
        &"gpu".into(),
        hidden.unchecked_ref(),
    );
    let given = array("f32", &inputs::random(1000, 3));
    let result = sorted(&given, &JsValue::UNDEFINED).await;
    let refused = sort::sort(given, gpu(&[])).await;
    let adapter = sort::adapter().await;
    Reflect::delete_property::<JsValue>(navigator.unchecked_ref(), &"gpu".into())
        .expect("it may be deleted");
    assert_eq!(text(&result, "device.kind"), "cpu");
    assert!(text(&result, "device.why").contains("WebGPU"));
    let refusal = message(&refused.expect_err("there is no GPU"));
    assert!(refusal.contains("no WebGPU"), "{refusal}");
    assert_eq!(field(&adapter, "gpu"), JsValue::NULL);
    assert!(text(&adapter, "why").contains("WebGPU"));
    sorted(&array("u32", &[2, 1]), &gpu(&[])).await;
}

/// As when the GPU's memory is full: the sort says so, and leaves nothing behind that would spoil
/// the next one of the same size.
#[wasm_bindgen_test]
async fn a_buffer_that_cannot_be_made_spoils_nothing() {
    const BREAK: &str = "
        const real = GPUDevice.prototype.createBuffer;
        GPUDevice.prototype.createBuffer = function (it) {
            return real.call(this, { ...it, size: 2 ** 50 });
        };
        return () => (GPUDevice.prototype.createBuffer = real);";
    let given = array("u32", &inputs::random(70_000, 3));
    sort::dispose();
    let mend = script(BREAK);
    let refused = sort::sort(given.clone(), gpu(&[])).await;
    let answered = sort::sort(given.clone(), JsValue::UNDEFINED).await;
    mend.call0(&JsValue::NULL).expect("it runs");
    let refusal = message(&refused.expect_err("there is no such buffer"));
    assert!(refusal.contains("no sort on the GPU"), "{refusal}");
    let answered = answered.expect("the CPU can");
    assert_eq!(text(&answered, "device.kind"), "cpu");
    let result = sorted(&given, &gpu(&[])).await;
    assert_eq!(text(&result, "device.kind"), "gpu");
}

/// As with a broken driver: a GPU that leaves its work undone has no result to show.
#[wasm_bindgen_test]
async fn a_wrong_result_of_the_gpu_is_none() {
    const BREAK: &str = "
        const real = GPUComputePassEncoder.prototype.dispatchWorkgroups;
        GPUComputePassEncoder.prototype.dispatchWorkgroups = () => undefined;
        return () => (GPUComputePassEncoder.prototype.dispatchWorkgroups = real);";
    let numbers = inputs::random(70_000, 3);
    let mend = script(BREAK);
    let refused = sort::sort(array("u32", &numbers), gpu(&[])).await;
    let answered = sort::sort(array("u32", &numbers), JsValue::UNDEFINED).await;
    let unchecked = gpu(&[("verify", false.into())]);
    let unchecked = sort::sort(array("u32", &numbers), unchecked).await;
    mend.call0(&JsValue::NULL).expect("it runs");
    let refusal = message(&refused.expect_err("it is wrong"));
    assert!(refusal.contains("gave a wrong result"), "{refusal}");
    let answered = answered.expect("the CPU can");
    assert_eq!(text(&answered, "device.kind"), "cpu");
    assert!(text(&answered, "device.why").contains("gave a wrong result"));
    assert_eq!(field(&answered, "verdict.agrees"), JsValue::TRUE);
    assert!(unchecked.is_ok(), "nobody wanted to know");
}

/// One that is aborted while its result is on the way leaves no buffer that is about to be mapped.
#[wasm_bindgen_test]
async fn aborted_sorts_leave_no_buffer_in_use() {
    let given = array("u32", &inputs::random(100_000, 3));
    for _ in 0..5 {
        let controller = AbortController::new().expect("browsers have it");
        let options = gpu(&[
            ("signal", controller.signal().into()),
            ("argsort", true.into()),
        ]);
        let running = wasm_bindgen_futures::future_to_promise({
            let given = given.clone();
            async move { sort::sort(given, options).await }
        });
        let soon = Promise::new(&mut |resolve, _| {
            let set: js_sys::Function = field(&js_sys::global(), "setTimeout").unchecked_into();
            set.call2(&JsValue::NULL, &resolve, &8.into())
                .expect("browsers have timers");
        });
        wasm_bindgen_futures::JsFuture::from(soon)
            .await
            .expect("it resolves");
        controller.abort();
        // It may have been done already; either way it has settled.
        let _ = wasm_bindgen_futures::JsFuture::from(running).await;
        sorted(&given, &gpu(&[("argsort", true.into())])).await;
    }
}

#[wasm_bindgen_test]
async fn a_word_that_is_overwritten_is_noticed() {
    let given = array("u32", &inputs::random(5000, 3));
    let result = sort::sort(given, gpu(&[("sabotage", "word".into())])).await;
    let result = result.expect("a wrong result is a result");
    assert_eq!(field(&result, "verdict.agrees"), JsValue::FALSE);
    assert_eq!(field(&result, "verdict.permutation"), JsValue::FALSE);
}

#[wasm_bindgen_test]
async fn without_barriers_a_tile_comes_out_wrong() {
    let shape = object(&[("registers", 4.into()), ("tile", 512.into())]);
    let broken = gpu(&[("plan", shape.clone()), ("sabotage", "barrier".into())]);
    let given = array("u32", &inputs::random(5000, 3));
    let result = sort::sort(given.clone(), broken)
        .await
        .expect("a wrong result is a result");
    assert_eq!(field(&result, "verdict.agrees"), JsValue::FALSE,);
    sorted(&given, &gpu(&[("plan", shape)])).await;
}

#[wasm_bindgen_test]
async fn an_aborted_sort_rejects_with_the_reason() {
    for early in [true, false] {
        let controller = AbortController::new().expect("browsers have it");
        if early {
            controller.abort_with_reason(&"enough".into());
        }
        let options = gpu(&[("signal", controller.signal().into())]);
        let given = array("u32", &inputs::random(1 << 20, 3));
        let running =
            wasm_bindgen_futures::future_to_promise(
                async move { sort::sort(given, options).await },
            );
        controller.abort_with_reason(&"enough".into());
        let ended = wasm_bindgen_futures::JsFuture::from(running).await;
        assert_eq!(ended.expect_err("it was aborted"), JsValue::from("enough"));
    }
    sorted(&array("u32", &inputs::random(5000, 3)), &gpu(&[])).await;
}

#[wasm_bindgen_test]
async fn a_list_on_the_gpu_can_be_sorted_again_and_again() {
    let numbers = inputs::random(3000, 3);
    let list = sort::GpuList::upload(array("u32", &numbers), JsValue::UNDEFINED).await;
    let list = list.expect("an adapter");
    let mut expected = numbers;
    expected.sort_unstable();
    for _ in 0..3 {
        list.sort().await.expect("it sorts");
        assert_eq!(bits(&list.read().await.expect("it is there")), expected);
    }
}
