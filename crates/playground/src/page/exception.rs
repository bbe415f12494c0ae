//! An exception of JavaScript in the middle of a future, as a value.
//!
//! What a browser may refuse is asked for in ways that give an error. What nobody thought of, and
//! what this module itself traps for, goes up through everything that is under way and leaves
//! whoever waits for it waiting. So a run is polled from JavaScript, where it can be caught.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use js_sys::Error;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Calls the function, and needs nothing for it that could be refused.
    #[wasm_bindgen(catch, js_namespace = ["Function", "prototype", "call"])]
    fn call(function: &mut dyn FnMut()) -> Result<(), JsValue>;
}

/// A future that gives the exception that ended it instead of what it was to give.
pub(crate) struct Caught<F> {
    work: Option<Pin<Box<F>>>,
}

impl<F: Future> Caught<F> {
    pub(crate) fn new(work: F) -> Self {
        Self {
            work: Some(Box::pin(work)),
        }
    }
}

impl<F: Future> Future for Caught<F> {
    type Output = Result<F::Output, JsValue>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut work = self.work.take().expect("it is polled until it is ready");
        let mut polled = Poll::Pending;
        let mut poll = || polled = work.as_mut().poll(context);
        if let Err(exception) = call(&mut poll) {
            // It stands in the middle of something: nobody can say what of it may be dropped.
            mem::forget(work);
            return Poll::Ready(Err(exception));
        }
        if polled.is_pending() {
            self.work = Some(work);
        }
        polled.map(Ok)
    }
}

/// What an exception says.
pub(crate) fn words(exception: &JsValue) -> String {
    let error = exception.dyn_ref::<Error>();
    error.map_or_else(
        || "an exception without words".to_string(),
        |error| String::from(error.to_string()),
    )
}
