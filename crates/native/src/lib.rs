//! Ranks on this machine, without a browser: as threads, or in the simulator, behind the
//! command `ranks`.

#![forbid(unsafe_code)]

mod afford;
pub mod cli;
pub mod threads;
