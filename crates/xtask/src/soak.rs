//! `cargo xtask soak`: many runs with random ranks, engines, lengths and faults on the built site,
//! in one browser, each against what it has to be; and nothing may be left behind.

use crate::build;
use crate::environment;
use crate::process;
use crate::project::Project;
use crate::tools::{self, Need};
use anyhow::{Context, Result, bail};
use std::process::ExitCode;
use std::time::Duration;

const SOAK_LIMIT: Duration = Duration::from_secs(3600);

/// Which runs.
#[derive(Debug, Default)]
pub(crate) struct Wishes {
    /// How many; 1,000 if unset.
    pub(crate) runs: Option<String>,
    /// Which dice; the first ones if unset.
    pub(crate) seed: Option<String>,
    /// The number of the first one; 0 if unset. A failure names the run to be done alone.
    pub(crate) first: Option<String>,
}

impl Wishes {
    /// As the program takes them.
    fn words(&self) -> Result<Vec<&str>> {
        let mut words = Vec::new();
        for (name, value) in [
            ("--runs", &self.runs),
            ("--seed", &self.seed),
            ("--first", &self.first),
        ] {
            if let Some(value) = value {
                if value.parse::<u32>().is_err() {
                    bail!("{name} {value}: not a whole number up to {}", u32::MAX);
                }
                words.extend([name, value]);
            }
        }
        Ok(words)
    }
}

/// Installs what is missing, builds the site, and lets the dice fall.
pub(crate) fn run(project: &Project, wishes: &Wishes) -> Result<ExitCode> {
    // A mistake is told before the minutes of work, not after.
    let words = wishes.words()?;
    tools::install(project, &Need::BUILD)?;
    tools::install(project, &[Need::Browser])?;
    build::site(project)?;
    let mut node = environment::native(project, "node");
    node.arg(project.web().join("soak/soak.mjs"))
        .args(words)
        .env("OPENHOOD_DIST", project.dist())
        .env("OPENHOOD_XTASK", std::env::current_exe()?)
        .env("CHROMIUM", tools::chromium().context("no Chromium")?);
    process::run(&mut node, SOAK_LIMIT).context("soaking")?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_refused_by_name() {
        assert!(Wishes::default().words().unwrap().is_empty());
        let wishes = |runs: &str| Wishes {
            runs: Some(runs.to_owned()),
            ..Wishes::default()
        };
        assert_eq!(wishes("40").words().unwrap(), ["--runs", "40"]);
        for text in ["-1", "1e3", "many", ""] {
            let error = wishes(text).words().unwrap_err().to_string();
            assert!(error.contains("--runs"), "{error}");
        }
    }
}
