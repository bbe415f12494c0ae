// Bundles the service worker, whose name is its identity, into a built site. It comes last: it lists the pages.
//
//   node web/service-worker.mjs --out <folder> --headers <JSON object> --pages <JSON list>

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";

const text = { type: "string" };
const { values: given } = parseArgs({ options: { out: text, headers: text, pages: text } });
const { out, headers, pages } = given;
if (!out || !headers || !pages)
  throw new Error("usage: node web/service-worker.mjs --out <folder> --headers <JSON object> --pages <JSON list>");

await esbuild.build({
  bundle: true,
  minify: true,
  target: "es2022",
  logLevel: "warning",
  define: { OPENHOOD_HEADERS: headers, OPENHOOD_PAGES: pages },
  format: "iife",
  entryPoints: [join(dirname(fileURLToPath(import.meta.url)), "src/isolation/service-worker.ts")],
  outfile: join(out, "service-worker.js"),
});
