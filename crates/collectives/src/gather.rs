//! Gather: every rank's values in rank order, on the root (MPI 4.1, section 6.5).

mod linear;

pub use linear::linear;
