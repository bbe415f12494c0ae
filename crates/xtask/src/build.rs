//! `cargo xtask build`: Trunk compiles and binds the wasm, its hook (see [`crate::hook`]) writes
//! everything else into Trunk's staging folder, and only a whole site becomes `dist/`.

use crate::environment;
use crate::process;
use crate::project::Project;
use crate::tools::{self, Need};
use anyhow::{Context, Result};
use std::io;
use std::process::{ExitCode, Stdio};
use std::time::Duration;

const BUILD_LIMIT: Duration = Duration::from_secs(900);

/// Installs what is missing and builds the site.
pub(crate) fn run(project: &Project) -> Result<ExitCode> {
    tools::install(project, &Need::BUILD)?;
    trunk(project, Stdio::inherit())?;
    Ok(ExitCode::SUCCESS)
}

/// Builds the site with the tools that are there. Standard output is left to what it is built for.
pub(crate) fn site(project: &Project) -> Result<()> {
    trunk(project, io::stderr().into())
}

fn trunk(project: &Project, output: Stdio) -> Result<()> {
    let mut trunk = environment::wasm(project, "trunk");
    trunk.args(["build", "--release"]).stdout(output);
    process::run(&mut trunk, BUILD_LIMIT).context("building the site")
}
