//! Sorting in a web page.
//!
//! A WebAssembly module of its own, so that figures about ranks do not carry it:
//!
//! - [`network`]: sorting networks for the figures: built, run and proved.
//! - [`plan`]: the passes of a sort, and what they cost.
//! - [`types`]: the shapes that JavaScript sees.

pub mod network;
pub mod plan;
pub mod types;
