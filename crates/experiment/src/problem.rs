//! What is wrong with a request.

use std::fmt;

use serde::Serialize;

use crate::spelling::quote;

/// One thing that is wrong with a request. A refused request lists all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    /// `field` is `got`, but must be `allowed`.
    #[must_use]
    pub fn new(field: &str, got: &str, allowed: &str) -> Self {
        let message = format!("{field} is {got}, but must be {allowed}");
        Self {
            field: field.to_string(),
            got: got.to_string(),
            allowed: allowed.to_string(),
            message,
        }
    }

    /// There is no field of that name; the nearest one of `known` is suggested.
    #[must_use]
    pub fn unknown_field(path: &str, name: &str, known: &[&str]) -> Self {
        let mut field = path.to_string();
        if !field.is_empty() {
            field.push('.');
        }
        field.push_str(name);
        let nearest = nearest(name, known);
        let hint = nearest
            .map(|it| format!("; did you mean {it}?"))
            .unwrap_or_default();
        Self {
            message: format!("there is no field {field}{hint}"),
            got: field.clone(),
            allowed: known.join(", "),
            field,
        }
    }

    /// `got` is none of the names in `known`; the nearest one is suggested.
    #[must_use]
    pub fn unknown_name(field: &str, got: &str, known: &[&str]) -> Self {
        let allowed = format!("one of {}", known.join(", "));
        let mut problem = Self::new(field, &quote(got), &allowed);
        if let Some(nearest) = nearest(got, known) {
            problem
                .message
                .push_str(&format!("; did you mean {nearest}?"));
        }
        problem
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The known name with the fewest edits, if they are few enough for a slip of the hand.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let distances = known
        .iter()
        .map(|&candidate| (edits(name, candidate), candidate));
    let (distance, candidate) = distances.min()?;
    (distance <= 1 + name.chars().count() / 3).then_some(candidate)
}

/// Levenshtein distance: insertions, deletions and replacements that turn one into the other.
fn edits(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &b) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[right.len()]
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
    fn counts_edits() {
        for (left, right, expected) in [
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("same", "same", 0),
            ("ab", "ba", 2),
        ] {
            assert_eq!(edits(left, right), expected, "{left} to {right}");
        }
    }
}
