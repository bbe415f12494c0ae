// A page whose memory comes to an end, of each kind that it has: every call settles, and in words.

import assert from "node:assert/strict";
import { browse, scenario, serve } from "./harness.mjs";

/** A page on which runs went well on shared memory, so that workers wait. */
async function page(t) {
  const site = await serve();
  const { page, complaints, context } = await browse(t);
  await page.goto(`${site}/zh/`);
  await page.evaluate(async (root) => {
    const { run } = await import(`${root}/openhood.js`);
    const all_reduce = { collective: "all-reduce", ranks: 4, kind: "f64", engine: "workers-shared", trace: false };
    /** What became of several runs that are asked for at once. */
    window.all = (...experiments) =>
      Promise.all(
        experiments.map((experiment) =>
          run({ ...all_reduce, ...experiment }).then(
            ({ verdict, engine }) => (verdict.agrees ? engine.used : "wrong"),
            ({ message, failure }) => `${failure?.kind}: ${message}`,
          ),
        ),
      );
    await window.all({ count: 4 });
  }, site);
  return { page, complaints, devtools: await context.newCDPSession(page) };
}

scenario("runs that wait hold no memory of the module, and what is too much for it fails in words", async (t) => {
  const { page: it, complaints } = await page(t);
  const seen = await it.evaluate(async () => {
    // All but so much of what the module could ever have is taken, as if by somebody who never gives it back.
    const LEFT_PAGES = 256 << 4;
    const [glue] = await Promise.all(globalThis[Symbol.for("openhood.modules")].values());
    const { memory } = await glue.default();
    memory.grow(65_536 - LEFT_PAGES - memory.buffer.byteLength / 65_536);
    const large = { count: 2 ** 20 }; // 32 MiB of inputs, as many of results
    const larger = [{ count: 2 ** 22 }, { count: 2 ** 21 }, { count: 2 ** 21, engine: "simulated" }];
    return {
      six: await window.all(large, large, large, large, large, large),
      too_many: await window.all(...larger, large),
      after: await window.all({ count: 4 }, large, { count: 4, engine: "simulated" }),
    };
  });
  assert.deepEqual(seen.six, Array(6).fill("workers-shared"));
  assert.equal(seen.too_many.pop(), "workers-shared");
  for (const ending of seen.too_many) assert.match(ending, /^memory: no memory.* \d+ MiB/);
  assert.deepEqual(seen.after, ["workers-shared", "workers-shared", "simulated"]);
  assert.deepEqual(complaints, []);
});

scenario("where the browser refuses arrays calls fail in words, and where it grants them again all is well", async (t) => {
  const { page: it, devtools } = await page(t);
  const full = await it.evaluate(async () => {
    // Address space, not memory: nobody writes to it.
    const inputs = Array.from({ length: 4 }, () => new Float32Array(2 ** 19).fill(1));
    window.held = [];
    for (let bytes = 2 ** 30; bytes >= 2 ** 20; )
      try {
        window.held.push(new SharedArrayBuffer(bytes));
      } catch {
        bytes /= 2;
      }
    const count = 2 ** 19;
    const engines = ["workers-shared", "workers-ports", "simulated"];
    return window.all({ inputs }, ...engines.map((engine) => ({ count, engine })), { count: 4 });
  });
  const [typed, ...others] = full;
  assert.match(typed, /^memory: no memory/);
  for (const ending of others) assert.match(ending, /^(memory: no memory.*|workers-(shared|ports)|simulated)$/);
  assert.ok(others.some((ending) => ending.startsWith("memory")));
  await it.evaluate(() => (window.held = null));
  await devtools.send("HeapProfiler.collectGarbage");
  const after = await it.evaluate(() => window.all({ count: 2 ** 19 }, { count: 4 }));
  assert.deepEqual(after, ["workers-shared", "workers-shared"]);
});

scenario("two thousand runs with changing ranks all share memory, and leave as much to the page", async (t) => {
  const { page: it } = await page(t);
  const seen = await it.evaluate(async () => {
    const used = {};
    for (let hundred = 0; hundred < 20; hundred++) {
      for (let number = 0; number < 100; number++) {
        const ranks = number % 25 === 0 ? 31 + (hundred % 2) : 3 + (number % 2);
        const [ending] = await window.all({ ranks, count: 4 });
        used[ending] = (used[ending] ?? 0) + 1;
      }
      new ArrayBuffer(40_000_000);
    }
    return used;
  });
  assert.deepEqual(seen, { "workers-shared": 2_000 });
});
