//! Rules about lines, lengths and words.

use super::{Source, kind};

const COLUMNS_MAX: usize = 100;
const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 70;

fn rust(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources.iter().filter(|source| kind(&source.path) == "rs")
}

fn code(sources: &[Source]) -> impl Iterator<Item = &Source> {
    let kinds = ["rs", "ts", "mjs", "css", "wgsl"];
    sources
        .iter()
        .filter(move |source| kinds.contains(&kind(&source.path)))
}

/// No line of Rust is wider than rustfmt makes it where it can.
pub(super) fn lines_fit(sources: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in rust(sources) {
        let lines = source.text.lines().enumerate();
        let wide: Vec<String> = lines
            .filter(|(_, line)| line.chars().count() > COLUMNS_MAX)
            .map(|(index, _)| (index + 1).to_string())
            .collect();
        if !wide.is_empty() {
            let lines = wide.join(", ");
            findings.push(format!(
                "{}: over {COLUMNS_MAX} columns: {lines}",
                source.path
            ));
        }
    }
    findings
}

/// What a build or a test makes of other files, for looking things up.
const GENERATED: &str = "web/src/generated/";

/// A file that somebody wrote can be read in one sitting.
pub(super) fn files_are_short(sources: &[Source]) -> Vec<String> {
    code(sources)
        .filter(|source| !source.path.starts_with(GENERATED))
        .map(|source| (source, source.text.lines().count()))
        .filter(|(_, lines)| *lines > FILE_LINES_MAX)
        .map(|(source, lines)| format!("{}: {lines} lines, at most {FILE_LINES_MAX}", source.path))
        .collect()
}

/// A function fits a screen. Its end is the brace at its own indentation, which rustfmt keeps.
pub(super) fn functions_are_short(sources: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in rust(sources) {
        let lines: Vec<&str> = source.text.lines().collect();
        for (start, line) in lines.iter().enumerate() {
            let Some(name) = function_name(line) else {
                continue;
            };
            let end = format!("{}}}", &line[..indentation(line)]);
            let length = lines[start..]
                .iter()
                .position(|line| *line == end)
                .map_or(1, |at| at + 1);
            if length > FUNCTION_LINES_MAX {
                findings.push(format!(
                    "{}:{}: `{name}` has {length} lines, at most {FUNCTION_LINES_MAX}",
                    source.path,
                    start + 1
                ));
            }
        }
    }
    findings
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The name, if this line begins a function with a body of several lines.
fn function_name(line: &str) -> Option<&str> {
    let words = line.trim_start().split_once("fn ");
    let (before, after) = words?;
    let begins = before.split_whitespace().all(|word| {
        word.starts_with("pub") || ["async", "const", "unsafe", "extern"].contains(&word)
    });
    let whole = line.ends_with('}') || line.ends_with(';');
    (begins && !whole).then(|| after.split(['(', '<']).next().unwrap_or(after))
}

/// What is not done is not there; what is there is done.
pub(super) fn nothing_is_unfinished(sources: &[Source]) -> Vec<String> {
    // Written apart, or this file would find itself.
    words(
        sources,
        &[
            concat!("TO", "DO"),
            concat!("FIX", "ME"),
            concat!("X", "XX"),
        ],
    )
}

/// The project works wherever it is put.
pub(super) fn no_machine_is_named(sources: &[Source]) -> Vec<String> {
    words(
        sources,
        &[
            concat!("/ho", "me/"),
            concat!("/ro", "ot/"),
            concat!("/Use", "rs/"),
        ],
    )
}

fn words(sources: &[Source], forbidden: &[&str]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in sources {
        for (index, line) in source.text.lines().enumerate() {
            for word in forbidden.iter().filter(|word| line.contains(**word)) {
                findings.push(format!("{}:{}: has `{word}`", source.path, index + 1));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::*;

    #[test]
    fn width_is_counted_in_characters() {
        assert_eq!(found(lines_fit, "a.rs", &"−".repeat(COLUMNS_MAX)), 0);
        assert_eq!(found(lines_fit, "a.rs", &"−".repeat(COLUMNS_MAX + 1)), 1);
        assert_eq!(found(lines_fit, "a.md", &"−".repeat(COLUMNS_MAX + 1)), 0);
    }

    #[test]
    fn long_files_and_functions_are_found() {
        assert_eq!(
            found(files_are_short, "a.ts", &"x\n".repeat(FILE_LINES_MAX)),
            0
        );
        assert_eq!(
            found(files_are_short, "a.ts", &"x\n".repeat(FILE_LINES_MAX + 1)),
            1
        );
        let generated = "web/src/generated/a.d.ts";
        assert_eq!(
            found(
                files_are_short,
                generated,
                &"x\n".repeat(FILE_LINES_MAX + 1)
            ),
            0
        );
        let function = |lines: usize| {
            format!(
                "    pub async fn f() {{\n{}    }}\n",
                "x\n".repeat(lines - 2)
            )
        };
        assert_eq!(
            found(functions_are_short, "a.rs", &function(FUNCTION_LINES_MAX)),
            0
        );
        assert_eq!(
            found(
                functions_are_short,
                "a.rs",
                &function(FUNCTION_LINES_MAX + 1)
            ),
            1
        );
    }

    #[test]
    fn words_of_the_unfinished_and_of_machines_are_found() {
        assert_eq!(
            found(nothing_is_unfinished, "a.md", concat!("TO", "DO: later")),
            1
        );
        assert_eq!(
            found(no_machine_is_named, "a.md", concat!("/ho", "me/me/x")),
            1
        );
        assert_eq!(found(no_machine_is_named, "a.md", "a home/page"), 0);
    }
}
