// Measures collectives on the built site's bench page in a headless browser, then on threads: what
// `cargo xtask bench ranks` starts.
//
//   node web/bench/ranks.mjs [--wishes JSON] [--json FILE|-]
//
// OPENHOOD_DIST is the built site, OPENHOOD_XTASK the program that serves, OPENHOOD_RANKS the command line program,
// CHROMIUM the browser. The wishes are those of web/src/bench/plan.ts.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { goalLines, rowTable } from "./ranks-report.mjs";

const { OPENHOOD_DIST: dist, OPENHOOD_XTASK: xtask, OPENHOOD_RANKS: ranks, CHROMIUM } = process.env;
const text = { type: "string" };
const { values: given } = parseArgs({ options: { wishes: { ...text, default: "{}" }, json: text } });
const wishes = JSON.parse(given.wishes);

const SWITCHES = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Lines of JSON to standard output leave it to them alone. */
const say = given.json === "-" ? console.error : console.log;

const load_before = loadavg()[0];
const lines = await inBrowser();
if (wishes.curves !== false) lines.push(...(await onThreads()));
await tell(lines);

/** Starts the bench page as a reader would, and returns each line that it brings. */
async function inBrowser() {
  const server = spawn(xtask, ["static", "--dir", dist, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
  try {
    const [address] = await once(createInterface({ input: server.stdout }), "line");
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.error(String(error)));
    await page.goto(new URL("en/bench/", address).href);
    await page.waitForFunction(() => customElements.get("open-hood-bench"));
    const found = [];
    await page.exposeFunction("openhoodTold", (line) => {
      found.push(line);
      if (line.engine) console.error(`measured ${line.engine} ${line.op}, ${line.ranks} ranks, ${line.bytes} bytes`);
    });
    const failure = await page.evaluate(async (wishes) => {
      const told = [];
      const bench = document.querySelector("open-hood-bench");
      bench.addEventListener("openhood-bench", ({ detail }) => told.push(globalThis.openhoodTold(detail)));
      await bench.perform(wishes);
      await Promise.all(told);
      return bench.ending.kind === "finished" ? null : (bench.ending.why ?? bench.ending.kind);
    }, wishes);
    if (failure !== null) throw new Error(`the bench page: ${failure}`);
    return found;
  } finally {
    await browser.close();
    server.kill();
  }
}

/** The same operations by the command line, in sizes that grow as the page's do. */
async function onThreads() {
  const flags = ["bench", "--engine", "threads"];
  if (wishes.ops) flags.push("--op", wishes.ops.join(","));
  if (wishes.ranks) flags.push("--ranks", wishes.ranks.join(","));
  flags.push("--max-bytes", String(wishes.max_bytes ?? 16 * 1024 * 1024));
  const sizes = [...new Set(lines.map(({ bytes }) => bytes ?? 0))].filter((bytes) => bytes >= 8).sort((a, b) => a - b);
  if (sizes.length > 2) flags.push("--factor", String(sizes[1] / sizes[0]));
  console.error(`measuring threads: ranks ${flags.join(" ")}`);
  const child = spawn(ranks, flags, { stdio: ["ignore", "pipe", "inherit"] });
  const found = [];
  for await (const line of createInterface({ input: child.stdout })) found.push(JSON.parse(line));
  const [code] = child.exitCode === null ? await once(child, "exit") : [child.exitCode];
  if (code !== 0) throw new Error(`ranks ${flags.join(" ")} ended with ${code}`);
  return found;
}

/** A goal that is missed is a fact; what could not be measured is a failure. */
async function tell(all) {
  const where = all.find((line) => line.browser);
  say(`${where.browser}, ${where.isolated ? "isolated" : "not isolated"}; ${cpus().length} x ${cpus()[0]?.model ?? "?"}`);
  say(`clock: steps of ${where.resolution_us} us`);
  say(`load average: ${load_before.toFixed(1)} before, ${loadavg()[0].toFixed(1)} after, this included`);
  for (const line of rowTable(all.filter(({ engine, trouble }) => engine && !trouble))) say(line);
  for (const line of goalLines(all.filter(({ goal }) => goal))) say(line);
  const troubles = all.filter(({ trouble }) => trouble);
  for (const { engine, op, ranks, bytes, trouble } of troubles)
    console.error(`${engine} ${op}, ${ranks} ranks, ${bytes} bytes: ${trouble}`);
  if (troubles.length > 0) process.exitCode = 1;
  const json = all.map((line) => `${JSON.stringify(line)}\n`).join("");
  if (given.json === "-") process.stdout.write(json);
  else if (given.json) await writeFile(given.json, json);
}
