//! Everything that needs a browser, in one binary: each binary starts a browser of its own.
//!
//! The same tests run on an isolated page and, with `WASM_BINDGEN_TEST_NO_ORIGIN_ISOLATION=1`, on
//! one that is not.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of workers are small"
)]

mod api;
mod by_hand;
mod cancel;
mod death;
mod memory;
mod requests;
mod support;
mod workers;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
