//! The `ranks` program, which draws the still pictures at build time and is tested end to end.

use crate::environment;
use crate::process;
use crate::project::Project;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::PathBuf;
use std::time::Duration;

const BUILD_LIMIT: Duration = Duration::from_secs(900);

/// Builds the program if need be, in the profile its own tests are built in, and tells where it is.
pub(crate) fn program(project: &Project) -> Result<PathBuf> {
    built(project, "test")
}

/// The same as fast as it gets, to be measured.
pub(crate) fn fast_program(project: &Project) -> Result<PathBuf> {
    built(project, "release")
}

fn built(project: &Project, profile: &str) -> Result<PathBuf> {
    let mut cargo = environment::native(project, "cargo");
    cargo.args(["build", "--quiet", "--profile", profile]);
    cargo.args(["--package", "native", "--bin", "ranks"]);
    cargo.args(["--message-format", "json-render-diagnostics"]);
    let messages = process::capture(&mut cargo, BUILD_LIMIT)?;
    let executable = messages.lines().rev().find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        message.get("executable")?.as_str().map(PathBuf::from)
    });
    executable.context("cargo named no `ranks` program")
}
