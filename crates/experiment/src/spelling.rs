//! Numbers and quotations in messages.

use crate::column::spelled;

/// Characters of a quotation: it reminds a reader of a text, and need not repeat it.
const SHOWN_COUNT_MAX: usize = 60;

/// `number` with as many digits as tell it from all others: `2`, `0.1`, `-2.5e-7`, `1e300`.
pub(crate) fn spell(number: f64) -> String {
    if let Some(name) = spelled(number) {
        return name.to_string();
    }
    let digits = format!("{number:?}");
    digits.strip_suffix(".0").unwrap_or(&digits).to_string()
}

/// `text` in quotation marks, if long only its beginning: `"it is \"so\""`.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars().take(SHOWN_COUNT_MAX) {
        if is_hidden(c) || c == '"' || c == '\\' {
            quoted.extend(c.escape_default());
        } else {
            quoted.push(c);
        }
    }
    if text.chars().nth(SHOWN_COUNT_MAX).is_some() {
        quoted.push('…');
    }
    quoted.push('"');
    quoted
}

/// `text` with an escape for each character that a terminal would obey instead of showing it.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        if is_hidden(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Control characters, ends of lines and paragraphs, what has no width, and what turns the
/// direction of writing, so that a name could look like another one.
fn is_hidden(c: char) -> bool {
    let invisible = matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    c.is_control() || invisible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_show_what_would_be_mistaken() {
        for text in [
            "",
            "grüße 你好",
            "it's",
            "\"\\\"",
            "a\tb\r\n",
            "\u{7}\u{85}",
        ] {
            assert_eq!(quote(text), format!("{text:?}"));
        }
    }

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        for (text, shown) in [
            ("\u{1b}[2Jgone", "\\u{1b}[2Jgone"),
            ("two\nlines\r", "two\\nlines\\r"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("gnp.\u{202e}cod", "gnp.\\u{202e}cod"),
            (
                "a\u{2066}b\u{200f}\u{feff}",
                "a\\u{2066}b\\u{200f}\\u{feff}",
            ),
            ("größe 你好 \"x\" c:\\dir", "größe 你好 \"x\" c:\\dir"),
        ] {
            assert_eq!(visible(text), shown);
            assert_eq!(visible(shown), shown, "once is enough");
            assert!(!quote(text).chars().any(is_hidden));
        }
    }

    #[test]
    fn a_long_quotation_is_its_beginning() {
        let long = "é".repeat(SHOWN_COUNT_MAX + 1);
        assert_eq!(quote(&long), format!("\"{}…\"", "é".repeat(60)));
    }

    #[test]
    fn numbers_are_spelled_as_people_type_them_and_never_mistaken() {
        for text in [
            "0",
            "-0",
            "1",
            "-1",
            "0.1",
            "2.5",
            "-0.001",
            "12",
            "5000",
            "123456.789",
            "4294967296",
            "999999999999999",
            "9007199254740991",
            "0.30000000000000004",
            "1.0000000000000002",
            "0.9999999999999999",
            "2147483647.5",
            "-2.5e-7",
            "1e-300",
            "3.4028235e38",
            "1e300",
            "NaN",
            "Infinity",
            "-Infinity",
        ] {
            let number = text.replace("Infinity", "inf").parse().unwrap();
            assert_eq!(spell(number), text);
        }
    }
}
