// Drives a page through a soak: many runs with random ranks, engines, lengths and faults, and what they leave behind.

import assert from "node:assert/strict";
import { soak, settle, warmUp } from "./page.mjs";

/** So many runs go to the page at once. */
const LEG = 25;
/** How long workers that were ended may take to be gone: a browser lets one that blocks go on for two seconds. */
const END_MS_MAX = 10_000;
/** Two workers are left on purpose, see `settle`. */
const WORKERS_LEFT = 2;
/** What the page may hold more than before: its heap, and the buffers and wasm memory beside it. */
export const BYTES_MORE_MAX = 8 * 2 ** 20;

const call = (page, action, options) => page.evaluate(`(${action})(${JSON.stringify(options)})`);

/** What the page holds when only two workers are left. */
async function holdings(page, devtools, site) {
  await call(page, settle, { site });
  const start = Date.now();
  while (page.workers().length !== WORKERS_LEFT) {
    assert.ok(Date.now() - start < END_MS_MAX, `${page.workers().length} workers are left, not ${WORKERS_LEFT}`);
    await new Promise((go_on) => setTimeout(go_on, 100));
  }
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize = 0, embedderHeapUsedSize = 0 } = await devtools.send("Runtime.getHeapUsage");
  return usedSize + backingStorageSize + embedderHeapUsedSize;
}

/** Does `runs` runs of `seed` on an open page of the site; throws if anything is not what it has to be. */
export async function drive(page, { site, runs, seed, first = 0, tell = () => {} }) {
  const devtools = await page.context().newCDPSession(page);
  await call(page, warmUp, { site });
  await call(page, soak, { site, seed: seed + 1, first: 0, count: Math.min(runs, LEG) });
  const before = await holdings(page, devtools, site);
  const tally = {};
  let longest_ms = 0;
  for (let done = 0; done < runs; done += LEG) {
    const count = Math.min(LEG, runs - done);
    const leg = await call(page, soak, { site, seed, first: first + done, count });
    for (const [name, times] of Object.entries(leg.tally)) tally[name] = (tally[name] ?? 0) + times;
    longest_ms = Math.max(longest_ms, leg.longest_ms);
    tell(`${done + count} runs`);
  }
  const after = await holdings(page, devtools, site);
  assert.ok(
    after - before <= BYTES_MORE_MAX,
    `the page holds ${after - before} bytes more than before, ${after} in all`,
  );
  return { tally, longest_ms, before, after };
}
