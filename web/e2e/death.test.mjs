// Pages and ranks that die: a page that stood still for a while, and many runs with random faults.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { drive } from "../soak/drive.mjs";
import { until, visit } from "./browsers.mjs";
import { browse, scenario, serve } from "./harness.mjs";

const RUNS = 40;
const SEED = 4;

scenario(`${RUNS} runs with random ranks, engines, lengths and faults leave nothing behind`, async (t) => {
  const site = await serve();
  const { page, complaints } = await browse(t);
  await page.goto(`${site}/en/`);
  const { tally } = await drive(page, { site, runs: RUNS, seed: SEED });
  const engines = new Set(Object.keys(tally).map((name) => name.split(" ")[0]));
  assert.deepEqual([...engines].sort(), ["simulated", "workers-ports", "workers-shared"]);
  assert.deepEqual(complaints, []);
});

/** Starts a run whose first rank is late, and remembers on the page how it ended. */
const begin = (page, request) =>
  page.evaluate(async (request) => {
    const { run } = await import(new URL("/openhood.js", location.href));
    const whole = { collective: "all-reduce", ranks: 4, count: 8, ...request };
    await run({ ...whole, faults: [] });
    window.outcome = null;
    window.longest_ms = 0;
    let ticked = performance.now();
    setInterval(() => {
      const now = performance.now();
      window.longest_ms = Math.max(window.longest_ms, now - ticked);
      ticked = now;
    }, 50);
    run(whole).then(
      (report) => (window.outcome = { agrees: report.verdict.agrees, used: report.engine.used }),
      (error) => (window.outcome = { failure: error.failure ?? String(error) }),
    );
  }, request);

/** The first rank is late, within the limit. */
const late = (engine) => ({
  engine,
  limit_ms: 1_500,
  faults: [{ kind: "delay", rank: 0, step: 0, value: 1_000 }],
});
/** Longer than the limit and all patience beyond it. */
const STANDS_MS = 8_500;

for (const engine of ["workers-shared", "workers-ports"]) {
  scenario(`a page whose process is stopped in the middle of a run finishes it afterwards, ${engine}`, async (t) => {
    const site = await serve();
    const { page, context } = await browse(t);
    await page.goto(`${site}/en/`);
    await begin(page, late(engine));
    // All of the page with its workers stands, and all clocks jump.
    const devtools = await context.browser().newBrowserCDPSession();
    const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
    const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
    await sleep(300);
    for (const id of renderers) process.kill(id, "SIGSTOP");
    try {
      await sleep(STANDS_MS);
    } finally {
      for (const id of renderers) process.kill(id, "SIGCONT");
    }
    await page.waitForFunction(() => window.outcome, null, { timeout: 20_000 });
    assert.ok((await page.evaluate(() => window.longest_ms)) > 0.9 * STANDS_MS, "the page really stood still");
    assert.deepEqual(await page.evaluate(() => window.outcome), { agrees: true, used: engine });
  });
}

/** Pages stand still at the same time, one for each engine: it is all waiting. */
scenario("a page that is hidden and frozen in the middle of a run finishes it afterwards, and runs while hidden", async (t) => {
  const site = await serve();
  const freeze = async (engine) => {
    const { page, complaints } = await visit(t, "Chromium");
    await page.goto(`${site}/en/`);
    const another = await page.browserContext().newPage();
    await another.bringToFront();
    await until("hidden", () => page.evaluate(() => document.hidden));
    const devtools = await page.createCDPSession();
    await begin(page, late(engine));
    await sleep(300);
    await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
    await sleep(STANDS_MS);
    assert.equal(await page.evaluate(() => window.outcome), null, "nothing happens on a frozen page");
    await devtools.send("Page.setWebLifecycleState", { state: "active" });
    await until("an outcome", () => page.evaluate(() => window.outcome));
    assert.ok((await page.evaluate(() => window.longest_ms)) > 0.9 * STANDS_MS, "the page really stood still");
    assert.deepEqual(await page.evaluate(() => window.outcome), { agrees: true, used: engine });
    assert.ok(await page.evaluate(() => document.hidden));
    assert.deepEqual(complaints, []);
  };
  await Promise.all(["workers-shared", "workers-ports"].map(freeze));
});
