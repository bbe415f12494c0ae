//! Set-up: what the project needs and does not ask a person to install by hand.
//!
//! Everything lands in the project's tool folder (`.tools`, or `OPENHOOD_TOOLS`), save what belongs
//! to a package manager: Debian's packages and `web/node_modules`. Each tool leaves a stamp that
//! names exactly what was installed; as long as the stamps hold, set-up does nothing and needs no
//! network. Versions are pinned, so two machines work with the same tools.

mod apt;
mod browser;
mod cargo_tools;
mod node;
mod stamp;
mod vulkan;
pub(crate) mod wasm_std;

pub(crate) use browser::{chromium, firefox};
pub(crate) use vulkan::driver_of_chromium;

use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::Instant;

/// One thing a command may need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// A compiler with the standard library for wasm32-unknown-unknown.
    WasmStd,
    /// Trunk, wasm-bindgen's command line and wasm-pack.
    CargoTools,
    /// What web/package-lock.json lists, wasm-opt among it.
    NodePackages,
    /// Chromium and chromedriver, for tests.
    Browser,
    /// Firefox, for tests of hosts and embeds.
    Firefox,
    /// A driver that executes shaders on the CPU, for tests.
    VulkanDriver,
    /// What web/bench/package-lock.json lists: other people's sorts, for the benchmark alone.
    BenchPackages,
}

impl Need {
    /// Enough for everything but the benchmark.
    pub(crate) const ALL: [Self; 6] = [
        Self::WasmStd,
        Self::CargoTools,
        Self::NodePackages,
        Self::Browser,
        Self::Firefox,
        Self::VulkanDriver,
    ];
    /// Enough to build the site.
    pub(crate) const BUILD: [Self; 3] = [Self::WasmStd, Self::CargoTools, Self::NodePackages];
    /// Enough to look at the code without running it.
    pub(crate) const CHECK: [Self; 2] = [Self::WasmStd, Self::NodePackages];

    fn install(self, project: &Project) -> Result<()> {
        match self {
            Self::WasmStd => wasm_std::install(project),
            Self::CargoTools => cargo_tools::install(project),
            Self::NodePackages => node::install(project),
            Self::Browser => browser::install(project),
            Self::Firefox => browser::install_firefox(project),
            Self::VulkanDriver => vulkan::install(project),
            Self::BenchPackages => node::install_for_bench(project),
        }
    }
}

/// Installs what is missing of these.
pub(crate) fn install(project: &Project, needs: &[Need]) -> Result<()> {
    for folder in [project.root(), project.tools()] {
        check_path(folder)?;
    }
    let bin = project.tools().join("bin");
    fs::create_dir_all(&bin).with_context(|| format!("creating {}", bin.display()))?;
    let _lock = lock(project)?;
    for need in needs {
        need.install(project)?;
    }
    link(project, "openhood-hook", &std::env::current_exe()?)
}

/// Programs travel to other tools in variables that those split at spaces: wasm-pack names the test
/// runner to cargo that way. Told here, it is one sentence instead of a puzzle in the middle.
fn check_path(folder: &Path) -> Result<()> {
    if folder.to_string_lossy().contains(char::is_whitespace) {
        bail!(
            "{} has a space in its path, which wasm-pack cannot work with; move the checkout, \
             and OPENHOOD_TOOLS if it is set, to a path without",
            folder.display()
        );
    }
    Ok(())
}

/// Tells a person what takes a while, and how long it took.
fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("set-up: {what}");
    let started = Instant::now();
    let done = work().with_context(|| format!("set-up stopped at: {what}"))?;
    eprintln!("set-up: done in {:.0} s", started.elapsed().as_secs_f64());
    Ok(done)
}

/// Two commands started at once would install the same things twice, over each other.
fn lock(project: &Project) -> Result<File> {
    let path = project.tools().join("lock");
    let file = File::create(&path).with_context(|| format!("creating {}", path.display()))?;
    if file.try_lock().is_err() {
        eprintln!("set-up: waiting for another command's set-up to finish");
        file.lock().context("waiting for the other set-up")?;
    }
    Ok(file)
}

/// Makes a program reachable by name in the tool folder's `bin`.
///
/// Trunk calls its hook by the name `openhood-hook`: a link to this very binary, so that what runs
/// is what was built last, and cargo stays out of it.
fn link(project: &Project, name: &str, target: &Path) -> Result<()> {
    let link = project.tools().join("bin").join(name);
    if fs::read_link(&link).is_ok_and(|current| current == target) {
        return Ok(());
    }
    if link.symlink_metadata().is_ok() {
        fs::remove_file(&link)?;
    }
    symlink(target, &link).with_context(|| format!("linking {}", link.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_a_space_is_refused_by_name() {
        assert!(check_path(Path::new("/srv/openhood")).is_ok());
        let error = check_path(Path::new("/srv/my work")).unwrap_err();
        assert!(error.to_string().contains("/srv/my work"), "{error}");
    }
}
