//! The house rules no compiler checks. Each rule is a function from the sources to findings, and a
//! finding names the place and the rule, so that mending it needs no look in here.

mod dependencies;
mod documents;
mod text;

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Folders that are made, not written.
const MADE: [&str; 6] = [".git", ".tools", "dist", "node_modules", "pkg", "target"];
/// Kinds of files that people write.
const WRITTEN: [&str; 11] = [
    "css", "html", "js", "json", "md", "mjs", "rs", "toml", "ts", "wgsl", "yml",
];

/// A file of the project, and its path from the top with forward slashes. Only of files that
/// people write is the text known.
struct Source {
    path: String,
    text: String,
}

type Rule = fn(&[Source]) -> Vec<String>;

const RULES: [Rule; 11] = [
    text::lines_fit,
    text::files_are_short,
    text::functions_are_short,
    text::nothing_is_unfinished,
    text::no_machine_is_named,
    dependencies::crates_know_their_place,
    dependencies::pure_crates_stay_pure,
    dependencies::javascript_stays_outside,
    documents::algorithms_state_their_cost,
    documents::figures_are_described,
    documents::the_map_is_true,
];

/// Every place in the project that breaks a rule.
pub(crate) fn findings(root: &Path) -> Result<Vec<String>> {
    let mut sources = Vec::new();
    collect(root, root, &mut sources)?;
    sources.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(RULES.iter().flat_map(|rule| rule(&sources)).collect())
}

fn collect(root: &Path, folder: &Path, sources: &mut Vec<Source>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if !MADE.contains(&&*name) {
                collect(root, &path, sources)?;
            }
        } else {
            let text = if WRITTEN.contains(&kind(&name)) && name != "package-lock.json" {
                fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?
            } else {
                String::new()
            };
            let path = path
                .strip_prefix(root)?
                .to_string_lossy()
                .replace('\\', "/");
            sources.push(Source { path, text });
        }
    }
    Ok(())
}

/// The ending of a file's name.
fn kind(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules are tried on made-up files; each of these gives one finding, or none.
    pub(super) fn found(rule: Rule, path: &str, text: &str) -> usize {
        rule(&[Source {
            path: path.to_owned(),
            text: text.to_owned(),
        }])
        .len()
    }

    #[test]
    fn the_project_keeps_its_rules() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let findings = findings(&root).unwrap();
        assert!(findings.is_empty(), "{}", findings.join("\n"));
    }
}
