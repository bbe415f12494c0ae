// Many runs with random faults on the built site in a headless browser: what `cargo xtask soak` starts.
//
//   node web/soak/soak.mjs [--runs N] [--seed S] [--first N]
//
// OPENHOOD_DIST is the built site, OPENHOOD_XTASK the program that serves, CHROMIUM the browser. A run that fails is
// named with its number; `--first N --runs 1` with the same seed does that run alone.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { BYTES_MORE_MAX, drive } from "./drive.mjs";

const { OPENHOOD_DIST: dist, OPENHOOD_XTASK: xtask, CHROMIUM } = process.env;
const number = (text) => ({ type: "string", default: text });
const { values: given } = parseArgs({ options: { runs: number("1000"), seed: number("1"), first: number("0") } });
const [runs, seed, first] = [given.runs, given.seed, given.first].map(Number);
if (![runs, seed, first].every((value) => Number.isSafeInteger(value) && value >= 0))
  throw new Error("--runs, --seed and --first are whole numbers");

const SWITCHES = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const server = spawn(xtask, ["static", "--dir", dist, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
try {
  const [line] = await once(createInterface({ input: server.stdout }), "line");
  const site = line.replace(/\/$/, "");
  const page = await browser.newPage();
  await page.goto(`${site}/en/`);
  const start = Date.now();
  const tell = (text) => console.log(`${text}, ${Math.round((Date.now() - start) / 1000)} s`);
  const { tally, longest_ms, before, after } = await drive(page, { site, runs, seed, first, tell });
  for (const [name, times] of Object.entries(tally).sort()) console.log(`${String(times).padStart(6)}  ${name}`);
  const mib = (bytes) => (bytes / 2 ** 20).toFixed(1);
  console.log(`${runs} runs of seed ${seed}: all right; the longest took ${(longest_ms / 1000).toFixed(1)} s`);
  console.log(`2 workers left; the page held ${mib(before)} MiB before and ${mib(after)} after, ${mib(BYTES_MORE_MAX)} more at most`);
} finally {
  await browser.close();
  server.kill();
}
