//! Sorts a typed array, on the GPU or on the CPU, and checks the result.

mod cpu;
mod list;
mod reader;
mod request;

use std::rc::Rc;

use bitonic::{Plan, Shape, Verdict};
use js_sys::{Error, Uint32Array};
use wasm_bindgen::prelude::*;

use crate::gpu::{self, Device, List, Run, Timing, Trouble};
use crate::memory::{self, NoMemory};
use crate::plan::describe;
use crate::types::{Adapter, SortDevice, SortPlan, SortTimes, SortVerdict, Sorted, to_js};
use crate::wait::{now_ms, wait};
pub use list::GpuList;
use request::{DeviceChoice, Request};

/// What a device made of a request.
struct Answer {
    keys: Uint32Array,
    payload: Option<Uint32Array>,
    verdict: Option<Verdict>,
    device: SortDevice,
    plan: SortPlan,
    times: SortTimes,
}

/// Sorts `keys`. They, the payload and the options are taken over: nobody else may change them
/// meanwhile, and afterwards their memory may hold the result. `sorter.ts` makes the copies.
///
/// # Errors
/// An Error with `problems` if the request is refused; one that says why, if it has to be the GPU
/// and the GPU cannot, or if there is no memory; the signal's reason, if it aborts.
#[wasm_bindgen(unchecked_return_type = "Sorted")]
pub async fn sort(
    #[wasm_bindgen(unchecked_param_type = "Keys")] keys: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "SortOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let request = Request::read(&keys, &options)?;
    let answer = answer(&request).await?;
    Ok(to_js(&present(&request, answer)))
}

/// Which GPU there is, if any.
#[wasm_bindgen(unchecked_return_type = "Adapter")]
pub async fn adapter() -> JsValue {
    let (gpu, why) = match gpu::open().await {
        Ok(device) => (Some(device.description.clone()), None),
        Err(trouble) => (None, Some(reason(&trouble))),
    };
    to_js(&Adapter { gpu, why })
}

/// Gives the GPU's memory back. The next sort opens the GPU again.
#[wasm_bindgen]
pub fn dispose() {
    gpu::dispose();
}

/// Asks the devices in turn.
async fn answer(request: &Request) -> Result<Answer, JsValue> {
    if let Some(signal) = request.signal.as_ref().filter(|signal| signal.aborted()) {
        return Err(signal.reason());
    }
    if request.device == DeviceChoice::Cpu {
        return Ok(cpu::sort(request, None)?);
    }
    match on_gpu(request).await {
        Ok(answer) => Ok(answer),
        Err(Trouble::Aborted(reason)) => Err(reason),
        Err(trouble) if request.device == DeviceChoice::Gpu => Err(refusal(&trouble)),
        Err(trouble) => Ok(cpu::sort(request, Some(reason(&trouble)))?),
    }
}

/// On the GPU; if that goes away meanwhile, once more on a new one.
async fn on_gpu(request: &Request) -> Result<Answer, Trouble> {
    let started_ms = now_ms();
    let open = || wait(request.signal.as_ref(), gpu::open());
    let device = open().await??;
    match try_on_gpu(request, &device, started_ms).await {
        Err(Trouble::Failed(_)) if device.lost().is_some() => {
            let device = open().await??;
            try_on_gpu(request, &device, started_ms).await
        }
        result => result,
    }
}

async fn try_on_gpu(
    request: &Request,
    device: &Rc<Device>,
    started_ms: f64,
) -> Result<Answer, Trouble> {
    let count = request.keys.length() as usize;
    let plan = Plan::new(count, shape_for(request, device));
    let carried = request.carried_array()?;
    let list = List::upload(device, &request.keys, carried.as_ref()).await?;
    let uploaded_ms = now_ms();
    let run = Run {
        order: request.order,
        plan: &plan,
        subgroups: request.subgroups,
        each_pass: request.profile,
        sabotage: request.sabotage,
        signal: request.signal.as_ref(),
    };
    let (timing, (keys, carried)) = list.sort_and_read(run).await?;
    let ended_ms = now_ms();
    let name = &device.description.name;
    let verdict = check(request, &keys, carried.as_ref())?;
    // Where it was broken on purpose, a wrong result is what there is to see.
    if request.sabotage.is_none() && verdict.is_some_and(|it| !it.agrees()) {
        return Err(Trouble::Failed(format!("{name} gave a wrong result")));
    }
    let times = times((started_ms, uploaded_ms, ended_ms), &timing)?;
    Ok(Answer {
        keys,
        // Last of all: it takes the place of what another try would need.
        payload: request.payload_of(carried)?,
        verdict,
        device: SortDevice {
            kind: "gpu",
            name: name.clone(),
            software: device.description.software,
            why: None,
        },
        plan: describe(&plan),
        times,
    })
}

/// Checks what the GPU gave back, if that is wanted.
fn check(
    request: &Request,
    keys: &Uint32Array,
    carried: Option<&Uint32Array>,
) -> Result<Option<Verdict>, NoMemory> {
    if !request.verify {
        return Ok(None);
    }
    let carried = carried.map(memory::read).transpose()?;
    judge(request, &memory::read(keys)?, carried.as_deref()).map(Some)
}

/// Compares with what was given.
fn judge(request: &Request, keys: &[u32], carried: Option<&[u32]>) -> Result<Verdict, NoMemory> {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "any seed will do"
    )]
    let seed = (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64;
    let input = memory::read(&request.keys)?;
    let (Some(given), Some(carried)) = (request.carried()?, carried) else {
        return Ok(Verdict::of_keys(request.order, &input, keys, seed));
    };
    let by_place = request.by_place();
    let (input, output) = ((&*input, &*given), (keys, carried));
    Ok(Verdict::of_pairs(
        request.order,
        input,
        output,
        by_place,
        seed,
    ))
}

fn times(
    (started_ms, uploaded_ms, ended_ms): (f64, f64, f64),
    timing: &Timing,
) -> Result<SortTimes, NoMemory> {
    let rest_ms = ended_ms - uploaded_ms - timing.gpu_ms.unwrap_or(0.0);
    Ok(SortTimes {
        total_ms: ended_ms - started_ms,
        upload_ms: uploaded_ms - started_ms,
        gpu_ms: timing.gpu_ms,
        readback_ms: rest_ms.max(0.0),
        passes_ms: timing.passes()?.map_or(JsValue::NULL, Into::into),
    })
}

fn present(request: &Request, answer: Answer) -> Sorted {
    Sorted {
        values: request.as_given(&answer.keys),
        payload: answer.payload.map_or(JsValue::NULL, Into::into),
        device: answer.device,
        plan: answer.plan,
        times: answer.times,
        verdict: answer.verdict.map(|verdict| SortVerdict {
            agrees: verdict.agrees(),
            sorted: verdict.sorted,
            permutation: verdict.permutation,
            stable: verdict.stable,
        }),
    }
}

/// The shape that was asked for, or the one that suits the device.
fn shape_for(request: &Request, device: &Device) -> Shape {
    let pairs = request.carries();
    let suitable = || device.shape(request.keys.length() as usize, pairs);
    request.shape.unwrap_or_else(suitable)
}

/// Why it was not the GPU, as an Error; or the reason of who aborted.
fn refusal(trouble: &Trouble) -> JsValue {
    match trouble {
        Trouble::Aborted(reason) => reason.clone(),
        _ => Error::new(&format!("no sort on the GPU: {}", reason(trouble))).into(),
    }
}

fn reason(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Unable(why) | Trouble::Failed(why) => why.clone(),
        Trouble::Aborted(_) => "aborted".to_string(),
    }
}
