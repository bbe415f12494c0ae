// Measures sorts side by side in one headless browser: what `cargo xtask bench sort` starts.
//
//   node web/bench/sort.mjs [--max-log2 N] [--full] [--json FILE]
//
// OPENHOOD_DIST is the built site, OPENHOOD_XTASK the program that serves, OPENHOOD_REFERENCE the module of
// web/bench/reference, CHROMIUM the browser.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { chromium } from "playwright-core";

const { OPENHOOD_DIST: dist, OPENHOOD_XTASK: xtask, OPENHOOD_REFERENCE: reference, CHROMIUM } = process.env;
const { values: given } = parseArgs({
  options: { "max-log2": { type: "string", default: "22" }, full: { type: "boolean" }, json: { type: "string" } },
});
const max_log2 = Number(given["max-log2"]);

const SIZES = [12, 16, 18, 20, 22, 24].filter((log2) => log2 <= max_log2);
/** Where one key more is measured too. */
const ODD = [16, 18, 20];
const FIRST_SORTS = 7;
const SWITCHES = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-unsafe-webgpu", // without a GPU in the machine, this gives a software adapter
  "--enable-webgpu-developer-features", // timestamps that are not rounded
];

const folder = await mkdtemp(join(tmpdir(), "openhood-bench-"));
const server = spawn(xtask, ["static", "--dir", folder, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
try {
  const report = await bundle();
  const [address] = await once(createInterface({ input: server.stdout }), "line");
  const results = await measureAll(address, report.FIRST);
  await tell(results, report);
} finally {
  server.kill();
  await rm(folder, { recursive: true });
}

/** Puts the page and the modules into the folder, and returns what `report.ts` exports. */
async function bundle() {
  const names = await readdir(dist);
  const sorter = (end) => names.find((name) => name.startsWith("sorter-") && name.endsWith(end));
  const [glue, wasm] = [sorter(".js"), sorter("_bg.wasm")];
  for (const name of [glue, wasm]) await copyFile(join(dist, name), join(folder, name));
  await copyFile(reference, join(folder, "reference.wasm"));
  await writeFile(join(folder, "index.html"), `<!doctype html><script type="module" src="page.js"></script>`);
  const shared = { bundle: true, format: "esm", logLevel: "warning", outdir: folder };
  shared.absWorkingDir = dirname(fileURLToPath(import.meta.url));
  const define = {
    OPENHOOD_ROOT: JSON.stringify("./"),
    OPENHOOD_SORTER_GLUE: JSON.stringify(glue),
    OPENHOOD_SORTER_WASM: JSON.stringify(wasm),
  };
  await esbuild.build({ ...shared, define, entryPoints: ["page.ts"] });
  const report = { ...shared, platform: "node", outExtension: { ".js": ".mjs" }, entryPoints: ["report.ts"] };
  await esbuild.build(report);
  return import(pathToFileURL(join(folder, "report.mjs")).href);
}

/** Everything in one page but first sorts, each of which has a browser of its own: nothing is cached there. */
async function measureAll(address, first_sort) {
  const load_before = loadavg()[0];
  const rows = [];
  for (const log2 of [16, 20].filter((it) => it <= max_log2)) {
    console.error(`measuring first sorts of 2^${log2} keys`);
    const times = [];
    for (let round = 0; round < FIRST_SORTS; round++)
      times.push(await inPage(address, (page) => page.evaluate((n) => globalThis.bench.first(n), 2 ** log2)));
    rows.push(firstRow(first_sort, 2 ** log2, times));
  }
  return inPage(address, async (page, version) => {
    const adapter = await page.evaluate(() => globalThis.bench.adapter());
    for (const log2 of SIZES) {
      console.error(`measuring 2^${log2} keys`);
      const asked = [log2, ODD.includes(log2), given.full ?? false];
      rows.push(...(await page.evaluate((words) => globalThis.bench.measure(...words), asked)));
    }
    const machine = { browser: version, cores: cpus().length, cpu: cpus()[0]?.model ?? "unknown" };
    const load = { before: load_before, after: loadavg()[0] };
    return { run: { adapter: adapter.name, software: adapter.software, ...machine, load }, rows };
  });
}

function firstRow(what, n, times) {
  const ordered = times.toSorted((a, b) => a - b);
  const wall_ms = { median: ordered[ordered.length >> 1], min: ordered[0], max: ordered.at(-1) };
  return { what, n, keys: "u32", wall_ms, gpu_ms: null, rest_ms: null, trouble: null };
}

async function inPage(address, work) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.error(String(error)));
    await page.goto(address);
    await page.waitForFunction(() => "bench" in globalThis);
    return await work(page, browser.version());
  } finally {
    await browser.close();
  }
}

/** A wrong output of ours is a failure; a goal that is missed is a fact. */
async function tell({ run, rows }, { GOAL_HEADING, goals, goalLine, reached, table }) {
  const judged = goals(rows).map((goal) => ({ ...goal, reached: reached(goal) }));
  const kind = run.software ? "a software adapter: never to be quoted as GPU speed" : "a GPU";
  console.log(`adapter: ${run.adapter}; ${kind}`);
  console.log(`Chromium ${run.browser}; ${run.cores} x ${run.cpu}`);
  console.log(`load average: ${run.load.before.toFixed(1)} before, ${run.load.after.toFixed(1)} after, this included`);
  console.log("medians of 7, taken in turns; every output checked; keys of a GPU stay there unless it says end to end");
  console.log(table(rows).join("\n"));
  if (!given.full) console.log("\nleft out, since they take minutes: three.js above 2^18, jax-js above 2^16, the naive plan above 2^20 (--full)");
  console.log(`\n${GOAL_HEADING}`);
  console.log(judged.map(goalLine).join("\n"));
  if (given.json) {
    const lines = [run, ...rows, ...judged].map((it) => JSON.stringify(it));
    await writeFile(given.json, `${lines.join("\n")}\n`);
  }
  const wrong = rows.filter((row) => row.what.startsWith("openhood") && row.trouble !== null);
  for (const { what, n, trouble } of wrong) console.error(`${what}, ${n} keys: ${trouble}`);
  if (wrong.length > 0) process.exitCode = 1;
}
