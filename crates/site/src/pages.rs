//! Which pages the site has, and what goes into each of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Serialize;

use crate::article::{Article, Origin, Part};
use crate::figure::Figure;
use crate::front_matter::FrontMatter;
use crate::language::Language;
use crate::{Assets, Error};

/// Path of the page that shows one figure inside another site.
pub(crate) const EMBED: &str = "embed/";

/// The folder of the page on which readers measure: an article with the bench above its text.
const BENCH: &str = "bench";

/// Path of the page that shows nothing but this figure, in full.
pub(crate) fn figure_path(language: Language, name: &str) -> String {
    format!("{}/figure/{name}/", language.code())
}

impl Origin {
    /// Where the article's page is, seen from the site's root.
    pub(crate) fn path(&self) -> String {
        let language = self.language.code();
        match &self.slug {
            None => format!("{language}/"),
            Some(slug) => format!("{language}/{slug}/"),
        }
    }
}

/// One page before it is rendered. Templates see all of it but the path.
#[derive(Debug, Serialize)]
pub(crate) struct Page<'a> {
    /// From the site's root: a folder, or the name of a file.
    #[serde(skip)]
    pub(crate) path: String,
    #[serde(skip)]
    pub(crate) template: &'static str,
    /// The way to the site's root.
    pub(crate) root: String,
    /// Code of its language, where it has one.
    pub(crate) language: Option<&'static str>,
    /// As in `<html lang>`.
    pub(crate) tag: &'static str,
    /// The same page in every language: code, tag, address from here.
    pub(crate) alternates: Vec<(&'static str, &'static str, String)>,
    pub(crate) front: Option<&'a FrontMatter>,
    pub(crate) parts: &'a [Part],
    pub(crate) figures: Vec<Drawn<'a>>,
    /// Where to go from here: articles on a home page, home pages on the front door, and on a
    /// figure's own page the article it comes from.
    pub(crate) articles: Vec<Entry<'a>>,
}

/// A figure with the picture that stands in for it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Drawn<'a> {
    name: &'a str,
    attributes: &'a [(String, String)],
    still: String,
}

/// A line of a list of articles.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry<'a> {
    href: String,
    tag: &'static str,
    front: &'a FrontMatter,
}

/// Every page of the site.
pub(crate) fn all<'a>(
    articles: &'a [Article],
    staging: &Path,
    assets: &Assets,
) -> Result<Vec<Page<'a>>, Error> {
    let stills = Stills::read(articles, staging, assets)?;
    let homes = articles
        .iter()
        .filter(|article| article.origin.slug.is_none());
    let choose = Page::plain(String::new(), "choose.html");
    let mut pages = vec![
        Page {
            articles: homes.map(|home| choose.entry(home)).collect(),
            ..choose
        },
        Page::plain(EMBED.to_owned(), "embed.html"),
        Page::plain("404.html".to_owned(), "not-found.html"),
    ];
    for article in articles {
        pages.push(article_page(article, articles, &stills));
    }
    let mut shown = BTreeSet::new();
    for article in articles
        .iter()
        .filter(|article| article.origin.slug.is_some())
    {
        for (figure, _) in &article.figures {
            let language = article.origin.language;
            if shown.insert((language, &figure.name)) {
                pages.push(figure_page(figure, article, &stills));
            }
        }
    }
    Ok(pages)
}

fn article_page<'a>(article: &'a Article, all: &'a [Article], stills: &Stills) -> Page<'a> {
    let language = article.origin.language;
    let is_home = article.origin.slug.is_none();
    let template = match article.origin.slug.as_deref() {
        None => "home.html",
        Some(BENCH) => "bench.html",
        Some(_) => "article.html",
    };
    let mut others: Vec<&Article> = all
        .iter()
        .filter(|other| is_home && other.origin.slug.is_some())
        .filter(|other| other.origin.language == language)
        .collect();
    others.sort_by_key(|other| other.front.order);
    let figures = article.figures.iter();
    let of_language = |language| {
        let slug = article.origin.slug.clone();
        Origin {
            language,
            slug,
            file: String::new(),
        }
        .path()
    };
    let page = Page::plain(article.origin.path(), template).in_language(language, of_language);
    Page {
        front: Some(&article.front),
        parts: &article.parts,
        figures: figures
            .map(|(figure, _)| stills.draw(figure, language))
            .collect(),
        articles: others.iter().map(|other| page.entry(other)).collect(),
        ..page
    }
}

fn figure_page<'a>(figure: &'a Figure, article: &'a Article, stills: &Stills) -> Page<'a> {
    let language = article.origin.language;
    let of_language = |language| figure_path(language, &figure.name);
    let page = Page::plain(of_language(language), "figure.html").in_language(language, of_language);
    Page {
        front: Some(&article.front),
        figures: vec![stills.draw(figure, language)],
        articles: vec![page.entry(article)],
        ..page
    }
}

impl<'a> Page<'a> {
    fn plain(path: String, template: &'static str) -> Self {
        let depth = path.matches('/').count();
        let root = if depth == 0 {
            "./".to_owned()
        } else {
            "../".repeat(depth)
        };
        let mut page = Self {
            path,
            template,
            root,
            language: None,
            tag: Language::English.tag(),
            alternates: Vec::new(),
            front: None,
            parts: &[],
            figures: Vec::new(),
            articles: Vec::new(),
        };
        page.set_alternates(|language| format!("{}/", language.code()));
        page
    }

    /// A page of one language, which in each of them is at the path that `of_language` gives.
    fn in_language(mut self, language: Language, of_language: impl Fn(Language) -> String) -> Self {
        self.language = Some(language.code());
        self.tag = language.tag();
        self.set_alternates(of_language);
        self
    }

    fn set_alternates(&mut self, of_language: impl Fn(Language) -> String) {
        let root = &self.root;
        self.alternates = Language::ALL
            .map(|one| (one.code(), one.tag(), format!("{root}{}", of_language(one))))
            .to_vec();
    }

    fn entry(&self, article: &'a Article) -> Entry<'a> {
        Entry {
            href: format!("{}{}", self.root, article.origin.path()),
            tag: article.origin.language.tag(),
            front: &article.front,
        }
    }
}

/// The still pictures of all figures in all languages.
struct Stills(BTreeMap<(Language, String), String>);

impl Stills {
    fn read(articles: &[Article], staging: &Path, assets: &Assets) -> Result<Self, Error> {
        let mut stills = BTreeMap::new();
        let mut missing = Vec::new();
        for article in articles {
            for (figure, line) in &article.figures {
                let language = article.origin.language;
                match assets.still(staging, &figure.name, language)? {
                    Some(html) => {
                        stills.insert((language, figure.name.clone()), html);
                    }
                    None => missing.push(crate::Problem {
                        file: article.origin.file.clone(),
                        line: *line,
                        message: format!("the bundler made no still picture of `{}`", figure.name),
                    }),
                }
            }
        }
        if missing.is_empty() {
            Ok(Self(stills))
        } else {
            Err(Error::Articles(missing))
        }
    }

    fn draw<'a>(&self, figure: &'a Figure, language: Language) -> Drawn<'a> {
        Drawn {
            name: &figure.name,
            attributes: &figure.attributes,
            still: self.0[&(language, figure.name.clone())].clone(),
        }
    }
}
