//! Vulkan drivers that compute on the CPU, for tests of shaders.

use super::apt;
use crate::environment::find;
use crate::project::Project;
use anyhow::Result;
use std::path::{Path, PathBuf};

/// What the loader calls a driver that comes with Debian's package of the browser.
const OF_CHROMIUM: &str = "/usr/lib/chromium/vk_swiftshader_icd.json";

const PACKAGES: [&str; 2] = ["libvulkan1", "mesa-vulkan-drivers"];

/// A machine of another kind may have a driver or not; without one, the tests that need it say so.
pub(super) fn install(project: &Project) -> Result<()> {
    if find("apt-get").is_none() || apt::has(&PACKAGES) {
        return Ok(());
    }
    apt::install(project, &PACKAGES)
}

/// The browser's own driver, whose subgroups have another size.
pub(crate) fn driver_of_chromium() -> Option<PathBuf> {
    let path = Path::new(OF_CHROMIUM);
    path.is_file().then(|| path.to_owned())
}
