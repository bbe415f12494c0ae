//! Networks as the figures see them: built, run and proved through JavaScript's eyes.

use js_sys::Uint32Array;
use sorter::network::{network, prove_network, redundant_comparators, run_network};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{field, number};

/// Two wires for each comparator.
fn comparators(kind: &str, wires: usize) -> Vec<u32> {
    let made = network(kind, wires).expect("a kind and a number of wires that there are");
    field(&made, "comparators")
        .unchecked_into::<Uint32Array>()
        .to_vec()
}

fn refusal<T: std::fmt::Debug>(result: Result<T, js_sys::Error>) -> String {
    String::from(result.expect_err("refused").message())
}

#[wasm_bindgen_test]
fn every_kind_sorts_every_input_up_to_sixteen_wires() {
    for kind in ["bitonic", "bitonic-by-recursion", "odd-even-merge"] {
        for wires in 0..=16 {
            let proof = prove_network(wires, &comparators(kind, wires)).expect("few wires");
            assert_eq!(number(&proof, "inputs"), f64::from(1_u32 << wires));
            assert_eq!(number(&proof, "failing"), 0.0, "{kind}, {wires} wires");
            assert!(field(&proof, "smallest").is_null());
            assert!(field(&proof, "counterexample").is_null());
        }
    }
}

#[wasm_bindgen_test]
fn loops_and_recursion_are_one_list() {
    for wires in 0..=128 {
        let twice = ["bitonic", "bitonic-by-recursion"].map(|kind| comparators(kind, wires));
        assert_eq!(twice[0], twice[1], "{wires} wires");
    }
}

#[wasm_bindgen_test]
fn a_missing_comparator_is_found() {
    let mut all = comparators("bitonic", 16);
    assert_eq!(all.drain(96..98).collect::<Vec<_>>(), [0, 15]);
    let proof = prove_network(16, &all).expect("few wires");
    assert_eq!(number(&proof, "failing"), 1.0);
    assert_eq!(number(&proof, "smallest"), 255.0);
    let list: js_sys::Array = field(&proof, "counterexample").unchecked_into();
    let keys: Vec<f64> = list.iter().filter_map(|key| key.as_f64()).collect();
    let rows = run_network(&all, &keys).expect("one key for each wire");
    let last = &rows[rows.len() - 16..];
    assert!(!last.is_sorted(), "{last:?}");
}

#[wasm_bindgen_test]
fn rows_begin_with_the_keys_and_keep_them() {
    let keys = [0.0, -1.5, f64::INFINITY, -0.0, 3.0];
    let all = comparators("odd-even-merge", keys.len());
    let rows = run_network(&all, &keys).expect("one key for each wire");
    assert_eq!(rows.len(), keys.len() * (all.len() / 2 + 1));
    assert_eq!(rows[..5], keys);
    let last: Vec<u64> = rows[rows.len() - 5..]
        .iter()
        .map(|key| key.to_bits())
        .collect();
    let sorted = [-1.5, -0.0, 0.0, 3.0, f64::INFINITY].map(f64::to_bits);
    assert_eq!(last, sorted);
}

#[wasm_bindgen_test]
fn a_comparator_that_stands_twice_is_redundant() {
    let mut all = comparators("bitonic", 8);
    let once = redundant_comparators(8, &all).expect("few wires");
    assert_eq!(once, [0; 24]);
    all.splice(0..0, [0, 1]);
    let twice = redundant_comparators(8, &all).expect("few wires");
    assert_eq!(twice.iter().map(|&it| u32::from(it)).sum::<u32>(), 2);
}

#[wasm_bindgen_test]
fn what_makes_no_sense_is_refused_by_name() {
    assert!(refusal(network("bubble", 4)).contains("kind"));
    assert!(refusal(network("bitonic", 129)).contains("wires"));
    assert!(refusal(prove_network(21, &[])).contains("wires"));
    assert!(refusal(prove_network(4, &[1])).contains("one end"));
    assert!(refusal(prove_network(4, &[2, 2])).contains("number 0"));
    assert!(refusal(run_network(&[0, 4], &[1.0; 4])).contains("below 4"));
}
