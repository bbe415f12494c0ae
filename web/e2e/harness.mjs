// What every end-to-end test needs: the built site on a server, a foreign page on another origin, a browser that
// remembers every complaint.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** A promise of the page that never settles must not hold up everything else. Two scenarios share the machine. */
const SCENARIO_MS = 180_000;

export const scenario = (name, body) => test(name, { timeout: SCENARIO_MS }, body);

export const SWITCHES = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Without a GPU in the machine, this gives a software adapter; without this there is none. */
const WEBGPU = "--enable-unsafe-webgpu";

/** What all scenarios of a file share; each starts when it is first needed and ends with the file. */
const servers = new Map();
const browsers = new Map();

after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
  for (const { child } of servers.values()) child.kill();
});

/** The address of the project's own static server on the built site. */
export async function serve({ isolated = true } = {}) {
  if (!servers.has(isolated)) servers.set(isolated, startServer(isolated));
  return servers.get(isolated).address;
}

function startServer(isolated) {
  const words = ["static", "--dir", process.env.OPENHOOD_DIST, "--port", "0"];
  const child = spawn(process.env.OPENHOOD_XTASK, isolated ? words : [...words, "--no-isolation"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = once(createInterface({ input: child.stdout }), "line").then(([line]) =>
    line.replace(/\/$/, ""),
  );
  return { child, address };
}

/** Somebody else's page: another origin, no headers but these. */
export async function foreignPage(t, html, headers = {}) {
  const server = createServer((_, response) =>
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(html),
  );
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => server.close());
  return `http://localhost:${server.address().port}/`;
}

function browser(webgpu) {
  if (!browsers.has(webgpu)) {
    const args = webgpu ? [...SWITCHES, WEBGPU] : SWITCHES;
    browsers.set(webgpu, chromium.launch({ executablePath: process.env.CHROMIUM, args }));
  }
  return browsers.get(webgpu);
}

/** A page in a fresh context; `complaints` gathers console errors and uncaught exceptions. */
export async function browse(t, { webgpu = false, ...options } = {}) {
  const context = await (await browser(webgpu)).newContext({ viewport: { width: 1280, height: 900 }, ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, context, complaints };
}

export const FIGURE = "ring-all-reduce-figure";

/** Opens a page and waits until its figure shows a result that belongs to what is asked for. */
export async function openFigure(page, address) {
  await page.goto(address);
  await settled(page);
}

/** Waits until no run is under way. */
export async function settled(page) {
  await page.waitForFunction(isSettled, FIGURE, { timeout: 30_000 });
}

/** Asked in the page: whether the figure shows the run it was asked for. */
export function isSettled(name) {
  const figure = document.querySelector(name);
  return Boolean(
    figure &&
      !figure.hidden &&
      figure.result &&
      !figure.pending &&
      figure.result.parameters === figure.parameters,
  );
}

/** What the figure shows, as plain data. */
export function shown(page) {
  return page.evaluate((name) => {
    const figure = document.querySelector(name);
    const { ring, halves } = figure.result;
    const report = ring.replay?.report ?? null;
    return {
      failure: report ? null : ring,
      outputs: report?.outputs.map((output) => Array.from(output)) ?? null,
      inputs: (report ?? halves.scatter.report).experiment.inputs.map((input) => Array.from(input)),
      engine: (report ?? halves.scatter.report).engine,
      agrees: report?.verdict.agrees ?? null,
      totals: report?.totals ?? null,
      matches: ring.replay?.matches_outputs ?? null,
      braid: ring.braid ? [ring.braid.equal, ring.braid.compared] : null,
      wrong: ring.checks?.reduce((sum, check) => sum + check.wrong_count, 0) ?? null,
      verdict: figure.querySelector(".oh-verdict")?.textContent.trim() ?? null,
      badge: figure.querySelector(".oh-tag")?.textContent ?? null,
      why: figure.querySelector(".oh-why")?.textContent ?? null,
      step: figure.step,
      cut: figure.cut,
      words: figure.textContent,
    };
  }, FIGURE);
}

/** The sum the outputs must be, within the tolerance of the contract. */
export function assertSum({ inputs, outputs }) {
  const tolerance = (index) =>
    2 * inputs.length * 2 ** -23 * inputs.reduce((sum, input) => sum + Math.abs(input[index]), 0);
  for (const output of outputs) {
    assert.equal(output.length, inputs[0].length);
    output.forEach((value, index) => {
      const expected = inputs.reduce((sum, input) => sum + input[index], 0);
      assert.ok(
        Math.abs(value - expected) <= tolerance(index),
        `element ${index}: ${value}, expected ${expected}`,
      );
    });
    assert.deepEqual(output, outputs[0], "all ranks hold the same");
  }
}

const axe_source = readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** Every accessibility rule of WCAG 2.2 AA and axe's best practices. Of what passes no list is made: it is most of a page. */
export async function assertAccessible(page, what) {
  // A page that was looked at before has it still. The value of the script is all of axe, which would be brought here.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(`${await axe_source}; undefined`);
  const found = await page.evaluate(() =>
    globalThis.axe
      .run({ resultTypes: ["violations"], selectors: false })
      .then(({ violations }) =>
        violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
        ),
      ),
  );
  assert.deepEqual(found, [], what);
}

/** No page scrolls sideways. */
export async function assertFits(page, what) {
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(over <= 0, `${what}: ${over} px too wide`);
}

/** Full screen: the figure is as wide as the screen but for some air, on the page's ground; its end can be scrolled to. */
export async function assertFillsScreen(page, what) {
  await page.locator(".oh-plot").first().focus();
  const before = await page.locator(".oh-figure").first().evaluate(({ clientWidth }) => clientWidth);
  await page.keyboard.press("f");
  await page.waitForFunction(
    (width) => document.fullscreenElement?.querySelector(".oh-figure svg")?.closest(".oh-figure").clientWidth !== width,
    before,
  );
  const seen = await page.evaluate(() => {
    const screen = document.fullscreenElement;
    const figure = screen.querySelector(".oh-figure");
    const { left, right } = figure.getBoundingClientRect();
    screen.scrollTo(0, screen.scrollHeight);
    const { bottom } = figure.querySelector("figcaption").getBoundingClientRect();
    const grounds = [screen, document.body].map((it) => getComputedStyle(it).backgroundColor);
    return { air: [left, screen.clientWidth - right], below: bottom - innerHeight, grounds };
  });
  assert.equal(seen.grounds[0], seen.grounds[1], `${what}: the page's ground`);
  assert.ok(seen.air.every((air) => air >= 16 && air <= 48), `${what}: ${seen.air} px of air`);
  assert.ok(seen.below <= 0, `${what}: ${seen.below} px that cannot be reached`);
  await page.keyboard.press("f");
  await page.waitForFunction(() => document.fullscreenElement === null);
}

/** How often the Tab key is pressed until a page's text is reached. */
export async function stopsBeforeText(page) {
  await page.evaluate(() => document.activeElement.blur());
  for (let stops = 0; stops < 60; stops++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.closest("#text") !== null)) return stops;
  }
  throw new Error("the Tab key does not lead to the text");
}
