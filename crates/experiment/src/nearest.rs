//! The names that somebody may have meant who wrote another one.

/// `; did you mean f32 or f64?`, or nothing where no name is near.
pub(crate) fn hint(name: &str, known: &[&str]) -> String {
    match nearest(name, known).as_slice() {
        [] => String::new(),
        [one] => format!("; did you mean {one}?"),
        [some @ .., last] => format!("; did you mean {} or {last}?", some.join(", ")),
    }
}

/// All of `known` that take the fewest edits, if those are few enough for a slip of the hand: at
/// most one for every three letters of the longer of the two names. Capital letters are as good
/// as small ones.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Vec<&'a str> {
    let letters = |text: &str| -> Vec<char> { text.to_ascii_lowercase().chars().collect() };
    let name = letters(name);
    let mut nearest = Vec::new();
    let mut fewest = usize::MAX;
    for &candidate in known {
        let other = letters(candidate);
        let most = name.len().max(other.len()) / 3;
        // Every letter that one name has more is an edit.
        if name.len().abs_diff(other.len()) > most {
            continue;
        }
        let count = edits(&name, &other);
        if count > most || count > fewest {
            continue;
        }
        if count < fewest {
            nearest.clear();
            fewest = count;
        }
        nearest.push(candidate);
    }
    nearest
}

/// How many letters have to be inserted, deleted, replaced or swapped with their neighbor to turn
/// one name into the other (the distance of Damerau and Levenshtein in which no letter is edited
/// twice).
fn edits(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let replaced = above[j] + usize::from(a != b);
            let mut fewest = replaced.min(row[j] + 1).min(above[j + 1] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                fewest = fewest.min(before[j - 1] + 1);
            }
            row.push(fewest);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_slip_of_the_hand_gets_a_suggestion() {
        let known = ["ranks", "algorithm", "op", "limit_ms", "f32", "f64", "i32"];
        for (name, suggested) in [
            ("rank", "ranks"),
            ("rnaks", "ranks"),
            ("RANKS", "ranks"),
            ("Algoritm", "algorithm"),
            ("limit-ms", "limit_ms"),
            ("limitMs", "limit_ms"),
            ("opp", "op"),
            ("f62", "f32 or f64"),
            ("x32", "f32 or i32"),
        ] {
            assert_eq!(hint(name, &known), format!("; did you mean {suggested}?"));
        }
        for name in [
            "",
            "o",
            "po",
            "order",
            "bandwidth",
            "f16",
            "milliseconds",
            "größe",
        ] {
            assert_eq!(hint(name, &known), "", "{name}");
        }
        assert_eq!(hint(&"ranks".repeat(1_000_000), &known), "");
    }

    #[test]
    fn edits_are_counted_and_a_swap_is_one() {
        for (left, right, expected) in [
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("same", "same", 0),
            ("ab", "ba", 1),
            ("abcd", "badc", 2),
            ("ca", "abc", 3),
        ] {
            let [left, right] = [left, right].map(|it| it.chars().collect::<Vec<_>>());
            assert_eq!(edits(&left, &right), expected, "{left:?} to {right:?}");
            assert_eq!(edits(&right, &left), expected, "{right:?} to {left:?}");
        }
    }
}
