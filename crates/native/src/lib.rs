//! Ranks on this machine, without a browser: as threads, or in the simulator, behind the
//! command `ranks`.

#![forbid(unsafe_code)]

pub mod cli;
pub mod threads;
