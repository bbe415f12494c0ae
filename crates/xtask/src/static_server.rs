//! A small file server for the built site, on the loopback address only.
//!
//! It serves what a static host would: files by their names, `index.html` for a folder,
//! `404.html` for the rest. `cargo xtask serve` is it, and the end-to-end tests start it for each
//! kind of host.

use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

/// No request of a browser is longer.
const REQUEST_BYTES_MAX: u64 = 64 * 1024;

/// A connection that says nothing for so long is given up.
const SILENCE_MAX: Duration = Duration::from_secs(10);

/// What pages ask for before they register it: web/src/isolation/start.ts.
const SERVICE_WORKER: &str = "/service-worker.js";

/// Serves a folder and says where, on the first line of standard output.
pub(crate) fn run(project: &Project, folder: &Path, port: u16, isolated: bool) -> Result<ExitCode> {
    let server = StaticServer::bind(port)?;
    let isolation = Isolation::of(project, isolated)?;
    println!("{}", server.address());
    io::stdout().flush()?;
    server.run(folder, &isolation)
}

/// What a host does about isolation.
pub(crate) enum Isolation {
    /// It sends these headers.
    Headers(Vec<(String, String)>),
    /// It sends none, and has no service worker to make up for it.
    Off,
}

impl Isolation {
    pub(crate) fn of(project: &Project, isolated: bool) -> Result<Self> {
        Ok(if isolated {
            Self::Headers(project.isolation_headers()?)
        } else {
            Self::Off
        })
    }

    fn headers(&self) -> &[(String, String)] {
        match self {
            Self::Headers(headers) => headers,
            Self::Off => &[],
        }
    }

    fn answer(&self, url: &str, folder: &Path) -> Answer {
        match self {
            // Not "not found", which a browser reports as an error of the page.
            Self::Off if url == SERVICE_WORKER => Answer::nothing(),
            _ => Answer::to(url, folder),
        }
    }
}

/// A server that has its port.
pub(crate) struct StaticServer {
    listener: TcpListener,
    port: u16,
}

impl StaticServer {
    /// Port 0 takes a free one.
    pub(crate) fn bind(port: u16) -> Result<Self> {
        let listener = match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => listener,
            Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
                "port {port} is in use by another program; end it or name another port: \
                 cargo xtask serve --port {}",
                port.checked_add(1).unwrap_or(0)
            ),
            Err(error) => bail!("port {port} of 127.0.0.1 is not to be had: {error}"),
        };
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port })
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Answers until the process ends. Each connection has a thread and carries one request:
    /// none can wait behind another.
    pub(crate) fn run(&self, folder: &Path, isolation: &Isolation) -> Result<ExitCode> {
        let folder = folder
            .canonicalize()
            .with_context(|| format!("{}", folder.display()))?;
        let folder = &folder;
        thread::scope(|scope| {
            for connection in self.listener.incoming() {
                scope.spawn(move || {
                    // A browser that went away in the middle is its own business.
                    if let Err(error) = connection.and_then(|it| respond(it, folder, isolation))
                        && !went_away(error.kind())
                    {
                        eprintln!("warning: answering failed: {error}");
                    }
                });
            }
        });
        Ok(ExitCode::SUCCESS)
    }
}

fn went_away(kind: ErrorKind) -> bool {
    use ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, TimedOut, WouldBlock};
    [
        BrokenPipe,
        ConnectionAborted,
        ConnectionReset,
        TimedOut,
        WouldBlock,
    ]
    .contains(&kind)
}

/// Reads one request and answers it.
fn respond(mut connection: TcpStream, folder: &Path, isolation: &Isolation) -> io::Result<()> {
    connection.set_read_timeout(Some(SILENCE_MAX))?;
    connection.set_write_timeout(Some(SILENCE_MAX))?;
    let mut lines = BufReader::new((&connection).take(REQUEST_BYTES_MAX)).lines();
    // A browser may open a connection in advance and never use it.
    let Some(request) = lines.next().transpose()? else {
        return Ok(());
    };
    while lines
        .next()
        .transpose()?
        .is_some_and(|line| !line.is_empty())
    {}
    let mut words = request.split(' ');
    let (method, url) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or("/"),
    );
    let answer = match method {
        "GET" | "HEAD" => isolation.answer(url, folder),
        _ => Answer::text(405, "only GET and HEAD"),
    };
    let mut head = format!("HTTP/1.1 {} {}\r\n", answer.status, reason(answer.status));
    for (name, value) in answer.headers.iter().chain(isolation.headers()) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let length = answer.body.len();
    head.push_str(&format!(
        "Content-Length: {length}\r\nConnection: close\r\n\r\n"
    ));
    connection.write_all(head.as_bytes())?;
    if method != "HEAD" {
        connection.write_all(&answer.body)?;
    }
    connection.flush()
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        301 => "Moved Permanently",
        404 => "Not Found",
        _ => "Method Not Allowed",
    }
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    fn to(url: &str, folder: &Path) -> Self {
        let (path, query) = url
            .split_once('?')
            .map_or((url, None), |(path, query)| (path, Some(query)));
        let Some(mut file) = inside(folder, path) else {
            return Self::not_found(folder);
        };
        if file.is_dir() {
            if !path.ends_with('/') {
                // Links inside the page are relative to the folder.
                let query = query.map(|query| format!("?{query}")).unwrap_or_default();
                return Self::text(301, "moved").with("Location", &format!("{path}/{query}"));
            }
            file.push("index.html");
        }
        match fs::read(&file) {
            Ok(body) => Self {
                status: 200,
                headers: common_headers(media_type(&file)),
                body,
            },
            Err(_) => Self::not_found(folder),
        }
    }

    /// Static hosts look for a page of this name.
    fn not_found(folder: &Path) -> Self {
        match fs::read(folder.join("404.html")) {
            Ok(body) => Self {
                status: 404,
                headers: common_headers("text/html; charset=utf-8"),
                body,
            },
            Err(_) => Self::text(404, "not found"),
        }
    }

    fn nothing() -> Self {
        Self {
            status: 204,
            headers: vec![("Cache-Control".to_owned(), "no-store".to_owned())],
            body: Vec::new(),
        }
    }

    fn text(status: u16, text: &str) -> Self {
        let body = format!("{status} {text}\n").into_bytes();
        Self {
            status,
            headers: common_headers("text/plain; charset=utf-8"),
            body,
        }
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// `no-store`, since the next build has other files under the same names.
fn common_headers(media_type: &str) -> Vec<(String, String)> {
    [("Content-Type", media_type), ("Cache-Control", "no-store")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
}

/// The file a URL path names, if it is one inside the folder.
fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let decoded = percent_decoded(path)?;
    let mut file = folder.to_path_buf();
    for part in decoded.split('/').filter(|part| !part.is_empty()) {
        if part == "." || part == ".." || part.contains(['\0', '\\']) {
            return None;
        }
        file.push(part);
    }
    let real = file.canonicalize().ok()?;
    real.starts_with(folder).then_some(real)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex_digit(rest.next()?)? * 16 + hex_digit(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex_digit(byte: u8) -> Option<u8> {
    u8::try_from(char::from(byte).to_digit(16)?).ok()
}

/// A module script or wasm under a wrong type is refused by browsers.
fn media_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|kind| kind.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" | "ts" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn site() -> Scratch {
        Scratch::with(&[("zh/index.html", "zh"), ("zh/a b/x.wasm", "wasm")])
    }

    fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
        let found = answer.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    #[test]
    fn a_folder_is_its_index_and_has_a_slash() {
        let site = site();
        assert_eq!(Answer::to("/zh/?ranks=6", site.path()).body, b"zh");
        let moved = Answer::to("/zh?ranks=6", site.path());
        assert_eq!(
            (moved.status, header(&moved, "Location")),
            (301, Some("/zh/?ranks=6"))
        );
        assert_eq!(Answer::to("/", site.path()).status, 404);
    }

    #[test]
    fn files_have_their_types() {
        let site = site();
        let wasm = Answer::to("/zh/a%20b/x.wasm", site.path());
        assert_eq!(wasm.status, 200);
        assert_eq!(header(&wasm, "Content-Type"), Some("application/wasm"));
        assert_eq!(header(&wasm, "Cache-Control"), Some("no-store"));
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let site = site();
        for path in [
            "/../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/..%2f..%2fetc/passwd",
        ] {
            assert_eq!(Answer::to(path, site.path()).status, 404, "{path}");
        }
        assert_eq!(Answer::to("/%zz", site.path()).status, 404);
    }

    #[test]
    fn a_host_without_isolation_has_no_service_worker() {
        let site = Scratch::with(&[("service-worker.js", "worker"), ("page.js", "page")]);
        let answer = |isolation: &Isolation, url| isolation.answer(url, site.path());
        let off = answer(&Isolation::Off, SERVICE_WORKER);
        assert_eq!((off.status, off.body.len()), (204, 0));
        assert_eq!(answer(&Isolation::Off, "/page.js").body, b"page");
        let headers = Isolation::Headers(Vec::new());
        assert_eq!(answer(&headers, SERVICE_WORKER).body, b"worker");
    }

    #[test]
    fn what_is_missing_has_the_site_s_own_page() {
        let site = site();
        assert_eq!(Answer::to("/gone", site.path()).body, b"404 not found\n");
        site.write("404.html", "lost");
        let lost = Answer::to("/gone/?x", site.path());
        assert_eq!((lost.status, &lost.body[..]), (404, &b"lost"[..]));
    }
}
