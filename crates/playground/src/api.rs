//! What JavaScript calls. The web's `core.ts` is the only caller; it documents the functions for
//! everybody else.

use std::rc::Rc;

use experiment::{
    Engine, EngineUsed, Experiment, Failure, FailureKind, Limits, Planned, Problem, Report, Scene,
    Value, simulate,
};
use js_sys::{Error, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::engine::{self, Choice, Surroundings};
use crate::page::{self, Cancel, Caught, Trouble, Turnstile};
use crate::room::{has_room, no_room};
use crate::types::{self, small_to_js, to_js};
use crate::value;
use crate::weight::Weight;

thread_local! {
    static TURNSTILE: Rc<Turnstile> = Rc::default();
}

/// Runs an experiment on the best engine that it allows. Runs wait for each other, and hold
/// nothing in this module's memory until it is their turn.
///
/// # Errors
/// An Error with `problems` if the experiment is refused, with `failure` if the run fails, and the
/// signal's reason if that asks to stop.
#[wasm_bindgen(unchecked_return_type = "Report")]
pub async fn run(
    #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "RunOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let cancel = cancel_of(&options)?;
    let scene = wants_scene(&options)?;
    if cancel.asked() {
        return Err(stopped(&cancel));
    }
    let weight = Weight::of(&experiment);
    if weight.is_light() {
        read(&experiment, weight)?;
    }
    let work = async {
        let experiment = read(&experiment, weight)?;
        let report = match run_now(&experiment, &cancel).await {
            Ok(report) if scene => report.with_scene(),
            Ok(report) => report,
            Err(failure) => {
                let telling = scene && failure.kind.is_of_ranks();
                let error = rejection(failure, &cancel);
                return Err(match telling {
                    true => with_scene(error, &experiment),
                    false => error,
                });
            }
        };
        to_js(&report).map_err(|_| {
            let words = "the browser gives this page none for the report";
            rejection(Failure::out_of_memory(&experiment, None, words), &cancel)
        })
    };
    match in_turn(&cancel, work).await {
        Ok(ended) => ended,
        Err(failure) => Err(rejection(failure, &cancel)),
    }
}

/// Every reason why an experiment would be refused.
///
/// # Errors
/// An Error with `failure` if there is no memory to read it.
#[wasm_bindgen(unchecked_return_type = "Problems")]
pub async fn validate(
    #[wasm_bindgen(unchecked_param_type = "unknown")] experiment: JsValue,
) -> Result<JsValue, JsValue> {
    let weight = Weight::of(&experiment);
    let problems = async {
        let problems = problems(&experiment, weight)?.err().unwrap_or_default();
        Ok(small_to_js(&types::Problems { problems }))
    };
    if weight.is_light() {
        return problems.await;
    }
    let never = Cancel::never();
    match in_turn(&never, problems).await {
        Ok(ended) => ended,
        Err(failure) => Err(rejection(failure, &never)),
    }
}

/// What every rank will do.
///
/// # Errors
/// An Error with `problems` if the experiment is refused, or its algorithm is no plan; one with
/// `failure` if there is no memory to read it.
#[wasm_bindgen(unchecked_return_type = "Plan[]")]
pub async fn plan(
    #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: JsValue,
) -> Result<JsValue, JsValue> {
    told(&experiment, |planned| small_to_js(&planned.plans)).await
}

/// What there is to say about that without running it.
///
/// # Errors
/// As [`plan`].
#[wasm_bindgen(unchecked_return_type = "Proof")]
pub async fn prove(
    #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: JsValue,
) -> Result<JsValue, JsValue> {
    told(&experiment, |planned| small_to_js(&planned.prove())).await
}

/// Every algorithm.
#[must_use]
#[wasm_bindgen(unchecked_return_type = "CatalogueRow[]")]
pub fn catalogue() -> JsValue {
    small_to_js(&experiment::catalogue())
}

/// What this page can do. Starts a worker to find out whether that works, and keeps it.
#[wasm_bindgen(unchecked_return_type = "Capabilities")]
pub async fn capabilities() -> JsValue {
    let Surroundings {
        isolated,
        shared_memory,
        mut workers,
        cores,
    } = Surroundings::look();
    if workers.is_ok() {
        let ready = page::prove(1).await;
        workers = ready.map_err(|reason| engine::remember_refusal(1, &reason));
    }
    small_to_js(&types::Capabilities {
        isolated,
        shared_memory: shared_memory.is_ok(),
        workers: workers.is_ok(),
        cores,
        limits: types::Limits {
            worker_ranks: Limits::WORKER_COUNT_MAX,
            simulated_ranks: Limits::SIMULATED_COUNT_MAX,
            elements_per_rank: Limits::ELEMENT_COUNT_MAX,
            elements_in_all: Limits::ELEMENT_TOTAL_MAX,
        },
        why: types::Missing {
            shared_memory: shared_memory.err(),
            workers: workers.err(),
        },
    })
}

/// Ends the workers that are kept for later runs. The next run starts new ones.
#[wasm_bindgen]
pub fn dispose() {
    page::dispose();
    engine::forget_refusal();
}

fn read(experiment: &JsValue, weight: Weight) -> Result<Experiment, JsValue> {
    problems(experiment, weight)?.map_err(|problems| refusal(&problems))
}

/// Says something of the plans of an experiment, when it is its turn if that is heavy.
async fn told(
    experiment: &JsValue,
    tell: impl FnOnce(&Planned) -> JsValue,
) -> Result<JsValue, JsValue> {
    let weight = Weight::of(experiment);
    let work = async {
        let planned = taken_in(experiment, weight)?.and_then(|request| Planned::read(&request));
        Ok(tell(&planned.map_err(|problems| refusal(&problems))?))
    };
    if weight.is_light() {
        return work.await;
    }
    let never = Cancel::never();
    match in_turn(&never, work).await {
        Ok(ended) => ended,
        Err(failure) => Err(rejection(failure, &never)),
    }
}

/// Reads an experiment, or lists what is wrong with it.
///
/// # Errors
/// An Error with `failure` if there is no memory to read it.
fn problems(
    experiment: &JsValue,
    weight: Weight,
) -> Result<Result<Experiment, Vec<Problem>>, JsValue> {
    let request = taken_in(experiment, weight)?;
    Ok(request.and_then(|request| Experiment::read(&request, &Limits::page())))
}

/// A request as plain data, or what is wrong with its size.
///
/// # Errors
/// An Error with `failure` if there is no memory for it.
fn taken_in(experiment: &JsValue, weight: Weight) -> Result<Result<Value, Vec<Problem>>, JsValue> {
    if let Some(problem) = weight.problem() {
        return Ok(Err(vec![problem]));
    }
    let room = weight.find_room();
    room.map_err(|words| rejection(of_the_page(&words), &Cancel::never()))?;
    Ok(Ok(value::from_js(experiment)))
}

/// What [`run`] does, between the conversions: for Rust that runs in a page.
///
/// # Errors
/// If the run fails, or `signal` asks to stop.
///
/// # Panics
/// If `signal` is none.
pub async fn execute(
    experiment: &Experiment,
    signal: Option<AbortSignal>,
) -> Result<Report, Failure> {
    let cancel = match signal {
        Some(signal) => Cancel::new(signal.unchecked_into()).expect("it is a signal"),
        None => Cancel::never(),
    };
    in_turn(&cancel, run_now(experiment, &cancel)).await?
}

/// Does `work` when it is its turn. Whatever becomes of it, the next one gets its turn after it.
///
/// # Errors
/// If the caller asks to stop before, or the page itself breaks down over it.
pub(crate) async fn in_turn<T>(
    cancel: &Cancel,
    work: impl Future<Output = T>,
) -> Result<T, Failure> {
    let inside = cancel.or(TURNSTILE.with(Rc::clone).enter()).await;
    if inside.is_none() || cancel.asked() {
        return Err(Failure {
            kind: FailureKind::Cancelled,
            ..of_the_page("it was cancelled before its turn")
        });
    }
    Caught::new(work).await.map_err(|exception| {
        page::abandon();
        let words = page::words(&exception);
        of_the_page(&format!(
            "the page broke off what it was at, it seems for that: {words}"
        ))
    })
}

/// The page has no memory for what no rank has begun, or none that anybody counted on.
fn of_the_page(words: &str) -> Failure {
    Failure {
        kind: FailureKind::Memory,
        rank: None,
        peer: None,
        call: None,
        message: format!("no memory: {words}"),
        waiting: Vec::new(),
    }
}

/// The wish to stop that a caller's options bring along, see `RunOptions` in the declarations.
///
/// # Errors
/// An Error with `problems` if their signal is none.
pub(crate) fn cancel_of(options: &JsValue) -> Result<Cancel, JsValue> {
    if !options.is_object() {
        return Ok(Cancel::never());
    }
    let signal = Reflect::get(options, &"signal".into()).ok();
    let cancel = signal.and_then(|signal| match signal.is_null() || signal.is_undefined() {
        true => Some(Cancel::never()),
        false => Cancel::new(signal.unchecked_into()),
    });
    cancel.ok_or_else(|| refusal_of_signal("something else"))
}

/// Whether the caller's options ask for a scene.
///
/// # Errors
/// An Error with `problems` if they say something else.
fn wants_scene(options: &JsValue) -> Result<bool, JsValue> {
    if !options.is_object() {
        return Ok(false);
    }
    let wish = Reflect::get(options, &"scene".into()).unwrap_or(JsValue::UNDEFINED);
    if wish.is_null() || wish.is_undefined() {
        return Ok(false);
    }
    let wish = wish.as_bool();
    wish.ok_or_else(|| refusal(&[Problem::new("scene", "something else", "true or false")]))
}

/// What the ranks of a run that failed came to, as far as faults and plans say it.
fn with_scene(error: JsValue, experiment: &Experiment) -> JsValue {
    // Where there is no memory for it the failure is told all the same.
    match to_js(&Scene::of(experiment, None)) {
        Ok(scene) => with_detail(error.unchecked_into(), "scene", &scene),
        Err(_) => error,
    }
}

fn refusal_of_signal(got: &str) -> JsValue {
    refusal(&[Problem::new("signal", got, "an AbortSignal")])
}

async fn run_now(experiment: &Experiment, cancel: &Cancel) -> Result<Report, Failure> {
    let requested = experiment.engine;
    let Choice { workers, why } = Surroundings::look().choose(requested, experiment.ranks);
    let Some(connection) = workers else {
        if requested != Engine::Simulated {
            engine::pass_over(experiment.ranks);
        }
        return simulate_here(experiment, EngineUsed::simulated(requested, why));
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
            simulate_here(experiment, EngineUsed::simulated(requested, Some(why)))
        }
    }
}

fn simulate_here(experiment: &Experiment, engine: EngineUsed) -> Result<Report, Failure> {
    let bytes = experiment.bytes_to_simulate();
    if !has_room(bytes) {
        return Err(Failure::out_of_memory(experiment, None, &no_room(bytes)));
    }
    simulate(experiment, engine)
}

pub(crate) fn refusal(problems: &[Problem]) -> JsValue {
    let list: Vec<_> = problems.iter().map(|it| it.message.as_str()).collect();
    let error = Error::new(&format!("the experiment is refused: {}", list.join("; ")));
    with_detail(error, "problems", &small_to_js(&problems))
}

/// What a call rejects with that has failed: where it has been given up, what the caller's signal
/// says, as everything does that takes a signal.
pub(crate) fn rejection(failure: Failure, cancel: &Cancel) -> JsValue {
    if failure.kind == FailureKind::Cancelled {
        return stopped(cancel);
    }
    let error = Error::new(&failure.message);
    with_detail(error, "failure", &small_to_js(&failure))
}

fn stopped(cancel: &Cancel) -> JsValue {
    let Some(reason) = cancel.reason() else {
        return refusal_of_signal("one whose reason cannot be read");
    };
    // Signals have not always had one.
    if reason.is_undefined() {
        let error = Error::new("the signal asks to stop");
        error.set_name("AbortError");
        return error.into();
    }
    reason
}

fn with_detail(error: Error, name: &str, detail: &JsValue) -> JsValue {
    // A new Error takes any field.
    let set = Reflect::set(&error, &name.into(), detail);
    set.expect("errors are ordinary objects");
    error.into()
}
