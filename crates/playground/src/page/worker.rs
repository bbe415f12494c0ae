//! One Web Worker, from its first word to its end.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;
use web_sys::{
    Blob, BlobPropertyBag, ErrorEvent, MessageEvent, Url, Worker, WorkerOptions, WorkerType,
};

use super::inbox::{Event, Inbox};
use crate::post::Post;

const BOOT_SCRIPT: &str = include_str!("boot.js");

#[wasm_bindgen]
extern "C" {
    /// Where this module's glue was loaded from. A worker imports the same one.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static GLUE_URL: String;

    /// What the boot script is waiting for.
    #[wasm_bindgen(extends = Object)]
    type Boot;
    #[wasm_bindgen(method, setter)]
    fn set_glue(this: &Boot, glue: &str);
    #[wasm_bindgen(method, setter)]
    fn set_module(this: &Boot, module: &JsValue);
}

/// Whom a worker's events concern at the moment: its place in a run, and that run's inbox.
type Listener = Rc<RefCell<Option<(usize, Rc<Inbox>)>>>;

/// A worker. It ends when this is dropped.
#[derive(Debug)]
pub(super) struct RankWorker {
    worker: Worker,
    listener: Listener,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl RankWorker {
    /// Starts a worker; what it says goes to `inbox` under `number`. The first is "hello".
    ///
    /// # Errors
    /// If the browser refuses at once. It may also refuse later, with a fault.
    pub(super) fn start(number: usize, inbox: &Rc<Inbox>) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let url = boot_url().map_err(|error| reason(&error))?;
        let worker = Worker::new_with_options(&url, &options).map_err(|error| reason(&error));
        // The worker has the script's text by now, or a failure to report.
        let worker = worker.inspect_err(|_| revoke(&url))?;
        let listener: Listener = Rc::new(RefCell::new(Some((number, Rc::clone(inbox)))));

        let heard = Rc::clone(&listener);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let post: Post = event.data().unchecked_into();
            if post.kind() == "fault" {
                let text = post.text().unwrap_or_default();
                hear(&heard, |number| Event::Fault(number, text));
            } else {
                if post.kind() == "hello" {
                    revoke(&url);
                }
                hear(&heard, |number| Event::Post(number, post));
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));

        let heard = Rc::clone(&listener);
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            // A script that could not be loaded gives an event without a message. Ours comes from
            // a blob, which is always there but not always allowed.
            let message = js_sys::Reflect::get(&event, &"message".into());
            let text = message.ok().and_then(|it| it.as_string());
            let text = text.unwrap_or_else(|| "the page's policy may not allow them".to_string());
            hear(&heard, |number| Event::Fault(number, text));
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

        Ok(Self {
            worker,
            listener,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Answers "hello": which module to run. "ready" follows.
    pub(super) fn boot(&self) {
        let boot: Boot = Object::new().unchecked_into();
        GLUE_URL.with(|url| boot.set_glue(url));
        boot.set_module(&wasm_bindgen::module());
        // A compiled module can be posted to a worker of the same page.
        let posted = self.worker.post_message(&boot);
        posted.expect("a module can be posted");
    }

    /// From now on its events concern that run.
    pub(super) fn listen(&self, number: usize, inbox: &Rc<Inbox>) {
        *self.listener.borrow_mut() = Some((number, Rc::clone(inbox)));
    }

    /// From now on nobody listens.
    pub(super) fn rest(&self) {
        *self.listener.borrow_mut() = None;
    }

    pub(super) fn post(&self, post: &Post) {
        let transfer: Array = post.transfer();
        let posted = self.worker.post_message_with_transfer(post, &transfer);
        posted.expect("posts hold nothing but what can be cloned");
    }
}

impl Drop for RankWorker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn hear(listener: &Listener, event: impl FnOnce(usize) -> Event) {
    if let Some((number, inbox)) = &*listener.borrow() {
        inbox.push(event(*number));
    }
}

/// A blob may be a worker's script wherever the page's policy allows it, even on a page of
/// another origin than the glue's.
fn boot_url() -> Result<String, JsValue> {
    let properties = BlobPropertyBag::new();
    properties.set_type("text/javascript");
    let parts = Array::of1(&BOOT_SCRIPT.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &properties)?;
    Url::create_object_url_with_blob(&blob)
}

fn revoke(url: &str) {
    // It fails for what is no URL, and this is one.
    let _ = Url::revoke_object_url(url);
}

fn reason(error: &JsValue) -> String {
    let message = error.dyn_ref::<js_sys::Error>().map(js_sys::Error::message);
    message.map_or_else(|| "the browser refuses".to_string(), String::from)
}
