//! Timers of the page and of workers.

use std::task::Waker;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setInterval)]
    fn set_interval(action: &Closure<dyn FnMut()>, milliseconds: u32) -> f64;

    #[wasm_bindgen(js_name = clearInterval)]
    fn clear_interval(interval: f64);

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(action: &JsValue, milliseconds: f64);
}

/// Something that happens again and again, for as long as this value lives.
#[derive(Debug)]
pub(crate) struct Interval {
    number: f64,
    _action: Closure<dyn FnMut()>,
}

impl Interval {
    pub(crate) fn new(milliseconds: u32, action: impl FnMut() + 'static) -> Self {
        let action = Closure::<dyn FnMut()>::new(action);
        Self {
            number: set_interval(&action, milliseconds),
            _action: action,
        }
    }
}

impl Drop for Interval {
    fn drop(&mut self) {
        clear_interval(self.number);
    }
}

/// What `promise` gives, or undefined if that takes too long.
pub(crate) fn within(milliseconds: f64, promise: &Promise) -> Promise {
    let late = Promise::new(&mut |resolve, _| set_timeout(&resolve, milliseconds));
    Promise::race(&Array::of2(promise, &late))
}

/// Wakes a task once.
#[allow(clippy::cast_precision_loss, reason = "no sleep lasts 2^53 ns")]
pub(crate) fn wake_after(delay_ns: u64, waker: Waker) {
    let action = Closure::once_into_js(move || waker.wake());
    // Rounded up, or it would wake a moment too early and sleep again.
    set_timeout(&action, (delay_ns as f64 / 1e6).ceil());
}
