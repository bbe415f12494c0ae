//! The shapes that JavaScript sees: small data as objects, bulk data as typed arrays.
//!
//! The TypeScript declarations are made from these very structs, so they cannot differ from what
//! crosses the boundary; only what is taken in is declared by hand. A field that may be left out is
//! a `JsValue`, undefined where it is.
//! `typescript.rs` in the tests keeps the copy that the web sources read.

use js_sys::{Array, Float64Array, Uint8Array, Uint32Array};
use tsify::Tsify;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const NAMES_SECTION: &str = NAMES;

/// The names that fields take, and arrays of the four kinds.
pub const NAMES: &str = r#"/** What ranks can do together. */
export type Collective =
  | "barrier" | "broadcast" | "gather" | "all-gather" | "all-to-all" | "reduce-scatter"
  | "all-reduce" | "sort";
/** How values combine in reductions. */
export type Op = "sum" | "product" | "min" | "max" | "mean";
/** Kinds of numbers. */
export type Kind = "f32" | "f64" | "i32" | "u32";
/** Where an experiment may be asked to run. */
export type Engine =
  | "auto" | "workers" | "workers-shared" | "workers-ports" | "simulated" | "threads";
/** What can go wrong on purpose. */
export type FaultKind = "panic" | "kill" | "silent" | "delay" | "op" | "count" | "flip";
/** In which way a run failed. */
export type FailureKind =
  | "memory" | "panic" | "killed" | "mismatch" | "deadlock" | "timeout" | "cancelled";
/** Numbers of one kind. */
export type Numbers = Float32Array | Float64Array | Int32Array | Uint32Array;
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
}
/** Samples: `laps_us[rank][sample]` is what `batch` calls in a row took that rank. */
export interface Measured {
    engine: Engine;
    algorithm: string;
    laps_us: Float64Array[];
}
/** How to stop a run, which then rejects with the signal's reason. */
export interface RunOptions {
    signal?: AbortSignal;
}"#;

/// What to run.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Experiment {
    #[tsify(type = "Collective")]
    collective: String,
    /// A name from the catalogue, or "auto".
    #[tsify(optional)]
    algorithm: String,
    ranks: usize,
    /// One per rank; in a report always typed arrays of the kind.
    #[tsify(optional, type = "ArrayLike<number>[]")]
    inputs: Array,
    /// Instead of inputs: so many values per rank, made from the seed.
    #[tsify(optional, type = "number")]
    count: JsValue,
    #[tsify(optional, type = "Op")]
    op: String,
    #[tsify(optional, type = "Kind")]
    kind: String,
    #[tsify(optional)]
    root: usize,
    #[tsify(optional, type = "Engine")]
    engine: String,
    #[tsify(optional)]
    network: Network,
    /// "earliest", "seeded", "rendezvous" or what a report's trace says to play it again.
    #[tsify(optional)]
    schedule: String,
    /// How long one wait may last.
    #[tsify(optional)]
    limit_ms: f64,
    #[tsify(optional)]
    seed: f64,
    #[tsify(optional)]
    faults: Vec<Fault>,
    /// Whether the report shows every message.
    #[tsify(optional)]
    trace: bool,
    /// All-reduce by ring only: how many steps add. Anything but P - 1 is wrong on purpose.
    #[tsify(optional, type = "number")]
    cut: JsValue,
}

/// What a message costs in simulated time.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Network {
    alpha_us: f64,
    beta_ns_per_byte: f64,
    #[tsify(optional)]
    gamma_ns_per_byte: f64,
}

/// Something that goes wrong on purpose, on one rank.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Fault {
    #[tsify(type = "FaultKind")]
    kind: &'static str,
    rank: usize,
    /// From which step on; without one, from the beginning.
    #[tsify(optional, type = "number")]
    step: JsValue,
    #[tsify(optional, type = "number")]
    value: JsValue,
}

/// What a run showed.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Report {
    /// Complete, with the algorithm that was used.
    experiment: Experiment,
    engine: EngineUsed,
    /// One per rank; null where it receives nothing.
    #[tsify(type = "(Numbers | null)[]")]
    outputs: Array,
    verdict: Verdict,
    totals: Totals,
    predicted: Predicted,
    time: Time,
    trace: Option<Trace>,
}

/// Where a run took place.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct EngineUsed {
    #[tsify(type = "Engine")]
    requested: &'static str,
    #[tsify(type = "\"workers-shared\" | \"workers-ports\" | \"simulated\" | \"threads\"")]
    used: &'static str,
    /// Why not the better engine, in words.
    why: Option<String>,
}

/// Whether the outputs are what the definition says.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Verdict {
    agrees: bool,
    max_error: f64,
    tolerance: f64,
    identical_on_all_ranks: Option<bool>,
}

/// What really travelled.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Totals {
    /// Length of the longest chain of dependent messages.
    rounds: u32,
    /// Per rank.
    messages: Vec<u64>,
    /// Per rank.
    bytes_sent: Vec<u64>,
}

/// What the catalogue's formulas say.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Predicted {
    rounds: u32,
    messages: Vec<u64>,
    bytes_sent: Vec<u64>,
    time_us: Option<f64>,
}

/// How long it took.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Time {
    wall_us: Option<f64>,
    per_rank_us: Vec<f64>,
    /// The smallest difference that the clock shows.
    resolution_us: f64,
    virtual_us: Option<f64>,
}

/// Every message.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Trace {
    /// What the `_us` columns count, from the moment the first rank began.
    #[tsify(type = "\"virtual\" | \"wall\"")]
    clock: &'static str,
    /// Simulated runs: what makes this very run happen again.
    schedule: Option<String>,
    messages: Messages,
    /// Per rank.
    #[tsify(type = "Float64Array")]
    started_us: Float64Array,
    /// Per rank.
    #[tsify(type = "Float64Array")]
    finished_us: Float64Array,
}

/// Row i of every column is message i; ordered by step, then by sender, then by receiver.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Messages {
    #[tsify(type = "Uint32Array")]
    from: Uint32Array,
    #[tsify(type = "Uint32Array")]
    to: Uint32Array,
    /// The algorithm's step, from 0.
    #[tsify(type = "Uint32Array")]
    step: Uint32Array,
    /// The first element of the result vector that it carries.
    #[tsify(type = "Uint32Array")]
    start: Uint32Array,
    /// How many elements it carries.
    #[tsify(type = "Uint32Array")]
    count: Uint32Array,
    #[tsify(type = "Uint32Array")]
    bytes: Uint32Array,
    /// 1: the receiver combined it with its own values; 0: it stored it.
    #[tsify(type = "Uint8Array")]
    combine: Uint8Array,
    /// Length of the longest chain of dependent messages that ends with this one.
    #[tsify(type = "Uint32Array")]
    chain: Uint32Array,
    #[tsify(type = "Float64Array")]
    send_posted_us: Float64Array,
    #[tsify(type = "Float64Array")]
    send_released_us: Float64Array,
    #[tsify(type = "Float64Array")]
    recv_posted_us: Float64Array,
    #[tsify(type = "Float64Array")]
    recv_matched_us: Float64Array,
}

/// Something about a request that cannot be.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Problem {
    field: String,
    got: String,
    allowed: String,
    message: String,
}

/// Everything about a request that cannot be.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Problems {
    problems: Vec<Problem>,
}

/// Why a run failed. The Error that a run is rejected with carries it.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Failure {
    #[tsify(type = "FailureKind")]
    kind: &'static str,
    rank: Option<usize>,
    peer: Option<usize>,
    call: Option<String>,
    message: String,
    waiting: Vec<Waiting>,
}

/// One rank's wait.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Waiting {
    rank: usize,
    on: usize,
    tag: String,
    call: String,
    since_us: f64,
}

/// One algorithm.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct CatalogueRow {
    #[tsify(type = "Collective")]
    collective: &'static str,
    algorithm: &'static str,
    title: &'static str,
    needs: Vec<&'static str>,
    rounds: &'static str,
    messages: &'static str,
    bytes: &'static str,
    source: &'static str,
}

/// Where ranks can run on this page, and why not better.
#[derive(Debug, Tsify)]
#[tsify(missing_as_null)]
pub struct Capabilities {
    pub(crate) isolated: bool,
    pub(crate) shared_memory: bool,
    pub(crate) workers: bool,
    pub(crate) cores: u32,
    #[tsify(type = "Record<string, number>")]
    pub(crate) limits: js_sys::Object,
    /// By what is missing: `shared_memory`, `workers`.
    #[tsify(type = "Record<string, string>")]
    pub(crate) why: js_sys::Object,
}

/// Every declaration, in reading order.
pub const DECLARATIONS: &[&str] = &[
    NAMES,
    Experiment::DECL,
    Network::DECL,
    Fault::DECL,
    Report::DECL,
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
    Waiting::DECL,
    CatalogueRow::DECL,
    Capabilities::DECL,
];

mod convert;
mod to_js;

pub(crate) use convert::report;
pub(crate) use to_js::{ToJs, record};
