//! Everything that needs a browser, in one binary: each binary starts a browser of its own, and
//! one device is enough for all tests.

#![cfg(target_arch = "wasm32")]

mod devices;
mod inputs;
mod memory;
mod network;
mod numbers;
mod requests;
mod support;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
