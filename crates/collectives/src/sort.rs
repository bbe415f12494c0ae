//! Sort: every rank's values in order from rank to rank. MPI has no such call; programs that sort
//! build it from the calls that MPI has.
//!
//! Ranks sort keys, unsigned numbers in the order of `TypedArray.prototype.sort`: −∞ … −0, +0 …
//! +∞, then every NaN. A key holds all bits of its number, so nothing is lost on the way.

mod bitonic;
mod sample;

pub(crate) use bitonic::Blocks;
pub use bitonic::{bitonic, lengths};
pub use sample::sample;

pub use crate::splitters::moves;
