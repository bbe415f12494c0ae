//! What crosses to JavaScript: small data as objects, bulk data as typed arrays.
//!
//! Every shape is one struct: serde makes JSON and JavaScript values of it, and tsify its
//! declaration. Most stand in `experiment` and `collectives`; here is what only a page has, and, as
//! text, what is taken in. `typescript.rs` in the tests keeps the copy that the web sources read.

mod arrays;

use collectives::plan::{
    Complaint, ComplaintKind, EditRecord, EditVerb, Local, Message, Order, Plan, Ranges, Round,
    Side,
};
use collectives::{Collective, ElementKind, Network, OpKind};
use experiment::{
    Amiss, ByHand, Called, CatalogueRow, Contents, Engine, EngineUsed, Experiment, Failure,
    FailureKind, Fault, FaultKind, Float64Array, Locals, Messages, Model, Parcels, Predicted,
    Problem, Proof, Report, Results, Scene, Sends, Slots, Time, Totals, Trace, Verdict, Waiting,
};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use arrays::WithArrays;

#[wasm_bindgen(typescript_custom_section)]
const TAKEN_IN_SECTION: &str = TAKEN_IN;

/// What is given instead of returned.
pub const TAKEN_IN: &str = r#"/** Numbers of one kind. */
export type Numbers = Float32Array | Float64Array | Int32Array | Uint32Array;
/** What to run: a `collective`, or a `plan` by hand. The report shows what was left out. */
export interface Experiment extends Partial<Omit<CompleteExperiment, "inputs" | "network">> {
    /** A name from the catalogue, or "auto", which is the default. */
    algorithm?: string;
    ranks: number;
    /** One per rank. */
    inputs?: ArrayLike<number>[];
    /** Instead of inputs: so many values per rank, made from the seed. */
    count?: number;
    network?: Partial<Network>;
}
/** How to run it. */
export interface RunOptions {
    /** To stop the run, which then rejects with the signal's reason. */
    signal?: AbortSignal;
    /** Whether the report, or the Error of a run that failed, shows what a stage draws of it. */
    scene?: boolean;
}
/** What to measure: see `Measure` in crates/experiment. */
export interface MeasureRequest {
    op: "barrier" | "all-reduce" | "all-gather" | "reduce-scatter" | "broadcast" | "ping-pong";
    engine?: Engine;
    ranks: number;
    /** A multiple of 4. */
    bytes?: number;
    /** Samples that are not kept. */
    warmup?: number;
    samples?: number;
    /** Calls per sample. */
    batch?: number;
}"#;

/// Everything about a request that cannot be.
#[derive(Debug, Serialize, Tsify)]
pub struct Problems {
    pub(crate) problems: Vec<Problem>,
}

/// Where ranks can run on this page, and why not better.
#[derive(Debug, Serialize, Tsify)]
pub struct Capabilities {
    /// Whether the page is cross-origin isolated.
    pub(crate) isolated: bool,
    /// Whether ranks can share memory.
    pub(crate) shared_memory: bool,
    /// Whether workers start.
    pub(crate) workers: bool,
    /// Processors that the browser admits to.
    pub(crate) cores: u32,
    /// The most ranks and elements.
    pub(crate) limits: Limits,
    /// By what is missing: `shared_memory`, `workers`.
    #[tsify(type = "Record<string, string>")]
    pub(crate) why: Missing,
}

/// The most ranks and elements that a run may have.
#[derive(Debug, Serialize, Tsify)]
pub struct Limits {
    /// Ranks as workers.
    pub(crate) worker_ranks: usize,
    /// Ranks in the simulator.
    pub(crate) simulated_ranks: usize,
    /// Elements that one rank brings.
    pub(crate) elements_per_rank: usize,
    /// Elements that inputs and results of all ranks have together.
    pub(crate) elements_in_all: usize,
}

/// Why something is not there, in words.
#[derive(Debug, Serialize)]
pub(crate) struct Missing {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) shared_memory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) workers: Option<String>,
}

/// What calls took.
#[derive(Debug, Serialize, Tsify)]
pub struct Measured {
    /// Where they ran.
    pub(crate) engine: Engine,
    /// What ran.
    pub(crate) algorithm: &'static str,
    /// `laps_us[rank][sample]` is what `batch` calls in a row took that rank.
    pub(crate) laps_us: Vec<Float64Array>,
}

/// Every declaration, in reading order.
pub const DECLARATIONS: &[&str] = &[
    Collective::DECL,
    OpKind::DECL,
    ElementKind::DECL,
    Engine::DECL,
    TAKEN_IN,
    Experiment::DECL,
    Network::DECL,
    Fault::DECL,
    FaultKind::DECL,
    ByHand::DECL,
    Report::DECL,
    Called::DECL,
    EngineUsed::DECL,
    Verdict::DECL,
    Totals::DECL,
    Predicted::DECL,
    Time::DECL,
    Trace::DECL,
    Messages::DECL,
    Problem::DECL,
    Problems::DECL,
    Failure::DECL,
    FailureKind::DECL,
    Waiting::DECL,
    CatalogueRow::DECL,
    Capabilities::DECL,
    Limits::DECL,
    Plan::DECL,
    Round::DECL,
    Message::DECL,
    Local::DECL,
    Ranges::DECL,
    Side::DECL,
    EditRecord::DECL,
    EditVerb::DECL,
    Proof::DECL,
    Order::DECL,
    Complaint::DECL,
    ComplaintKind::DECL,
    Measured::DECL,
    Scene::DECL,
    Parcels::DECL,
    Contents::DECL,
    Slots::DECL,
    Sends::DECL,
    Locals::DECL,
    Results::DECL,
    Amiss::DECL,
    Model::DECL,
];

/// As a JavaScript value; what is missing becomes null.
///
/// # Errors
/// If the browser has no memory for an array.
pub(crate) fn to_js(shape: &impl Serialize) -> Result<JsValue, serde_wasm_bindgen::Error> {
    let serializer = Serializer::new()
        .serialize_missing_as_null(true)
        .serialize_maps_as_objects(true);
    WithArrays(shape).serialize(&serializer)
}

/// The same for a shape without arrays.
pub(crate) fn small_to_js(shape: &impl Serialize) -> JsValue {
    to_js(shape).expect("it has no arrays")
}
