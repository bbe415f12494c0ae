//! Numbers that travel between ranks, and what makes two of them one.
//!
//! - [`Element`]: what a kind of number can do; in [`Element::fold`] reductions spend their time.
//! - [`ElementKind`], [`OpKind`]: the kinds and the operators, by name.
//! - [`SortKey`]: what numbers are sorted by.
//!
//! A crate of its own, so that its loops can be compiled for speed where all the rest has to be
//! small: see the profiles in the workspace's manifest. It knows no rank and no message.

#![forbid(unsafe_code)]

mod element;
mod op;

pub use element::{Element, ElementKind, SortKey};
pub use op::OpKind;
