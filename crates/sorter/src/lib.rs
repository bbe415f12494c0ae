//! Sorting in a web page.
//!
//! A WebAssembly module of its own, so that figures about ranks do not carry it:
//!
//! - [`network`]: sorting networks for the figures: built, run and proved.
//! - [`types`]: the shapes that JavaScript sees.

pub mod network;
pub mod types;
