//! A compiler with the standard library for wasm32-unknown-unknown, by one of three ways:
//!
//! 1. The person's toolchain has it.
//! 2. `rustup target add` gets it.
//! 3. Where rustup cannot download but Debian's packages can be had, the library is built from
//!    Debian's packaged source, with Debian's compiler, into a toolchain of the project's own.
//!
//! The third toolchain is a folder with a `bin/rustc` that is a script, since rustc finds its
//! library next to its own binary and a mere link would lead back to /usr.

use super::apt;
use super::stamp::Stamp;
use crate::environment;
use crate::process;
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const TARGET: &str = "wasm32-unknown-unknown";
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-clippy", "lld"];
const DEBIAN_BIN: &str = "/usr/bin";
const DEBIAN_RUSTLIB: &str = "/usr/lib/rustlib";
const QUESTION_LIMIT: Duration = Duration::from_secs(30);
const RUSTUP_LIMIT: Duration = Duration::from_secs(120);
const BUILD_LIMIT: Duration = Duration::from_secs(900);
/// Counted up when the recipe below changes, so that toolchains built before are built again.
const RECIPE: u32 = 2;

/// The toolchain of the third way, where that way was taken.
pub(crate) fn own_toolchain(project: &Project) -> Option<PathBuf> {
    let folder = project.tools().join("rust");
    folder.join("bin/rustc").is_file().then_some(folder)
}

pub(super) fn install(project: &Project) -> Result<()> {
    let sysroot = environment::native_sysroot(project)?;
    if has_target(&sysroot) {
        return remove_own(project);
    }
    if own_toolchain(project).is_some() && stamp(project)?.holds() {
        return Ok(());
    }
    if environment::find("rustup").is_some() {
        eprintln!("set-up: asking rustup for the {TARGET} library");
        let mut rustup = environment::native(project, "rustup");
        rustup.args(["target", "add", TARGET]);
        if process::capture(&mut rustup, RUSTUP_LIMIT).is_ok() && has_target(&sysroot) {
            return remove_own(project);
        }
        eprintln!("set-up: rustup cannot get it here; building it from Debian's source instead");
    }
    if !apt::has(&PACKAGES) || check_version(project).is_err() {
        apt::install(project, &PACKAGES).with_context(|| {
            format!("neither your Rust nor rustup has the {TARGET} library, and it cannot be built")
        })?;
        check_version(project)?;
    }
    super::step(
        "building the wasm standard library (about a minute)",
        || build(project),
    )
}

fn has_target(sysroot: &Path) -> bool {
    let folder = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

/// The person's toolchain learned the target since: ours would only shadow it.
fn remove_own(project: &Project) -> Result<()> {
    match own_toolchain(project) {
        Some(folder) => fs::remove_dir_all(folder).context("removing the project's toolchain"),
        None => Ok(()),
    }
}

/// What the toolchain was built with; an upgrade of Debian's packages asks for a new one.
fn stamp(project: &Project) -> Result<Stamp> {
    let mut rustc = Command::new(format!("{DEBIAN_BIN}/rustc"));
    let version = process::capture(rustc.arg("-vV"), QUESTION_LIMIT)?;
    Ok(Stamp::new(
        &project.tools().join("rust"),
        "built-with",
        format!("{RECIPE} {version}"),
    ))
}

fn build(project: &Project) -> Result<()> {
    let work = project.tools().join("build/std");
    let toolchain = project.tools().join("rust");
    for folder in [&work, &toolchain] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
    }
    let folder = "./usr/src/rustc-*/library";
    let unpack = || apt::unpack(project, "rust-web-src", "rustc-web", folder, &work);
    if unpack().is_err() {
        // The archive has only the newest version, and this machine's compiler is not of it.
        apt::install(project, &PACKAGES)?;
        unpack()?;
    }
    let source = only_entry(&work.join("usr/src"))?.join("library");
    let mut cargo = build_command(project, &source, &work.join("target"));
    process::logged(
        &mut cargo,
        BUILD_LIMIT,
        &project.tools().join("logs/wasm-std.log"),
    )?;

    let libraries = toolchain.join("lib/rustlib").join(TARGET).join("lib");
    fs::create_dir_all(&libraries)?;
    for entry in fs::read_dir(work.join("target").join(TARGET).join("release/deps"))? {
        let file = entry?.path();
        if file
            .extension()
            .is_some_and(|kind| kind == "rlib" || kind == "rmeta")
        {
            fs::copy(
                &file,
                libraries.join(file.file_name().context("a file has a name")?),
            )?;
        }
    }
    assemble(&toolchain)?;
    lend_formatter(project, &toolchain)?;
    fs::remove_dir_all(&work)?;
    if !has_target(&toolchain) {
        bail!("the build gave no library");
    }
    stamp(project)?.write()
}

fn only_entry(folder: &Path) -> Result<PathBuf> {
    let entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    match &entries[..] {
        [entry] => Ok(entry.path()),
        _ => bail!("expected one entry in {}", folder.display()),
    }
}

/// What Rust's own bootstrap does to build the library, as far as it matters here.
fn build_command(project: &Project, source: &Path, target: &Path) -> Command {
    let mut cargo = environment::native(project, &format!("{DEBIAN_BIN}/cargo"));
    cargo
        .args(["build", "--release", "--target", TARGET, "--manifest-path"])
        .arg(source.join("sysroot/Cargo.toml"))
        .current_dir(source)
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTC", format!("{DEBIAN_BIN}/rustc"))
        // The library uses unstable features, and marks all it exports with the metadata below.
        .env("RUSTC_BOOTSTRAP", "1")
        .env(
            "RUSTFLAGS",
            "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes",
        )
        .env("__CARGO_DEFAULT_LIB_METADATA", "stablestd")
        .env_remove("RUSTUP_TOOLCHAIN");
    cargo
}

/// Makes a folder that rustup, cargo, wasm-pack and clippy take for a toolchain.
fn assemble(toolchain: &Path) -> Result<()> {
    let rustlib = toolchain.join("lib/rustlib");
    for entry in fs::read_dir(DEBIAN_RUSTLIB)? {
        let folder = entry?.path();
        let name = folder.file_name().context("a folder has a name")?;
        symlink(&folder, rustlib.join(name))?;
    }
    let bin = toolchain.join("bin");
    fs::create_dir_all(&bin)?;
    symlink(format!("{DEBIAN_BIN}/cargo"), bin.join("cargo"))?;
    let root = toolchain.display();
    for name in ["rustc", "rustdoc"] {
        let script = format!("#!/bin/sh\nexec {DEBIAN_BIN}/{name} --sysroot '{root}' \"$@\"\n");
        write_script(&bin.join(name), &script)?;
    }
    // Clippy's driver is a compiler too; it reads the place of the library from SYSROOT.
    let script = format!("#!/bin/sh\nSYSROOT='{root}' exec {DEBIAN_BIN}/cargo-clippy \"$@\"\n");
    write_script(&bin.join("cargo-clippy"), &script)
}

/// Debian's packages have no rustfmt; in a shell that uses this toolchain `cargo fmt` shall work.
fn lend_formatter(project: &Project, toolchain: &Path) -> Result<()> {
    let native = environment::native_sysroot(project)?.join("bin");
    for name in ["cargo-fmt", "rustfmt"] {
        if native.join(name).is_file() {
            symlink(native.join(name), toolchain.join("bin").join(name))?;
        }
    }
    Ok(())
}

fn write_script(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

/// Debian's compiler must be one the workspace accepts.
fn check_version(project: &Project) -> Result<()> {
    let wanted = project.rust_version()?;
    let mut rustc = Command::new(format!("{DEBIAN_BIN}/rustc"));
    let found = process::capture(rustc.arg("--version"), QUESTION_LIMIT)?;
    if parts(found.split_whitespace().nth(1).unwrap_or_default()) < parts(&wanted) {
        bail!("Debian has {}, the project needs {wanted}", found.trim());
    }
    Ok(())
}

fn parts(version: &str) -> Vec<u32> {
    version
        .split('.')
        .map_while(|part| part.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn versions_compare_by_number() {
        assert!(parts("1.100.0") > parts("1.95"));
        assert!(parts("1.95.0") >= parts("1.95"));
        assert!(parts("1.63.0") < parts("1.95"));
    }
}
