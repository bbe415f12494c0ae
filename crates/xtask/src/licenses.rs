//! What of other people is in a built site, and under which licenses: `licenses.txt`, which every
//! page's footer names.
//!
//! Licenses ask that their text goes along. What is in the scripts and styles the bundler says,
//! and what is compiled into the modules cargo; both leave the texts beside the sources.

use crate::environment;
use crate::process;
use crate::project::Project;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Duration;

const FILE: &str = "licenses.txt";

/// The crates that become the two modules.
const MODULES: [&str; 2] = ["playground", "sorter"];

/// How files begin that hold the text of a license, or what it asks to pass on.
const TEXTS: [&str; 6] = [
    "LICENSE",
    "LICENCE",
    "COPYING",
    "COPYRIGHT",
    "NOTICE",
    "UNLICENSE",
];

/// Packages may have to be downloaded.
const METADATA_LIMIT: Duration = Duration::from_secs(300);

/// Something that is in the site.
#[derive(Debug)]
struct Part {
    /// With its version.
    name: String,
    /// As its manifest says.
    license: String,
    texts: Vec<String>,
}

/// Writes the file into a site that was bundled.
pub(crate) fn write(project: &Project, staging: &Path) -> Result<()> {
    let mut parts = crates(&metadata(project)?)?;
    parts.extend(packages(project, staging)?);
    parts.sort_by(|one, other| one.name.cmp(&other.name));
    let own = texts(project.root()).context("our own license")?;
    fs::write(staging.join(FILE), document(&own, &parts)).with_context(|| format!("writing {FILE}"))
}

/// What cargo says of the workspace, compiled for the web.
fn metadata(project: &Project) -> Result<Value> {
    let mut cargo = environment::native(project, "cargo");
    cargo.args(["metadata", "--locked", "--format-version", "1"]);
    cargo.args(["--filter-platform", "wasm32-unknown-unknown"]);
    let answer = process::capture(&mut cargo, METADATA_LIMIT)?;
    serde_json::from_str(&answer).context("reading what cargo says of the workspace")
}

/// Other people's crates that are compiled into the modules: neither what only builds or tests
/// them, nor macros, which leave nothing of their own behind.
fn crates(metadata: &Value) -> Result<Vec<Part>> {
    let list = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let by_id = |list: Vec<Value>| -> BTreeMap<String, Value> {
        let named = |one: Value| Some((one["id"].as_str()?.to_owned(), one));
        list.into_iter().filter_map(named).collect()
    };
    let packages = by_id(list(metadata, "packages"));
    let nodes = by_id(list(&metadata["resolve"], "nodes"));
    let ours = |package: &Value| package["source"].is_null();
    let is_module = |package: &Value| MODULES.iter().any(|name| package["name"] == *name);
    let modules = packages.iter().filter(|(_, it)| ours(it) && is_module(it));
    let mut waiting: Vec<&str> = modules.map(|(id, _)| id.as_str()).collect();
    if waiting.len() != MODULES.len() {
        bail!("the workspace does not have the crates {MODULES:?}");
    }
    let mut seen = BTreeSet::new();
    let mut parts = Vec::new();
    while let Some(id) = waiting.pop() {
        let package = packages.get(id).context("cargo names a package it lacks")?;
        let is_macro = list(package, "targets")
            .iter()
            .any(|target| list(target, "kind").contains(&"proc-macro".into()));
        if is_macro || !seen.insert(id) {
            continue;
        }
        if !ours(package) {
            let manifest = package["manifest_path"].as_str().unwrap_or_default();
            let folder = Path::new(manifest).parent().context("a manifest")?;
            parts.push(Part::of(package, folder)?);
        }
        for dependency in nodes[id]["deps"].as_array().into_iter().flatten() {
            let kinds = list(dependency, "dep_kinds");
            if kinds.iter().any(|kind| kind["kind"].is_null()) {
                waiting.extend(dependency["pkg"].as_str());
            }
        }
    }
    Ok(parts)
}

/// The packages that the bundler lists in its manifest.
fn packages(project: &Project, staging: &Path) -> Result<Vec<Part>> {
    let manifest = json(&staging.join("assets/manifest.json"))?;
    let names = manifest["packages"].as_array();
    let names = names.context("the manifest lists no packages")?;
    let names = names.iter().filter_map(Value::as_str);
    let part = |name| {
        let folder = project.web().join("node_modules").join(name);
        Part::of(&json(&folder.join("package.json"))?, &folder)
    };
    names.map(part).collect()
}

impl Part {
    /// From its manifest and the folder with its sources.
    fn of(manifest: &Value, folder: &Path) -> Result<Self> {
        let word = |key: &str| manifest[key].as_str().unwrap_or("?");
        let name = format!("{} {}", word("name"), word("version"));
        let texts = texts(folder).with_context(|| format!("the license of {name}"))?;
        Ok(Self {
            name,
            license: word("license").to_owned(),
            texts,
        })
    }
}

/// The texts of licenses in a folder: without any, what stands there may not be passed on.
fn texts(folder: &Path) -> Result<Vec<String>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_ascii_uppercase();
        if path.is_file() && TEXTS.iter().any(|beginning| name.starts_with(beginning)) {
            let text = fs::read_to_string(&path);
            files.insert(name, text.with_context(|| path.display().to_string())?);
        }
    }
    if files.is_empty() {
        bail!("no text of a license in {}", folder.display());
    }
    Ok(files.into_values().collect())
}

/// The list of parts, then each text once, with those whom it concerns.
fn document(own: &[String], parts: &[Part]) -> String {
    let mut document = String::from(
        "Openhood is MIT or Apache-2.0, as you like. Its scripts and WebAssembly modules contain\n\
         work of other people, whose licenses follow:\n\n\
         - the standard library of Rust, by the contributors of the Rust project: \
         MIT OR Apache-2.0\n",
    );
    for part in parts {
        document.push_str(&format!("- {}: {}\n", part.name, part.license));
    }
    let ours = own.iter().map(|text| ("Openhood", text));
    let others = parts
        .iter()
        .flat_map(|part| part.texts.iter().map(|text| (part.name.as_str(), text)));
    // The same license comes with other line breaks.
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut groups: Vec<(String, &str, Vec<&str>)> = Vec::new();
    for (name, text) in ours.chain(others) {
        let words = words(text);
        match groups.iter_mut().find(|(known, ..)| *known == words) {
            Some((_, _, names)) => names.push(name),
            None => groups.push((words, text, vec![name])),
        }
    }
    for (_, text, names) in groups {
        let line = "=".repeat(80);
        let names = names.join(", ");
        let text = text.trim_matches('\n');
        document.push_str(&format!("\n{line}\n{names}\n{line}\n\n{text}\n"));
    }
    document
}

fn json(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("parsing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn every_crate_of_the_modules_is_listed_and_nothing_that_only_builds_them() {
        let project = Project::find().unwrap();
        let listed: BTreeSet<String> = crates(&metadata(&project).unwrap())
            .unwrap()
            .into_iter()
            .map(|part| part.name)
            .collect();
        // The same question, answered by another command.
        let mut tree = environment::native(&project, "cargo");
        tree.args(["tree", "--locked", "--prefix", "none", "--format", "{p}"]);
        tree.args(["--edges", "normal,no-proc-macro", "--no-dedupe"]);
        tree.args(["--target", "wasm32-unknown-unknown"]);
        tree.args(MODULES.iter().flat_map(|name| ["--package", name]));
        let tree = process::capture(&mut tree, METADATA_LIMIT).unwrap();
        let others = tree.lines().filter(|line| !line.contains('('));
        let expected: BTreeSet<String> = others
            .filter(|line| !line.is_empty())
            .map(|line| line.replacen(" v", " ", 1))
            .collect();
        assert!(expected.len() > 10, "{tree}");
        assert_eq!(listed, expected);
    }

    #[test]
    fn a_text_stands_once_with_all_whom_it_concerns() {
        let part = |name: &str, text: &str| Part {
            name: name.to_owned(),
            license: "MIT".to_owned(),
            texts: vec![text.to_owned()],
        };
        let parts = [part("a 1", "Do what\nyou like.\n"), part("b 2", "Do not.")];
        let text = document(&["Do what you\nlike.".to_owned()], &parts);
        assert!(text.contains("- a 1: MIT\n- b 2: MIT\n"), "{text}");
        assert_eq!(text.matches("Openhood, a 1\n").count(), 1, "{text}");
        assert_eq!(text.matches("like.").count(), 2, "the head, and the text");
        assert!(
            text.contains("b 2\n=") && text.contains("Do not."),
            "{text}"
        );
    }

    #[test]
    fn what_has_no_license_is_refused() {
        let folder = Scratch::with(&[("README.md", "nothing else")]);
        let refused = Part::of(
            &serde_json::json!({ "name": "a", "version": "1" }),
            folder.path(),
        );
        let message = format!("{:#}", refused.unwrap_err());
        assert!(message.contains("the license of a 1"), "{message}");
        folder.write("License-MIT.md", "Do what you like.");
        assert_eq!(texts(folder.path()).unwrap(), ["Do what you like."]);
    }
}
