//! The fast sort of the CPU: radix sort over the keys.

use bitonic::radix;
use wasm_bindgen::JsValue;

use super::{Answer, Request, judge};
use crate::memory::{self, NoMemory};
use crate::types::{SortDevice, SortPlan, SortTimes};
use crate::wait::now_ms;

/// Sorts here and now. `why` says why the GPU did not.
pub(super) fn sort(request: &Request, why: Option<String>) -> Result<Answer, NoMemory> {
    let started_ms = now_ms();
    let mut keys = memory::read(&request.keys)?;
    let mut carried = request.carried()?;
    let passes = match &mut carried {
        None => radix::sort_numbers(request.order, &mut keys),
        Some(carried) => radix::sort_numbers_with(request.order, &mut keys, carried),
    };
    let passes = passes.map_err(NoMemory::of(keys.len()))?;
    let sorted_ms = now_ms();
    // The check compares with the input, whose place the result takes afterwards.
    let verdict = request
        .verify
        .then(|| judge(request, &keys, carried.as_deref()));
    let verdict = verdict.transpose()?;
    let judged_ms = now_ms();
    request.keys.copy_from(&keys);
    let item_bytes = if carried.is_some() { 8 } else { 4 };
    let payload = carried.map(|it| request.payload_from(it)).transpose()?;
    let total_ms = now_ms() - judged_ms + sorted_ms - started_ms;
    Ok(Answer {
        keys: request.keys.clone(),
        payload,
        verdict,
        device: SortDevice {
            kind: "cpu",
            name: "radix sort in WebAssembly".to_string(),
            software: true,
            why,
        },
        plan: plan(
            request.keys.length(),
            passes,
            passes * 2 * keys.len() * item_bytes,
        ),
        times: SortTimes {
            total_ms,
            upload_ms: 0.0,
            gpu_ms: None,
            readback_ms: 0.0,
            passes_ms: JsValue::NULL,
        },
    })
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
