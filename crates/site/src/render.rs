//! Templates, the words in them, and the few small files that belong to them.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context, escape_formatter};

use crate::highlight::escape;
use crate::pages::Page;
use crate::{Assets, Error, assets, typography};

/// Turns pages into HTML.
#[derive(Debug)]
pub(crate) struct Renderer<'a> {
    templates: Environment<'a>,
    /// By language, the words that templates need.
    words: BTreeMap<String, BTreeMap<String, String>>,
    /// Files that pages load, by the name templates know them under: name from the site's root.
    files: BTreeMap<String, String>,
    /// Those of the files that are still to be written: name, content.
    own_files: Vec<(String, Vec<u8>)>,
}

/// Kinds of files beside the templates that pages load as they are.
const OWN_KINDS: [&str; 2] = ["js", "svg"];

impl Renderer<'_> {
    /// Reads everything in `web/templates`.
    pub(crate) fn new(source_root: &Path, assets: &Assets) -> Result<Self, Error> {
        let folder = source_root.join("web/templates");
        let mut syntax = SyntaxConfig::builder();
        let syntax = syntax.trim_blocks(true).lstrip_blocks(true).build()?;
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        templates.set_auto_escape_callback(|_| AutoEscape::Html);
        templates.set_syntax(syntax);
        templates.set_formatter(|out, state, value| match value.as_str() {
            // As the default, but addresses keep their slashes.
            Some(text) if !value.is_safe() => Ok(out.write_str(&escape(text))?),
            _ => escape_formatter(out, state, value),
        });
        templates.add_filter("whole_words", |text: &str| {
            minijinja::Value::from_safe_string(typography::whole_words(text))
        });
        let mut files = bundled(assets);
        let mut own_files = Vec::new();
        for path in sorted(&folder)? {
            let kind = path
                .extension()
                .and_then(|kind| kind.to_str())
                .unwrap_or_default();
            let content = || fs::read(&path).map_err(Error::file(&path));
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if kind == "html" {
                let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
                templates.add_template_owned(name, text)?;
            } else if OWN_KINDS.contains(&kind) {
                let content = content()?;
                let hashed = hashed(&path, kind, &content);
                files.insert(name, hashed.clone());
                own_files.push((hashed, content));
            }
        }
        let path = folder.join("words.json");
        let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
        let words = serde_json::from_str(&text).map_err(Error::json(&path))?;
        Ok(Self {
            templates,
            words,
            files,
            own_files,
        })
    }

    /// Writes a page; returns the file.
    pub(crate) fn write(&self, page: &Page<'_>, staging: &Path) -> Result<PathBuf, Error> {
        let mut path = staging.join(&page.path);
        if page.path.is_empty() || page.path.ends_with('/') {
            path.push("index.html");
        }
        let words = page.language.and_then(|language| self.words.get(language));
        let files: BTreeMap<&str, String> = self
            .files
            .iter()
            .map(|(name, file)| (&**name, format!("{}{file}", page.root)))
            .collect();
        let template = self.templates.get_template(page.template)?;
        let context =
            context! { page => Serde(page), words => Serde(words), files => Serde(files) };
        let html = template.render(context)?;
        write(&path, html.as_bytes())?;
        Ok(path)
    }

    /// Writes the small files that pages load; returns them.
    pub(crate) fn write_own_files(&self, staging: &Path) -> Result<Vec<PathBuf>, Error> {
        let mut written = Vec::new();
        for (name, content) in &self.own_files {
            let path = staging.join(name);
            write(&path, content)?;
            written.push(path);
        }
        Ok(written)
    }
}

fn bundled(assets: &Assets) -> BTreeMap<String, String> {
    let files = [
        ("isolation.js", &assets.first_script),
        ("choose.js", &assets.choose_script),
        ("page.js", &assets.page_script),
        ("embed-page.js", &assets.embed_script),
        ("bench-page.js", &assets.bench_script),
        ("page.css", &assets.page_style),
        ("figure.css", &assets.figure_style),
        ("bench.css", &assets.bench_style),
    ];
    let shared = files.map(|(name, file)| (name.to_owned(), file));
    let styles = assets.styles.iter();
    let own = styles.map(|(figure, file)| (format!("figure/{figure}.css"), file));
    let names = shared.into_iter().chain(own);
    names
        .map(|(name, file)| (name, format!("{}/{file}", assets::FOLDER)))
        .collect()
}

/// The name says the content, so that a browser may keep the file for ever.
fn hashed(path: &Path, kind: &str, content: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    format!("{}/{stem}-{:016x}.{kind}", assets::FOLDER, hasher.finish())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(folder).map_err(Error::file(folder))?;
    let paths: Result<Vec<PathBuf>, _> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut paths = paths.map_err(Error::file(folder))?;
    paths.sort();
    Ok(paths)
}

fn write(path: &Path, content: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::file(folder))?;
    }
    fs::write(path, content).map_err(Error::file(path))
}
