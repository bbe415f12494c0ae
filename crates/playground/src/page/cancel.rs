//! The caller's wish to stop, as an `AbortSignal` tells it.

use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

/// Listens to a signal, if there is one.
#[derive(Debug)]
pub(crate) struct Cancel {
    signal: Option<AbortSignal>,
    waker: Rc<RefCell<Option<Waker>>>,
    on_abort: Closure<dyn FnMut()>,
}

impl Cancel {
    pub(crate) fn new(signal: Option<AbortSignal>) -> Self {
        let waker = Rc::<RefCell<Option<Waker>>>::default();
        let waking = Rc::clone(&waker);
        let on_abort = Closure::<dyn FnMut()>::new(move || {
            if let Some(waker) = waking.take() {
                waker.wake();
            }
        });
        if let Some(signal) = &signal {
            let listener = on_abort.as_ref().unchecked_ref();
            let added = signal.add_event_listener_with_callback("abort", listener);
            added.expect("a signal takes listeners");
        }
        Self {
            signal,
            waker,
            on_abort,
        }
    }

    /// Whether the caller has asked to stop.
    pub(crate) fn asked(&self) -> bool {
        self.signal.as_ref().is_some_and(AbortSignal::aborted)
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
        if let Some(signal) = &self.signal {
            let listener = self.on_abort.as_ref().unchecked_ref();
            // The signal outlives the run; what it would call does not.
            let _ = signal.remove_event_listener_with_callback("abort", listener);
        }
    }
}
