//! Debian's packages: asked for when missing, never upgraded, never removed.

use crate::environment::find;
use crate::process;
use crate::project::Project;
use anyhow::{Result, bail};
use std::process::Command;
use std::time::Duration;

const LIST_LIMIT: Duration = Duration::from_secs(180);
const INSTALL_LIMIT: Duration = Duration::from_secs(900);

/// Installs those of the packages that are missing.
pub(super) fn install(project: &Project, packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|name| !is_installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if find("apt-get").is_none() {
        bail!("this machine has no apt-get; install what Debian calls: {names}");
    }
    let Some(as_root) = root_prefix() else {
        bail!(
            "installing packages needs root; type this, then try again:\n\n  \
             sudo apt-get update\n  \
             sudo apt-get install --no-install-recommends {names}\n"
        );
    };
    super::step(&format!("installing {names} (apt-get)"), || {
        let log = project.tools().join("logs/apt.log");
        process::logged(&mut apt(as_root, &["update"]), LIST_LIMIT, &log)?;
        let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
        arguments.extend(&missing);
        process::logged(&mut apt(as_root, &arguments), INSTALL_LIMIT, &log)
    })
}

fn apt(as_root: &[&str], arguments: &[&str]) -> Command {
    // sudo hides our environment, so these settings stand on its command line.
    let apt = [
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "LC_ALL=C",
        "apt-get",
    ];
    let words = [as_root, &apt, arguments].concat();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    command
}

/// What goes before a command that only root may run; `None` where a person must type it.
fn root_prefix() -> Option<&'static [&'static str]> {
    let soon = Duration::from_secs(20);
    if process::capture(Command::new("id").arg("-u"), soon).is_ok_and(|id| id.trim() == "0") {
        return Some(&[]);
    }
    let asked = process::capture(Command::new("sudo").args(["-n", "true"]), soon);
    asked.is_ok().then_some(&["sudo", "-n"])
}

fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    process::capture(&mut query, Duration::from_secs(20)).is_ok_and(|status| status == "installed")
}
