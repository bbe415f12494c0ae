//! The fast sort of the CPU: radix sort over the keys.

use bitonic::radix;
use js_sys::Uint32Array;
use wasm_bindgen::JsValue;

use super::{Answer, Request};
use crate::types::{SortDevice, SortPlan, SortTimes};
use crate::wait::now_ms;

/// Sorts here and now. `why` says why the GPU did not.
pub(super) fn sort(request: &Request, why: Option<String>) -> Answer {
    let started_ms = now_ms();
    let mut keys = request.keys.to_vec();
    let (carried, passes) = match request.carried() {
        None => (None, radix::sort_numbers(request.order, &mut keys)),
        Some(carried) => {
            let mut carried = carried.to_vec();
            let passes = radix::sort_numbers_with(request.order, &mut keys, &mut carried);
            (Some(Uint32Array::new_from_slice(&carried)), passes)
        }
    };
    let keys = Uint32Array::new_from_slice(&keys);
    let total_ms = now_ms() - started_ms;
    let item_bytes = if carried.is_some() { 8 } else { 4 };
    let bytes = passes * 2 * keys.length() as usize * item_bytes;
    Answer {
        device: SortDevice {
            kind: "cpu",
            name: "radix sort in WebAssembly".to_string(),
            software: true,
            why,
        },
        plan: plan(keys.length(), passes, bytes),
        keys,
        carried,
        times: SortTimes {
            total_ms,
            upload_ms: 0.0,
            gpu_ms: None,
            readback_ms: 0.0,
            passes_ms: JsValue::NULL,
        },
    }
}

/// A radix sort compares nothing; its passes read and write every key.
fn plan(count: u32, passes: usize, bytes: usize) -> SortPlan {
    #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let bytes = bytes as f64;
    SortPlan {
        count: f64::from(count),
        registers: 1,
        tile: None,
        passes: u32::try_from(passes).expect("a key has few digits"),
        comparators: 0.0,
        bytes,
        ladder: Vec::new(),
    }
}
