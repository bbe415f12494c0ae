//! The declarations that the web sources read are the ones that the Rust shapes give.
//!
//! After a change of the shapes: `UPDATE_EXPECT=1 cargo test -p playground --test typescript`.

#![cfg(not(target_arch = "wasm32"))]

use collectives::{Collective, ElementKind, OpKind};
use expect_test::expect_file;
use experiment::{Engine, FaultKind};
use playground::types::DECLARATIONS;
use tsify::Tsify;

#[test]
fn the_web_sources_have_the_declarations_of_these_shapes() {
    let header = "// The shapes that cross the WebAssembly boundary. Made from the Rust types of \
                  crates/playground\n// and of what it stands on; its test `typescript` compares \
                  and, when asked to, writes this file.\n";
    let mut text = header.to_string();
    for declaration in DECLARATIONS {
        text.push('\n');
        text.push_str(declaration);
        text.push('\n');
    }
    expect_file!["../../../web/src/generated/core.d.ts"].assert_eq(&text);
}

/// What JavaScript and TypeScript bring along.
const BUILT_IN: [&str; 11] = [
    "AbortSignal",
    "ArrayLike",
    "Exclude",
    "Float32Array",
    "Float64Array",
    "Int32Array",
    "Omit",
    "Partial",
    "Record",
    "Uint32Array",
    "Uint8Array",
];

/// TypeScript does not look into the file, and takes a name that is not declared for anything.
#[test]
fn every_type_that_a_declaration_names_is_declared_too() {
    let text = DECLARATIONS.join("\n");
    let code = text
        .lines()
        .filter(|line| !line.trim().starts_with(['/', '*']));
    let code: Vec<&str> = code
        .flat_map(|line| line.split(|it: char| !it.is_alphanumeric() && it != '_'))
        .collect();
    let declared: Vec<&str> = code
        .windows(2)
        .filter(|pair| ["interface", "type"].contains(&pair[0]))
        .map(|pair| pair[1])
        .collect();
    for name in code {
        if name.starts_with(char::is_uppercase) && !BUILT_IN.contains(&name) {
            assert!(declared.contains(&name), "{name} is not declared");
        }
    }
}

#[test]
fn the_names_are_those_that_rust_reads() {
    check::<Collective>("Collective", &Collective::ALL.map(Collective::name));
    check::<OpKind>("Op", &OpKind::ALL.map(OpKind::name));
    check::<ElementKind>("Kind", &ElementKind::ALL.map(ElementKind::name));
    check::<Engine>("Engine", &Engine::ALL.map(Engine::name));
    check::<FaultKind>("FaultKind", &FaultKind::ALL.map(FaultKind::name));
}

fn check<T: Tsify>(alias: &str, names: &[&str]) {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let wanted = format!("export type {alias} = {};", quoted.join(" | "));
    assert!(T::DECL.contains(&wanted), "{} is not {wanted}", T::DECL);
}
