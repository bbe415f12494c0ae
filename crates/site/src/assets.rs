//! What the bundler made: scripts, styles and still pictures under names that carry a hash.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::Error;
use crate::language::Language;

/// The folder of the staging folder where everything with a hash in its name is.
pub(crate) const FOLDER: &str = "assets";

/// The part of the bundler's `assets/manifest.json` that pages need. Scripts and styles are beside
/// the manifest.
#[derive(Clone, Debug, Deserialize)]
pub struct Assets {
    /// Script that every page runs before anything else.
    #[serde(rename = "isolation.js")]
    pub first_script: String,
    /// Script of the front door.
    #[serde(rename = "choose.js")]
    pub choose_script: String,
    /// Script of pages with figures.
    #[serde(rename = "page.js")]
    pub page_script: String,
    /// Script of the embed page.
    #[serde(rename = "embed-page.js")]
    pub embed_script: String,
    /// Script of the bench page.
    #[serde(rename = "bench-page.js")]
    pub bench_script: String,
    /// Style of every page.
    #[serde(rename = "page.css")]
    pub page_style: String,
    /// Style that all figures share.
    #[serde(rename = "figure.css")]
    pub figure_style: String,
    /// By figure, the style it has of its own.
    pub styles: BTreeMap<String, String>,
    /// Style of the bench page.
    #[serde(rename = "bench.css")]
    pub bench_style: String,
    /// By figure and language, the HTML that stands for the figure where no script runs: a path in
    /// the staging folder.
    pub stills: BTreeMap<String, BTreeMap<String, String>>,
}

impl Assets {
    /// Reads the manifest in a staging folder.
    ///
    /// # Errors
    /// If it is not there, or not a manifest.
    pub fn read(staging: &Path) -> Result<Self, Error> {
        let path = staging.join(FOLDER).join("manifest.json");
        let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
        serde_json::from_str(&text).map_err(Error::json(&path))
    }

    /// The still picture of a figure, if there is one, as HTML.
    pub(crate) fn still(
        &self,
        staging: &Path,
        figure: &str,
        language: Language,
    ) -> Result<Option<String>, Error> {
        let of_figure = self.stills.get(figure);
        let Some(name) = of_figure.and_then(|languages| languages.get(language.code())) else {
            return Ok(None);
        };
        let path = staging.join(name);
        fs::read_to_string(&path)
            .map(Some)
            .map_err(Error::file(&path))
    }
}
