//! What JavaScript calls. The web's `core.ts` is the only caller; it documents the functions for
//! everybody else.

use std::rc::Rc;

use collectives::catalogue::CATALOGUE;
use experiment::{EngineUsed, Experiment, Failure, Limits, Problem, Report, simulate};
use js_sys::{Error, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::engine::{self, Choice, Surroundings};
use crate::page::{self, Cancel, Inside, Trouble, Turnstile};
use crate::types::{self, ToJs, record};
use crate::value;

thread_local! {
    static TURNSTILE: Rc<Turnstile> = Rc::default();
}

/// Runs an experiment on the best engine that it allows. Runs wait for each other.
///
/// # Errors
/// An Error with `problems` if the experiment is refused, with `failure` if the run fails.
#[wasm_bindgen(unchecked_return_type = "Report")]
pub async fn run(
    #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "RunOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let experiment = read(&experiment).map_err(|it| refusal(&it))?;
    let turn = turn(&experiment, cancel_of(&options)?).await;
    let turn = turn.map_err(rejection)?;
    let report = run_now(&experiment, &turn.cancel)
        .await
        .map_err(rejection)?;
    Ok(types::Report::from(report).to_js())
}

/// Every reason why an experiment would be refused.
#[wasm_bindgen(unchecked_return_type = "Problems")]
pub fn validate(#[wasm_bindgen(unchecked_param_type = "unknown")] experiment: &JsValue) -> JsValue {
    let problems = read(experiment).err().unwrap_or_default();
    types::Problems::from(problems).to_js()
}

/// Every algorithm.
#[must_use]
#[wasm_bindgen(unchecked_return_type = "CatalogueRow[]")]
pub fn catalogue() -> JsValue {
    let rows: Vec<types::CatalogueRow> = CATALOGUE.iter().map(Into::into).collect();
    rows.to_js()
}

/// What this page can do. Starts a worker to find out whether that works, and keeps it.
#[wasm_bindgen(unchecked_return_type = "Capabilities")]
pub async fn capabilities() -> JsValue {
    if Surroundings::look().workers.is_ok()
        && let Err(reason) = page::prove(1).await
    {
        engine::remember_refusal(1, &reason);
    }
    let Surroundings {
        isolated,
        shared_memory,
        workers,
        cores,
    } = Surroundings::look();
    let missing = [
        ("shared_memory", shared_memory.clone()),
        ("workers", workers.clone()),
    ];
    let why = missing
        .into_iter()
        .filter_map(|(name, there)| Some((name, there.err()?)));
    let limits = [
        ("worker_ranks", Limits::WORKER_COUNT_MAX),
        ("simulated_ranks", Limits::SIMULATED_COUNT_MAX),
        ("elements_per_rank", Limits::ELEMENT_COUNT_MAX),
        ("elements_in_all", Limits::ELEMENT_TOTAL_MAX),
    ];
    let capabilities = types::Capabilities {
        isolated,
        shared_memory: shared_memory.is_ok(),
        workers: workers.is_ok(),
        cores,
        limits: record(limits),
        why: record(why),
    };
    capabilities.to_js()
}

/// Ends the workers that are kept for later runs. The next run starts new ones.
#[wasm_bindgen]
pub fn dispose() {
    page::dispose();
    engine::forget_refusal();
}

fn read(experiment: &JsValue) -> Result<Experiment, Vec<Problem>> {
    Experiment::read(&value::from_js(experiment), &Limits::page())
}

/// What [`run`] does, between the conversions: for Rust that runs in a page.
///
/// # Errors
/// If the run fails, or `signal` asks to stop.
pub async fn execute(
    experiment: &Experiment,
    signal: Option<AbortSignal>,
) -> Result<Report, Failure> {
    let cancel = signal.map_or_else(|| Ok(Cancel::never()), Cancel::new);
    let cancel = cancel.expect("a signal takes listeners");
    let turn = turn(experiment, cancel).await?;
    run_now(experiment, &turn.cancel).await
}

/// The right to run something, and the caller's wish to stop it.
pub(crate) struct Turn {
    pub(crate) cancel: Cancel,
    _inside: Option<Inside>,
}

/// Waits for the turn of `call`.
///
/// # Errors
/// If the caller asks to stop meanwhile.
pub(crate) async fn turn(call: &Experiment, cancel: Cancel) -> Result<Turn, Failure> {
    let inside = cancel.or(TURNSTILE.with(Rc::clone).enter()).await;
    if cancel.asked() {
        return Err(Failure::cancelled(call));
    }
    Ok(Turn {
        cancel,
        _inside: inside,
    })
}

/// The wish to stop that a caller's options bring along, see `RunOptions` in the declarations.
///
/// # Errors
/// An Error with `problems` if their signal is none.
pub(crate) fn cancel_of(options: &JsValue) -> Result<Cancel, JsValue> {
    if !options.is_object() {
        return Ok(Cancel::never());
    }
    let signal = Reflect::get(options, &"signal".into());
    let cancel = signal.and_then(|signal| match signal.is_null() || signal.is_undefined() {
        true => Ok(Cancel::never()),
        false => Cancel::new(signal.unchecked_into()),
    });
    cancel.map_err(|_| {
        let problem = Problem::new("signal", "something else", "an AbortSignal");
        refusal(&[problem])
    })
}

async fn run_now(experiment: &Experiment, cancel: &Cancel) -> Result<Report, Failure> {
    let requested = experiment.engine;
    let Choice { workers, why } = Surroundings::look().choose(requested, experiment.ranks);
    let Some(connection) = workers else {
        return simulate(experiment, EngineUsed::simulated(requested, why));
    };
    let engine = EngineUsed {
        requested,
        used: connection.engine(),
        why,
    };
    match page::run(experiment, connection, engine, cancel).await {
        Ok(report) => Ok(report),
        Err(Trouble::Failed(failure)) => Err(failure),
        Err(Trouble::NoWorkers(reason)) => {
            let why = engine::remember_refusal(experiment.ranks, &reason);
            simulate(experiment, EngineUsed::simulated(requested, Some(why)))
        }
    }
}

pub(crate) fn refusal(problems: &[Problem]) -> JsValue {
    let list: Vec<_> = problems.iter().map(|it| it.message.as_str()).collect();
    let error = Error::new(&format!("the experiment is refused: {}", list.join("; ")));
    let problems: Vec<_> = problems.iter().cloned().map(types::Problem::from).collect();
    with_detail(error, "problems", &problems.to_js())
}

pub(crate) fn rejection(failure: Failure) -> JsValue {
    let error = Error::new(&failure.message);
    with_detail(error, "failure", &types::Failure::from(failure).to_js())
}

fn with_detail(error: Error, name: &str, detail: &JsValue) -> JsValue {
    // A new Error takes any field.
    let set = Reflect::set(&error, &name.into(), detail);
    set.expect("errors are ordinary objects");
    error.into()
}
