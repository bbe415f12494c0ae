//! Reduce-scatter: every rank's values combined, each rank holding its own chunk (MPI 4.1,
//! section 6.10).

mod ring;

pub use ring::ring;
