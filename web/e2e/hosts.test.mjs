// The same figure in worse places: no isolation headers, ports asked for, no workers. Other people's pages are in
// foreign-pages.test.mjs, other hosts in static-hosts.test.mjs.

import assert from "node:assert/strict";
import { FIGURE, assertSum, browse, openFigure, serve, settled, shown, scenario } from "./harness.mjs";

const PAGE = "/en/figure/ring-all-reduce/";

scenario("without isolation: message ports, the same outputs, and the badge says why", async (t) => {
  const { page, complaints } = await browse(t);
  await openFigure(page, (await serve()) + PAGE);
  const shared = await shown(page);
  await openFigure(page, (await serve({ isolated: false })) + PAGE);
  await page.waitForSelector(".oh-why");
  const ports = await shown(page);
  assert.equal(ports.engine.used, "workers-ports");
  assert.equal(ports.badge, "6 workers · message ports");
  assert.match(ports.why, /not cross-origin isolated/);
  assert.deepEqual(ports.outputs, shared.outputs);
  assert.match(ports.words, /not measured/);
  assert.deepEqual(complaints, []);
});

scenario("?isolation=off gives ports on an isolated page, and the address keeps it", async (t) => {
  const { page } = await browse(t);
  await openFigure(page, `${await serve()}${PAGE}?isolation=off`);
  await page.waitForSelector(".oh-why");
  assert.equal((await shown(page)).engine.used, "workers-ports");
  assert.match((await shown(page)).why, /asked for/);
  await page.getByRole("button", { name: "more ranks" }).click();
  await settled(page);
  assert.match(page.url(), /isolation=off/);
  assert.match(page.url(), /ranks=7/);
});

scenario("without workers the simulator answers and the badge says so", async (t) => {
  const { page } = await browse(t);
  await page.addInitScript(() => {
    globalThis.Worker = class {
      constructor() {
        throw new Error("workers are switched off");
      }
    };
  });
  await openFigure(page, (await serve()) + PAGE);
  const seen = await shown(page);
  assert.equal(seen.engine.used, "simulated");
  assert.equal(seen.badge, "simulated");
  assert.ok(seen.why, "says why");
  assertSum(seen);
  assert.equal(await page.locator(`${FIGURE} .oh-absent`).count(), 1);
});
