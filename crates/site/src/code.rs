//! Code blocks of an article.
//!
//! Rust is never pasted; it is cut from the source that runs:
//!
//! ````text
//! ```rust source=crates/collectives/src/all_reduce/ring.rs from="for step in" mark="if number"
//! ```
//! ````
//!
//! `from` is how the first line begins, and `mark` how a line begins that the text speaks of. A
//! command or a snippet of HTML, which no file of the project holds, stands between the fences.

use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::excerpt;
use crate::highlight::Highlighter;

/// Languages that may be pasted.
const PASTED: [&str; 2] = ["html", "sh"];

/// A code block, ready for its template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Code {
    pub(crate) language: String,
    /// The file it was cut from.
    pub(crate) source: Option<String>,
    pub(crate) lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Line {
    pub(crate) number: usize,
    pub(crate) html: String,
    pub(crate) marked: bool,
}

/// Reads what follows the backticks, and the text between the fences.
pub(crate) fn parse(
    info: &str,
    text: &str,
    source_root: &Path,
    highlighter: &Highlighter,
) -> Result<Code, String> {
    let fence = Fence::parse(info)?;
    let (first_line, lines) = match &fence.source {
        None if PASTED.contains(&fence.language) => (1, text.lines().map(str::to_owned).collect()),
        None => {
            let language = fence.language;
            return Err(format!(
                "`{language}` is cut from the source, not pasted: source=... from=\"...\""
            ));
        }
        Some(_) if !text.is_empty() => {
            return Err("code comes from its source, so nothing stands between the fences".into());
        }
        Some(source) => {
            let text = fs::read_to_string(source_root.join(source));
            let text = text.map_err(|error| format!("{source}: {error}"))?;
            let from = fence.from.ok_or("code from a source needs from=\"...\"")?;
            let excerpt =
                excerpt::cut(&text, &from).map_err(|error| format!("{source}: {error}"))?;
            (excerpt.first_line, excerpt.lines)
        }
    };
    let is_marked = |line: &String| {
        let mark = fence.mark.as_deref();
        mark.is_some_and(|mark| line.trim_start().starts_with(mark))
    };
    let marked: Vec<bool> = lines.iter().map(is_marked).collect();
    if let Some(mark) = &fence.mark
        && !marked.contains(&true)
    {
        return Err(format!("no line of this code begins with `{mark}`"));
    }
    let html = highlighter.highlight(fence.language, &lines)?;
    let lines = html.into_iter().zip(marked).enumerate();
    Ok(Code {
        language: fence.language.to_owned(),
        source: fence.source,
        lines: lines
            .map(|(index, (html, marked))| Line {
                number: first_line + index,
                html,
                marked,
            })
            .collect(),
    })
}

#[derive(Debug, Default)]
struct Fence<'a> {
    language: &'a str,
    source: Option<String>,
    from: Option<String>,
    mark: Option<String>,
}

impl<'a> Fence<'a> {
    fn parse(info: &'a str) -> Result<Self, String> {
        let (language, mut rest) = info.split_once(' ').unwrap_or((info, ""));
        let mut fence = Self {
            language,
            ..Self::default()
        };
        while !rest.trim().is_empty() {
            let (key, after) = rest
                .split_once('=')
                .ok_or("after the language come key=value")?;
            let quoted = after
                .strip_prefix('"')
                .and_then(|text| text.split_once('"'));
            let (value, after) = quoted.or(after.split_once(' ')).unwrap_or((after, ""));
            let value = Some(value.to_owned());
            match key.trim() {
                "source" => fence.source = value,
                "from" => fence.from = value,
                "mark" => fence.mark = value,
                other => return Err(format!("`{other}` is not source, from or mark")),
            }
            rest = after;
        }
        Ok(fence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(info: &str, text: &str) -> Result<Code, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        parse(info, text, root, &Highlighter::new())
    }

    #[test]
    fn this_very_test_is_cut_from_its_file() {
        let from = "from=\"fn this_very_test\" mark=\"let marked\"";
        let code = code(&format!("rust source=src/code.rs {from}"), "").unwrap();
        let marked: Vec<&Line> = code.lines.iter().filter(|line| line.marked).collect();
        assert_eq!(marked.len(), 1);
        assert_eq!(code.lines.last().unwrap().html, "}");
    }

    #[test]
    fn a_command_is_pasted() {
        let code = code("sh", "ranks list\n").unwrap();
        assert_eq!(code.lines[0].html, "ranks list");
        assert_eq!(code.source, None);
    }

    #[test]
    fn what_could_grow_old_is_refused() {
        let error = |info, text| code(info, text).unwrap_err();
        assert!(error("rust", "fn main() {}\n").contains("not pasted"));
        assert!(error("rust source=src/code.rs from=\"fn no\"", "").contains("begins with"));
        assert!(error("rust source=src/gone.rs from=\"fn\"", "").contains("src/gone.rs"));
        assert!(error("rust source=src/code.rs", "").contains("from="));
        let filled = "rust source=src/code.rs from=\"fn code(\"";
        assert!(error(filled, "fn main() {}\n").contains("between the fences"));
        let unmarked = format!("{filled} mark=\"while\"");
        assert!(error(&unmarked, "").contains("`while`"));
    }
}
