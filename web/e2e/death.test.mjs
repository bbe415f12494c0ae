// Pages and ranks that die: a page that was frozen, a worker that somebody else ends, and many runs with random faults.

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
      const faults = [{ kind: "delay", rank: 0, step: 0, value: 3_000 }];
      run({ ...request, limit_ms: 5_000, faults }).then(
        (report) => (window.outcome = { agrees: report.verdict.agrees, used: report.engine.used }),
        (error) => (window.outcome = { failure: error.failure ?? String(error) }),
      );
    },
    [site, engine],
  );

for (const engine of ["workers-shared", "workers-ports"]) {
  scenario(`a page that is frozen in the middle of a run finishes it afterwards, ${engine}`, async (t) => {
    const site = await serve();
    const { page, context } = await browse(t);
    await page.goto(`${site}/en/`);
    await begin(page, site, engine);
    const devtools = await context.newCDPSession(page);
    await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
    // Longer than the limit and all patience beyond it.
    await new Promise((go_on) => setTimeout(go_on, 12_000));
    await devtools.send("Page.setWebLifecycleState", { state: "active" });
    await page.waitForFunction(() => window.outcome, null, { timeout: 20_000 });
    assert.deepEqual(await page.evaluate(() => window.outcome), { agrees: true, used: engine });
  });
}
