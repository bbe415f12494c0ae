//! One Web Worker, from its first word to its end.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, JsString, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, ErrorEvent, MessageEvent, Url, Worker, WorkerOptions, WorkerType,
};

use super::inbox::{Event, Inbox};
use super::trusted;
use crate::post::Post;
use crate::timer::within;

/// What a worker runs, behind the module's glue, whose names it uses. It is a part of the module,
/// so what there is to say of it is said here:
///
/// - Nothing is awaited at the top. A message that arrives while a module worker still awaits
///   something is lost, and the page posts the module without waiting.
/// - A rejected promise reaches nobody's `onerror` by itself, so both kinds of accident are
///   forwarded.
/// - `lives` is the sign of life: a lock that the worker holds for as long as it exists, under a
///   name that nobody guesses. The page asks for the same lock and gets it when the worker is gone.
///   Without locks (no secure context, no storage) there is none, and where they do not answer the
///   worker is ready without.
const BOOT_SCRIPT: &str = include_str!("boot.js");

/// Longest wait for the glue's text, which the page has loaded before: workers may ask themselves.
const FETCH_MS_MAX: f64 = 5_000.0;

/// What the glue has to bring along if it is to be part of a worker's script.
const GLUE_PART: &str = "function initSync(";

#[wasm_bindgen]
extern "C" {
    /// Where this module's glue was loaded from.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static GLUE_URL: String;

    #[wasm_bindgen(catch)]
    fn fetch(url: &str) -> Result<Promise, JsValue>;

    #[wasm_bindgen(extends = Object)]
    type Response;
    #[wasm_bindgen(method, catch)]
    fn text(this: &Response) -> Result<Promise, JsValue>;

    /// Missing where there are no locks.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn lock(name: &str, then: &Function) -> Result<Promise, JsValue>;

    /// A function that may be called with anything, and does nothing.
    #[wasm_bindgen(thread_local_v2, js_name = Boolean)]
    static ANY_FUNCTION: Function;
}

thread_local! {
    /// The address of every worker's script, once there is one.
    static SCRIPT: RefCell<Option<String>> = const { RefCell::new(None) };

    /// Every worker that has been started and not ended.
    static LIVING: RefCell<Vec<Worker>> = const { RefCell::new(Vec::new()) };
}

/// Whom a worker's events concern, and whether it still exists.
#[derive(Debug, Default)]
struct State {
    /// Its place in a run, and that run's inbox.
    listener: Option<(usize, Rc<Inbox>)>,
    gone: bool,
}

/// A worker. It ends when this is dropped.
#[derive(Debug)]
pub(super) struct RankWorker {
    worker: Worker,
    state: Rc<RefCell<State>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl RankWorker {
    /// Starts a worker; what it says goes to `inbox` under `number`. The first is "ready".
    ///
    /// # Errors
    /// If the browser refuses at once. It may also refuse later, with a fault.
    pub(super) fn start(number: usize, inbox: &Rc<Inbox>, script: &str) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = trusted::start(script, &options).map_err(|error| reason(&error))?;
        LIVING.with_borrow_mut(|living| living.push(worker.clone()));
        let state = Rc::new(RefCell::new(State {
            listener: Some((number, Rc::clone(inbox))),
            gone: false,
        }));

        let heard = Rc::clone(&state);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let post: Post = event.data().unchecked_into();
            let text = || post.text().unwrap_or_default();
            match post.kind().as_str() {
                "life" => watch(text(), Rc::clone(&heard)),
                "fault" => fault(&heard, text()),
                _ => hear(&heard, |number| Event::Post(number, post)),
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));

        let heard = Rc::clone(&state);
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            // A script that could not be loaded gives an event without a message. Ours comes from
            // a blob, which is always there but not always allowed.
            let message = js_sys::Reflect::get(&event, &"message".into());
            let text = message.ok().and_then(|it| it.as_string());
            let text = text.unwrap_or_else(|| "the page's policy may not allow them".to_string());
            fault(&heard, text);
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

        // A compiled module can be posted to a worker of the same page. It need not wait: the
        // script listens before it does anything else.
        let posted = worker.post_message(&wasm_bindgen::module());
        let started = Self {
            worker,
            state,
            _on_message: on_message,
            _on_error: on_error,
        };
        posted.map_err(|error| reason(&error))?;
        Ok(started)
    }

    /// From now on its events concern that run.
    pub(super) fn listen(&self, number: usize, inbox: &Rc<Inbox>) {
        self.state.borrow_mut().listener = Some((number, Rc::clone(inbox)));
    }

    /// From now on nobody listens.
    pub(super) fn rest(&self) {
        self.state.borrow_mut().listener = None;
    }

    /// Whether it came to grief or was ended by somebody else.
    pub(super) fn is_gone(&self) -> bool {
        self.state.borrow().gone
    }

    /// False if the browser cannot post it. Posts hold nothing but what can be cloned, so there is
    /// no memory for it then.
    pub(super) fn post(&self, post: &Post) -> bool {
        let transfer: Array = post.transfer();
        let posted = self.worker.post_message_with_transfer(post, &transfer);
        posted.is_ok()
    }
}

impl Drop for RankWorker {
    fn drop(&mut self) {
        self.rest();
        end(&self.worker);
        LIVING.with_borrow_mut(|living| living.retain(|it| *it != self.worker));
    }
}

fn end(worker: &Worker) {
    worker.set_onmessage(None);
    worker.set_onerror(None);
    worker.terminate();
}

/// Ends every worker, whoever holds it, even if that is nobody any more.
pub(super) fn end_all() {
    LIVING.take().iter().for_each(end);
}

type Shared = Rc<RefCell<State>>;

fn hear(state: &Shared, event: impl FnOnce(usize) -> Event) {
    if let Some((number, inbox)) = &state.borrow().listener {
        inbox.push(event(*number));
    }
}

/// Whatever went wrong outside of a rank's program, the worker is good for nothing any more.
fn fault(state: &Shared, text: String) {
    state.borrow_mut().gone = true;
    hear(state, |number| Event::Fault(number, text));
}

/// Waits for the lock that the worker holds as long as it lives.
fn watch(life: String, state: Shared) {
    spawn_local(async move {
        let Ok(free) = ANY_FUNCTION.with(|any| lock(&life, any)) else {
            return;
        };
        if JsFuture::from(free).await.is_ok() {
            state.borrow_mut().gone = true;
            hear(&state, Event::Gone);
        }
    });
}

/// The address of the script that every worker runs: the module's glue and the boot script, in a
/// blob. A blob may be a worker's script wherever the page's policy allows it, even on a page of
/// another origin than the glue's.
///
/// # Errors
/// If the browser has no blobs.
pub(super) async fn script() -> Result<String, String> {
    if let Some(url) = SCRIPT.with_borrow(Clone::clone) {
        return Ok(url);
    }
    let glue = GLUE_URL.with(Clone::clone);
    // One script costs each worker less than a script that imports another one.
    let front = match whole_glue(&glue).await {
        Some(text) => text.into(),
        None => format!("import{{initSync,enlist,serve}}from\"{glue}\";").into(),
    };
    let properties = BlobPropertyBag::new();
    properties.set_type("text/javascript");
    let parts = Array::of2(&front, &BOOT_SCRIPT.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &properties);
    let url = blob.and_then(|blob| Url::create_object_url_with_blob(&blob));
    let url = url.map_err(|error| reason(&error))?;
    SCRIPT.set(Some(url.clone()));
    Ok(url)
}

/// The text of the glue, if it can be had and stands alone.
async fn whole_glue(url: &str) -> Option<JsString> {
    let response = JsFuture::from(within(FETCH_MS_MAX, &fetch(url).ok()?));
    let response: Response = response.await.ok()?.unchecked_into();
    let text = response.text().ok()?;
    let text: JsString = JsFuture::from(text).await.ok()?.unchecked_into();
    let alone = text.includes(GLUE_PART, 0) && !text.includes("from './", 0);
    alone.then_some(text)
}

/// The next worker's script is made afresh.
pub(super) fn forget_script() {
    if let Some(url) = SCRIPT.take() {
        // It fails for what is no URL, and this is one.
        let _ = Url::revoke_object_url(&url);
    }
}

fn reason(error: &JsValue) -> String {
    let message = error.dyn_ref::<js_sys::Error>().map(js_sys::Error::message);
    message.map_or_else(|| "the browser refuses".to_string(), String::from)
}
