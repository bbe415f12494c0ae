//! Where the project's things are, and the two facts its manifests hold for set-up.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// The checkout this binary was built from.
#[derive(Debug)]
pub(crate) struct Project {
    root: PathBuf,
    tools: PathBuf,
}

impl Project {
    /// The checkout is found by its place in it, so commands work from any folder.
    pub(crate) fn find() -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let Some(root) = manifest.ancestors().nth(2) else {
            bail!("{} is not inside a checkout", manifest.display());
        };
        if !root.join("Cargo.toml").is_file() {
            bail!(
                "{} is gone: build xtask again with `cargo xtask`",
                root.display()
            );
        }
        let tools = std::env::var_os("OPENHOOD_TOOLS").map_or_else(
            || root.join(".tools"),
            |folder| root.join(PathBuf::from(folder)),
        );
        Ok(Self {
            root: root.to_path_buf(),
            tools,
        })
    }

    /// The top folder of the checkout.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What set-up installs is kept here, and nowhere else.
    pub(crate) fn tools(&self) -> &Path {
        &self.tools
    }

    /// The TypeScript, articles and styles.
    pub(crate) fn web(&self) -> PathBuf {
        self.root.join("web")
    }

    /// The built site.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Build products of everything compiled for wasm. It is apart, because its compiler may be
    /// another one, and two compilers sharing a folder would keep undoing each other's work.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.root.join("target/wasm")
    }

    /// The oldest compiler the workspace accepts.
    pub(crate) fn rust_version(&self) -> Result<String> {
        let manifest = self.toml("Cargo.toml")?;
        let package = manifest
            .get("workspace")
            .and_then(|workspace| workspace.get("package"));
        let version = package.and_then(|package| package.get("rust-version")?.as_str());
        Ok(version
            .context("Cargo.toml has no rust-version")?
            .to_owned())
    }

    /// The version of a crate in Cargo.lock.
    pub(crate) fn locked_version(&self, name: &str) -> Result<String> {
        let lock = self.toml("Cargo.lock")?;
        let packages = lock.get("package").and_then(Value::as_array);
        let packages = packages.context("Cargo.lock lists no package")?;
        let text = |package: &Value, key| Some(package.get(key)?.as_str()?.to_owned());
        let found = packages
            .iter()
            .find(|package| text(package, "name").as_deref() == Some(name));
        let version = found.and_then(|package| text(package, "version"));
        version.with_context(|| format!("Cargo.lock has no {name}"))
    }

    /// The headers every server of the site sends, as Trunk.toml states them.
    pub(crate) fn isolation_headers(&self) -> Result<Vec<(String, String)>> {
        let trunk = self.toml("Trunk.toml")?;
        let headers = trunk
            .get("serve")
            .and_then(|serve| serve.get("headers")?.as_table());
        let headers = headers.context("Trunk.toml has no [serve.headers]")?;
        let header = |(name, value): (&String, &Value)| {
            let value = value
                .as_str()
                .with_context(|| format!("header {name} is no string"))?;
            Ok((name.clone(), value.to_owned()))
        };
        headers.iter().map(header).collect()
    }

    fn toml(&self, file: &str) -> Result<Table> {
        let text = fs::read_to_string(self.root.join(file));
        let text = text.with_context(|| format!("reading {file}"))?;
        text.parse().with_context(|| format!("parsing {file}"))
    }
}
