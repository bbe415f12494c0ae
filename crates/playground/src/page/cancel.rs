//! The caller's wish to stop, as an `AbortSignal` tells it.

use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

/// Whether the caller has asked to stop.
#[derive(Debug)]
pub(crate) struct Cancel {
    signal: Option<(AbortSignal, Closure<dyn FnMut()>)>,
    waker: Rc<RefCell<Option<Waker>>>,
}

impl Cancel {
    /// Nobody will ask to stop.
    pub(crate) fn never() -> Self {
        Self {
            signal: None,
            waker: Rc::default(),
        }
    }

    /// Listens to `signal`.
    ///
    /// # Errors
    /// What JavaScript says to something that takes no listeners.
    pub(crate) fn new(signal: AbortSignal) -> Result<Self, JsValue> {
        let waker = Rc::<RefCell<Option<Waker>>>::default();
        let waking = Rc::clone(&waker);
        let on_abort = Closure::<dyn FnMut()>::new(move || {
            if let Some(waker) = waking.take() {
                waker.wake();
            }
        });
        let listener = on_abort.as_ref().unchecked_ref();
        signal.add_event_listener_with_callback("abort", listener)?;
        Ok(Self {
            signal: Some((signal, on_abort)),
            waker,
        })
    }

    /// Whether the caller has asked to stop.
    pub(crate) fn asked(&self) -> bool {
        let signal = self.signal.as_ref();
        signal.is_some_and(|(signal, _)| signal.aborted())
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
            let _ = signal.remove_event_listener_with_callback("abort", listener);
        }
    }
}
