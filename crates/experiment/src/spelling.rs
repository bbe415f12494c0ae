//! Numbers and quotations in messages.
//!
//! The standard library prints every double exactly, with tables and big integers that are 18 KB
//! of WebAssembly: an eighth of what a page may load. A message does with fifteen digits. And it
//! quotes text with tables of all that Unicode cannot show, where control characters are enough.

/// Significant digits of a number in a message.
const DIGITS: i32 = 15;

/// Characters of a quotation: it reminds a reader of a text, and need not repeat it.
const SHOWN_COUNT_MAX: usize = 60;

/// `number` with up to fifteen significant digits: `0.1`, `-2.5e-7`, `1e300`.
pub(crate) fn spell(number: f64) -> String {
    if let Some(name) = crate::values::spelled(number) {
        return name.to_string();
    }
    if number == 0.0 {
        return "0".to_string();
    }
    let sign = if number < 0.0 { "-" } else { "" };
    let (digits, exponent) = decimal(number.abs());
    match exponent {
        0..DIGITS => {
            let (whole, fraction) = digits.split_at(digits.len().min(to_usize(exponent) + 1));
            let zeros = "0".repeat(to_usize(exponent) + 1 - whole.len());
            let point = if fraction.is_empty() { "" } else { "." };
            format!("{sign}{whole}{zeros}{point}{fraction}")
        }
        -5..0 => format!("{sign}0.{}{digits}", "0".repeat(to_usize(-exponent) - 1)),
        _ => {
            let (first, rest) = digits.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            format!("{sign}{first}{point}{rest}e{exponent}")
        }
    }
}

/// The same, and what the digits leave out of a number beside a whole one: `2 + 4.44e-16` is not 2.
pub(crate) fn spell_apart(number: f64) -> String {
    let text = spell(number);
    let rest = number - number.round();
    if !number.is_finite() || rest == 0.0 || text != spell(number.round()) {
        return text;
    }
    let sign = if rest < 0.0 { '-' } else { '+' };
    format!("{text} {sign} {}", spell(rest.abs()))
}

/// The significant digits of a positive number without trailing zeros, and the power of ten of
/// the first one.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the mantissa has fifteen digits"
)]
fn decimal(number: f64) -> (String, i32) {
    let mut exponent = number.log10().floor() as i32;
    let mut mantissa = scaled(number, DIGITS - 1 - exponent).round();
    if mantissa >= 10_f64.powi(DIGITS) {
        exponent += 1;
        mantissa = scaled(number, DIGITS - 1 - exponent).round();
    }
    let digits = (mantissa as u64).to_string();
    (digits.trim_end_matches('0').to_string(), exponent)
}

/// `number` times ten to the `power`, in two steps where one would leave the range of doubles.
fn scaled(number: f64, power: i32) -> f64 {
    let half = power / 2;
    match power {
        0..=22 => number * 10_f64.powi(power),
        -22..0 => number / 10_f64.powi(-power),
        _ => number * 10_f64.powi(half) * 10_f64.powi(power - half),
    }
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

fn to_usize(value: i32) -> usize {
    usize::try_from(value).unwrap_or(0)
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
    fn a_number_beside_a_whole_one_is_not_mistaken_for_it() {
        for (number, shown) in [
            (1.0_f64.next_up(), "1 + 2.22044604925031e-16"),
            (1.0_f64.next_down(), "1 - 1.11022302462516e-16"),
            (-2.0_f64.next_up(), "-2 - 4.44089209850063e-16"),
            (2_147_483_647.5, "2147483647.5"),
            (1e-300, "1e-300"),
            (0.3, "0.3"),
            (7.0, "7"),
            (1e300, "1e300"),
            (f64::INFINITY, "Infinity"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(spell_apart(number), shown);
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
    fn what_people_type_comes_back() {
        for text in [
            "0",
            "1",
            "-1",
            "0.1",
            "2.5",
            "-0.001",
            "12",
            "100",
            "5000",
            "123456.789",
            "1e10",
            "4294967296",
            "1e300",
            "-2.5e-7",
            "1e-300",
            "3.4028235e38",
            "999999999999999",
            "0.30000000000000004",
        ] {
            let number: f64 = text.parse().unwrap();
            let spelled = spell(number);
            let back: f64 = spelled.parse().unwrap();
            assert!(
                (back - number).abs() <= number.abs() * 1e-14,
                "{text} as {spelled}"
            );
            assert!(spelled.len() <= 21, "{text} as {spelled}");
        }
        for text in [
            "0.1",
            "-0.001",
            "100",
            "123456.789",
            "1e300",
            "-2.5e-7",
            "NaN",
            "-Infinity",
        ] {
            let number = text.replace("Infinity", "inf").parse().unwrap();
            assert_eq!(spell(number), text);
        }
    }
}
