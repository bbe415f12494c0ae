use super::*;
use crate::article;
use crate::highlight::Highlighter;

fn article(language: Language, slug: &str, body: &str) -> Article {
    let origin = Origin {
        file: format!("web/articles/{slug}/{}.md", language.code()),
        language,
        slug: Some(slug.to_owned()),
    };
    let front = "---\ntitle: T\ndeck: D\nsubject: S\ndescription: X\n---\n";
    let text = format!("{front}{body}");
    let (article, problems) = article::parse(origin, &text, Path::new("."), &Highlighter::new());
    assert_eq!(problems, []);
    article
}

/// Messages for an article `a` with these two texts, and an article `b` with a heading `there`.
fn messages(chinese: &str, english: &str) -> Vec<String> {
    let articles = [
        article(Language::Chinese, "a", chinese),
        article(Language::English, "a", english),
        article(Language::Chinese, "b", "## T {#there}\n"),
        article(Language::English, "b", "## T {#there}\n"),
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let found = problems(&articles, &root);
    found.into_iter().map(|one| one.to_string()).collect()
}

#[test]
fn the_same_shape_in_both_languages() {
    let figure = "<open-hood figure=\"ring-all-reduce\" ranks=\"6\"></open-hood>\n\n";
    let text = format!("{figure}## T {{#one}}\n\n## T {{#two}}\n");
    assert_eq!(messages(&text, &text), [""; 0]);

    let other_order = format!("{figure}## T {{#two}}\n\n## T {{#one}}\n");
    let found = messages(&text, &other_order);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("web/articles/a/zh.md:9: heading 1 is `one` here and `two` in"));

    let found = messages(&text, &format!("{figure}## T {{#one}}\n"));
    assert!(
        found[0].contains("heading 2 is `two` here and `nothing`"),
        "{found:?}"
    );

    let found = messages(&text, &text.replace("ranks=\"6\"", "ranks=\"7\""));
    assert!(
        found[0].contains("not with the same attributes"),
        "{found:?}"
    );
}

#[test]
fn one_language_is_not_enough() {
    let articles = [article(Language::Chinese, "a", "")];
    let found = problems(&articles, Path::new("."));
    assert!(found[0].message.contains("other language"));
}

#[test]
fn ids_and_figures_exist_once() {
    let twice = "## T {#one}\n\n## T {#one}\n";
    assert!(messages(twice, twice)[0].contains("id of two headings"));
    let unknown = "<open-hood figure=\"nobody-drew-this\"></open-hood>\n";
    assert!(messages(unknown, unknown)[0].contains("web/src/figures/nobody-drew-this"));
}

#[test]
fn links_lead_somewhere() {
    let dead = |link: &str| {
        let text = format!("[x]({link})\n");
        let found = messages(&text, "");
        assert!(found.len() < 2, "{found:?}");
        found.into_iter().next()
    };
    for link in [
        "https://example.org/",
        "#here?",
        "?cut=4",
        "../b/",
        "../b/?v=1#there",
        "../../en/b/#there",
        "../../embed/?figure=x",
        "../../openhood.js",
        "../",
        "../../",
    ] {
        let expected = link.starts_with("#here");
        // The home pages are not among these articles, so `../` is dead too.
        assert_eq!(dead(link).is_some(), expected || link == "../", "{link}");
    }
    assert!(dead("/zh/b/").unwrap().contains("not relative"));
    assert!(dead("../../../x").unwrap().contains("out of the site"));
    assert!(dead("../c/").unwrap().contains("`zh/c/`, where nothing is"));
    assert!(dead("../b/#nowhere").unwrap().contains("names no heading"));
}
