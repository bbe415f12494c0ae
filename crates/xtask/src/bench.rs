//! `cargo xtask bench sort`: the sort of the built site beside other people's, in one browser.
//!
//! What is measured, and how, is in web/bench; here is only what that needs. Its packages belong to
//! it alone: neither the site nor the tests know them.

use crate::build;
use crate::environment;
use crate::process;
use crate::project::Project;
use crate::tools::{self, Need};
use anyhow::{Context, Result};
use std::process::ExitCode;
use std::time::Duration;

const COMPILE_LIMIT: Duration = Duration::from_secs(120);
/// With everything that is left out by default.
const MEASURE_LIMIT: Duration = Duration::from_secs(3600);

/// What to measure, and where to write it.
#[derive(Debug, Default)]
pub(crate) struct Wishes {
    /// Up to 2 to the power of this many keys.
    pub(crate) max_log2: Option<String>,
    /// Also what takes minutes.
    pub(crate) full: bool,
    /// A file for what was measured, as lines of JSON.
    pub(crate) json: Option<String>,
}

/// Installs what is missing, builds the site, measures, and prints a table.
pub(crate) fn sort(project: &Project, wishes: &Wishes) -> Result<ExitCode> {
    tools::install(project, &Need::BUILD)?;
    tools::install(project, &[Need::Browser, Need::BenchPackages])?;
    build::site(project)?;
    let folder = project.web().join("bench");

    let mut cargo = environment::wasm(project, "cargo");
    cargo.args(["build", "--quiet", "--release", "--locked"]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--manifest-path"]);
    cargo.arg(folder.join("reference/Cargo.toml"));
    process::run(&mut cargo, COMPILE_LIMIT).context("compiling the reference")?;
    let reference = project
        .wasm_target()
        .join("wasm32-unknown-unknown/release/reference.wasm");

    let mut node = environment::native(project, "node");
    node.arg(folder.join("sort.mjs"))
        .env("OPENHOOD_DIST", project.dist())
        .env("OPENHOOD_XTASK", std::env::current_exe()?)
        .env("OPENHOOD_REFERENCE", reference)
        .env("CHROMIUM", tools::chromium().context("no Chromium")?);
    if let Some(log2) = &wishes.max_log2 {
        node.args(["--max-log2", log2]);
    }
    if wishes.full {
        node.arg("--full");
    }
    if let Some(file) = &wishes.json {
        // Relative to where the person is, not to the project.
        node.arg("--json").arg(std::path::absolute(file)?);
    }
    process::run(&mut node, MEASURE_LIMIT).context("measuring sorts")?;
    Ok(ExitCode::SUCCESS)
}
