//! `cargo xtask test`: every layer of tests, and one line that sums them up.
//!
//! A layer is a command of another test runner. Its words are passed on as they come, and its
//! counts are read from them, so the sum is what the runners themselves said. A layer that ends
//! badly without naming a failed test (it did not compile, or hung) counts as one failure.

mod layer;
mod tally;

use crate::process;
use crate::project::Project;
use crate::tools;
use anyhow::Result;
use layer::{Layer, Runner};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use tally::Tally;

/// Installs what is missing and runs all layers, or the named one.
pub(crate) fn run(project: &Project, only: Option<&str>) -> Result<ExitCode> {
    let layers = match only {
        None => Layer::ALL.to_vec(),
        Some(name) => vec![Layer::named(name)?],
    };
    // All set-up comes first: a layer's time is its own, and a missing tool is told at once.
    for layer in &layers {
        tools::install(project, layer.needs())?;
    }
    let mut total = Tally::default();
    for layer in layers {
        section(&format!("test {}", layer.name()));
        let started = Instant::now();
        let tally = run_layer(project, layer);
        let seconds = started.elapsed().as_secs_f64();
        println!("{}: {tally} in {seconds:.0} s", layer.name());
        total.add(tally);
    }
    for skip in total.skips() {
        println!("skipped: {skip}");
    }
    for failure in total.failures() {
        println!("failed: {failure}");
    }
    println!("{total}");
    Ok(if total.failed() == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// A heading that is easy to find in a long log.
pub(crate) fn section(title: &str) {
    println!("\n== {title} ==");
}

fn run_layer(project: &Project, layer: Layer) -> Tally {
    let mut tally = Tally::default();
    match layer.runners(project) {
        Ok(runners) => {
            for runner in runners {
                tally.add(run_runner(runner, layer.limit()));
            }
        }
        Err(error) => tally.fail(&format!("{}: {error:#}", layer.name())),
    }
    tally
}

/// A runner that ends badly must have said which test failed; one that ends well must have run one.
fn run_runner(mut runner: Runner, limit: Duration) -> Tally {
    let mut tally = Tally::of(runner.name);
    let ended = process::lines(&mut runner.process, limit, |line| {
        println!("{line}");
        tally.read(line);
    });
    match ended {
        Err(error) => tally.fail(&format!("{error:#}")),
        Ok(status) if !status.success() && tally.failed() == 0 => {
            tally.fail(&format!("ended with {status}"));
        }
        Ok(_) if tally.counted() == 0 => tally.fail("ran no test"),
        Ok(_) => {}
    }
    tally
}
