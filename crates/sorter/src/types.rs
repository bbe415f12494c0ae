//! The shapes that JavaScript sees. The TypeScript declarations are made from these very structs;
//! `typescript.rs` in the tests keeps the copy that the web sources read.

use js_sys::Uint32Array;
use serde::Serialize;
use serde_wasm_bindgen::preserve;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const NAMES_SECTION: &str = NAMES;

/// The names that fields take, and what is given instead of returned.
pub const NAMES: &str = r#"/** Ways to build a network that sorts. */
export type NetworkKind = "bitonic" | "bitonic-by-recursion" | "odd-even-merge";
/** What a pass does with the keys that it holds. */
export type PassKernel =
  | "register-sort" | "register-flip" | "register-merge" | "tile-sort" | "tile-merge";
/** Numbers that can be sorted. */
export type Keys = Uint32Array | Int32Array | Float32Array;
/** How many keys are held at a time; without it, what suits the device. */
export interface PlanOptions {
    /** A power of two from 2 to 64: keys in the registers of a thread. Default 16. */
    registers?: number;
    /** A power of two from 64 to 8192: keys in the memory of a workgroup. Without it none are. */
    tile?: number;
    /** Whether every key carries a value; a sort knows that without being told. */
    pairs?: boolean;
    /** Whether threads may look into each other's registers where the device can; default true. */
    subgroups?: boolean;
}
/** How to sort. */
export interface SortOptions {
    /** Largest first: the exact reverse, so NaN comes first. */
    descending?: boolean;
    /** One value for each number, that stays with it. */
    payload?: Uint32Array;
    /** Equal numbers keep their order, in descending order too. */
    stable?: boolean;
    /** The result's payload tells where each number stood; implies stable. */
    argsort?: boolean;
    /** "auto" (default): the GPU if there is one. */
    device?: "auto" | "gpu" | "cpu";
    /** Whether to check the result; default true. */
    verify?: boolean;
    signal?: AbortSignal;
    plan?: PlanOptions;
    /** Times every pass on its own. */
    profile?: boolean;
    /** Breaks a GPU's work on purpose: no barriers, or one word of the result overwritten. */
    sabotage?: "barrier" | "word";
}"#;

/// Layers of comparators; those of one layer work at the same time.
#[derive(Debug, Serialize, Tsify)]
pub struct SortingNetwork {
    /// Two wires for each comparator: the smaller key goes to the first one.
    #[serde(with = "preserve")]
    #[tsify(type = "Uint32Array")]
    pub comparators: Uint32Array,
    /// Where each layer begins, counted in comparators; and, last, how many there are.
    #[serde(with = "preserve")]
    #[tsify(type = "Uint32Array")]
    pub layers: Uint32Array,
    /// The stage of each layer, from 1: after stage s, blocks of 2^s keys are sorted.
    #[serde(with = "preserve")]
    #[tsify(type = "Uint32Array")]
    pub stages: Uint32Array,
}

/// What trying all 2^n inputs of zeros and ones showed.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct ZeroOneProof {
    /// How many there are: 2^n.
    pub inputs: u32,
    /// How many came out in a wrong order.
    pub failing: u32,
    /// The smallest of them: bit i is what wire i carries.
    pub smallest: Option<u32>,
    /// The numbers 1 to n, in an order that comes out wrong for the same reason.
    pub counterexample: Option<Vec<u32>>,
    /// Bit i is set if, for some input, wire i ends with 1 and wire i + 1 with 0.
    pub unsorted: u32,
}

/// Which passes over memory sort so many keys, and what they cost.
#[derive(Clone, Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct SortPlan {
    /// Keys.
    pub count: f64,
    /// Keys that a thread holds in passes without a tile.
    pub registers: u32,
    /// Keys that a workgroup holds in its memory, if that is used.
    pub tile: Option<u32>,
    /// Dispatches on a GPU; on a CPU the passes of a radix sort.
    pub passes: u32,
    /// Comparisons of two keys.
    pub comparators: f64,
    /// Bytes read and written.
    pub bytes: f64,
    /// Every pass on a GPU, in order.
    pub ladder: Vec<PassPlan>,
}

/// One pass over memory.
#[derive(Clone, Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct PassPlan {
    /// What threads or workgroups do.
    #[tsify(type = "PassKernel")]
    pub kernel: &'static str,
    /// The stage of the network; of a sort the last one.
    pub stage: u32,
    /// Its last step compares at the distance 2^low; a flip of stage s, at up to 2^s - 1.
    pub low: u32,
    /// Steps of the network.
    pub steps: u32,
    /// Keys from here on stay untouched.
    pub keys: f64,
    /// Threads, or in tile passes workgroups, that have something to compare.
    pub units: f64,
    /// Comparisons of two keys.
    pub comparators: f64,
    /// Bytes read and written.
    pub bytes: f64,
}

/// Numbers in order.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct Sorted {
    /// Of the same kind as what was given, and always of the page that called.
    #[serde(with = "preserve")]
    #[tsify(type = "Keys")]
    pub values: JsValue,
    /// What the numbers carried, or, if asked for, their places in the input.
    #[serde(with = "preserve")]
    #[tsify(type = "Uint32Array | null")]
    pub payload: JsValue,
    /// What sorted.
    pub device: SortDevice,
    /// What it did.
    pub plan: SortPlan,
    /// How long that took.
    pub times: SortTimes,
    /// Null if it was not asked for.
    pub verdict: Option<SortVerdict>,
}

/// What sorted.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct SortDevice {
    /// Which kind of processor.
    #[tsify(type = "\"gpu\" | \"cpu\"")]
    pub kind: &'static str,
    /// As its driver calls it.
    pub name: String,
    /// Whether it is no real GPU, so that its times say nothing about one.
    pub software: bool,
    /// Why not the GPU, in words.
    pub why: Option<String>,
}

/// How long it took, in milliseconds.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct SortTimes {
    /// From the copy of what was given to the result, without the verdict.
    pub total_ms: f64,
    /// Until the numbers were on their way to the GPU.
    pub upload_ms: f64,
    /// All passes, by the GPU's own clock, if it shows that.
    pub gpu_ms: Option<f64>,
    /// What is left of the total: waiting, and copying back.
    pub readback_ms: f64,
    /// Every pass, by the GPU's own clock, if that was asked for.
    #[serde(with = "preserve")]
    #[tsify(type = "Float64Array | null")]
    pub passes_ms: JsValue,
}

/// Whether the result is right.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct SortVerdict {
    /// Whether nothing of what follows is wrong.
    pub agrees: bool,
    /// No number stands before a smaller one.
    pub sorted: bool,
    /// Every number is there as often as it was, bit by bit.
    pub permutation: bool,
    /// Equal numbers keep their order; null if that was not asked for.
    pub stable: Option<bool>,
}

/// Which GPU there is.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct Adapter {
    /// Null if there is none.
    pub gpu: Option<Gpu>,
    /// Why there is none, in words.
    pub why: Option<String>,
}

/// A GPU.
#[derive(Clone, Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct Gpu {
    /// As its driver calls it.
    pub name: String,
    /// Whether it computes on the CPU, so that its times say nothing about a GPU.
    pub software: bool,
    /// What it can hold.
    pub limits: GpuLimits,
}

/// What a GPU can hold.
#[derive(Clone, Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct GpuLimits {
    /// The longest list that it can sort.
    pub keys: f64,
    /// Memory of a workgroup.
    pub workgroup_bytes: u32,
    /// Whether it shows its own clock.
    pub timestamps: bool,
    /// Whether threads can look into each other's registers.
    pub subgroups: bool,
}

/// Every declaration, in the order of the file.
pub const DECLARATIONS: &[&str] = &[
    NAMES,
    SortingNetwork::DECL,
    ZeroOneProof::DECL,
    SortPlan::DECL,
    PassPlan::DECL,
    Sorted::DECL,
    SortDevice::DECL,
    SortTimes::DECL,
    SortVerdict::DECL,
    Adapter::DECL,
    Gpu::DECL,
    GpuLimits::DECL,
];

/// As a JavaScript value; what is missing becomes null.
pub(crate) fn to_js(shape: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true);
    let value = shape.serialize(&serializer);
    value.expect("the shapes hold plain data")
}
