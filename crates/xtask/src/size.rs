//! What a reader downloads until a figure, or the bench page, can be used, and the limit on it.

use anyhow::{Context, Result, bail};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A figure needs ranks, proofs and scenes alike: two modules would weigh more than this one.
const WASM_GZIP_BYTES_MAX: usize = 220 * 1024;
const SCRIPT_AND_STYLE_GZIP_BYTES_MAX: usize = 64 * 1024;

/// Other people's pages load it before anything of ours shows.
const EMBED_SCRIPT_GZIP_BYTES_MAX: usize = 3 * 1024;
const EMBED_SCRIPT: &str = "embed.js";

/// Weighs what a host page loads, tells it, and refuses what is over its budget.
pub(crate) fn check_embed_script(site: &Path, release: bool) -> Result<()> {
    let Weight {
        raw, gzip, brotli, ..
    } = Weight::of(&site.join(EMBED_SCRIPT))?;
    println!("what a page loads for <open-hood>, in bytes");
    println!(
        "{raw:>9} {gzip:>9} {brotli:>9}  {EMBED_SCRIPT}; gzip at most {EMBED_SCRIPT_GZIP_BYTES_MAX}"
    );
    if release && gzip > EMBED_SCRIPT_GZIP_BYTES_MAX {
        bail!(
            "{EMBED_SCRIPT}: {gzip} bytes in gzip, over the budget of {EMBED_SCRIPT_GZIP_BYTES_MAX}"
        );
    }
    Ok(())
}

/// The files a figure or a page needs, and what they weigh.
#[derive(Debug)]
pub(crate) struct Payload {
    name: String,
    files: Vec<Weight>,
}

#[derive(Debug, Clone)]
struct Weight {
    file: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Payload {
    /// Weighs what each figure and page of a built site needs: what the bundler's manifest lists
    /// for it, and what its page names besides.
    pub(crate) fn of_everything(site: &Path) -> Result<Vec<Self>> {
        let manifest = fs::read_to_string(site.join("assets/manifest.json"));
        let manifest: Value = serde_json::from_str(&manifest.context("reading the manifest")?)?;
        let listed = manifest.get("payload").and_then(Value::as_object);
        let listed = listed.context("the manifest lists no payload")?;
        let mut scales = Scales::default();
        let all = listed.iter();
        all.map(|(name, lists)| Self::of(site, name, lists, &mut scales))
            .collect()
    }

    fn of(site: &Path, name: &str, lists: &Value, scales: &mut Scales) -> Result<Self> {
        let page = lists.get("page").and_then(Value::as_str);
        let page = page.with_context(|| format!("the manifest names no page of {name}"))?;
        let listed = |name: &str| {
            let list = lists.get(name).and_then(Value::as_array);
            let files = list.into_iter().flatten().filter_map(Value::as_str);
            files.map(str::to_owned).collect::<Vec<_>>()
        };
        let mut assets = named_on_page(site, page)?;
        assets.extend(listed("assets"));
        let own = assets.iter().map(|name| site.join("assets").join(name));
        let modules = listed("modules");
        let shared = modules.iter().map(|name| site.join(name));
        let files = own.chain(shared).map(|file| scales.weigh(file));
        Ok(Self {
            name: name.to_owned(),
            files: files.collect::<Result<_>>()?,
        })
    }

    /// An error for what is over its budget.
    pub(crate) fn within_budget(&self) -> Result<()> {
        let wasm = self.gzip(is_wasm);
        let rest = self.gzip(|file| !is_wasm(file));
        for (what, bytes, limit) in [
            ("wasm", wasm, WASM_GZIP_BYTES_MAX),
            ("scripts and styles", rest, SCRIPT_AND_STYLE_GZIP_BYTES_MAX),
        ] {
            if bytes > limit {
                bail!(
                    "{}, {what}: {bytes} bytes in gzip, over the budget of {limit}",
                    self.name
                );
            }
        }
        Ok(())
    }

    fn gzip(&self, counts: impl Fn(&str) -> bool) -> usize {
        let counted = self.files.iter().filter(|weight| counts(&weight.file));
        counted.map(|weight| weight.gzip).sum()
    }
}

impl fmt::Display for Payload {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        writeln!(
            out,
            "what a reader loads until {name} can be used, in bytes"
        )?;
        writeln!(out, "{:>9} {:>9} {:>9}", "raw", "gzip", "brotli")?;
        for one in &self.files {
            writeln!(
                out,
                "{:>9} {:>9} {:>9}  {}",
                one.raw, one.gzip, one.brotli, one.file
            )?;
        }
        for (name, limit, wasm) in [
            ("wasm", WASM_GZIP_BYTES_MAX, true),
            ("scripts and styles", SCRIPT_AND_STYLE_GZIP_BYTES_MAX, false),
        ] {
            let group = || self.files.iter().filter(|one| is_wasm(&one.file) == wasm);
            let raw: usize = group().map(|one| one.raw).sum();
            let gzip: usize = group().map(|one| one.gzip).sum();
            let brotli: usize = group().map(|one| one.brotli).sum();
            writeln!(
                out,
                "{raw:>9} {gzip:>9} {brotli:>9}  all {name}; gzip at most {limit}"
            )?;
        }
        Ok(())
    }
}

/// What was weighed already: figures share most files, and packing one well takes long.
#[derive(Debug, Default)]
struct Scales(BTreeMap<PathBuf, Weight>);

impl Scales {
    fn weigh(&mut self, path: PathBuf) -> Result<Weight> {
        if let Some(known) = self.0.get(&path) {
            return Ok(known.clone());
        }
        let weight = Weight::of(&path)?;
        self.0.insert(path, weight.clone());
        Ok(weight)
    }
}

impl Weight {
    fn of(path: &Path) -> Result<Self> {
        let content = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&content)?;
        let mut brotli = Vec::new();
        // The quality of hosts that compress once and serve often.
        let best = BrotliEncoderParams {
            quality: 11,
            ..BrotliEncoderParams::default()
        };
        brotli::BrotliCompress(&mut &*content, &mut brotli, &best)?;
        let name = path.file_name().context("a file has a name")?;
        Ok(Self {
            file: name.to_string_lossy().into_owned(),
            raw: content.len(),
            gzip: gzip.finish()?.len(),
            brotli: brotli.len(),
        })
    }
}

/// Scripts and styles that stand in the HTML of a page.
fn named_on_page(site: &Path, page: &str) -> Result<BTreeSet<String>> {
    let page = site.join(page).join("index.html");
    let html = fs::read_to_string(&page).with_context(|| format!("reading {}", page.display()))?;
    let mut named = BTreeSet::new();
    for entry in fs::read_dir(site.join("assets"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if (name.ends_with(".js") || name.ends_with(".css")) && html.contains(&name) {
            named.insert(name);
        }
    }
    Ok(named)
}

fn is_wasm(file: &str) -> bool {
    file.ends_with(".wasm")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;
    use serde_json::json;

    #[test]
    fn a_figure_counts_with_its_page_and_its_module() {
        let manifest = |module: &str| {
            let page = "en/figure/f";
            let lists = json!({ "page": page, "assets": ["a.js"], "modules": [module] });
            json!({ "payload": { "f": lists } }).to_string()
        };
        let files = |manifest: &str| {
            Scratch::with(&[
                ("assets/manifest.json", manifest),
                ("assets/a.js", "aaaa"),
                ("assets/early.js", "early"),
                ("assets/other.js", "never named"),
                (
                    "en/figure/f/index.html",
                    "<script src=early.js><script src=a.js>",
                ),
                ("core.wasm", "wasm"),
            ])
        };
        let site = files(&manifest("core.wasm"));
        let payloads = Payload::of_everything(site.path()).unwrap();
        assert_eq!(payloads.len(), 1);
        let weights = payloads[0].files.iter();
        let raw: Vec<_> = weights.map(|one| (one.file.as_str(), one.raw)).collect();
        assert_eq!(raw, [("a.js", 4), ("early.js", 5), ("core.wasm", 4)]);
        let site = files(&manifest("gone.wasm"));
        assert!(Payload::of_everything(site.path()).is_err());
    }

    #[test]
    fn an_embed_script_over_budget_is_refused() {
        // Numbers that no packer makes much shorter.
        let long: String = (0..2000_u64)
            .map(|index| format!("{:x}", index.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
            .collect();
        let heavy = Scratch::with(&[(EMBED_SCRIPT, &long)]);
        assert!(check_embed_script(heavy.path(), true).is_err());
        assert!(check_embed_script(heavy.path(), false).is_ok());
        let light = Scratch::with(&[(EMBED_SCRIPT, "light")]);
        assert!(check_embed_script(light.path(), true).is_ok());
        let none = Scratch::with(&[]);
        assert!(check_embed_script(none.path(), false).is_err());
    }

    #[test]
    fn a_figure_over_budget_is_refused() {
        let weight = |file: &str, gzip| Weight {
            file: file.to_owned(),
            raw: 0,
            gzip,
            brotli: 0,
        };
        let figure = |files| Payload {
            name: String::new(),
            files,
        };
        let limit = SCRIPT_AND_STYLE_GZIP_BYTES_MAX;
        assert!(figure(vec![weight("a.js", limit)]).within_budget().is_ok());
        assert!(
            figure(vec![weight("a.js", limit), weight("b.css", 1)])
                .within_budget()
                .is_err()
        );
        assert!(
            figure(vec![weight("a.wasm", WASM_GZIP_BYTES_MAX + 1)])
                .within_budget()
                .is_err()
        );
    }
}
