//! The browsers, which only the tests need: Chromium and its driver, and Firefox.

use super::apt;
use crate::environment::find;
use crate::project::Project;
use anyhow::{Context, Result};
use std::path::PathBuf;

const CHROMIUM_NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// Debian's name first: it is the one that set-up installs.
const FIREFOX_NAMES: [&str; 2] = ["firefox-esr", "firefox"];

/// The browser most tests drive: `CHROMIUM`, or the first known name on the PATH.
pub(crate) fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    named.or_else(|| CHROMIUM_NAMES.iter().find_map(|name| find(name)))
}

/// The browser that tests of hosts and embeds drive too: `FIREFOX`, or the first known name on the
/// PATH.
pub(crate) fn firefox() -> Option<PathBuf> {
    let named = std::env::var_os("FIREFOX").map(PathBuf::from);
    named.or_else(|| FIREFOX_NAMES.iter().find_map(|name| find(name)))
}

/// A browser and a driver that are already there are used as they are.
pub(super) fn install(project: &Project) -> Result<()> {
    if chromium().is_some() && find("chromedriver").is_some() {
        return Ok(());
    }
    apt::install(project, &["chromium", "chromium-driver"])
}

/// As with Chromium: what is there is used.
pub(super) fn install_firefox(project: &Project) -> Result<()> {
    if firefox().is_some() {
        return Ok(());
    }
    apt::install(project, &["firefox-esr"])
        .context("the end-to-end tests need Firefox; FIREFOX can name one that is elsewhere")
}
