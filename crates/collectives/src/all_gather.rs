//! All-gather: every rank's values in rank order, on every rank (MPI 4.1, section 6.7).

mod ring;

pub use ring::ring;
