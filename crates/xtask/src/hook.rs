//! What Trunk calls when wasm and glue are built: writes the rest of the site next to them.
//!
//! Trunk replaces `dist/` only when the hook succeeds, so a site that is not whole, or too heavy,
//! never gets there.

use crate::environment;
use crate::imports;
use crate::licenses;
use crate::process;
use crate::project::Project;
use crate::ranks;
use crate::size::{self, Payload};
use anyhow::{Context, Result, bail};
use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

const BUNDLE_LIMIT: Duration = Duration::from_secs(300);

/// Completes the staging folder Trunk names in `TRUNK_STAGING_DIR`.
pub(crate) fn run(project: &Project) -> Result<ExitCode> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging = staging.context("only Trunk calls this: see Trunk.toml")?;
    imports::shorten(&staging.join("sorter_bg.wasm"), &staging.join("sorter.js"))?;
    let sorter = Module {
        wasm: hashed(&staging, "sorter_bg.wasm")?,
        glue: hashed(&staging, "sorter.js")?,
    };
    let ranks = Module {
        wasm: only_file(&staging, "playground-", "_bg.wasm")?,
        glue: only_file(&staging, "playground-", ".js")?,
    };
    imports::shorten(&staging.join(&ranks.wasm), &staging.join(&ranks.glue))?;
    bundle(project, &staging, &ranks, &sorter)?;
    licenses::write(project, &staging)?;
    let assets = site::Assets::read(&staging)?;
    let pages = site::build(project.root(), &staging, &assets)?;
    bundle_service_worker(project, &staging, &pages)?;
    write_headers(project, &staging)?;

    println!("{} pages", pages.len());
    // A development build is not optimized, and nobody else loads it.
    let release = env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release");
    for payload in Payload::of_everything(&staging)? {
        println!("{payload}");
        if release {
            payload.within_budget()?;
        }
    }
    size::check_embed_script(&staging, release)?;
    Ok(ExitCode::SUCCESS)
}

/// A WebAssembly module and the script that loads it: two file names in the staging folder.
struct Module {
    wasm: String,
    glue: String,
}

/// Trunk puts a hash into the names of the first module only. Returns the new name.
fn hashed(staging: &Path, name: &str) -> Result<String> {
    let path = staging.join(name);
    let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
    let mut hasher = DefaultHasher::new();
    hasher.write(&bytes);
    let name = name.replacen("sorter", &format!("sorter-{:016x}", hasher.finish()), 1);
    fs::rename(&path, staging.join(&name)).with_context(|| format!("naming {name}"))?;
    Ok(name)
}

/// The one file Trunk left with this beginning and ending, whatever its hash.
fn only_file(staging: &Path, beginning: &str, ending: &str) -> Result<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(staging).with_context(|| format!("reading {}", staging.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with(beginning) && name.ends_with(ending) {
            found.push(name);
        }
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        _ => bail!(
            "expected one {beginning}*{ending} from Trunk in {}, found {found:?}",
            staging.display()
        ),
    }
}

/// Bundles the TypeScript and styles, and draws the still pictures from runs of `ranks`.
fn bundle(project: &Project, staging: &Path, module: &Module, sorter: &Module) -> Result<()> {
    let mut node = environment::native(project, "node");
    node.arg(project.web().join("build.mjs"));
    node.arg("--out").arg(staging);
    node.args(["--wasm", &module.wasm, "--glue", &module.glue]);
    node.args(["--sorter-wasm", &sorter.wasm, "--sorter-glue", &sorter.glue]);
    node.env("OPENHOOD_RANKS", ranks::program(project)?);
    process::run(&mut node, BUNDLE_LIMIT).context("bundling web/src")
}

/// Pages that the service worker isolates carry this: see web/src/isolation/answer.ts.
const MARK: &str = " data-openhood";

/// Bundles the service worker, which knows the headers and the pages that need them.
fn bundle_service_worker(project: &Project, staging: &Path, pages: &[PathBuf]) -> Result<()> {
    let headers: serde_json::Map<_, _> = project
        .isolation_headers()?
        .into_iter()
        .map(|(name, value)| (name, value.into()))
        .collect();
    let mut marked = Vec::new();
    let is_page = |path: &&PathBuf| path.extension().is_some_and(|kind| kind == "html");
    for page in pages.iter().filter(is_page) {
        let text = fs::read_to_string(page);
        let text = text.with_context(|| format!("reading {}", page.display()))?;
        let tag = text.split_once("<html").and_then(|it| it.1.split_once('>'));
        if tag.is_some_and(|(tag, _)| tag.contains(MARK)) {
            let path = page.strip_prefix(staging)?.display().to_string();
            marked.push(path.trim_end_matches("index.html").to_owned());
        }
    }
    let mut node = environment::native(project, "node");
    node.arg(project.web().join("service-worker.mjs"));
    node.arg("--out").arg(staging);
    let headers = serde_json::Value::from(headers);
    node.args(["--headers", &headers.to_string()]);
    node.args(["--pages", &serde_json::Value::from(marked).to_string()]);
    process::run(&mut node, BUNDLE_LIMIT).context("bundling the service worker")
}

/// For hosts that read `_headers`: the same headers as every server of ours sends.
fn write_headers(project: &Project, staging: &Path) -> Result<()> {
    let headers = project.isolation_headers()?;
    let lines: String = headers
        .iter()
        .map(|(name, value)| format!("  {name}: {value}\n"))
        .collect();
    fs::write(staging.join("_headers"), format!("/*\n{lines}")).context("writing _headers")
}
