use super::*;

const FRONT: &str = "---\ntitle: T\ndeck: D\nsubject: S\ndescription: X\n---\n";

fn read(language: Language, body: &str) -> (Article, Vec<(usize, String)>) {
    let origin = Origin {
        file: "a.md".to_owned(),
        language,
        slug: Some("a".to_owned()),
    };
    let text = format!("{FRONT}{body}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (article, problems) = parse(origin, &text, root, &Highlighter::new());
    let problems = problems.into_iter().map(|one| (one.line, one.message));
    (article, problems.collect())
}

fn good(language: Language, body: &str) -> Article {
    let (article, problems) = read(language, body);
    assert_eq!(problems, []);
    article
}

/// The only problem in `body`, whose first line is line 7 of the file.
fn problem(language: Language, body: &str) -> (usize, String) {
    let (_, mut problems) = read(language, body);
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.remove(0)
}

#[test]
fn figures_sections_rows_and_notes() {
    let figure = "<open-hood figure=\"ring\" ranks=\"6\"></open-hood>";
    let body = format!("{figure}\n\n## One {{#one}}\n\nText.\n\n> Note.\n\nMore.\n");
    let article = good(Language::English, &body);
    assert_eq!(article.front.title, "T");
    assert_eq!(article.headings, [("one".to_owned(), 9)]);
    assert_eq!(article.figures[0].1, 7);
    let [Part::Figure { index: 0 }, Part::Section { id, title, rows }] = &article.parts[..] else {
        panic!("{:?}", article.parts);
    };
    assert_eq!((id.as_deref(), &title[..]), (Some("one"), "One"));
    assert_eq!(rows.len(), 2, "text after a note is a new row");
    assert_eq!(rows[0].notes, ["<p>Note.</p>"]);
}

#[test]
fn text_has_formulas_and_links() {
    let article = good(Language::English, "See [x](../b/#c),\n$P$.\n");
    assert_eq!(article.links, [("../b/#c".to_owned(), 7)]);
    let Part::Section { rows, .. } = &article.parts[0] else {
        panic!("{:?}", article.parts);
    };
    let Block::Html { html } = &rows[0].blocks[0] else {
        panic!("{:?}", rows[0]);
    };
    let formula = "<math display=\"inline\"><mi>P</mi></math>";
    assert_eq!(
        *html,
        format!("<p>See <a href=\"../b/#c\">x</a>,\n<span class=\"whole\">{formula}.</span></p>")
    );
}

#[test]
fn chinese_lines_join() {
    let article = good(Language::Chinese, "一块\nrank\n两块\n");
    let Part::Section { rows, .. } = &article.parts[0] else {
        panic!("{:?}", article.parts);
    };
    let Block::Html { html } = &rows[0].blocks[0] else {
        panic!("{:?}", rows[0]);
    };
    assert_eq!(html, "<p>一块rank两块</p>");
}

#[test]
fn english_titles_in_chinese_text_say_their_language() {
    let body = "- K. E. Batcher, *Sorting networks*, 1968：网络。\n";
    for (language, body, slanted) in [
        (
            Language::Chinese,
            body,
            "<em lang=\"en\">Sorting networks</em>, 1968",
        ),
        (
            Language::English,
            "- *Sorting networks*, 1968\n",
            "<em>Sorting networks</em>, 1968",
        ),
    ] {
        let article = good(language, body);
        let Part::Section { rows, .. } = &article.parts[0] else {
            panic!("{:?}", article.parts);
        };
        let Block::Html { html } = &rows[0].blocks[0] else {
            panic!("{:?}", rows[0]);
        };
        assert!(html.contains(slanted), "{html}");
    }
}

#[test]
fn formulas_keep_off_chinese_characters() {
    let article = good(Language::Chinese, "每条$n$字节，chunk $c$。\n");
    let Part::Section { rows, .. } = &article.parts[0] else {
        panic!("{:?}", article.parts);
    };
    let Block::Html { html } = &rows[0].blocks[0] else {
        panic!("{:?}", rows[0]);
    };
    assert!(
        html.contains("<math class=\"after-han before-han\""),
        "{html}"
    );
    assert!(
        html.contains("<span class=\"whole\"><math display"),
        "{html}"
    );
}

#[test]
fn problems_name_their_line() {
    use Language::{Chinese, English};
    assert_eq!(problem(English, "a\n\n# Title {#title}\n").0, 9);
    assert!(problem(English, "\n## No id\n").1.contains("needs an id"));
    assert!(problem(English, "<div>\n</div>\n").1.contains("open-hood"));
    assert!(problem(English, "a <br> b\n").1.contains("HTML"));
    assert!(
        problem(English, "```rust\nfn a() {}\n```\n")
            .1
            .contains("not pasted")
    );
    assert!(problem(English, "![a](b.png)\n").1.contains("figure"));
    assert_eq!(problem(Chinese, "\n\n一块,两块\n").0, 9);
    assert!(problem(Chinese, "*一块*\n").1.contains("slanted"));
    assert!(problem(English, "$\\nonsense$\n").1.contains("formula"));
}
