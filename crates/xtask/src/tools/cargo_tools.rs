//! Trunk, wasm-bindgen's command line and wasm-pack, built from source at pinned versions.
//!
//! They are built for a short build, not for a fast tool: no optimization, no TLS (nothing here
//! downloads anything), one shared target folder, which is removed afterwards.

use super::stamp::Stamp;
use crate::environment;
use crate::process;
use crate::project::Project;
use anyhow::{Context, Result};
use std::fs;
use std::time::Duration;

const BUILD_LIMIT: Duration = Duration::from_secs(1800);

struct CargoTool {
    package: &'static str,
    version: String,
    binaries: &'static [&'static str],
    default_features: bool,
}

/// Builds those that are not there at the wanted version.
pub(super) fn install(project: &Project) -> Result<()> {
    let mut built = false;
    for tool in wanted(project)? {
        built |= tool.install(project)?;
    }
    if built {
        fs::remove_dir_all(target(project)).context("removing the tools' build folder")?;
    }
    Ok(())
}

fn wanted(project: &Project) -> Result<[CargoTool; 3]> {
    Ok([
        CargoTool {
            package: "wasm-pack",
            version: "0.15.1".to_owned(),
            binaries: &["wasm-pack"],
            default_features: true,
        },
        // The newest that builds with the oldest compiler the workspace accepts.
        CargoTool {
            package: "trunk",
            version: "0.21.14".to_owned(),
            binaries: &["trunk"],
            default_features: false,
        },
        // The glue and the tool that writes it speak a private protocol: equal versions or none.
        CargoTool {
            package: "wasm-bindgen-cli",
            version: project.locked_version("wasm-bindgen")?,
            binaries: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            default_features: false,
        },
    ])
}

impl CargoTool {
    fn install(&self, project: &Project) -> Result<bool> {
        let recipe = format!("{} {}", self.package, self.version);
        let stamp = Stamp::new(&project.tools().join("stamps"), self.package, &recipe);
        let bin = project.tools().join("bin");
        if stamp.holds() && self.binaries.iter().all(|name| bin.join(name).is_file()) {
            return Ok(false);
        }
        super::step(
            &format!("building {recipe} (cargo install, a few minutes)"),
            || {
                let mut cargo = environment::native(project, "cargo");
                cargo
                    .args(["install", "--locked", "--force", "--root"])
                    .arg(project.tools());
                cargo.args([self.package, "--version", &format!("={}", self.version)]);
                for binary in self.binaries {
                    cargo.args(["--bin", binary]);
                }
                if !self.default_features {
                    cargo.arg("--no-default-features");
                }
                cargo
                    .envs(SHORT_BUILD)
                    .env("CARGO_TARGET_DIR", target(project));
                let log = project
                    .tools()
                    .join("logs")
                    .join(format!("{}.log", self.package));
                process::logged(&mut cargo, BUILD_LIMIT, &log)?;
                stamp.write()
            },
        )?;
        Ok(true)
    }
}

const SHORT_BUILD: [(&str, &str); 6] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_INCREMENTAL", "false"),
    ("CARGO_TERM_PROGRESS_WHEN", "never"),
];

fn target(project: &Project) -> std::path::PathBuf {
    project.tools().join("build/tools")
}
