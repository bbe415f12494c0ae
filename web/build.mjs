// Bundles the scripts and styles into a site's folder and renders the still pictures.
//
//   node web/build.mjs --out <folder> --wasm <file name> --glue <file name>
//                      --sorter-wasm <file name> --sorter-glue <file name>
//
// The folder already holds both modules, each a wasm and its glue, under those names. OPENHOOD_RANKS is the command line of the
// `ranks` program; the stills are drawn from its runs. The manifest says under which hashed name everything is.

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";

const web = dirname(fileURLToPath(import.meta.url));
const text = { type: "string" };
const { values: given } = parseArgs({
  options: { out: text, wasm: text, glue: text, "sorter-wasm": text, "sorter-glue": text },
});
const { out, wasm, glue, "sorter-wasm": sorter_wasm, "sorter-glue": sorter_glue } = given;
if (!out || !wasm || !glue || !sorter_wasm || !sorter_glue)
  throw new Error(
    "usage: node web/build.mjs --out <folder> --wasm, --glue, --sorter-wasm and --sorter-glue <file name>",
  );

const assets = join(out, "assets");
const source = (path) => join(web, "src", path);
const shared = {
  bundle: true,
  minify: true,
  target: "es2022",
  legalComments: "eof",
  metafile: true,
  logLevel: "warning",
  absWorkingDir: web,
};

/** How `core.ts` and `sorter.ts` find glue and wasm from where the bundle stands. */
const define = (root) => ({
  OPENHOOD_ROOT: JSON.stringify(root),
  OPENHOOD_GLUE: JSON.stringify(glue),
  OPENHOOD_WASM: JSON.stringify(wasm),
  OPENHOOD_SORTER_GLUE: JSON.stringify(sorter_glue),
  OPENHOOD_SORTER_WASM: JSON.stringify(sorter_wasm),
});

/** The indentation of a template is for whoever reads its source: browsers fold it, and nobody has to load it. */
const withoutIndentation = {
  name: "without-indentation",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/web\/src\/.*\.ts$/ }, async ({ path }) => {
      const contents = await readFile(path, "utf8");
      return { loader: "ts", contents: contents.includes('from "lit') ? contents.replace(/\n +/g, "\n") : contents };
    }),
};

/** The style sheet that a figure has of its own, where it has one beside what all share. */
async function ownStyles() {
  const names = await readdir(source("figures"));
  const has = await Promise.all(names.map((name) => exists(source(`figures/${name}/figure.css`))));
  return names.filter((name, at) => has[at] && name !== "ring-all-reduce");
}

/** Page entries share chunks; figures are chunks of their own. Returns what the bundler says about it all. */
async function bundlePages() {
  const styles = await ownStyles();
  const result = await esbuild.build({
    ...shared,
    plugins: [withoutIndentation],
    format: "esm",
    splitting: true,
    outdir: assets,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    define: define("../"),
    entryPoints: [
      { in: source("page.ts"), out: "page" },
      { in: source("embed-page.ts"), out: "embed-page" },
      { in: source("bench-page.ts"), out: "bench-page" },
      { in: source("figure.css"), out: "figure" },
      ...styles.map((name) => ({ in: source(`figures/${name}/figure.css`), out: name })),
      { in: source("bench/bench.css"), out: "bench" },
      { in: join(web, "styles/page.css"), out: "page" },
    ],
  });
  return result.metafile;
}

/** Glue comes as it was generated, comments and all. Its names stay: workers run it with a script that uses them. */
async function minifyGlue(name) {
  const code = await readFile(join(out, name), "utf8");
  const shorter = { minifyWhitespace: true, minifySyntax: true, format: "esm", target: shared.target };
  const { code: smaller } = await esbuild.transform(code, shorter);
  await writeFile(join(out, name), smaller);
}

/** A script that runs before its page is shown: a classic one, since modules run late. */
async function bundleEarly(name, path) {
  const { metafile } = await esbuild.build({
    ...shared,
    format: "iife",
    outdir: assets,
    entryNames: "[name]-[hash]",
    entryPoints: [{ in: source(path), out: name }],
  });
  return metafile;
}

/** The scripts with stable names, for other people's pages. The service worker is service-worker.mjs's. */
async function bundlePublic() {
  const entry = { ...shared, define: define("./") };
  const openhood = await esbuild.build({
    ...entry,
    format: "esm",
    entryPoints: [source("openhood.ts")],
    outfile: join(out, "openhood.js"),
  });
  const embed = await esbuild.build({
    ...entry,
    format: "iife",
    entryPoints: [source("embed.ts")],
    outfile: join(out, "embed.js"),
  });
  const root = await esbuild.build({
    ...shared,
    format: "esm",
    entryPoints: [source("embed/root.ts")],
    outfile: join(out, "embed-root.js"),
  });
  return [openhood.metafile, embed.metafile, root.metafile];
}

/** The packages of other people that something of these bundles comes from: their licenses go along. */
function packages(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap((it) => Object.keys(it.inputs)));
  const named = inputs.map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(named.filter(Boolean))].sort();
}

/** Runs one experiment in the `ranks` program and reads its report; or, if asked, plans a sort or builds a network. */
async function answer(request, reportFromJson) {
  const command = request.collective ? undefined : ["passes", "network"].find((name) => request[name]);
  if (command) return runNative([command, ...flags(request[command])]);
  const { scene, ...experiment } = request;
  const words = ["run", request.collective, "--input", "-", "--engine", "simulated", ...(scene ? ["--scene"] : [])];
  return reportFromJson(await runNative(words, experiment));
}

const flags = (given) => Object.entries(given).flatMap(([flag, value]) => [`--${flag}`, String(value)]);

/** One answer of the `ranks` program; `input` is what it reads. */
function runNative(command, input) {
  const [program, ...words] = (
    process.env.OPENHOOD_RANKS ?? "cargo run -q --release -p native --bin ranks --"
  ).split(" ");
  const child = spawn(
    program,
    [...words, ...command, "--json"],
    { stdio: [input === undefined ? "ignore" : "pipe", "pipe", "inherit"] },
  );
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stdin?.end(json(input));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0)
        return reject(
          new Error(`${program}: exit ${code} for ${command.join(" ")}\n${Buffer.concat(chunks)}`),
        );
      resolve(JSON.parse(Buffer.concat(chunks).toString()));
    });
  });
}

const json = (request) =>
  JSON.stringify(request, (_, value) =>
    ArrayBuffer.isView(value)
      ? Array.from(value, spelled)
      : typeof value === "number"
        ? spelled(value)
        : value,
  );

/** JSON has no words for these numbers; the contract spells them as strings. */
const spelled = (value) => (Number.isFinite(value) ? value : String(value));

/** Renders the stills of every figure that has a still.json. The drawing code is bundled for Node and imported. */
async function renderStills() {
  const stills = {};
  const scratch = await mkdtemp(join(web, "node_modules/.stills-"));
  try {
    for (const name of await readdir(source("figures"))) {
      const folder = source(join("figures", name));
      if (!(await exists(join(folder, "still.json")))) continue;
      const bundle = join(scratch, `${name}.mjs`);
      const contents = `export { still } from "./still.ts"; export { reportFromJson } from "../../report-json.ts";`;
      await esbuild.build({
        ...shared,
        minify: false,
        format: "esm",
        platform: "node",
        outfile: bundle,
        stdin: { contents, resolveDir: folder },
      });
      const { still, reportFromJson } = await import(pathToFileURL(bundle).href);
      const base = JSON.parse(await readFile(join(folder, "still.json"), "utf8"));
      const pictures = await still(base, (request) => answer(request, reportFromJson));
      stills[name] = {};
      for (const [language, html] of Object.entries(pictures)) {
        const file = `still-${name}-${language}-${createHash("sha256").update(html).digest("hex").slice(0, 8)}.html`;
        await writeFile(join(assets, file), html);
        stills[name][language] = `assets/${file}`;
      }
    }
  } finally {
    await rm(scratch, { recursive: true });
  }
  return stills;
}

async function exists(path) {
  return readFile(path).then(
    () => true,
    () => false,
  );
}

/** What a page with that figure loads until it can be used: its entry, the figure's chunk and all they import. */
function figurePayload(metafile, name) {
  const figure = `src/figures/${name}/figure.ts`;
  const words = `src/figures/${name}/text-zh.ts`; // where one language is loaded, the longer one counts
  const styles = ["src/figure.css", `src/figures/${name}/figure.css`];
  return payload(metafile, `en/figure/${name}`, ["src/page.ts", figure, words, ...styles], figure);
}

/** What a page loads from these entries on; `start` is the source whose imports say which modules. */
function payload({ outputs, inputs }, page, entry_points, start) {
  const named = (end) => Object.keys(outputs).find((path) => outputs[path].entryPoint?.endsWith(end));
  const static_imports = (path, files) =>
    files[path].imports.filter(({ kind }) => kind === "import-statement").map((it) => it.path);
  const entries = [...entry_points, "styles/page.css"].map(named).filter(Boolean);
  const chunks = reachable(entries, (path) => static_imports(path, outputs));
  const sources = reachable([start], (path) => static_imports(path, inputs));
  const modules = [
    ...(sources.has("src/core.ts") ? [wasm, glue] : []),
    ...(sources.has("src/sorter.ts") ? [sorter_wasm, sorter_glue] : []),
  ];
  return { page, assets: [...chunks].map((path) => basename(path)).sort(), modules };
}

/** The starts, and whatever can be reached from them. */
function reachable(starts, next) {
  const found = new Set();
  const visit = (path) => {
    if (found.has(path)) return;
    found.add(path);
    next(path).forEach(visit);
  };
  starts.forEach(visit);
  return found;
}

await mkdir(assets, { recursive: true });
const metafile = await bundlePages();
const isolation = await bundleEarly("isolation", "isolation/start.ts");
const choose = await bundleEarly("choose", "choose.ts");
const all = [metafile, isolation, choose, ...(await bundlePublic())];
await Promise.all([glue, sorter_glue].map(minifyGlue));
const stills = await renderStills();
const nameOf = ({ outputs }) => basename(Object.keys(outputs)[0]);
const manifest = {
  "isolation.js": nameOf(isolation),
  "choose.js": nameOf(choose),
  packages: packages(all),
  styles: {},
};
for (const [path, { entryPoint }] of Object.entries(metafile.outputs)) {
  if (!entryPoint) continue;
  const key = {
    "src/page.ts": "page.js",
    "src/embed-page.ts": "embed-page.js",
    "src/bench-page.ts": "bench-page.js",
    "src/figure.css": "figure.css",
    "src/bench/bench.css": "bench.css",
    "styles/page.css": "page.css",
  }[entryPoint];
  if (key) manifest[key] = basename(path);
  const figure = /^src\/figures\/(.*)\/figure\.css$/.exec(entryPoint)?.[1];
  if (figure) manifest.styles[figure] = basename(path);
}
manifest.stills = stills;
const bench = ["src/bench-page.ts", "src/bench/bench.css"];
manifest.payload = {
  ...Object.fromEntries(Object.keys(stills).map((name) => [name, figurePayload(metafile, name)])),
  bench: payload(metafile, "en/bench", bench, bench[0]),
};
await writeFile(join(assets, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
