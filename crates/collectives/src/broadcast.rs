//! Broadcast: the root's values, on every rank (MPI 4.1, section 6.4).

mod binomial_tree;
mod linear;

pub use binomial_tree::binomial_tree;
pub use linear::linear;
