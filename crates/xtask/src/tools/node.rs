//! The packages of web/package-lock.json: TypeScript, esbuild, Lit, wasm-opt, the test browser's
//! remote control; and those of web/bench/package-lock.json.

use super::stamp::Stamp;
use crate::environment;
use crate::process;
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::fs;
use std::time::Duration;

const NODE_MAJOR_MIN: u32 = 20;
const INSTALL_LIMIT: Duration = Duration::from_secs(600);

/// The packages of the site and its tests.
pub(super) fn install(project: &Project) -> Result<()> {
    install_in(project, "web")?;
    let wasm_opt = project.web().join("node_modules/.bin/wasm-opt");
    super::link(project, "wasm-opt", &wasm_opt)
}

/// What the benchmark compares with.
pub(super) fn install_for_bench(project: &Project) -> Result<()> {
    install_in(project, "web/bench")
}

/// `npm ci`, when the lock file is another one than last time.
fn install_in(project: &Project, folder: &str) -> Result<()> {
    check_node(project)?;
    let path = project.root().join(folder);
    let lock = path.join("package-lock.json");
    let recipe =
        fs::read_to_string(&lock).with_context(|| format!("reading {}", lock.display()))?;
    // The stamp lies inside, so that removing node_modules removes it too.
    let stamp = Stamp::new(&path.join("node_modules"), ".openhood", recipe);
    if stamp.holds() {
        return Ok(());
    }
    let what = format!("installing the packages of {folder}/package-lock.json (npm)");
    super::step(&what, || {
        let mut npm = environment::native(project, "npm");
        npm.args(["ci", "--no-audit", "--no-fund"])
            .current_dir(&path);
        let log = project.tools().join("logs/npm.log");
        process::logged(&mut npm, INSTALL_LIMIT, &log)?;
        stamp.write()
    })
}

fn check_node(project: &Project) -> Result<()> {
    const ADVICE: &str = "install Node.js 20 or newer, with npm";
    let version = process::capture(
        environment::native(project, "node").arg("--version"),
        Duration::from_secs(30),
    );
    let version = version.context(ADVICE)?;
    let Some(major) = major(&version) else {
        bail!("node calls itself {version:?}: {ADVICE}");
    };
    if major < NODE_MAJOR_MIN {
        bail!("node is {}: {ADVICE}", version.trim());
    }
    if environment::find("npm").is_none() {
        bail!("node is there, but npm is not: {ADVICE}");
    }
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_a_major_version() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20"), None);
    }
}
