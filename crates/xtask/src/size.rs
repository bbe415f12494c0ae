//! What a reader downloads until a figure can be used, and the limit on it.

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const WASM_GZIP_BYTES_MAX: usize = 120 * 1024;
const SCRIPT_AND_STYLE_GZIP_BYTES_MAX: usize = 60 * 1024;

/// The files one page needs, and what they weigh.
#[derive(Debug, Default)]
pub(crate) struct Payload {
    page: String,
    files: Vec<Weight>,
}

#[derive(Debug)]
struct Weight {
    file: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Weighs what the heaviest page of a built site needs.
///
/// A page needs the files it names, and those that these name, to the end. That counts modules
/// imported on demand too: the figure can be used only when they have come.
pub(crate) fn payload(site: &Path) -> Result<Payload> {
    let mut files = Vec::new();
    list(site, &mut files).with_context(|| format!("listing {}", site.display()))?;
    let assets = assets(&files)?;
    let mut heaviest = Payload::default();
    for page in files.iter().filter(|file| kind(file) == "html") {
        let payload = Payload {
            page: page.strip_prefix(site)?.display().to_string(),
            files: reachable(&fs::read(page)?, &assets)
                .into_iter()
                .map(|name| Weight::of(name, &assets[name]))
                .collect::<Result<_>>()?,
        };
        if payload.gzip(|_| true) >= heaviest.gzip(|_| true) {
            heaviest = payload;
        }
    }
    Ok(heaviest)
}

impl Payload {
    /// An error for what is over its budget.
    pub(crate) fn within_budget(&self) -> Result<()> {
        let wasm = self.gzip(|file| file.ends_with(".wasm"));
        let rest = self.gzip(|file| !file.ends_with(".wasm"));
        for (what, bytes, limit) in [
            ("wasm", wasm, WASM_GZIP_BYTES_MAX),
            ("scripts and styles", rest, SCRIPT_AND_STYLE_GZIP_BYTES_MAX),
        ] {
            if bytes > limit {
                bail!("{what}: {bytes} bytes in gzip, over the budget of {limit}");
            }
        }
        Ok(())
    }

    fn gzip(&self, counts: impl Fn(&str) -> bool) -> usize {
        self.files
            .iter()
            .filter(|weight| counts(&weight.file))
            .map(|weight| weight.gzip)
            .sum()
    }
}

impl fmt::Display for Payload {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "\npayload of {} until its figure can be used, in bytes",
            self.page
        )?;
        writeln!(out, "{:>9} {:>9} {:>9}", "raw", "gzip", "brotli")?;
        for Weight {
            file,
            raw,
            gzip,
            brotli,
        } in &self.files
        {
            writeln!(out, "{raw:>9} {gzip:>9} {brotli:>9}  {file}")?;
        }
        for (name, limit, is_wasm) in [
            ("wasm", WASM_GZIP_BYTES_MAX, true),
            ("scripts and styles", SCRIPT_AND_STYLE_GZIP_BYTES_MAX, false),
        ] {
            let group = || {
                self.files
                    .iter()
                    .filter(|one| one.file.ends_with(".wasm") == is_wasm)
            };
            let raw: usize = group().map(|one| one.raw).sum();
            let gzip: usize = group().map(|one| one.gzip).sum();
            let brotli: usize = group().map(|one| one.brotli).sum();
            writeln!(
                out,
                "{raw:>9} {gzip:>9} {brotli:>9}  all {name}, gzip at most {limit}"
            )?;
        }
        Ok(())
    }
}

impl Weight {
    fn of(file: &str, content: &[u8]) -> Result<Self> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(content)?;
        let mut brotli = Vec::new();
        brotli::BrotliCompress(&mut &*content, &mut brotli, &brotli_parameters())?;
        Ok(Self {
            file: file.to_owned(),
            raw: content.len(),
            gzip: gzip.finish()?.len(),
            brotli: brotli.len(),
        })
    }
}

/// What hosts use that compress once and serve often.
fn brotli_parameters() -> brotli::enc::BrotliEncoderParams {
    brotli::enc::BrotliEncoderParams {
        quality: 11,
        ..Default::default()
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}

/// Scripts, styles and wasm by their names, which are unique since they carry a hash.
fn assets(files: &[PathBuf]) -> Result<BTreeMap<String, Vec<u8>>> {
    let wanted = files
        .iter()
        .filter(|file| ["js", "css", "wasm"].contains(&kind(file)));
    wanted
        .map(|file| {
            let name = file.file_name().context("a file has a name")?;
            Ok((name.to_string_lossy().into_owned(), fs::read(file)?))
        })
        .collect()
}

fn kind(file: &Path) -> &str {
    file.extension()
        .and_then(|kind| kind.to_str())
        .unwrap_or_default()
}

/// The assets named in this text, in those assets, and so on.
fn reachable<'a>(page: &[u8], assets: &'a BTreeMap<String, Vec<u8>>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut unread: Vec<&[u8]> = vec![page];
    while let Some(text) = unread.pop() {
        for (name, content) in assets {
            if contains(text, name.as_bytes()) && found.insert(name.as_str()) {
                unread.push(content);
            }
        }
    }
    found
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload_of(pages: &[(&str, &str)]) -> Payload {
        let name = format!(
            "xtask-size-{}-{:?}",
            std::process::id(),
            std::thread::current().id()
        );
        let site = std::env::temp_dir().join(name);
        fs::create_dir_all(&site).unwrap();
        for (file, text) in pages {
            fs::write(site.join(file), text).unwrap();
        }
        let payload = payload(&site).unwrap();
        fs::remove_dir_all(&site).unwrap();
        payload
    }

    #[test]
    fn follows_names_to_the_end_and_no_further() {
        let payload = payload_of(&[
            ("index.html", "<script src=./page-1.js>"),
            ("page-1.js", "import('./figure-2.js')"),
            ("figure-2.js", "fetch('core-3_bg.wasm')"),
            ("core-3_bg.wasm", "wasm"),
            ("other-4.js", "never named"),
        ]);
        let files: Vec<_> = payload
            .files
            .iter()
            .map(|weight| weight.file.as_str())
            .collect();
        assert_eq!(files, ["core-3_bg.wasm", "figure-2.js", "page-1.js"]);
        assert_eq!(payload.files[0].raw, 4);
    }

    #[test]
    fn a_page_over_budget_is_refused() {
        let weight = |file: &str, gzip| Weight {
            file: file.to_owned(),
            raw: 0,
            gzip,
            brotli: 0,
        };
        let page = |files| Payload {
            page: String::new(),
            files,
        };
        let limit = SCRIPT_AND_STYLE_GZIP_BYTES_MAX;
        assert!(page(vec![weight("a.js", limit)]).within_budget().is_ok());
        assert!(
            page(vec![weight("a.js", limit), weight("b.css", 1)])
                .within_budget()
                .is_err()
        );
        assert!(
            page(vec![weight("a.wasm", WASM_GZIP_BYTES_MAX + 1)])
                .within_budget()
                .is_err()
        );
    }
}
