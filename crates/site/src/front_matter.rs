//! The lines between `---` at the top of an article.

use serde::Serialize;

/// What an article says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct FrontMatter {
    /// The claim, in one line: heading of the page.
    pub(crate) title: String,
    /// The claim's second breath, under the heading.
    pub(crate) deck: String,
    /// The subject in a few words, for the top of the page.
    pub(crate) subject: String,
    /// For search engines and link previews.
    pub(crate) description: String,
    /// Place in the list of articles.
    pub(crate) order: u32,
}

/// Reads `key: value` lines, the first of which is line `first_line` of the file. Problems come
/// with their line.
pub(crate) fn parse(text: &str, first_line: usize) -> (FrontMatter, Vec<(usize, String)>) {
    let mut result = FrontMatter::default();
    let mut problems = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let Some((key, value)) = line.split_once(':') else {
            problems.push((first_line + index, format!("`{line}` is not `key: value`")));
            continue;
        };
        let value = value.trim().to_owned();
        match key.trim() {
            "title" => result.title = value,
            "deck" => result.deck = value,
            "subject" => result.subject = value,
            "description" => result.description = value,
            "order" => match value.parse() {
                Ok(order) => result.order = order,
                Err(_) => problems.push((first_line + index, "order is not a number".to_owned())),
            },
            other => problems.push((
                first_line + index,
                format!("`{other}` is not title, deck, subject, description or order"),
            )),
        }
    }
    let required = [
        ("title", &result.title),
        ("deck", &result.deck),
        ("subject", &result.subject),
        ("description", &result.description),
    ];
    for (key, value) in required {
        if value.is_empty() {
            problems.push((first_line, format!("the front matter has no `{key}`")));
        }
    }
    (result, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_may_contain_colons() {
        let text = "title: One: two\ndeck: d\nsubject: s\ndescription: x\norder: 3\n";
        let (front, problems) = parse(text, 2);
        assert_eq!(problems, []);
        assert_eq!(front.title, "One: two");
        assert_eq!(front.order, 3);
    }

    #[test]
    fn what_is_missing_or_unknown_is_named() {
        let (_, problems) = parse("title: t\ndeck: d\nsubject: s\nauthor: me\n", 2);
        let lines: Vec<usize> = problems.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [5, 2]);
        assert!(problems[0].1.contains("`author`"));
        assert!(problems[1].1.contains("`description`"));
    }
}
