//! Sorting by a network that never looks at the data.
//!
//! - [`network`]: the comparators of bitonic sort, by loop and by recursion, and of odd-even merge
//!   sort, for any number of wires.
//! - [`zero_one`]: whether a network sorts, found out by trying all 2^n inputs of zeros and ones.
//! - [`plan`]: which passes over memory sort n keys on a device, and what each of them costs.
//! - [`shader`]: what a GPU executes for a pass, as WGSL.
//! - [`twin`]: a plan, executed on a CPU as the shader does it.
//! - [`verdict`]: whether a sort did its work, without sorting again.
//! - [`key`]: numbers as unsigned keys, in the order of JavaScript's typed arrays.
//! - [`radix`]: the fast sort of a CPU, for when the answer counts and not the picture.
//!
//! Nothing here knows a GPU, a thread or a clock.

#![forbid(unsafe_code)]

pub mod key;
pub mod network;
pub mod plan;
pub mod radix;
pub mod shader;
pub mod twin;
pub mod verdict;
pub mod zero_one;

pub use key::{KeyKind, Order};
pub use network::{Comparator, Layer, Network};
pub use plan::{Kernel, Pass, Plan, Shape};
pub use verdict::Verdict;
