//! Code samples are cut from the source that runs, so that they cannot grow old.
//!
//! A sample is named by how its first line begins. It ends with the brace at the same indentation,
//! which rustfmt puts there. So the source needs no marks for the sake of an article.

/// Some lines of a file, without their common indentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    /// Counted from 1.
    pub(crate) first_line: usize,
    /// The lines, each without its line end.
    pub(crate) lines: Vec<String>,
}

/// Cuts out the only block whose first line begins with `opening`.
pub(crate) fn cut(text: &str, opening: &str) -> Result<Excerpt, String> {
    let lines: Vec<&str> = text.lines().collect();
    let found: Vec<usize> = (0..lines.len())
        .filter(|&index| lines[index].trim_start().starts_with(opening))
        .collect();
    let [first] = found[..] else {
        return Err(match found.len() {
            0 => format!("no line of it begins with `{opening}`"),
            several => format!("{several} lines of it begin with `{opening}`; name only one"),
        });
    };
    let indentation = lines[first].len() - lines[first].trim_start().len();
    let closing = format!("{}}}", &lines[first][..indentation]);
    let Some(length) = lines[first..]
        .iter()
        .position(|line| line.starts_with(&closing))
    else {
        return Err(format!(
            "the block that begins with `{opening}` has no end at its own indentation"
        ));
    };
    let block = &lines[first..=first + length];
    Ok(Excerpt {
        first_line: first + 1,
        lines: block
            .iter()
            .map(|line| line.get(indentation..).unwrap_or_default().to_owned())
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
fn a(
    b: u8,
) -> u8 {
    for i in 0..b {
        c(i);

        d();
    }
    b
}
";

    #[test]
    fn a_loop_without_its_indentation() {
        let excerpt = cut(SOURCE, "for i in").unwrap();
        assert_eq!(excerpt.first_line, 4);
        assert_eq!(
            excerpt.lines,
            ["for i in 0..b {", "    c(i);", "", "    d();", "}"]
        );
    }

    #[test]
    fn a_function_with_a_long_signature() {
        let excerpt = cut(SOURCE, "fn a(").unwrap();
        assert_eq!(excerpt.first_line, 1);
        assert_eq!(excerpt.lines.len(), 10);
    }

    #[test]
    fn exactly_one_block() {
        assert!(cut(SOURCE, "while").unwrap_err().starts_with("no line"));
        let twice = format!("{SOURCE}{SOURCE}");
        assert!(cut(&twice, "fn a(").unwrap_err().starts_with("2 lines"));
        assert!(
            cut("fn open() {\n", "fn open")
                .unwrap_err()
                .contains("no end")
        );
    }
}
