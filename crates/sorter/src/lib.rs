//! Sorting in a web page.
//!
//! A WebAssembly module of its own, so that figures about ranks do not carry it:
//!
//! - [`network`]: sorting networks for the figures: built, run and proved.
//! - [`plan`]: the passes of a sort, and what they cost.
//! - `sort`: sorts a typed array, on the GPU or, fast, on the CPU, and checks the result.
//! - `gpu`: executes plans through WebGPU. The only part that knows it.
//! - [`types`]: the shapes that JavaScript sees.

pub mod network;
pub mod plan;
pub mod types;

#[cfg(any(test, target_arch = "wasm32"))]
mod nearest;

// The bindings of WebGPU exist for this target only.
#[cfg(target_arch = "wasm32")]
pub mod gpu;
#[cfg(target_arch = "wasm32")]
mod memory;
#[cfg(target_arch = "wasm32")]
pub mod sort;
#[cfg(target_arch = "wasm32")]
mod wait;
