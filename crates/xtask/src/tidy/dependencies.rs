//! Rules about who knows whom.

use super::{Source, kind};

/// For every crate all that it may depend on: our crates first, others' after them. A dependency
/// is a decision, so it is made here too.
const ALLOWED: [(&str, &[&str]); 10] = [
    ("bitonic", &[]),
    (
        "elements",
        &["bitonic", "bytemuck", "serde", "tsify", "wasm-bindgen"],
    ),
    (
        "collectives",
        &[
            "bitonic",
            "elements",
            "bytemuck",
            "serde",
            "thiserror",
            "tsify",
            "wasm-bindgen",
        ],
    ),
    ("simulator", &["collectives"]),
    (
        "experiment",
        &[
            "bitonic",
            "collectives",
            "simulator",
            "bytemuck",
            "serde",
            "tsify",
            "wasm-bindgen",
        ],
    ),
    (
        "native",
        &[
            "bitonic",
            "collectives",
            "experiment",
            "bytemuck",
            "lexopt",
            "serde",
            "serde_json",
        ],
    ),
    (
        "playground",
        &[
            "collectives",
            "experiment",
            "bytemuck",
            "js-sys",
            "serde",
            "serde-wasm-bindgen",
            "tsify",
            "wasm-bindgen",
            "wasm-bindgen-futures",
            "web-sys",
        ],
    ),
    (
        "sorter",
        &[
            "bitonic",
            "js-sys",
            "serde",
            "serde-wasm-bindgen",
            "tsify",
            "wasm-bindgen",
            "wasm-bindgen-futures",
            "web-sys",
        ],
    ),
    (
        "site",
        &[
            "minijinja",
            "pulldown-cmark",
            "pulldown-latex",
            "serde",
            "serde_json",
            "syntect",
            "thiserror",
        ],
    ),
    (
        "xtask",
        &[
            "site",
            "anyhow",
            "brotli",
            "ctrlc",
            "flate2",
            "nix",
            "serde_json",
            "toml",
        ],
    ),
];

/// Crates that compute and do nothing else: what they need from the world is handed to them.
const PURE: [&str; 5] = [
    "bitonic",
    "elements",
    "collectives",
    "simulator",
    "experiment",
];
/// The parts of the standard library that reach into the world.
const WORLD: [&str; 7] = ["env", "fs", "io", "net", "process", "thread", "time"];

/// Crates depend on nothing but what the table above allows.
pub(super) fn crates_know_their_place(sources: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in sources {
        let Some(name) = crate_of_manifest(&source.path) else {
            continue;
        };
        let Some((_, allowed)) = ALLOWED.iter().find(|(row, _)| *row == name) else {
            findings.push(format!(
                "{}: `{name}` has no row in crates/xtask/src/tidy/dependencies.rs",
                source.path
            ));
            continue;
        };
        match dependencies(&source.text) {
            Err(error) => findings.push(format!("{}: {error}", source.path)),
            Ok(found) => {
                let strangers = found
                    .iter()
                    .filter(|name| !allowed.contains(&name.as_str()));
                findings.extend(strangers.map(|stranger| {
                    format!("{}: `{name}` may not depend on `{stranger}`", source.path)
                }));
            }
        }
    }
    findings
}

fn crate_of_manifest(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")
}

/// What a crate is built from on any target; what only its tests use is its own affair.
fn dependencies(manifest: &str) -> Result<Vec<String>, toml::de::Error> {
    let manifest: toml::Table = manifest.parse()?;
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let tables = std::iter::once(&manifest).chain(
        targets
            .into_iter()
            .flat_map(|all| all.values().filter_map(toml::Value::as_table)),
    );
    let kinds = ["dependencies", "build-dependencies"];
    let lists = tables.flat_map(|table| kinds.map(|kind| table.get(kind)?.as_table()));
    Ok(lists
        .flatten()
        .flat_map(|list| list.keys().cloned())
        .collect())
}

/// Pure crates read no clock, start no thread, and do no input or output.
pub(super) fn pure_crates_stay_pure(sources: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in sources {
        let inside = |name: &&str| source.path.starts_with(&format!("crates/{name}/src/"));
        if !PURE.iter().any(inside) {
            continue;
        }
        let reaches = WORLD.iter().filter(|part| {
            let path = format!("std::{part}::");
            source.text.contains(&path)
        });
        findings.extend(reaches.map(|part| format!("{}: uses std::{part}", source.path)));
    }
    findings
}

/// The crates of the two WebAssembly modules: only they know JavaScript.
const MODULES: [&str; 2] = ["crates/playground/", "crates/sorter/"];

/// JavaScript is known in the modules and nowhere else.
pub(super) fn javascript_stays_outside(sources: &[Source]) -> Vec<String> {
    let word = concat!("Js", "Value");
    sources
        .iter()
        .filter(|source| kind(&source.path) == "rs")
        .filter(|source| !MODULES.iter().any(|module| source.path.starts_with(module)))
        .filter(|source| source.text.contains(word))
        .map(|source| {
            format!(
                "{}: only {} may mention `{word}`",
                source.path,
                MODULES.join(" and ")
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::*;

    #[test]
    fn an_arrow_that_is_not_in_the_map_is_found() {
        let manifest = "[dependencies]\ncollectives.workspace = true\n";
        let rule = crates_know_their_place;
        assert_eq!(found(rule, "crates/simulator/Cargo.toml", manifest), 0);
        assert_eq!(found(rule, "crates/collectives/Cargo.toml", manifest), 1);
        assert_eq!(found(rule, "crates/unheard-of/Cargo.toml", ""), 1);
        let target = "[target.'cfg(unix)'.dependencies]\nnix = '1'\n";
        assert_eq!(found(rule, "crates/simulator/Cargo.toml", target), 1);
        let tests = "[dev-dependencies]\nproptest = '1'\n";
        assert_eq!(found(rule, "crates/simulator/Cargo.toml", tests), 0);
    }

    #[test]
    fn a_clock_in_a_pure_crate_is_found() {
        let text = "use std::time::Instant;";
        assert_eq!(
            found(
                pure_crates_stay_pure,
                "crates/collectives/src/ring.rs",
                text
            ),
            1
        );
        assert_eq!(
            found(pure_crates_stay_pure, "crates/native/src/threads.rs", text),
            0
        );
    }

    #[test]
    fn javascript_outside_the_playground_is_found() {
        let text = concat!("use wasm_bindgen::Js", "Value;");
        assert_eq!(
            found(
                javascript_stays_outside,
                "crates/experiment/src/lib.rs",
                text
            ),
            1
        );
        assert_eq!(
            found(
                javascript_stays_outside,
                "crates/playground/src/lib.rs",
                text
            ),
            0
        );
    }
}
