//! Colors for code without color: keywords are heavy and comments are light, by class, so that
//! the page's style decides.

use syntect::parsing::{ParseState, ScopeStack, SyntaxSet};

/// Knows the languages.
#[derive(Debug)]
pub(crate) struct Highlighter {
    syntaxes: SyntaxSet,
}

/// Classes by the beginning of a scope's name; the innermost scope that is here counts.
const CLASSES: [(&str, &str); 5] = [
    ("comment", "comment"),
    ("string", "literal"),
    ("keyword.control", "keyword"),
    ("storage", "keyword"),
    ("entity.name.tag", "keyword"),
];

/// Words of Rust that the syntax definition at hand takes for names, or for operators.
const MISSED_KEYWORDS: [&str; 3] = ["async", "await", "in"];

impl Highlighter {
    pub(crate) fn new() -> Self {
        Self {
            syntaxes: SyntaxSet::load_defaults_newlines(),
        }
    }

    /// Each of `lines` as HTML.
    pub(crate) fn highlight(
        &self,
        language: &str,
        lines: &[String],
    ) -> Result<Vec<String>, String> {
        let syntax = self.syntaxes.find_syntax_by_token(language);
        let syntax = syntax.ok_or_else(|| format!("no syntax is known for `{language}`"))?;
        let mut state = ParseState::new(syntax);
        let mut scopes = ScopeStack::new();
        let mut result = Vec::new();
        for line in lines {
            let line = format!("{line}\n");
            let changes = state.parse_line(&line, &self.syntaxes);
            let changes = changes.map_err(|error| error.to_string())?;
            let mut spans = Spans::default();
            let mut done = 0;
            for (at, change) in changes {
                spans.push(&line[done..at], class(&scopes), language);
                done = at;
                scopes.apply(&change).map_err(|error| error.to_string())?;
            }
            spans.push(&line[done..], class(&scopes), language);
            result.push(spans.html());
        }
        Ok(result)
    }
}

fn class(scopes: &ScopeStack) -> Option<&'static str> {
    let mut names = scopes.scopes.iter().rev().map(|scope| scope.build_string());
    names.find_map(|name| {
        let row = CLASSES.iter().find(|(scope, _)| name.starts_with(scope));
        row.map(|(_, class)| *class)
    })
}

/// Pieces of one line; neighbors of the same class are one piece.
#[derive(Default)]
struct Spans(Vec<(Option<&'static str>, String)>);

impl Spans {
    fn push(&mut self, text: &str, class: Option<&'static str>, language: &str) {
        if class.is_some() || language != "rust" {
            self.push_piece(text, class);
            return;
        }
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let mut rest = text;
        while !rest.is_empty() {
            let in_word = rest.starts_with(is_word);
            let end = rest.find(|letter| is_word(letter) != in_word);
            let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
            self.push_piece(part, MISSED_KEYWORDS.contains(&part).then_some("keyword"));
            rest = after;
        }
    }

    fn push_piece(&mut self, text: &str, class: Option<&'static str>) {
        match self.0.last_mut() {
            Some((last, piece)) if *last == class => piece.push_str(text),
            _ => self.0.push((class, text.to_owned())),
        }
    }

    fn html(&self) -> String {
        let pieces = self.0.iter().map(|(class, text)| {
            let text = escape(text.trim_end_matches('\n'));
            match class {
                Some(class) if !text.is_empty() => format!("<span class=\"{class}\">{text}</span>"),
                _ => text,
            }
        });
        pieces.collect()
    }
}

/// Text as it may stand between tags and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rust(line: &str) -> String {
        let lines = [line.to_owned()];
        Highlighter::new()
            .highlight("rust", &lines)
            .unwrap()
            .remove(0)
    }

    #[test]
    fn keywords_and_comments() {
        assert_eq!(
            rust("for i in a.await? { // &"),
            "<span class=\"keyword\">for</span> i <span class=\"keyword\">in</span> \
             a.<span class=\"keyword\">await</span>? { <span class=\"comment\">// &amp;</span>"
        );
    }

    #[test]
    fn an_unknown_language_is_refused() {
        assert!(Highlighter::new().highlight("klingon", &[]).is_err());
    }
}
