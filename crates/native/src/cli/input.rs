//! A file or standard input becomes plain data, or words that say why it cannot.

use std::io::Read as _;

use experiment::{Problem, Value, visible};

use super::arguments::Input;
use super::trouble::Trouble;

/// Characters that are shown of a text, before and after the place where it makes no sense.
const SHOWN_COUNT_MAX: usize = 16;

/// Reads JSON. `allowed` says what it should hold.
pub(super) fn read(input: &Input, allowed: &str) -> Result<Value, Trouble> {
    let (name, bytes) = match input {
        Input::StandardInput => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            ("standard input".to_string(), read.map(|_| bytes))
        }
        Input::File(path) => (path.display().to_string(), std::fs::read(path)),
    };
    let bytes = bytes.map_err(|error| Trouble::Input {
        name: name.clone(),
        error,
    })?;
    let value = text(&bytes)
        .and_then(|text| serde_json::from_str(text).map_err(|error| complaint(text, &error)));
    let refuse = |what| Problem::new("input", &format!("{name} ({what})"), allowed).into();
    value.map_err(refuse)
}

/// The text, without the mark that some editors put before it.
fn text(bytes: &[u8]) -> Result<&str, String> {
    if let Some(name) = other_encoding(bytes) {
        return Err(format!("it is {name}; UTF-8 is expected"));
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(text).map_err(|error| {
        let good = &text[..error.valid_up_to()];
        let line = 1 + good.iter().filter(|&&byte| byte == b'\n').count();
        let byte = text[good.len()];
        format!("it is not UTF-8: byte 0x{byte:02x} in line {line} begins no character")
    })
}

/// UTF-16 and UTF-32, by their mark or by the zeros beside the ASCII character that JSON begins
/// with (RFC 4627, section 3).
fn other_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [1..=0xff, 0, 0, 0, ..] => Some("UTF-32, little endian"),
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, 1..=0xff, ..] => Some("UTF-32, big endian"),
        [0xff, 0xfe, ..] | [1..=0xff, 0, ..] => Some("UTF-16, little endian"),
        [0xfe, 0xff, ..] | [0, 1..=0xff, ..] => Some("UTF-16, big endian"),
        _ => None,
    }
}

/// What the parser objects to, and what stands around that place.
fn complaint(text: &str, error: &serde_json::Error) -> String {
    if text.trim().is_empty() {
        return "it is empty".to_string();
    }
    let lines = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    // Columns are counted in bytes, so one may lie within a character.
    let place = text.floor_char_boundary(start + error.column().saturating_sub(1));
    let (before, after) = text.split_at(place);
    let first = before.char_indices().rev().take(SHOWN_COUNT_MAX).last();
    let before = &before[first.map_or(place, |(index, _)| index)..];
    let after: String = after.chars().take(SHOWN_COUNT_MAX).collect();
    let around = format!("{before}{after}");
    format!("{error}, near `{}`", visible(around.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_skipped_and_other_encodings_have_a_name() {
        let utf16 = |text: &str, to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(to_bytes).collect()
        };
        assert_eq!(text("\u{feff}[1]".as_bytes()), Ok("[1]"));
        assert_eq!(text(b""), Ok(""));
        for mark in ["", "\u{feff}"] {
            for json in ["[1]", "7", "{\"inputs\": [[\"你\"]]}"] {
                let marked = format!("{mark}{json}");
                let little = utf16(&marked, u16::to_le_bytes);
                let big = utf16(&marked, u16::to_be_bytes);
                for (bytes, name) in [(little, "UTF-16, little"), (big, "UTF-16, big")] {
                    let words = text(&bytes).expect_err("it is no UTF-8");
                    let expected = format!("it is {name} endian; UTF-8 is expected");
                    assert_eq!(words, expected, "{marked}");
                }
            }
        }
        let wide: Vec<u8> = "[1]"
            .chars()
            .flat_map(|c| u32::from(c).to_le_bytes())
            .collect();
        let words = text(&wide).expect_err("it is no UTF-8");
        assert!(words.contains("UTF-32, little endian"), "{words}");
        let latin = text(b"{\n\"collective\": \"caf\xe9\"}").expect_err("it is Latin 1");
        assert!(latin.contains("byte 0xe9 in line 2"), "{latin}");
    }

    #[test]
    fn a_slip_is_shown_where_it_is() {
        let words = |text: &str| {
            let error = serde_json::from_str::<Value>(text).expect_err("it is no JSON");
            complaint(text, &error)
        };
        assert_eq!(words(" \n"), "it is empty");
        for (text, place) in [
            (
                "{'inputs': [[1]]}",
                "line 1 column 2, near `{'inputs': [[1]]}`",
            ),
            (
                "{\n \"inputs\": [[1, NaN],\n [2]]}",
                "line 2 column 17, near `\"inputs\": [[1, NaN],\\n [2]]}`",
            ),
            ("[1", "line 1 column 2, near `[1`"),
            ("[1, nul, 3]", "line 1 column 8, near `[1, nul, 3]`"),
            (
                "[\"é\" \u{1b}[2J]",
                "line 1 column 7, near `[\"é\" \\u{1b}[2J]`",
            ),
            ("[1] [2]", "line 1 column 5, near `[1] [2]`"),
            ("[1,\n\n", "line 3 column 0, near `[1,`"),
        ] {
            let words = words(text);
            assert!(words.ends_with(place), "{words}");
        }
    }
}
