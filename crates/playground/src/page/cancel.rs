//! The caller's wish to stop, as an `AbortSignal` tells it.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// web-sys has it too, but this may be anything that a caller takes for a signal, and what its
    /// getters throw would go through this module.
    #[derive(Clone, Debug)]
    pub(crate) type Signal;
    #[wasm_bindgen(method, getter, catch)]
    fn aborted(this: &Signal) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn reason(this: &Signal) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    fn add_listener(this: &Signal, event: &str, then: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    fn remove_listener(this: &Signal, event: &str, then: &Function) -> Result<(), JsValue>;
}

/// Whether the caller has asked to stop.
#[derive(Debug)]
pub(crate) struct Cancel {
    signal: Option<(Signal, Closure<dyn FnMut()>)>,
    heard: Rc<Cell<bool>>,
    waker: Rc<RefCell<Option<Waker>>>,
}

impl Cancel {
    /// Nobody will ask to stop.
    pub(crate) fn never() -> Self {
        Self {
            signal: None,
            heard: Rc::default(),
            waker: Rc::default(),
        }
    }

    /// Listens to `signal`; `None` if it is not one.
    pub(crate) fn new(signal: Signal) -> Option<Self> {
        let heard = Rc::new(Cell::new(signal.aborted().ok()?.as_bool()?));
        let waker = Rc::<RefCell<Option<Waker>>>::default();
        let (hearing, waking) = (Rc::clone(&heard), Rc::clone(&waker));
        let on_abort = Closure::<dyn FnMut()>::new(move || {
            hearing.set(true);
            if let Some(waker) = waking.take() {
                waker.wake();
            }
        });
        let listener = on_abort.as_ref().unchecked_ref();
        signal.add_listener("abort", listener).ok()?;
        Some(Self {
            signal: Some((signal, on_abort)),
            heard,
            waker,
        })
    }

    /// Whether the caller has asked to stop. Whoever listens to the signal too may keep the news
    /// from others, so it is asked as well.
    pub(crate) fn asked(&self) -> bool {
        let asked = |(signal, _): &(Signal, _)| signal.aborted().is_ok_and(|it| it.is_truthy());
        self.heard.get() || self.signal.as_ref().is_some_and(asked)
    }

    /// Why, in the caller's own words; `None` if they cannot be read.
    pub(crate) fn reason(&self) -> Option<JsValue> {
        self.signal.as_ref()?.0.reason().ok()
    }

    /// What `future` gives, unless the caller asks to stop before.
    pub(crate) async fn or<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let mut future = pin!(future);
        std::future::poll_fn(|context| {
            if self.asked() {
                return Poll::Ready(None);
            }
            *self.waker.borrow_mut() = Some(context.waker().clone());
            future.as_mut().poll(context).map(Some)
        })
        .await
    }
}

impl Drop for Cancel {
    fn drop(&mut self) {
        if let Some((signal, on_abort)) = &self.signal {
            let listener = on_abort.as_ref().unchecked_ref();
            // The signal outlives the run; what it would call does not.
            let _ = signal.remove_listener("abort", listener);
        }
    }
}
