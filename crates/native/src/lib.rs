//! Ranks on this machine, without a browser.

#![forbid(unsafe_code)]

pub mod threads;
