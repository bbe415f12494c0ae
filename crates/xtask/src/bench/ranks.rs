//! `cargo xtask bench ranks`: collectives in the built site's own bench page, beside references
//! that the browser alone gives, then the same on threads.

use crate::build;
use crate::environment;
use crate::process;
use crate::project::Project;
use crate::ranks;
use crate::tools::{self, Need};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::ops::RangeInclusive;
use std::process::ExitCode;
use std::time::Duration;

/// With everything that is left out by default.
const MEASURE_LIMIT: Duration = Duration::from_secs(3600);

const OPS: [&str; 6] = [
    "barrier",
    "ping-pong",
    "broadcast",
    "all-gather",
    "reduce-scatter",
    "all-reduce",
];
const RANKS: RangeInclusive<u32> = 2..=32;
const BYTES: RangeInclusive<u64> = 8..=64 * 1024 * 1024;

/// What to measure, and where to write it.
#[derive(Debug, Default)]
pub(crate) struct Wishes {
    /// Few sizes, few samples.
    pub(crate) quick: bool,
    /// Every power of two up to 64 MiB.
    pub(crate) full: bool,
    /// Only what decides the goals.
    pub(crate) goals: bool,
    /// Operations, separated by commas.
    pub(crate) ops: Option<String>,
    /// Numbers of ranks, separated by commas.
    pub(crate) ranks: Option<String>,
    /// Up to this many bytes.
    pub(crate) max_bytes: Option<String>,
    /// A file for what was measured, as lines of JSON; `-` is standard output.
    pub(crate) json: Option<String>,
}

impl Wishes {
    /// As the page reads them: `web/src/bench/plan.ts`. What is not asked for is left to it.
    fn as_json(&self) -> Result<Value> {
        let detail = match (self.quick, self.full) {
            (true, true) => bail!("--quick or --full, not both"),
            (true, false) => "quick",
            (false, true) => "full",
            (false, false) => "usual",
        };
        let mut wishes = json!({ "detail": detail, "curves": !self.goals });
        if let Some(ops) = &self.ops {
            let ops: Vec<&str> = ops.split(',').collect();
            if let Some(unknown) = ops.iter().find(|op| !OPS.contains(op)) {
                bail!("--ops {unknown}: not one of {}", OPS.join(", "));
            }
            wishes["ops"] = json!(ops);
        }
        if let Some(counts) = &self.ranks {
            let counts: Result<Vec<u32>> = counts
                .split(',')
                .map(|text| number("--ranks", text, &RANKS))
                .collect();
            wishes["ranks"] = json!(counts?);
        }
        match &self.max_bytes {
            Some(text) => wishes["max_bytes"] = json!(number("--max-bytes", text, &BYTES)?),
            None if self.full => wishes["max_bytes"] = json!(BYTES.end()),
            None => {}
        }
        Ok(wishes)
    }
}

fn number<N>(flag: &str, text: &str, allowed: &RangeInclusive<N>) -> Result<N>
where
    N: std::str::FromStr + PartialOrd + std::fmt::Display,
{
    match text.parse() {
        Ok(number) if allowed.contains(&number) => Ok(number),
        _ => bail!(
            "{flag} {text}: not a number from {} to {}",
            allowed.start(),
            allowed.end()
        ),
    }
}

/// Installs what is missing, builds the site, measures, and prints tables.
pub(crate) fn ranks(project: &Project, wishes: &Wishes) -> Result<ExitCode> {
    // A mistake is told before the minutes of work, not after.
    let asked = wishes.as_json()?;
    tools::install(project, &Need::BUILD)?;
    tools::install(project, &[Need::Browser])?;
    build::site(project)?;

    let mut node = environment::native(project, "node");
    node.arg(project.web().join("bench/ranks.mjs"))
        .args(["--wishes", &asked.to_string()])
        .env("OPENHOOD_DIST", project.dist())
        .env("OPENHOOD_XTASK", std::env::current_exe()?)
        .env("OPENHOOD_RANKS", ranks::fast_program(project)?)
        .env("CHROMIUM", tools::chromium().context("no Chromium")?);
    match wishes.json.as_deref() {
        None => {}
        Some("-") => _ = node.args(["--json", "-"]),
        // Relative to where the person is, not to the project.
        Some(file) => _ = node.arg("--json").arg(std::path::absolute(file)?),
    }
    process::run(&mut node, MEASURE_LIMIT).context("measuring ranks")?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_asked_for_is_left_to_the_page() {
        let wishes = Wishes::default().as_json().unwrap();
        assert_eq!(wishes, json!({ "detail": "usual", "curves": true }));
        let all = Wishes {
            full: true,
            ..Wishes::default()
        };
        assert_eq!(all.as_json().unwrap()["max_bytes"], 67_108_864);
    }

    #[test]
    fn lists_become_lists() {
        let asked = Wishes {
            quick: true,
            goals: true,
            ops: Some("barrier,all-reduce".to_owned()),
            ranks: Some("2,3".to_owned()),
            max_bytes: Some("4096".to_owned()),
            ..Wishes::default()
        };
        let expected = json!({
            "detail": "quick", "curves": false, "ops": ["barrier", "all-reduce"],
            "ranks": [2, 3], "max_bytes": 4096,
        });
        assert_eq!(asked.as_json().unwrap(), expected);
    }

    #[test]
    fn what_cannot_be_measured_is_refused_by_name() {
        let refused = |change: fn(&mut Wishes), word: &str| {
            let mut wishes = Wishes::default();
            change(&mut wishes);
            let error = wishes.as_json().unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        };
        refused(|it| (it.quick, it.full) = (true, true), "not both");
        refused(|it| it.ops = Some("barrier,sort".to_owned()), "sort");
        refused(|it| it.ranks = Some("2,1".to_owned()), "--ranks 1");
        refused(|it| it.ranks = Some("2,,4".to_owned()), "--ranks");
        refused(|it| it.max_bytes = Some("1G".to_owned()), "1G");
        refused(|it| it.max_bytes = Some("4".to_owned()), "8 to");
    }
}
