//! What child processes get to see.
//!
//! Both cargo and rustup export settings to what they start: which toolchain, which cargo, which
//! package. A child that shall use another toolchain must not inherit them. And `RUSTFLAGS`, where
//! a person has it set, replaces the flags of `.cargo/config.toml` instead of adding to them, so no
//! child sees it.
//!
//! There are two environments: the person's own toolchain for the native crates, and the one that
//! compiles for wasm, which is also what `cargo xtask env` prints.

use crate::process;
use crate::project::Project;
use crate::tools::{self, Need, wasm_std};
use anyhow::{Context, Result};
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

/// The headless tests start a browser on a machine that may be busy compiling.
const WASM_TEST_TIMEOUT_S: &str = "240";
const WASM_DRIVER_TIMEOUT_S: &str = "60";

/// One setting of an environment; `None` unsets it.
type Setting = (&'static str, Option<OsString>);

/// A command for the native crates, in the person's own toolchain.
pub(crate) fn native(project: &Project, program: &str) -> Command {
    command(project, program, native_settings(project))
}

/// A command that compiles for wasm, or works on what was.
pub(crate) fn wasm(project: &Project, program: &str) -> Command {
    command(project, program, wasm_settings(project))
}

/// Installs what is missing, then prints the wasm environment for a shell to evaluate.
pub(crate) fn print(project: &Project) -> Result<ExitCode> {
    tools::install(project, &Need::ALL)?;
    for (name, value) in wasm_settings(project) {
        match value {
            Some(value) => println!("export {name}={}", quoted(&value)),
            None if env::var_os(name).is_some() => println!("unset {name}"),
            None => {}
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn command(project: &Project, program: &str, settings: Vec<Setting>) -> Command {
    // A bare name is looked up in the PATH of the child, which is not ours.
    let path = settings
        .iter()
        .find(|(name, _)| *name == "PATH")
        .and_then(|(_, path)| path.clone());
    let found = path.and_then(|path| find_in(&path, program));
    let mut command = Command::new(found.unwrap_or_else(|| PathBuf::from(program)));
    command.current_dir(project.root());
    for (name, _) in env::vars_os() {
        if is_cargo_export(&name) {
            command.env_remove(name);
        }
    }
    for (name, value) in settings {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

fn native_settings(project: &Project) -> Vec<Setting> {
    let ours = project.tools().as_os_str();
    let toolchain = env::var_os("RUSTUP_TOOLCHAIN").filter(|path| !starts_with(path, ours));
    let target = env::var_os("CARGO_TARGET_DIR").filter(|path| *path != *project.wasm_target());
    vec![
        ("PATH", Some(path_with(project, &[]))),
        ("RUSTUP_TOOLCHAIN", toolchain),
        ("CARGO_TARGET_DIR", target),
        ("RUSTFLAGS", None),
        ("CARGO_ENCODED_RUSTFLAGS", None),
    ]
}

fn wasm_settings(project: &Project) -> Vec<Setting> {
    let mut path = vec![project.tools().join("bin")];
    let mut settings: Vec<Setting> = vec![
        ("CARGO_TARGET_DIR", Some(project.wasm_target().into())),
        ("RUSTFLAGS", None),
        ("CARGO_ENCODED_RUSTFLAGS", None),
        (
            "WASM_BINDGEN_TEST_TIMEOUT",
            Some(WASM_TEST_TIMEOUT_S.into()),
        ),
        (
            "WASM_BINDGEN_TEST_DRIVER_TIMEOUT",
            Some(WASM_DRIVER_TIMEOUT_S.into()),
        ),
    ];
    if let Some(toolchain) = wasm_std::own_toolchain(project) {
        path.push(toolchain.join("bin"));
        settings.push(("RUSTUP_TOOLCHAIN", Some(toolchain.into())));
        settings.push((
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER",
            Some("wasm-ld".into()),
        ));
    }
    // Trunk reads NO_COLOR as a Boolean and stops at the customary "1".
    if env::var_os("NO_COLOR").is_some() {
        settings.push(("NO_COLOR", Some("true".into())));
    }
    settings.push(("PATH", Some(path_with(project, &path))));
    settings
}

/// The person's PATH with these folders in front, and without what an earlier
/// `eval "$(cargo xtask env)"` put there.
fn path_with(project: &Project, front: &[PathBuf]) -> OsString {
    let current = env::var_os("PATH").unwrap_or_default();
    let rest = env::split_paths(&current).filter(|folder| !folder.starts_with(project.tools()));
    let folders: Vec<PathBuf> = front.iter().cloned().chain(rest).collect();
    // Only a folder with a colon in its name cannot be joined, and it came from a PATH.
    env::join_paths(folders).unwrap_or(current)
}

/// Whether cargo sets this for what it runs, and only for it.
fn is_cargo_export(name: &OsStr) -> bool {
    const PREFIXES: [&str; 3] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];
    const NAMES: [&str; 4] = [
        "CARGO",
        "CARGO_CRATE_NAME",
        "OUT_DIR",
        "RUST_RECURSION_COUNT",
    ];
    let name = name.to_string_lossy();
    NAMES.contains(&&*name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

fn starts_with(path: &OsStr, folder: &OsStr) -> bool {
    Path::new(path).starts_with(folder)
}

/// The program of this name in these folders.
pub(crate) fn find_in(path: &OsStr, program: &str) -> Option<PathBuf> {
    env::split_paths(path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// The program of this name on the person's PATH.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    find_in(&env::var_os("PATH")?, program)
}

/// Quotes for a POSIX shell.
fn quoted(value: &OsStr) -> String {
    format!("'{}'", value.to_string_lossy().replace('\'', r"'\''"))
}

/// The root of the person's own toolchain.
pub(crate) fn native_sysroot(project: &Project) -> Result<PathBuf> {
    let mut rustc = native(project, "rustc");
    rustc.args(["--print", "sysroot"]);
    let sysroot = process::capture(&mut rustc, Duration::from_secs(30));
    Ok(PathBuf::from(
        sysroot.context("asking rustc for its folder")?.trim(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_back_what_is_quoted() {
        let value = OsStr::new("it's $HOME; `x` \"y\"");
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("printf %s {}", quoted(value))]);
        let read = process::capture(&mut shell, Duration::from_secs(10)).unwrap();
        assert_eq!(OsStr::new(&read), value);
    }

    #[test]
    fn cargo_s_own_settings_are_kept_apart_from_the_person_s() {
        assert!(is_cargo_export(OsStr::new("CARGO")));
        assert!(is_cargo_export(OsStr::new("CARGO_MANIFEST_DIR")));
        assert!(!is_cargo_export(OsStr::new("CARGO_HOME")));
        assert!(!is_cargo_export(OsStr::new("CARGO_TARGET_DIR")));
    }
}
