//! What somebody meant who mistyped a name, if it is near enough to be told.

/// The one of `names` that the fewest edits make of `name`: at most a third of the letters of the
/// longer one. Upper case, hyphens and underscores make no difference; of several the first.
pub(crate) fn nearest<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    let typed = letters(name);
    let near = |it: &&'a str| {
        let known = letters(it);
        let most = typed.len().max(known.len()) / 3;
        // Each letter more is an edit, so what is much longer is not even compared.
        let comparable = typed.len().abs_diff(known.len()) <= most;
        let edits = comparable.then(|| edits(&typed, &known));
        edits
            .filter(|edits| *edits <= most)
            .map(|edits| (edits, *it))
    };
    let near = names.iter().filter_map(near).min_by_key(|it| it.0);
    near.map(|it| it.1)
}

fn letters(name: &str) -> Vec<char> {
    let kept = name.chars().filter(|it| !matches!(it, '-' | '_'));
    kept.flat_map(char::to_lowercase).collect()
}

/// How many letters to insert, leave out or replace, or neighbors to exchange, none of them twice
/// (optimal string alignment).
fn edits(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let replaced = above[j] + usize::from(a != b);
            let mut least = replaced.min(row[j] + 1).min(above[j + 1] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_suggested() {
        let names = ["descending", "device", "plan", "stable", "op"];
        for (typed, meant) in [
            ("descendign", Some("descending")),
            ("DESCENDING", Some("descending")),
            ("desc-ending", Some("descending")),
            ("devcie", Some("device")),
            ("plane", Some("plan")),
            ("pan", Some("plan")),
            ("pn", None),
            ("order", None),
            ("desc", None),
            ("po", None),
            ("", None),
            ("-", None),
        ] {
            assert_eq!(nearest(typed, &names), meant, "{typed}");
        }
        assert_eq!(nearest("bat", &["cat", "hat"]), Some("cat"), "the first");
        assert_eq!(nearest("hats", &["cats", "hat"]), Some("cats"));
    }

    #[test]
    fn neighbors_exchanged_are_one_edit() {
        for (left, right, expected) in [
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("ab", "ba", 1),
            ("stabel", "stable", 1),
            ("abcd", "badc", 2),
        ] {
            assert_eq!(edits(&letters(left), &letters(right)), expected, "{left}");
        }
    }
}
