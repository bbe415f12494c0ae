//! What the page that measures calls: timed calls, and workers that are ready beforehand.

use experiment::{Float64Array, Limits, Measure};
use js_sys::Error;
use wasm_bindgen::prelude::*;

use crate::api;
use crate::engine::{Choice, Surroundings};
use crate::page::{self, Trouble};
use crate::types::{Measured, to_js};
use crate::value;

/// Takes samples of repeated calls: see `MeasureRequest` in the declarations.
///
/// # Errors
/// An Error with `problems` if the request is refused, with `failure` if a rank fails, and plain if
/// there are no workers or no memory to share.
#[wasm_bindgen(unchecked_return_type = "Measured")]
pub async fn measure(
    #[wasm_bindgen(unchecked_param_type = "MeasureRequest")] request: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "RunOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let measure = Measure::read(&value::from_js(&request), &Limits::page());
    let measure = measure.map_err(|it| api::refusal(&it))?;
    let call = measure.stand_in();
    let Choice { workers, why } = Surroundings::look().choose(measure.engine, measure.ranks);
    let Some(connection) = workers else {
        return Err(Error::new(&why.unwrap_or_default()).into());
    };
    let cancel = api::cancel_of(&options)?;
    let work = page::measure(&measure, &call, connection, &cancel);
    let laps = api::in_turn(&cancel, work).await;
    let laps = laps.unwrap_or_else(|failure| Err(Trouble::Failed(failure)));
    let laps = laps.map_err(|trouble| match trouble {
        Trouble::Failed(failure) => api::rejection(failure, &cancel),
        Trouble::NoWorkers(reason) => Error::new(&reason).into(),
    })?;
    let measured = Measured {
        engine: connection.engine(),
        algorithm: measure.subject.algorithm(),
        laps_us: laps.iter().map(|it| in_us(it)).collect(),
    };
    Ok(to_js(&measured)?)
}

#[allow(clippy::cast_precision_loss, reason = "no sample lasts 2^53 ns")]
fn in_us(laps_ns: &[u64]) -> Float64Array {
    laps_ns.iter().map(|&it| it as f64 / 1e3).collect()
}

/// Has `count` workers ready, and keeps them for later runs.
///
/// # Errors
/// An Error that says why there are none.
#[wasm_bindgen]
pub async fn ready(count: usize) -> Result<(), JsValue> {
    let count = count.clamp(1, Limits::WORKER_COUNT_MAX);
    let ready = page::prove(count).await;
    ready.map_err(|reason| Error::new(&reason).into())
}
