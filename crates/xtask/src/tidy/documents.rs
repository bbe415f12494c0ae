//! Rules about what is written for the reader of the code.

use super::{Source, kind};

/// Folders of `collectives` that hold no algorithms.
const NO_COLLECTIVE: [&str; 3] = ["catalogue", "plan", "transport"];

/// What holds the plans of an algorithm against the formula in its file.
const FORMULA: &str = "fn costs_what_the_formula_says()";

/// A sort is no plan.
const PROGRAMS: &str = "crates/collectives/src/sort/";

/// An algorithm's file opens with what it costs and what it asks for, and tests the first.
pub(super) fn algorithms_state_their_cost(sources: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| is_algorithm(&source.path)) {
        let docs: Vec<&str> = source
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("//! "))
            .collect();
        if !source.text.contains(FORMULA) && !source.path.starts_with(PROGRAMS) {
            findings.push(format!("{}: has no test `{FORMULA}`", source.path));
        }
        for label in ["Steps: ", "Bytes: ", "Needs: "] {
            if !docs.iter().any(|line| line.starts_with(label)) {
                findings.push(format!(
                    "{}: its docs have no line `{label}...`",
                    source.path
                ));
            }
        }
    }
    findings
}

fn is_algorithm(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    match parts[..] {
        ["crates", "collectives", "src", folder, file] => {
            kind(file) == "rs" && !NO_COLLECTIVE.contains(&folder)
        }
        _ => false,
    }
}

/// A figure's folder says what the figure shows.
pub(super) fn figures_are_described(sources: &[Source]) -> Vec<String> {
    let mut folders: Vec<&str> = sources
        .iter()
        .filter_map(|source| figure(&source.path))
        .collect();
    folders.dedup();
    let missing = folders.into_iter().filter(|name| {
        let readme = format!("web/src/figures/{name}/README.md");
        !sources.iter().any(|source| source.path == readme)
    });
    missing
        .map(|name| format!("web/src/figures/{name}: has no README.md"))
        .collect()
}

fn figure(path: &str) -> Option<&str> {
    path.strip_prefix("web/src/figures/")?
        .split_once('/')
        .map(|(name, _)| name)
}

/// ARCHITECTURE.md names only what is there.
pub(super) fn the_map_is_true(sources: &[Source]) -> Vec<String> {
    let Some(map) = sources
        .iter()
        .find(|source| source.path == "ARCHITECTURE.md")
    else {
        return vec!["ARCHITECTURE.md: is missing".to_owned()];
    };
    let mut findings = Vec::new();
    // Between fences stand pictures; elsewhere what is between backticks and has a slash is a path.
    let prose = map.text.split("```").step_by(2);
    for name in prose.flat_map(|part| part.split('`').skip(1).step_by(2)) {
        let is_path = name.contains('/')
            && name
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "/._-".contains(letter));
        if is_path && !name.starts_with('/') && !exists(sources, name.trim_end_matches('/')) {
            findings.push(format!("ARCHITECTURE.md: there is no `{name}`"));
        }
    }
    findings
}

/// A path counts from the top, or from any folder that the text is about.
fn exists(sources: &[Source], path: &str) -> bool {
    let path = format!("/{path}/");
    sources
        .iter()
        .any(|source| format!("/{}/", source.path).contains(&path))
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::*;

    #[test]
    fn an_algorithm_without_its_cost_is_found() {
        let rule = algorithms_state_their_cost;
        let ring = "crates/collectives/src/all_reduce/ring.rs";
        let docs = "//! Steps: 2\n//! Bytes: n\n//! Needs: nothing\n";
        let whole = format!("{docs}    {FORMULA} {{");
        assert_eq!(found(rule, ring, &whole), 0);
        assert_eq!(found(rule, ring, &whole[13..]), 1);
        assert_eq!(found(rule, ring, docs), 1);
        assert_eq!(
            found(rule, "crates/collectives/src/sort/sample.rs", docs),
            0
        );
        assert_eq!(
            found(rule, "crates/collectives/src/transport/ring.rs", ""),
            0
        );
        assert_eq!(found(rule, "crates/collectives/src/all_reduce.rs", ""), 0);
    }

    #[test]
    fn a_figure_without_description_is_found() {
        assert_eq!(
            found(figures_are_described, "web/src/figures/ring/element.ts", ""),
            1
        );
        assert_eq!(
            found(figures_are_described, "web/src/figures/ring/README.md", ""),
            0
        );
        assert_eq!(
            found(figures_are_described, "web/src/figures/registry.ts", ""),
            0
        );
    }

    #[test]
    fn a_place_that_is_not_there_is_found() {
        let map = "See `crates/gone`, not `a/b c` or `/zh/`.\n```\n`no/path`\n```\n";
        assert!(exists(
            &[Source {
                path: "web/src/draw/cut.ts".into(),
                text: String::new()
            }],
            "draw"
        ));
        assert_eq!(found(the_map_is_true, "ARCHITECTURE.md", map), 1);
        assert_eq!(found(the_map_is_true, "ARCHITECTURE.md", "See `a/b c`."), 0);
        assert_eq!(found(the_map_is_true, "OTHER.md", ""), 1, "no map at all");
    }
}
