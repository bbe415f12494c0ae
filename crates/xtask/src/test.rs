//! `cargo xtask test`: every layer of tests, and one line that sums them up.
//!
//! A layer is a command of another test runner. Its words are passed on as they come, and its
//! counts are read from them, so the sum is what the runners themselves said. A layer that ends
//! badly without naming a failed test (it did not compile, or hung) counts as one failure.

mod layer;
mod tally;

use crate::process;
use crate::project::Project;
use crate::tools::{self, Need};
use anyhow::{Result, bail};
use layer::Layer;
use std::process::ExitCode;
use std::time::Instant;
use tally::Tally;

/// Installs what is missing and runs all layers, or the named one.
pub(crate) fn run(project: &Project, only: Option<&str>) -> Result<ExitCode> {
    let layers = match only {
        None => Layer::ALL.to_vec(),
        Some(name) => vec![Layer::named(name)?],
    };
    tools::install(project, &Need::ALL)?;
    let mut total = Tally::default();
    for layer in layers {
        section(&format!("test {}", layer.name()));
        let started = Instant::now();
        let tally = run_layer(project, layer);
        println!(
            "{}: {tally} in {:.0} s",
            layer.name(),
            started.elapsed().as_secs_f64()
        );
        total.add(layer.name(), tally);
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
    if let Err(error) = run_runners(project, layer, &mut tally) {
        println!("{error:#}");
        tally.fail(&format!("{error:#}"));
    }
    tally
}

fn run_runners(project: &Project, layer: Layer, tally: &mut Tally) -> Result<()> {
    for mut runner in layer.runners(project)? {
        let failed_before = tally.failed();
        let counted_before = tally.counted();
        let status = process::lines(&mut runner.process, layer.limit(), |line| {
            println!("{line}");
            tally.read(line);
        })?;
        if !status.success() && tally.failed() == failed_before {
            bail!("{} ended with {status}", runner.name);
        }
        if tally.counted() == counted_before {
            bail!("{} ran no test", runner.name);
        }
    }
    Ok(())
}
