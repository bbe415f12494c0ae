//! Chromium and its driver, which only the tests need.

use super::apt;
use crate::environment::find;
use crate::project::Project;
use anyhow::Result;
use std::path::PathBuf;

const CHROMIUM_NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// The browser the tests drive: `CHROMIUM`, or the first known name on the PATH.
pub(crate) fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    named.or_else(|| CHROMIUM_NAMES.iter().find_map(|name| find(name)))
}

/// A browser and a driver that are already there are used as they are.
pub(super) fn install(project: &Project) -> Result<()> {
    if chromium().is_some() && find("chromedriver").is_some() {
        return Ok(());
    }
    apt::install(project, &["chromium", "chromium-driver"])
}
