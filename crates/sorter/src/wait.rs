//! Waiting for the browser, but not for ever, and not after the reader has changed their mind.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub(crate) fn now_ms() -> f64;
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// The longest that a GPU may take for one answer.
const LIMIT_MS: f64 = 120_000.0;

/// Why the waiting ended early.
#[derive(Clone, Debug)]
pub(crate) enum Interruption {
    /// The signal's own reason.
    Aborted(JsValue),
    /// The limit has passed.
    TooLong,
}

/// What `future` gives, unless the signal or the limit comes first.
pub(crate) async fn wait<F: Future>(
    signal: Option<&AbortSignal>,
    future: F,
) -> Result<F::Output, Interruption> {
    let alarm = Alarm::set(signal);
    let mut future = pin!(future);
    poll_fn(|context| {
        if let Some(reason) = alarm.rung(context.waker()) {
            return Poll::Ready(Err(reason));
        }
        future.as_mut().poll(context).map(Ok)
    })
    .await
}

/// Wakes a future when the limit has passed or the signal aborts; both end with it.
struct Alarm {
    state: Rc<RefCell<State>>,
    timer: JsValue,
    signal: Option<AbortSignal>,
    /// The timer calls it, so it must live as long.
    _on_timeout: Closure<dyn FnMut()>,
    on_abort: Closure<dyn FnMut()>,
}

#[derive(Default)]
struct State {
    too_long: bool,
    waker: Option<Waker>,
}

impl Alarm {
    fn set(signal: Option<&AbortSignal>) -> Self {
        let state = Rc::new(RefCell::new(State::default()));
        let wake = |too_long: bool| {
            let state = Rc::clone(&state);
            Closure::new(move || {
                let mut state = state.borrow_mut();
                state.too_long |= too_long;
                if let Some(waker) = state.waker.take() {
                    waker.wake();
                }
            })
        };
        let (on_timeout, on_abort) = (wake(true), wake(false));
        let timer = set_timeout(on_timeout.as_ref(), LIMIT_MS);
        if let Some(signal) = signal {
            // A listener that cannot be added is one that never hears anything.
            let _ = signal.add_event_listener_with_callback("abort", callback(&on_abort));
        }
        Self {
            signal: signal.cloned(),
            state,
            timer,
            _on_timeout: on_timeout,
            on_abort,
        }
    }

    fn rung(&self, waker: &Waker) -> Option<Interruption> {
        let mut state = self.state.borrow_mut();
        state.waker = Some(waker.clone());
        if let Some(signal) = self.signal.as_ref().filter(|signal| signal.aborted()) {
            return Some(Interruption::Aborted(signal.reason()));
        }
        state.too_long.then_some(Interruption::TooLong)
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        clear_timeout(&self.timer);
        if let Some(signal) = &self.signal {
            let _ = signal.remove_event_listener_with_callback("abort", callback(&self.on_abort));
        }
    }
}

fn callback(closure: &Closure<dyn FnMut()>) -> &js_sys::Function {
    closure.as_ref().unchecked_ref()
}
