//! The line that puts a figure into an article: the same one that puts it into any other page.
//!
//! ```html
//! <open-hood figure="ring-all-reduce" ranks="6"></open-hood>
//! ```

/// A figure and what its author chose for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Figure {
    /// Name of its folder.
    pub(crate) name: String,
    /// The figure's parameters, in the author's order.
    pub(crate) attributes: Vec<(String, String)>,
}

/// Reads the one kind of HTML that an article may contain.
pub(crate) fn parse(html: &str) -> Result<Figure, String> {
    const FORM: &str = "the only HTML in an article is <open-hood figure=\"...\"></open-hood>";
    let inner = html
        .trim()
        .strip_prefix("<open-hood ")
        .and_then(|rest| rest.strip_suffix("></open-hood>"));
    let mut rest = inner.ok_or(FORM)?.trim();
    let mut name = None;
    let mut attributes = Vec::new();
    while !rest.is_empty() {
        let (key, after) = rest.split_once("=\"").ok_or(FORM)?;
        let (value, after) = after.split_once('"').ok_or(FORM)?;
        let plain = |letter: char| letter.is_ascii_lowercase() || letter == '-';
        if key.is_empty() || !key.chars().all(plain) {
            return Err(format!("`{key}` is not an attribute; {FORM}"));
        }
        if value.contains(['<', '>', '&']) {
            return Err(format!("the value of `{key}` needs no escapes; {FORM}"));
        }
        match key {
            "figure" => name = Some(value.to_owned()),
            _ => attributes.push((key.to_owned(), value.to_owned())),
        }
        rest = after.trim_start();
    }
    let name = name.ok_or("a figure has a name: figure=\"...\"")?;
    Ok(Figure { name, attributes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_parameters() {
        let figure = parse("<open-hood figure=\"ring\" ranks=\"6\" op=\"max\"></open-hood>\n");
        let figure = figure.unwrap();
        assert_eq!(figure.name, "ring");
        let attributes = [("ranks", "6"), ("op", "max")];
        assert_eq!(
            figure.attributes,
            attributes.map(|(key, value)| (key.to_owned(), value.to_owned()))
        );
    }

    #[test]
    fn nothing_else() {
        for html in [
            "<div></div>",
            "<open-hood></open-hood>",
            "<open-hood ranks=\"6\"></open-hood>",
            "<open-hood figure=\"ring\">",
            "<open-hood figure=ring></open-hood>",
            "<open-hood figure=\"ring\" on click=\"x\"></open-hood>",
            "<open-hood figure=\"a<b\"></open-hood>",
        ] {
            assert!(parse(html).is_err(), "{html}");
        }
    }
}
