// Hosts that are not ours, or stand in for ours where only the address of a frame matters: no figure has to run.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";

const built = (name) => readFile(join(process.env.OPENHOOD_DIST, name), "utf8");

/** A server with these texts under these paths, open to every origin. Returns its address. */
export async function stranger(t, texts) {
  const server = createServer(({ url }, response) => {
    const text = texts[url.split("?")[0]];
    const type = url.includes(".js") ? "text/javascript" : "text/html";
    const headers = { "content-type": `${type}; charset=utf-8`, "access-control-allow-origin": "*" };
    response.writeHead(text === undefined ? 404 : 200, headers).end(text ?? "not here");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => server.close());
  return `http://localhost:${server.address().port}`;
}

/** A frame as high as it says, with nothing in it. */
const EMPTY_FIGURE = `<!doctype html><title>figure</title>
<script>parent.postMessage({ openhood: 1, type: "height", height: 300 }, "*")</script>`;

/** The scripts as they were built, in a folder of another host, with frames that are quick to load. */
export async function otherHost(t) {
  const origin = await stranger(t, {
    "/figures/embed.js": await built("embed.js"),
    "/figures/embed-root.js": await built("embed-root.js"),
    "/figures/embed/": EMPTY_FIGURE,
  });
  return `${origin}/figures/`;
}

/** The text of the script, as somebody would copy it. */
export const scriptText = () => built("embed.js");
