// Pages and ranks that die: a page that stood still for a while, and many runs with random faults.

import assert from "node:assert/strict";
import { BYTES_MORE_MAX, drive } from "../soak/drive.mjs";
import { browse, scenario, serve } from "./harness.mjs";

const RUNS = 40;
const SEED = 4;

scenario(`${RUNS} runs with random ranks, engines, lengths and faults leave nothing behind`, async (t) => {
  const site = await serve();
  const { page, complaints } = await browse(t);
  await page.goto(`${site}/en/`);
  const { tally, before, after } = await drive(page, { site, runs: RUNS, seed: SEED });
  const engines = new Set(Object.keys(tally).map((name) => name.split(" ")[0]));
  assert.deepEqual([...engines].sort(), ["simulated", "workers-ports", "workers-shared"]);
  assert.ok(after - before <= BYTES_MORE_MAX);
  assert.deepEqual(complaints, []);
});

/** Starts a run whose first rank is late, and remembers on the page how it ended. */
const begin = (page, site, engine) =>
  page.evaluate(
    async ([root, engine]) => {
      const { run } = await import(`${root}/openhood.js`);
      const request = { collective: "all-reduce", ranks: 4, count: 8, engine };
      await run(request);
      window.outcome = null;
      window.longest_ms = 0;
      let ticked = performance.now();
      setInterval(() => {
        const now = performance.now();
        window.longest_ms = Math.max(window.longest_ms, now - ticked);
        ticked = now;
      }, 50);
      const faults = [{ kind: "delay", rank: 0, step: 0, value: 3_000 }];
      run({ ...request, limit_ms: 5_000, faults }).then(
        (report) => (window.outcome = { agrees: report.verdict.agrees, used: report.engine.used }),
        (error) => (window.outcome = { failure: error.failure ?? String(error) }),
      );
    },
    [site, engine],
  );

for (const engine of ["workers-shared", "workers-ports"]) {
  scenario(`a page that stands still in the middle of a run finishes it afterwards, ${engine}`, async (t) => {
    const site = await serve();
    const { page, context } = await browse(t);
    await page.goto(`${site}/en/`);
    await begin(page, site, engine);
    // What a browser freezes is hidden, and no page of a headless one is; but a process can be stopped, with all of the
    // page and its workers in it, and all clocks jump.
    const devtools = await context.browser().newBrowserCDPSession();
    const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
    const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
    await page.waitForTimeout(500);
    for (const id of renderers) process.kill(id, "SIGSTOP");
    try {
      // Longer than the limit and all patience beyond it.
      await new Promise((go_on) => setTimeout(go_on, 12_000));
    } finally {
      for (const id of renderers) process.kill(id, "SIGCONT");
    }
    await page.waitForFunction(() => window.outcome, null, { timeout: 20_000 });
    assert.ok((await page.evaluate(() => window.longest_ms)) > 10_000, "the page really stood still");
    assert.deepEqual(await page.evaluate(() => window.outcome), { agrees: true, used: engine });
  });
}
