//! Debian's packages: installed when missing or too old, never removed.

use crate::environment::find;
use crate::process;
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const QUESTION_LIMIT: Duration = Duration::from_secs(20);
const LIST_LIMIT: Duration = Duration::from_secs(180);
const INSTALL_LIMIT: Duration = Duration::from_secs(900);

/// Whether all of these are installed, in whatever version.
pub(super) fn has(packages: &[&str]) -> bool {
    packages
        .iter()
        .all(|package| installed_version(package).is_some())
}

/// Installs these packages, or brings them up to date.
pub(super) fn install(project: &Project, packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
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
        arguments.extend(packages);
        process::logged(&mut apt(as_root, &arguments), INSTALL_LIMIT, &log)
    })
}

/// Unpacks one folder of a source package, in the version of a package that is installed.
///
/// Installing the package instead would write tens of thousands of files to the machine for the
/// two thousand that are needed, and take minutes.
pub(super) fn unpack(
    project: &Project,
    source: &str,
    version_of: &str,
    folder: &str,
    into: &Path,
) -> Result<()> {
    let version = installed_version(version_of);
    let version = version.with_context(|| format!("{version_of} is not installed"))?;
    let log = project.tools().join("logs/apt.log");
    let download = format!("{source}={version}");
    let mut download = apt(&[], &["download", &download]);
    process::logged(download.current_dir(into), INSTALL_LIMIT, &log)?;
    let script = r#"dpkg-deb --fsys-tarfile "$1"_*.deb | tar --extract --wildcards "$2""#;
    let mut extract = Command::new("sh");
    extract
        .args(["-c", script, "sh", source, folder])
        .current_dir(into);
    process::logged(&mut extract, LIST_LIMIT, &log)
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
    let user = process::capture(Command::new("id").arg("-u"), QUESTION_LIMIT);
    if user.is_ok_and(|id| id.trim() == "0") {
        return Some(&[]);
    }
    let sudo = process::capture(Command::new("sudo").args(["-n", "true"]), QUESTION_LIMIT);
    sudo.is_ok().then_some(&["sudo", "-n"])
}

fn installed_version(package: &str) -> Option<String> {
    let mut query = Command::new("dpkg-query");
    query.args([
        "--show",
        "--showformat=${db:Status-Status} ${Version}",
        package,
    ]);
    let answer = process::capture(&mut query, QUESTION_LIMIT).ok()?;
    answer.strip_prefix("installed ").map(str::to_owned)
}
