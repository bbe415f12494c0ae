//! All-to-all: every rank has a block for every rank (MPI 4.1, section 6.8).

mod pairwise;

pub use pairwise::pairwise;
