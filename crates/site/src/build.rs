//! Everything in order: read, check, write.

use std::fs;
use std::path::{Path, PathBuf};

use crate::article::{self, Article, Origin};
use crate::highlight::Highlighter;
use crate::language::Language;
use crate::render::Renderer;
use crate::{Assets, Error, check, pages};

const ARTICLES: &str = "web/articles";

/// Writes all pages of the site whose sources are below `source_root` into `staging`, where the
/// files named in `assets` already are. Returns what it wrote.
///
/// # Errors
/// If an article is not in order, with every problem's file and line, or a file cannot be read
/// or written. Articles are checked before the first page is written.
pub fn build(source_root: &Path, staging: &Path, assets: &Assets) -> Result<Vec<PathBuf>, Error> {
    let articles = read(source_root)?;
    let renderer = Renderer::new(source_root, assets)?;
    let pages = pages::all(&articles, staging, assets)?;
    let mut written = renderer.write_own_files(staging)?;
    for page in &pages {
        written.push(renderer.write(page, staging)?);
    }
    Ok(written)
}

fn read(source_root: &Path) -> Result<Vec<Article>, Error> {
    let highlighter = Highlighter::new();
    let mut articles = Vec::new();
    let mut problems = Vec::new();
    for origin in origins(source_root)? {
        let path = source_root.join(&origin.file);
        let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
        let (article, found) = article::parse(origin, &text, source_root, &highlighter);
        articles.push(article);
        problems.extend(found);
    }
    problems.extend(check::problems(&articles, source_root));
    if problems.is_empty() {
        Ok(articles)
    } else {
        Err(Error::Articles(problems))
    }
}

/// The files there are: home pages, and one folder per article.
fn origins(source_root: &Path) -> Result<Vec<Origin>, Error> {
    let folder = source_root.join(ARTICLES);
    let mut slugs = vec![None];
    for entry in fs::read_dir(&folder).map_err(Error::file(&folder))? {
        let path = entry.map_err(Error::file(&folder))?.path();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        slugs.extend(name.filter(|_| path.is_dir()).map(Some));
    }
    slugs.sort();
    let mut origins = Vec::new();
    for slug in slugs {
        let folder = slug
            .as_ref()
            .map_or(ARTICLES.to_owned(), |slug| format!("{ARTICLES}/{slug}"));
        for language in Language::ALL {
            let file = format!("{folder}/{}.md", language.code());
            let slug = slug.clone();
            if source_root.join(&file).is_file() {
                origins.push(Origin {
                    file,
                    language,
                    slug,
                });
            }
        }
    }
    Ok(origins)
}
