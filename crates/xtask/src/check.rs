//! `cargo xtask check`: all that can be said about the code without running it.

use crate::environment;
use crate::process;
use crate::project::Project;
use crate::test::section;
use crate::tidy;
use crate::tools::{self, Need};
use anyhow::{Result, bail};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(900);

/// Installs what is missing, runs every check even if one failed, and names those that did.
pub(crate) fn run(project: &Project) -> Result<ExitCode> {
    tools::install(project, &Need::CHECK)?;
    let mut failed = Vec::new();
    for (name, mut command) in commands(project) {
        checked(name, &mut failed, || process::run(&mut command, LIMIT));
    }
    checked("tidy", &mut failed, || tidy_up(project));
    if failed.is_empty() {
        println!("\nall checks passed");
        return Ok(ExitCode::SUCCESS);
    }
    println!("\nfailed checks: {}", failed.join(", "));
    Ok(ExitCode::FAILURE)
}

fn commands(project: &Project) -> Vec<(&'static str, Command)> {
    let mut format = environment::native(project, "cargo");
    format.args(["fmt", "--all", "--check"]);

    let mut native = environment::native(project, "cargo");
    native.args(["clippy", "--workspace", "--all-targets"]);
    native.args(["--", "-D", "warnings"]);

    let mut wasm = environment::wasm(project, "cargo");
    wasm.args(["clippy", "--package", "playground", "--package", "sorter"]);
    wasm.arg("--all-targets");
    wasm.args(["--target", "wasm32-unknown-unknown", "--", "-D", "warnings"]);

    let mut types = environment::native(project, "node");
    types.args([
        "web/node_modules/typescript/bin/tsc",
        "--noEmit",
        "--project",
        "web",
    ]);

    vec![
        ("format", format),
        ("clippy", native),
        ("clippy for wasm", wasm),
        ("TypeScript", types),
    ]
}

fn checked(name: &'static str, failed: &mut Vec<&'static str>, check: impl FnOnce() -> Result<()>) {
    section(name);
    let started = Instant::now();
    let verdict = check();
    let seconds = started.elapsed().as_secs_f64();
    match verdict {
        Ok(()) => println!("{name}: fine, {seconds:.0} s"),
        Err(error) => {
            println!("{error:#}\n{name}: failed, {seconds:.0} s");
            failed.push(name);
        }
    }
}

fn tidy_up(project: &Project) -> Result<()> {
    let findings = tidy::findings(project.root())?;
    if findings.is_empty() {
        return Ok(());
    }
    for finding in &findings {
        println!("{finding}");
    }
    bail!("{} places break a rule of the house", findings.len());
}
