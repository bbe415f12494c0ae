//! The layers of tests, in the order of what they cost, and the commands each consists of.

use crate::build;
use crate::environment;
use crate::project::Project;
use crate::ranks;
use crate::tools::{self, Need};
use anyhow::{Context, Result, bail};
use std::fs;
use std::process::Command;
use std::time::Duration;

/// Files of scenarios that others would disturb: what they see has to happen in time.
const ALONE: [&str; 2] = ["web/e2e/death.test.mjs", "web/e2e/proof-speed.test.mjs"];

/// Files of scenarios that take longest. They start first, so that the others fill up what time is
/// left beside them, and none goes on by itself at the end.
const LONGEST: [&str; 6] = [
    "web/e2e/static-hosts.test.mjs",
    "web/e2e/pages.test.mjs",
    "web/e2e/bench.test.mjs",
    "web/e2e/foreign-pages.test.mjs",
    "web/e2e/policies.test.mjs",
    "web/e2e/shared-hosts.test.mjs",
];

/// How many files of scenarios run at once. More than the smallest machine has cores: a browser
/// that starts, or waits, leaves its core to another.
const LANES: usize = 3;

/// One kind of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    /// Unit, integration and documentation tests of all crates but the browser's.
    Native,
    /// The pure TypeScript, in Node.
    Web,
    /// The modules in headless Chromium: the ranks on each of the two wires, and what sorts.
    Wasm,
    /// The built site as a reader meets it: in Chromium, and where engines differ in Firefox too.
    EndToEnd,
}

/// One test runner to be started.
pub(super) struct Runner {
    pub(super) name: &'static str,
    pub(super) process: Command,
}

impl Layer {
    pub(super) const ALL: [Self; 4] = [Self::Native, Self::Web, Self::Wasm, Self::EndToEnd];

    pub(super) fn named(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|layer| layer.name() == name);
        let names = Self::ALL.map(Self::name).join(", ");
        found.with_context(|| format!("no test layer `{name}`; there are {names}"))
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Web => "web",
            Self::Wasm => "wasm",
            Self::EndToEnd => "e2e",
        }
    }

    /// What must be installed for it.
    pub(super) fn needs(self) -> &'static [Need] {
        match self {
            Self::Native => &[Need::Browser, Need::VulkanDriver],
            Self::Web => &[Need::NodePackages],
            Self::Wasm => &[Need::WasmStd, Need::CargoTools, Need::Browser],
            Self::EndToEnd => &Need::ALL,
        }
    }

    /// After this long each of its runners is ended. Compiling is part of it.
    pub(super) fn limit(self) -> Duration {
        Duration::from_secs(match self {
            Self::EndToEnd => 1800,
            Self::Native | Self::Wasm => 900,
            Self::Web => 120,
        })
    }

    pub(super) fn runners(self, project: &Project) -> Result<Vec<Runner>> {
        match self {
            Self::Native => Ok(vec![native(project)]),
            Self::Web => Ok(vec![node(project, files(project, "web/test")?, 1)]),
            Self::Wasm => Ok(vec![
                ranks_in_browser(project, true),
                ranks_in_browser(project, false),
                sorter_in_browser(project),
            ]),
            Self::EndToEnd => end_to_end(project),
        }
    }
}

fn native(project: &Project) -> Runner {
    let mut process = environment::native(project, "cargo");
    process.args(["test", "--workspace", "--no-fail-fast"]);
    if let Some(driver) = tools::driver_of_chromium() {
        process.env("VK_ADD_DRIVER_FILES", driver);
    }
    Runner {
        name: "cargo test",
        process,
    }
}

/// The runner serves with the isolation headers unless told otherwise, so the same tests meet
/// shared memory once, and message ports once.
fn ranks_in_browser(project: &Project, isolated: bool) -> Runner {
    let mut process = wasm_pack_test(project, "crates/playground");
    let name = if isolated {
        "wasm-pack test crates/playground (isolated)"
    } else {
        process.env("WASM_BINDGEN_TEST_NO_ORIGIN_ISOLATION", "1");
        "wasm-pack test crates/playground (not isolated)"
    };
    Runner { name, process }
}

fn sorter_in_browser(project: &Project) -> Runner {
    Runner {
        name: "wasm-pack test crates/sorter",
        process: wasm_pack_test(project, "crates/sorter"),
    }
}

fn wasm_pack_test(project: &Project, package: &str) -> Command {
    let mut process = environment::wasm(project, "wasm-pack");
    process.args(["test", "--headless", "--chrome", package]);
    process.env_remove("WASM_BINDGEN_TEST_NO_ORIGIN_ISOLATION");
    // It builds the tests in the profile of development, and runs them in that of tests: two
    // builds, unless both say the same.
    process.env("CARGO_PROFILE_DEV_OPT_LEVEL", "2");
    process
}

/// The tests drive a browser against servers they start themselves with this program.
fn end_to_end(project: &Project) -> Result<Vec<Runner>> {
    let all = files(project, "web/e2e")?;
    let named = ALONE.iter().chain(&LONGEST);
    for name in named {
        if !all.iter().any(|file| file == name) {
            bail!("{name}, which runs alone or first, is not there");
        }
    }
    let all = all.into_iter();
    let (alone, mut together): (Vec<_>, Vec<_>) = all.partition(|file| ALONE.contains(&&**file));
    together.sort_by_key(|file| !LONGEST.contains(&&**file));
    build::site(project)?;
    let ranks = ranks::program(project)?;
    let chromium = tools::chromium().context("no Chromium")?;
    let firefox = tools::firefox().context("no Firefox")?;
    let mut runners = vec![node(project, together, LANES), node(project, alone, 1)];
    for runner in &mut runners {
        runner
            .process
            .env("OPENHOOD_DIST", project.dist())
            .env("OPENHOOD_XTASK", std::env::current_exe()?)
            .env("OPENHOOD_RANKS", &ranks)
            .env("CHROMIUM", &chromium)
            .env("FIREFOX", &firefox);
    }
    Ok(runners)
}

/// The test files of a folder.
fn files(project: &Project, folder: &str) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(project.root().join(folder)).with_context(|| folder.to_owned())? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") {
            files.push(format!("{folder}/{name}"));
        }
    }
    if files.is_empty() {
        bail!("{folder} has no *.test.mjs");
    }
    files.sort();
    Ok(files)
}

/// Node's runner on test files, so many at a time.
fn node(project: &Project, files: Vec<String>, at_once: usize) -> Runner {
    let mut process = environment::native(project, "node");
    process
        .args(["--test", "--test-reporter=tap"])
        .arg(format!("--test-concurrency={at_once}"))
        .args(files);
    Runner {
        name: "node --test",
        process,
    }
}
