//! Sorting through WebGPU: executes the plans of `bitonic`.
//!
//! - `device`: the adapter and its limits, opened once, opened again after it was lost.
//! - `buffers`: memory on the GPU, used again for the next sort.
//! - `pipelines`: shaders, compiled once for each variant.
//! - `passes`: a plan as one command buffer.
//! - `list`: numbers on the GPU: put there, sorted, read back.

mod buffers;
mod device;
mod list;
mod passes;
mod pipelines;

pub use device::{Device, dispose, open};
pub use list::{List, Run, Sabotage, Timing};

use crate::memory::NoMemory;
use crate::wait::Interruption;
use wasm_bindgen::JsValue;

/// Why the GPU did not sort.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// There is none, or it cannot hold the list: why, in words.
    Unable(String),
    /// It went away meanwhile, or said an error: what it said.
    Failed(String),
    /// The caller aborted, for this reason.
    Aborted(JsValue),
}

impl From<Interruption> for Trouble {
    fn from(interruption: Interruption) -> Self {
        match interruption {
            Interruption::Aborted(reason) => Self::Aborted(reason),
            Interruption::TooLong => Self::Failed("the GPU did not answer in time".to_string()),
        }
    }
}

impl From<NoMemory> for Trouble {
    fn from(refused: NoMemory) -> Self {
        Self::Unable(refused.to_string())
    }
}

/// What JavaScript threw, in words.
fn words(error: &JsValue) -> String {
    let error: Option<&js_sys::Error> = wasm_bindgen::JsCast::dyn_ref(error);
    error.map_or_else(|| format!("{error:?}"), |it| String::from(it.message()))
}
