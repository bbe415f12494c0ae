//! The declarations that the web sources read are the ones that the Rust shapes give.
//!
//! After a change of the shapes: `UPDATE_EXPECT=1 cargo test -p playground --test typescript`.

#![cfg(not(target_arch = "wasm32"))]

use collectives::{Collective, ElementKind, OpKind};
use expect_test::expect_file;
use experiment::{Engine, FaultKind};
use playground::types::{DECLARATIONS, NAMES};

#[test]
fn the_web_sources_have_the_declarations_of_these_shapes() {
    let header = "// The shapes that cross the WebAssembly boundary. Made from the Rust types of \
                  crates/playground;\n// its test `typescript` compares and, when asked to, \
                  writes this file.\n";
    let mut text = header.to_string();
    for declaration in DECLARATIONS {
        text.push('\n');
        text.push_str(declaration);
        text.push('\n');
    }
    expect_file!["../../../web/src/generated/core.d.ts"].assert_eq(&text);
}

#[test]
fn the_names_are_those_that_rust_knows() {
    check("Collective", Collective::ALL.map(Collective::name).to_vec());
    check("Op", OpKind::ALL.map(OpKind::name).to_vec());
    check("Kind", ElementKind::ALL.map(ElementKind::name).to_vec());
    check("Engine", Engine::ALL.map(Engine::name).to_vec());
    check("FaultKind", FaultKind::ALL.map(FaultKind::name).to_vec());
}

fn check(alias: &str, names: Vec<&str>) {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let wanted = format!("export type {alias} = {};", quoted.join(" | "));
    // A long list is broken into lines, which begin with a bar.
    let names = NAMES
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace("= |", "=");
    assert!(names.contains(&wanted), "expected {wanted}");
}
