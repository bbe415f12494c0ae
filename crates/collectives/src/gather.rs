//! Gather: every rank's values in rank order, on the root (MPI 4.1, section 6.5).

mod linear;

pub(crate) use linear::collect;
pub use linear::{linear, linear_plan};
