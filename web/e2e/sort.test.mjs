// `sort` of openhood.js, as somebody else's script uses it: with a GPU, without one, in a worker, on a foreign page.

import assert from "node:assert/strict";
import { browse, foreignPage, serve, scenario } from "./harness.mjs";

/** Runs in a page or a worker: random numbers among special ones, against the browser's own sort. */
async function sortedAsTheBrowserDoes(site, options) {
  const { sort } = await import(`${site}/openhood.js`);
  const special = [NaN, -0, 0, Infinity, -Infinity, 1e-45];
  const numbers = Float32Array.from({ length: 10_001 }, (_, index) =>
    index % 50 === 0 ? special[(index / 50) % special.length] : Math.random() - 0.5,
  );
  const kept = numbers.slice();
  const { values, payload, device, plan, times, verdict } = await sort(numbers, options);
  const expected = kept.slice().sort();
  return {
    right: values.length === expected.length && values.every((value, at) => Object.is(value, expected[at])),
    typed: values instanceof Float32Array,
    untouched: numbers.every((value, at) => Object.is(value, kept[at])),
    payload,
    device,
    passes: plan.passes,
    total_ms: times.total_ms,
    verdict,
  };
}

const call = (site, options) =>
  `(${sortedAsTheBrowserDoes})(${JSON.stringify(site)}, ${JSON.stringify(options)})`;

function assertRight(seen, kind) {
  assert.deepEqual([seen.right, seen.typed, seen.untouched], [true, true, true]);
  assert.deepEqual(seen.verdict, { agrees: true, sorted: true, permutation: true, stable: null });
  assert.equal(seen.device.kind, kind);
  assert.equal(seen.payload, null);
  assert.ok(seen.passes > 0 && seen.total_ms > 0);
}

scenario("the GPU sorts, and says that it is software if it is", async (t) => {
  const site = await serve();
  const { page, complaints } = await browse(t, { webgpu: true });
  await page.goto(`${site}/en/`);
  for (const options of [{}, { device: "gpu" }]) {
    const seen = await page.evaluate(call(site, options));
    assertRight(seen, "gpu");
    assert.equal(seen.device.why, null);
  }
  const { gpu, why } = await page.evaluate(async (root) => {
    const { capabilities } = await import(`${root}/openhood.js`);
    return capabilities();
  }, site);
  assert.ok(gpu.limits.keys > 2 ** 24 && typeof gpu.software === "boolean" && gpu.name !== "");
  assert.equal(why.gpu, undefined);
  assert.deepEqual(complaints, []);
});

scenario("it sorts in a worker", async (t) => {
  const site = await serve();
  const { page } = await browse(t, { webgpu: true });
  await page.goto(`${site}/en/`);
  const source = `${call(site, { device: "gpu" })}.then(postMessage, (error) => postMessage(String(error)))`;
  const seen = await page.evaluate(
    (text) =>
      new Promise((resolve) => {
        const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
        const worker = new Worker(address, { type: "module" });
        worker.onmessage = ({ data }) => (worker.terminate(), resolve(data));
      }),
    source,
  );
  assertRight(seen, "gpu");
});

scenario("without a GPU the CPU answers, and says why; from another origin's page as well", async (t) => {
  const site = await serve();
  const { page, complaints } = await browse(t);
  await page.goto(await foreignPage(t, "<!doctype html><title>elsewhere</title>"));
  const seen = await page.evaluate(call(site, {}));
  assertRight(seen, "cpu");
  assert.match(seen.device.why, /adapter|WebGPU/);
  const refusal = await page.evaluate(call(site, { device: "gpu" })).then(
    () => null,
    (error) => error.message,
  );
  assert.match(refusal, /no sort on the GPU/);
  const { gpu, why } = await page.evaluate(async (root) => {
    const { capabilities, dispose } = await import(`${root}/openhood.js`);
    const found = await capabilities();
    dispose();
    return found;
  }, site);
  assert.equal(gpu, null);
  assert.match(why.gpu, /adapter|WebGPU/);
  assert.deepEqual(complaints, []);
});
