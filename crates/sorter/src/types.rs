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
export type NetworkKind = "bitonic" | "bitonic-by-recursion" | "odd-even-merge";"#;

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

/// Every declaration, in the order of the file.
pub const DECLARATIONS: &[&str] = &[NAMES, SortingNetwork::DECL, ZeroOneProof::DECL];

/// As a JavaScript value; what is missing becomes null.
pub(crate) fn to_js(shape: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true);
    let value = shape.serialize(&serializer);
    value.expect("the shapes hold plain data")
}
