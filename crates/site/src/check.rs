//! What must hold between articles: both languages have the same shape, and links lead somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::Problem;
use crate::article::{Article, Origin};
use crate::language::Language;
use crate::pages;

/// Files at the site's root that no page of ours makes, and that keep their names.
const STABLE_FILES: [&str; 2] = ["openhood.js", "embed.js"];

/// Everything that is wrong with the articles taken together.
pub(crate) fn problems(articles: &[Article], source_root: &Path) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut by_slug: BTreeMap<Option<&str>, Vec<&Article>> = BTreeMap::new();
    for article in articles {
        let slug = article.origin.slug.as_deref();
        by_slug.entry(slug).or_default().push(article);
        found.extend(unknown_figures(article, source_root));
        found.extend(double_ids(article));
    }
    for languages in by_slug.values() {
        match languages[..] {
            [one, other] => found.extend(differences(one, other)),
            [one] => found.push(one.problem(1, "there is no file for the other language")),
            _ => unreachable!("a language has one file of a name"),
        }
    }
    let places = Places::of(articles);
    for article in articles {
        found.extend(dead_links(article, &places));
    }
    found.sort();
    found
}

impl Article {
    fn problem(&self, line: usize, message: impl Into<String>) -> Problem {
        Problem {
            file: self.origin.file.clone(),
            line,
            message: message.into(),
        }
    }
}

fn unknown_figures(article: &Article, source_root: &Path) -> Vec<Problem> {
    let folder = source_root.join("web/src/figures");
    let unknown = article.figures.iter().filter(|(figure, _)| {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        !figure.name.chars().all(plain) || !folder.join(&figure.name).is_dir()
    });
    let problem = |(figure, line): &(crate::figure::Figure, usize)| {
        let name = &figure.name;
        article.problem(*line, format!("no folder web/src/figures/{name}"))
    };
    unknown.map(problem).collect()
}

fn double_ids(article: &Article) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let doubles = article.headings.iter().filter(|(id, _)| !seen.insert(id));
    doubles
        .map(|(id, line)| article.problem(*line, format!("`{id}` is the id of two headings")))
        .collect()
}

/// Where the two languages part, so that switching between them would lose the place.
fn differences(one: &Article, other: &Article) -> Vec<Problem> {
    let mut found = Vec::new();
    let end = (String::from("nothing"), 1);
    for index in 0..one.headings.len().max(other.headings.len()) {
        let ours = one.headings.get(index).unwrap_or(&end);
        let theirs = other.headings.get(index).unwrap_or(&end);
        if ours.0 != theirs.0 {
            let (ours_id, theirs_id) = (&ours.0, &theirs.0);
            let message = format!(
                "heading {} is `{ours_id}` here and `{theirs_id}` in {}:{}",
                index + 1,
                other.origin.file,
                theirs.1
            );
            found.push(one.problem(ours.1, message));
            break;
        }
    }
    let figures = |article: &Article| -> Vec<_> {
        let figures = article.figures.iter();
        figures.map(|(figure, _)| figure.clone()).collect()
    };
    if figures(one) != figures(other) {
        let line = one.figures.first().map_or(1, |(_, line)| *line);
        let message = format!(
            "the figures are not the same, or not with the same attributes, as in {}",
            other.origin.file
        );
        found.push(one.problem(line, message));
    }
    if one.front.order != other.front.order {
        let message = format!("`order` is not the same as in {}", other.origin.file);
        found.push(one.problem(1, message));
    }
    found
}

/// Every address a link may have, and the ids of the headings there.
struct Places<'a>(BTreeMap<String, Vec<&'a str>>);

impl<'a> Places<'a> {
    fn of(articles: &'a [Article]) -> Self {
        let mut places = BTreeMap::new();
        for path in ["", pages::EMBED].into_iter().chain(STABLE_FILES) {
            places.insert(path.to_owned(), Vec::new());
        }
        for article in articles {
            let ids = article.headings.iter().map(|(id, _)| &**id).collect();
            places.insert(article.origin.path(), ids);
            for (figure, _) in &article.figures {
                for language in Language::ALL {
                    places.insert(pages::figure_path(language, &figure.name), Vec::new());
                }
            }
        }
        Self(places)
    }
}

fn dead_links(article: &Article, places: &Places<'_>) -> Vec<Problem> {
    let links = article.links.iter();
    let dead = links.filter_map(|(target, line)| {
        let message = dead(&article.origin, target, places)?;
        Some(article.problem(*line, format!("the link `{target}` {message}")))
    });
    dead.collect()
}

fn dead(origin: &Origin, target: &str, places: &Places<'_>) -> Option<String> {
    if ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| target.starts_with(scheme))
    {
        return None;
    }
    if target.starts_with('/') {
        return Some("is not relative: the site works under any path".to_owned());
    }
    let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
    let path = path.split('?').next().unwrap_or_default();
    let Some(path) = resolve(&origin.path(), path) else {
        return Some("leads out of the site".to_owned());
    };
    let Some(ids) = places.0.get(&path) else {
        return Some(format!("leads to `{path}`, where nothing is"));
    };
    // A figure keeps bulky state in the fragment, as key=value.
    let is_place = !fragment.is_empty() && !fragment.contains('=');
    (is_place && !ids.contains(&fragment)).then(|| format!("names no heading of `{path}`"))
}

/// `target` as seen from the page at `base`; both without a slash in front.
fn resolve(base: &str, target: &str) -> Option<String> {
    if target.is_empty() {
        return Some(base.to_owned());
    }
    let mut folders: Vec<&str> = base.split_terminator('/').collect();
    let (above, name) = target.rsplit_once('/').unwrap_or(("", target));
    for step in above.split('/').filter(|step| !step.is_empty()) {
        match step {
            "." => {}
            ".." => {
                folders.pop()?;
            }
            step => folders.push(step),
        }
    }
    let mut path: String = folders.iter().map(|folder| format!("{folder}/")).collect();
    path.push_str(name);
    Some(path)
}

#[cfg(test)]
mod tests;
