//! All-reduce: every rank's values combined, on every rank (MPI 4.1, section 6.9.6).

mod gather_broadcast;
mod ring;

pub use gather_broadcast::gather_broadcast;
pub use ring::ring;
