//! `cargo xtask bench sort`: the sort of the built site beside other people's, in one browser.
//!
//! What is measured is in web/bench. Its packages belong to it alone: neither the site nor the
//! tests know them.

use crate::build;
use crate::environment;
use crate::process;
use crate::project::Project;
use crate::tools::{self, Need};
use anyhow::{Context, Result, bail};
use std::ops::RangeInclusive;
use std::process::ExitCode;
use std::time::Duration;

const COMPILE_LIMIT: Duration = Duration::from_secs(120);
/// With everything that is left out by default.
const MEASURE_LIMIT: Duration = Duration::from_secs(3600);

/// The sizes between which lists are measured, as powers of two.
const LOG2: RangeInclusive<u32> = 12..=24;
const LOG2_MAX_DEFAULT: u32 = 22;

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

impl Wishes {
    fn max_log2(&self) -> Result<u32> {
        let Some(text) = &self.max_log2 else {
            return Ok(LOG2_MAX_DEFAULT);
        };
        match text.parse() {
            Ok(log2) if LOG2.contains(&log2) => Ok(log2),
            _ => bail!(
                "--max-log2 {text}: not a number from {} to {}",
                LOG2.start(),
                LOG2.end()
            ),
        }
    }
}

/// Installs what is missing, builds the site, measures, and prints a table.
pub(crate) fn sort(project: &Project, wishes: &Wishes) -> Result<ExitCode> {
    // A mistake is told before the minutes of work, not after.
    let max_log2 = wishes.max_log2()?;
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
        .args(["--max-log2", &max_log2.to_string()])
        .env("OPENHOOD_DIST", project.dist())
        .env("OPENHOOD_XTASK", std::env::current_exe()?)
        .env("OPENHOOD_REFERENCE", reference)
        .env("CHROMIUM", tools::chromium().context("no Chromium")?);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_that_is_not_measured_is_refused() {
        let asked = |text: &str| Wishes {
            max_log2: Some(text.to_owned()),
            ..Wishes::default()
        };
        assert_eq!(Wishes::default().max_log2().unwrap(), LOG2_MAX_DEFAULT);
        assert_eq!(asked("16").max_log2().unwrap(), 16);
        for text in ["11", "25", "twenty"] {
            let error = asked(text).max_log2().unwrap_err().to_string();
            assert!(error.contains(text), "{error}");
        }
    }
}
