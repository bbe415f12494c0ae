//! Workers on pages that demand trusted types (`require-trusted-types-for 'script'`).

use js_sys::{Array, Function, Reflect, Symbol};
use wasm_bindgen::prelude::*;
use web_sys::{Worker, WorkerOptions};

/// What the page's scripts leave for this module: a function that makes of a worker's address what
/// such a page accepts. See web/src/trusted.ts.
const TRUSTED: &str = "openhood.trusted";

/// A new worker. The address may be no string, which is all that `web_sys` knows.
///
/// # Errors
/// If the browser refuses.
pub(super) fn start(script: &str, options: &WorkerOptions) -> Result<Worker, JsValue> {
    let global = js_sys::global();
    let mut address = JsValue::from(script);
    if let Ok(trusted) = Reflect::get(&global, &Symbol::for_(TRUSTED))
        && let Some(trusted) = trusted.dyn_ref::<Function>()
    {
        address = trusted.call1(&JsValue::UNDEFINED, &address)?;
    }
    let constructor: Function = Reflect::get(&global, &"Worker".into())?.dyn_into()?;
    let worker = Reflect::construct(&constructor, &Array::of2(&address, options))?;
    Ok(worker.unchecked_into())
}
