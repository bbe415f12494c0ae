//! The whole site, built from the real articles with made-up assets.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, json};
use site::Assets;

use crate::source_root;

const STILL: &str = "<p id=\"still\">a still picture</p>";

/// The names of the folders in a folder of the sources.
fn folders(path: &str) -> impl Iterator<Item = String> {
    let entries = fs::read_dir(source_root().join(path)).unwrap();
    let folders = entries
        .map(Result::unwrap)
        .filter(|entry| entry.path().is_dir());
    folders.map(|entry| entry.file_name().into_string().unwrap())
}

/// Builds into a folder of this name; returns every page: path from the root, HTML.
fn built(name: &str) -> BTreeMap<String, String> {
    let staging = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::remove_dir_all(&staging).ok();
    fs::create_dir_all(staging.join("assets")).unwrap();
    let still = json!({ "zh": "assets/still.html", "en": "assets/still.html" });
    let stills: Map<_, _> = folders("web/src/figures")
        .map(|figure| (figure, still.clone()))
        .collect();
    let manifest = json!({
        "isolation.js": "isolation-1.js", "choose.js": "choose-1.js",
        "page.js": "page-1.js", "embed-page.js": "embed-page-1.js", "page.css": "page-1.css",
        "figure.css": "figure-1.css", "bench.css": "bench-1.css",
        "bench-page.js": "bench-page-1.js",
        "styles": { "zero-one": "zero-one-1.css" },
        "payload": {}, "stills": stills,
    });
    for (file, content) in [
        ("assets/manifest.json", manifest.to_string().as_str()),
        ("assets/still.html", STILL),
        ("assets/isolation-1.js", ""),
        ("assets/choose-1.js", ""),
        ("assets/page-1.js", ""),
        ("assets/embed-page-1.js", ""),
        ("assets/page-1.css", ""),
        ("assets/figure-1.css", ""),
        ("assets/zero-one-1.css", ""),
        ("assets/bench-page-1.js", ""),
        ("assets/bench-1.css", ""),
        ("licenses.txt", ""),
    ] {
        fs::write(staging.join(file), content).unwrap();
    }
    let assets = Assets::read(&staging).unwrap();
    let written = site::build(&source_root(), &staging, &assets).unwrap();
    let pages = written
        .iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "html"));
    let pages = pages.map(|path| {
        let name = path.strip_prefix(&staging).unwrap().display().to_string();
        let html = fs::read_to_string(path).unwrap();
        check_links(&staging, path, &html);
        (name, html)
    });
    pages.collect()
}

/// Every `href` and `src` is relative and leads to a file that is there.
fn check_links(staging: &Path, page: &Path, html: &str) {
    let parts = html
        .split(" href=\"")
        .skip(1)
        .chain(html.split(" src=\"").skip(1));
    for link in parts.map(|part| part.split('"').next().unwrap()) {
        let target = link.split(['?', '#']).next().unwrap();
        let is_404 = page.ends_with("404.html");
        if target.is_empty() || target.starts_with("https://") || is_404 {
            continue;
        }
        assert!(!target.starts_with('/'), "{}: {link}", page.display());
        let mut file = page.parent().unwrap().join(target);
        if target.ends_with('/') {
            file.push("index.html");
        }
        assert!(file.is_file(), "{}: nothing at {link}", page.display());
        let file = file.canonicalize().unwrap();
        assert!(
            file.starts_with(staging.canonicalize().unwrap()),
            "{link} leaves the site"
        );
    }
}

#[test]
fn every_page_is_there_in_both_languages() {
    let pages = built("pages");
    let names: BTreeSet<String> = pages.keys().cloned().collect();
    let mut expected =
        BTreeSet::from(["404.html", "embed/index.html", "index.html"].map(str::to_owned));
    for language in ["zh", "en"] {
        let articles = folders("web/articles").map(|name| format!("{language}/{name}/index.html"));
        let figures = folders("web/src/figures");
        expected.insert(format!("{language}/index.html"));
        expected.extend(articles);
        expected.extend(figures.map(|name| format!("{language}/figure/{name}/index.html")));
    }
    assert_eq!(names, expected);
    for (name, html) in &pages {
        let tag = if name.starts_with("zh/") {
            "zh-Hans"
        } else {
            "en"
        };
        assert!(html.contains(&format!("<html lang=\"{tag}\"")), "{name}");
        let other_scripts = html.matches("<script").count() - html.matches("<script ").count();
        assert_eq!(other_scripts, 0, "{name}: a script inside the page");
        // A strict policy of the host refuses what stands in the page itself.
        for inline in [" onclick=", " onload=", " style=", "<style", "javascript:"] {
            assert!(!html.contains(inline), "{name}: {inline}");
        }
    }
}

#[test]
fn pages_that_may_be_isolated_carry_the_mark_and_no_other() {
    for (name, html) in built("marks") {
        let (_, rest) = html.split_once("<html").unwrap();
        let (tag, _) = rest.split_once('>').unwrap();
        let runs = html.contains("isolation-1.js");
        assert_eq!(tag.contains(" data-openhood"), runs, "{name}: {tag}");
        assert!(html.find("<html").unwrap() < 200, "{name}: not at once");
    }
}

#[test]
fn every_page_with_a_footer_leads_to_the_licenses() {
    let pages = built("licenses");
    let footers = pages.iter().filter(|(_, html)| html.contains("<footer"));
    assert!(footers.clone().count() > 10);
    for (name, html) in footers {
        assert!(html.contains("licenses.txt\">"), "{name}");
    }
}

#[test]
fn an_article_has_its_figure_its_code_and_its_other_language() {
    let pages = built("article");
    for language in ["zh", "en"] {
        let html = &pages[&format!("{language}/ring-all-reduce/index.html")];
        let figure = "<open-hood-figure name=\"ring-all-reduce\" ranks=\"6\">";
        let after = html.split_once(figure).expect("the figure").1;
        assert!(after.trim_start().starts_with(STILL));
        assert!(
            html.contains("<span class=\"line marked\""),
            "the cut in the code"
        );
        for (hreflang, code) in [("zh-Hans", "zh"), ("en", "en"), ("x-default", "zh")] {
            let link = format!("hreflang=\"{hreflang}\" href=\"../../{code}/ring-all-reduce/\"");
            assert!(html.contains(&link), "{link}");
        }
        assert!(!html.contains("merror"), "a formula that could not be read");
    }
}

#[test]
fn the_bench_has_a_page_and_what_it_needs_is_on_no_other() {
    let pages = built("bench");
    for (name, html) in &pages {
        let is_bench = name.ends_with("/bench/index.html");
        assert_eq!(html.contains("<open-hood-bench>"), is_bench, "{name}");
        assert_eq!(html.contains("bench-page-1.js"), is_bench, "{name}");
        assert_eq!(html.contains("bench-1.css"), is_bench, "{name}");
        assert!(!(is_bench && html.contains("/page-1.js")), "{name}");
        let leads_there = html.contains("bench/\"");
        let has_footer = html.contains("class=\"bottom\"");
        assert!(leads_there || !has_footer, "{name}: no link to the bench");
    }
}

#[test]
fn a_page_has_the_styles_of_its_own_figures_and_an_embed_has_all() {
    for (name, html) in built("styles") {
        let shows_it = html.contains("<open-hood-figure name=\"zero-one\"");
        let may_show_it = shows_it || name.starts_with("embed/");
        assert_eq!(html.contains("zero-one-1.css"), may_show_it, "{name}");
    }
}

#[test]
fn whoever_skips_the_figure_comes_to_the_text() {
    for (name, html) in built("skip") {
        let skips = html.matches("href=\"#text\"").count();
        assert_eq!(
            skips,
            usize::from(html.contains("<header class=\"top\"")),
            "{name}"
        );
        assert_eq!(html.matches(" id=\"text\"").count(), skips, "{name}");
    }
}

#[test]
fn the_same_sources_give_the_same_pages() {
    assert_eq!(built("once"), built("again"));
}
