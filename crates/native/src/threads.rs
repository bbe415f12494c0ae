//! Ranks as threads.

mod memory;

pub use memory::ThreadMemory;
