//! What Chinese text must not contain, and what a title must not break.
//!
//! Punctuation is full-width. The gap between Chinese characters and Latin letters is the style
//! sheet's affair (`text-autospace`), so no space is typed there. Characters are not slanted.

use crate::highlight::escape;

/// Everything that is wrong in a piece of Chinese text.
pub(crate) fn problems(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for (index, pair) in letters.windows(2).enumerate() {
        let around = || {
            let (first, last) = (index.saturating_sub(4), (index + 6).min(letters.len()));
            letters[first..last].iter().collect::<String>()
        };
        match *pair {
            [' ', wide] | [wide, ' '] if is_wide(wide) => {
                found.push(format!("space next to `{wide}` in `{}`", around()));
            }
            [han, sign] if is_han(han) && ",.;:!?()\"'".contains(sign) => {
                found.push(format!("half-width `{sign}` in `{}`", around()));
            }
            [sign, han] if is_han(han) && "()\"'".contains(sign) => {
                found.push(format!("half-width `{sign}` in `{}`", around()));
            }
            _ => {}
        }
    }
    found
}

/// A Chinese character.
pub(crate) fn is_han(letter: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&letter) || ('\u{20000}'..='\u{3ffff}').contains(&letter)
}

/// A Chinese character or full-width punctuation.
pub(crate) fn is_wide(letter: char) -> bool {
    is_han(letter)
        || ('\u{3000}'..='\u{303f}').contains(&letter)
        || ('\u{ff00}'..='\u{ffef}').contains(&letter)
}

/// Whether a line end between these two is a gap. In Chinese it is one only between Latin words.
pub(crate) fn line_end_is_space(before: Option<char>, after: Option<char>) -> bool {
    [before, after]
        .into_iter()
        .flatten()
        .all(|letter| letter.is_ascii())
}

/// HTML of a title in which no line breaks behind the hyphen of `all-reduce`. Among Chinese
/// characters, where the style breaks lines at commas only, a line may also break beside the word.
pub(crate) fn whole_words(text: &str) -> String {
    let is_latin = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let mut html = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let in_word = rest.starts_with(is_latin);
        let end = rest.find(|letter| is_latin(letter) != in_word);
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        if in_word && part.contains('-') {
            let place = |letter: Option<char>| match letter {
                Some(letter) if is_han(letter) => "<wbr>",
                _ => "",
            };
            let (before, behind) = (place(html.chars().next_back()), place(after.chars().next()));
            html.push_str(&format!(
                "{before}<span class=\"whole\">{part}</span>{behind}"
            ));
        } else {
            html.push_str(&escape(part));
        }
        rest = after;
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_text() {
        assert_eq!(
            problems("每个rank发10条消息（各4 096字节），不多不少。"),
            [""; 0]
        );
        assert_eq!(problems("all-reduce, then gather."), [""; 0]);
    }

    #[test]
    fn bad_text() {
        assert_eq!(problems("每个 rank").len(), 1);
        assert_eq!(problems("一块,两块").len(), 1);
        assert_eq!(problems("一块(两块)").len(), 3);
        assert_eq!(problems("好。 Then").len(), 1);
    }

    #[test]
    fn titles_keep_their_words() {
        let html = whole_words("把all-reduce剪开 & 看");
        assert_eq!(
            html,
            "把<wbr><span class=\"whole\">all-reduce</span><wbr>剪开 &amp; 看"
        );
    }

    #[test]
    fn lines_of_chinese_join_without_a_gap() {
        assert!(!line_end_is_space(Some('块'), Some('一')));
        assert!(!line_end_is_space(Some('块'), Some('r')));
        assert!(line_end_is_space(Some('a'), Some('b')));
    }
}
