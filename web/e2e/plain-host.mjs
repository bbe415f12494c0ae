// A static host as the plainest there are: files under a path, their types, parts of files, no header of its own. It is
// not the project's server, so it cannot share its mistakes.

import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * Serves the built site under `prefix`. `asked` lists what was requested, relative to the prefix; `edit` maps such a path to
 * a function that changes the file's bytes, or to a fate: `"drop"` breaks the connection, `"untyped"` forgets the type.
 * `others` are what else the host has: by path from its root, a body with `status` and `headers`. `say` are headers that it sends with
 * all of the site. `trouble` is the status of every answer about the site while it is set: 404 once the site was removed.
 */
export async function plainHost(t, { prefix = "/some/prefix/", others = {}, say = {} } = {}) {
  const asked = [];
  const edit = new Map();
  const host = { asked, edit, trouble: null };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://host");
    const path = decodeURIComponent(url.pathname).slice(prefix.length);
    asked.push(`${request.method} ${path}`);
    const change = edit.get(path);
    if (change === "drop") return void request.socket.destroy();
    const other = others[url.pathname.slice(1)];
    if (other) {
      const { status = 200, headers = {}, body = "" } = other;
      return void response.writeHead(status, { "content-type": TYPES[".html"], ...headers }).end(body);
    }
    if (host.trouble) return void response.writeHead(host.trouble, { "content-type": TYPES[".html"] }).end("<p>sorry");
    const { status, headers, body } = await answer(url, prefix, path);
    Object.assign(headers, say);
    if (change === "untyped") headers["content-type"] = "application/octet-stream";
    const bytes = typeof change === "function" ? await change(body) : body;
    // Hosts let browsers keep files for a while: a page may come from the browser's cache.
    const cached = { "cache-control": "max-age=600", "accept-ranges": "bytes" };
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    if (range && status === 200) {
      const [from, to] = [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
      const part = { "content-range": `bytes ${from}-${to}/${bytes.length}` };
      response.writeHead(206, { ...headers, ...cached, ...part }).end(bytes.subarray(from, to + 1));
    } else {
      response.writeHead(status, { ...headers, ...cached, "content-length": bytes.length });
      response.end(request.method === "HEAD" ? undefined : bytes);
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(host, { address: `http://127.0.0.1:${server.address().port}${prefix}` });
}

async function answer(url, prefix, path) {
  const missing = { status: 404, headers: { "content-type": "text/plain" }, body: Buffer.from("not found\n") };
  if (!url.pathname.startsWith(prefix) || normalize(path).startsWith("..")) return missing;
  const file = join(process.env.OPENHOOD_DIST, path);
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory() && path !== "" && !path.endsWith("/"))
    return { status: 301, headers: { location: `${url.pathname}/${url.search}` }, body: Buffer.alloc(0) };
  const name = found?.isDirectory() ? join(file, "index.html") : file;
  const body = await readFile(name).catch(() => null);
  if (!body) return missing;
  const type = TYPES[extname(name)] ?? "application/octet-stream";
  return { status: 200, headers: { "content-type": type }, body };
}
