//! A stamp is a small file that says what exactly was installed.

use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Where it is written down that one thing was installed, and from what recipe.
#[derive(Debug)]
pub(super) struct Stamp {
    path: PathBuf,
    recipe: String,
}

impl Stamp {
    /// The recipe holds everything that, when changed, asks for a new installation.
    pub(super) fn new(folder: &Path, name: &str, recipe: impl Into<String>) -> Self {
        Self {
            path: folder.join(format!("{name}.stamp")),
            recipe: recipe.into(),
        }
    }

    /// Whether this very recipe was installed.
    pub(super) fn holds(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|found| found == self.recipe)
    }

    /// To be called when all is in place, never before.
    pub(super) fn write(&self) -> Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.path, &self.recipe)
            .with_context(|| format!("writing {}", self.path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;
    use crate::scratch::Scratch;

    #[test]
    fn another_recipe_does_not_hold() {
        let folder = Scratch::with(&[]);
        let old = Stamp::new(folder.path(), "tool", "1.0");
        assert!(!old.holds());
        old.write().unwrap();
        assert!(old.holds());
        assert!(!Stamp::new(folder.path(), "tool", "1.1").holds());
    }
}
