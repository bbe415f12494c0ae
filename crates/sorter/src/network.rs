//! Sorting networks, for figures that draw them and readers who change them.
//!
//! Comparators come as a flat list of wires, two for each: the smaller key goes to the first.

use bitonic::{Comparator, Network, zero_one};
use js_sys::{Error, Uint32Array};
use wasm_bindgen::prelude::*;

use crate::types::{SortingNetwork, ZeroOneProof, to_js};

/// The most wires of a network that can be drawn.
const WIRES_MAX: usize = 128;

/// Builds a network for `wires` keys.
///
/// # Errors
/// If there is no such kind, or more wires than can be drawn.
#[wasm_bindgen(unchecked_return_type = "SortingNetwork")]
pub fn network(
    #[wasm_bindgen(unchecked_param_type = "NetworkKind")] kind: &str,
    wires: usize,
) -> Result<JsValue, Error> {
    within("wires", wires, WIRES_MAX)?;
    let network = match kind {
        "bitonic" => Network::bitonic(wires),
        "bitonic-by-recursion" => Network::bitonic_by_recursion(wires),
        "odd-even-merge" => Network::odd_even_merge(wires),
        _ => {
            let allowed = "bitonic, bitonic-by-recursion or odd-even-merge";
            return Err(Error::new(&format!("kind: {kind:?} is not {allowed}")));
        }
    };
    let (mut starts, mut stages, mut start) = (vec![0], Vec::new(), 0);
    for layer in network.layers() {
        start += layer.comparators.len();
        starts.push(narrow(start));
        stages.push(layer.stage);
    }
    let ends = |it: Comparator| [narrow(it.low), narrow(it.high)];
    let flat: Vec<u32> = network.comparators().flat_map(ends).collect();
    Ok(to_js(&SortingNetwork {
        comparators: Uint32Array::new_from_slice(&flat),
        layers: Uint32Array::new_from_slice(&starts),
        stages: Uint32Array::new_from_slice(&stages),
    }))
}

/// Sends `keys` through and returns what all wires carry at the start and after each comparator:
/// one row of keys after the other.
///
/// # Errors
/// If a comparator has an end on no wire, or both on one.
#[wasm_bindgen]
pub fn run_network(comparators: &[u32], keys: &[f64]) -> Result<Vec<f64>, Error> {
    let comparators = read(keys.len(), comparators)?;
    let mut now = keys.to_vec();
    let mut rows = now.clone();
    for Comparator { low, high } in comparators {
        if now[low].total_cmp(&now[high]).is_gt() {
            now.swap(low, high);
        }
        rows.extend_from_slice(&now);
    }
    Ok(rows)
}

/// Tries all inputs of zeros and ones.
///
/// # Errors
/// If there are too many wires for that, or a comparator has an end on none of them.
#[wasm_bindgen(unchecked_return_type = "ZeroOneProof")]
pub fn prove_network(wires: usize, comparators: &[u32]) -> Result<JsValue, Error> {
    within("wires", wires, zero_one::WIRES_MAX)?;
    let proof = zero_one::check(wires, &read(wires, comparators)?);
    Ok(to_js(&ZeroOneProof {
        inputs: proof.inputs,
        failing: proof.failing,
        smallest: proof.smallest,
        counterexample: proof.smallest.map(|input| zero_one::lift(wires, input)),
        unsorted: proof.unsorted,
    }))
}

/// For every comparator 1 if the network sorts just as well without it, else 0.
///
/// # Errors
/// As [`prove_network`].
#[wasm_bindgen]
pub fn redundant_comparators(wires: usize, comparators: &[u32]) -> Result<Vec<u8>, Error> {
    within("wires", wires, zero_one::WIRES_MAX)?;
    let redundant = zero_one::redundant(wires, &read(wires, comparators)?);
    Ok(redundant.into_iter().map(u8::from).collect())
}

fn read(wires: usize, flat: &[u32]) -> Result<Vec<Comparator>, Error> {
    if flat.len() % 2 == 1 {
        return Err(Error::new("comparators: the last one has only one end"));
    }
    let ends = flat.chunks(2).enumerate();
    ends.map(|(index, ends)| {
        let (low, high) = (ends[0] as usize, ends[1] as usize);
        if low == high || low >= wires || high >= wires {
            let which = format!("comparators: number {index} is between wires {low} and {high}");
            let allowed = format!("allowed are two different wires below {wires}");
            return Err(Error::new(&format!("{which}; {allowed}")));
        }
        Ok(Comparator { low, high })
    })
    .collect()
}

fn within(field: &str, got: usize, max: usize) -> Result<(), Error> {
    if got <= max {
        return Ok(());
    }
    Err(Error::new(&format!(
        "{field}: {got} is not within 0 to {max}"
    )))
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).expect("a network that can be drawn is small")
}
