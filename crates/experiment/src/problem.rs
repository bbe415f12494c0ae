//! What is wrong with a request.

use std::fmt;

use serde::Serialize;

use crate::nearest::hint;
use crate::spelling::{quote, visible};

/// One thing that is wrong with a request. A refused request lists all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Problem {
    /// Which field, as a path: `faults[0].rank`.
    pub field: String,
    /// What it holds.
    pub got: String,
    /// What it may hold.
    pub allowed: String,
    /// All of that in one sentence.
    pub message: String,
}

impl Problem {
    /// `field` is `got`, but must be `allowed`. What stands in them may come from anywhere, and is
    /// shown on terminals.
    #[must_use]
    pub fn new(field: &str, got: &str, allowed: &str) -> Self {
        let (field, got) = (visible(field), visible(got));
        Self {
            message: format!("{field} is {got}, but must be {allowed}"),
            field,
            got,
            allowed: allowed.to_string(),
        }
    }

    /// There is no field of that name; a near one of `known` is suggested.
    #[must_use]
    pub fn unknown_field(path: &str, name: &str, known: &[&str]) -> Self {
        let mut field = path.to_string();
        if !field.is_empty() {
            field.push('.');
        }
        field.push_str(&plain(name));
        let hint = hint(name, known);
        Self {
            message: format!("there is no field {field}{hint}"),
            got: field.clone(),
            allowed: known.join(", "),
            field,
        }
    }

    /// `got` is none of the names in `known`; a near one is suggested.
    #[must_use]
    pub fn unknown_name(field: &str, got: &str, known: &[&str]) -> Self {
        let allowed = format!("one of {}", known.join(", "));
        let mut problem = Self::new(field, &quote(got), &allowed);
        problem.message.push_str(&hint(got, known));
        problem
    }
}

/// A name as it is, or quoted where it is no word.
fn plain(name: &str) -> String {
    let quoted = quote(name);
    if name.is_empty() || name.contains(' ') || quoted.len() != name.len() + 2 {
        quoted
    } else {
        name.to_string()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_the_nearest_name_and_only_a_near_one() {
        let known = ["ranks", "root", "op"];
        let problem = Problem::unknown_field("", "rank", &known);
        assert_eq!(
            problem.message,
            "there is no field rank; did you mean ranks?"
        );
        let problem = Problem::unknown_field("faults[1]", "bandwidth", &known);
        assert_eq!(problem.message, "there is no field faults[1].bandwidth");
    }

    #[test]
    fn a_name_that_is_no_word_is_quoted() {
        for (name, shown) in [
            ("größe", "größe"),
            ("", "\"\""),
            ("my ranks", "\"my ranks\""),
            ("\u{1b}[31mranks", "\"\\u{1b}[31mranks\""),
        ] {
            let problem = Problem::unknown_field("faults[0]", name, &["kind"]);
            assert_eq!(problem.field, format!("faults[0].{shown}"));
        }
    }

    #[test]
    fn nothing_in_a_problem_moves_a_cursor() {
        let problem = Problem::new("a\u{7}", "b\u{202e}\n", "c");
        let message = "a\\u{7} is b\\u{202e}\\n, but must be c";
        assert_eq!(problem.message, message);
    }
}
