// `sort` of openhood.js, as somebody else's script uses it: with a GPU, without one, in a worker, on a foreign page.

import assert from "node:assert/strict";
import { inBoth, visit } from "./browsers.mjs";
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

/** Runs in a page: sorts while everything that it was given is changed; once before the module is there, once after. */
async function sortedWhileChanged({ site, device, count }) {
  const { sort } = await import(`${site}/openhood.js`);
  const seen = [];
  for (let round = 0; round < 2; round++) {
    const keys = Float32Array.from({ length: count }, () => Math.random());
    const payload = Uint32Array.from(keys, (_, index) => index);
    const options = { device, payload, stable: true, descending: true };
    const given = keys.slice();
    const sorting = sort(keys, options);
    const spoil = () => (keys.fill(9), payload.fill(9), Object.assign(options, { device: "tpu", descending: false }));
    spoil();
    const timer = setInterval(spoil, 1);
    const result = await sorting;
    clearInterval(timer);
    const { values, verdict } = result;
    const expected = given.slice().sort().reverse();
    const right = values.every((value, at) => value === expected[at]);
    const carried = result.payload.every((place, at) => given[place] === values[at]);
    seen.push({ right, carried, agrees: verdict.agrees, kind: result.device.kind, why: result.device.why });
  }
  return seen;
}

function assertOfTheCall(seen, kind) {
  for (const round of seen) assert.deepEqual(round, { right: true, carried: true, agrees: true, kind, why: round.why });
  assert.equal(seen.length, 2);
}

inBoth("numbers, payload and options of a sort are those of the call", async (t, browser) => {
  const site = await serve();
  const { page } = await visit(t, browser);
  await page.goto(`${site}/en/`);
  assertOfTheCall(await page.evaluate(sortedWhileChanged, { site, device: "auto", count: 1000 }), "cpu");
});

scenario("what changes while the GPU sorts is not the GPU's fault", async (t) => {
  const site = await serve();
  const { page } = await browse(t, { webgpu: true });
  await page.goto(`${site}/en/`);
  for (const device of ["gpu", "auto"]) {
    const seen = await page.evaluate(sortedWhileChanged, { site, device, count: 2 ** 18 });
    assertOfTheCall(seen, "gpu");
    assert.deepEqual(seen.map(({ why }) => why), [null, null]);
  }
});

/** Runs in an isolated page: arrays and signals of a frame, of threads, and of buffers that change their size. */
async function sortedFromAnywhere({ site, device }) {
  const { sort } = await import(`${site}/openhood.js`);
  const frame = document.body.appendChild(document.createElement("iframe")).contentWindow;
  const filled = (array) => (array.set([3, 1, 2]), array);
  const ours = (array) => array && array.constructor === globalThis[array.constructor.name] && Array.from(array);
  const outcome = (keys, options) =>
    sort(keys, { device, ...options }).then(
      ({ values, payload }) => [ours(values), ours(payload)],
      (error) => error?.problems?.map(({ field }) => field) ?? error?.message ?? error,
    );
  const gone = filled(new frame.Float32Array(3));
  structuredClone(gone, { transfer: [gone.buffer] });
  const shrunk = new ArrayBuffer(12, { maxByteLength: 12 });
  const beyond = new Uint32Array(shrunk, 4, 2);
  shrunk.resize(8);
  const [early, late] = [new frame.AbortController(), new frame.AbortController()];
  early.abort("early");
  const interrupted = outcome(new Float32Array(2 ** 20), { signal: late.signal });
  late.abort("late");
  const throwing = Object.defineProperty(new AbortController().signal, "aborted", {
    get() {
      throw new Error("a getter's own");
    },
  });
  const all = {
    frame: outcome(frame.Float32Array.of(3, 1, 2), {
      payload: frame.Uint32Array.of(6, 7, 8),
      signal: new frame.AbortController().signal,
    }),
    shared: outcome(filled(new Int32Array(new SharedArrayBuffer(12)))),
    growing: outcome(filled(new Uint32Array(new SharedArrayBuffer(12, { maxByteLength: 24 })))),
    resizable: outcome(filled(new Float32Array(new ArrayBuffer(12, { maxByteLength: 24 })))),
    payload: outcome(Uint32Array.of(3, 1, 2), {
      payload: filled(new Uint32Array(new ArrayBuffer(12, { maxByteLength: 24 }))),
    }),
    gone: outcome(gone, { payload: gone }),
    beyond: outcome(beyond, { payload: beyond }),
    early: outcome(Float32Array.of(2, 1), { signal: early.signal }),
    interrupted,
    throwing: outcome(Float32Array.of(2, 1), { signal: throwing }),
    no_signal: outcome(Float32Array.of(2, 1), { signal: {} }),
  };
  const settled = await Promise.all(Object.entries(all).map(async ([name, it]) => [name, await it]));
  return Object.fromEntries(settled);
}

const FROM_ANYWHERE = {
  frame: [[1, 2, 3], [7, 8, 6]],
  shared: [[1, 2, 3], null],
  growing: [[1, 2, 3], null],
  resizable: [[1, 2, 3], null],
  payload: [[1, 2, 3], [1, 2, 3]],
  gone: ["keys", "payload"],
  beyond: ["keys", "payload"],
  early: "early",
  interrupted: "late",
  throwing: "a getter's own",
  no_signal: ["signal"],
};

inBoth("arrays and signals of another realm, shared and resizable buffers are what they are", async (t, browser) => {
  const site = await serve();
  const { page } = await visit(t, browser);
  await page.goto(`${site}/en/`);
  assert.deepEqual(await page.evaluate(sortedFromAnywhere, { site, device: "auto" }), FROM_ANYWHERE);
});

scenario("the GPU too takes arrays of another realm, and of shared and resizable buffers", async (t) => {
  const site = await serve();
  const { page } = await browse(t, { webgpu: true });
  await page.goto(`${site}/en/`);
  assert.deepEqual(await page.evaluate(sortedFromAnywhere, { site, device: "gpu" }), FROM_ANYWHERE);
});

scenario("a sort can be aborted while its module is still on the way", async (t) => {
  const site = await serve();
  const { page } = await browse(t);
  await page.goto(`${site}/en/`);
  await page.route("**/sorter-*.wasm", () => undefined);
  const reasons = await page.evaluate(async (root) => {
    const { sort } = await import(`${root}/openhood.js`);
    const signals = [AbortSignal.timeout(50), AbortSignal.abort("before")];
    const sorts = signals.map((signal) => sort(Uint32Array.of(2, 1), { signal }));
    return (await Promise.allSettled(sorts)).map(({ reason }) => reason?.name ?? reason);
  }, site);
  assert.deepEqual(reasons, ["TimeoutError", "before"]);
});

/** Runs in a page: nothing is left for buffers, none of which is touched; then all of it again. */
async function sortedWithoutMemory(site) {
  const { sort } = await import(`${site}/openhood.js`);
  const outcome = (keys, options) =>
    sort(keys, options).then(
      ({ values, device, verdict }) => `${values.length} sorted on the ${device.kind}: ${verdict.agrees}`,
      (error) => error.message,
    );
  const keys = Uint32Array.from({ length: 2 ** 20 }, (_, index) => index * 0x9e3779b9);
  await outcome(keys);
  const taken = [];
  for (let size = 2 ** 32; size >= 2 ** 12; )
    try {
      taken.push(new ArrayBuffer(size));
    } catch {
      size /= 2;
    }
  const without = [await outcome(keys), await outcome(keys, { device: "cpu" })];
  without.push(await outcome(Uint32Array.of(2, 1), { device: "cpu", payload: keys }));
  for (const buffer of taken) buffer.transfer(0);
  return { without, after: [await outcome(keys), await outcome(keys, { device: "gpu" })] };
}

scenario("where the browser refuses memory the sort says so, and the next one works", async (t) => {
  const site = await serve();
  const { page, complaints } = await browse(t, { webgpu: true });
  await page.goto(`${site}/en/`);
  const { without, after } = await page.evaluate(sortedWithoutMemory, site);
  const count = 2 ** 20;
  const refusal = (field) => `the browser has no memory for a copy of ${field}: ${count} numbers`;
  assert.deepEqual(without, [refusal("keys"), refusal("keys"), refusal("payload")]);
  assert.deepEqual(after, [`${count} sorted on the gpu: true`, `${count} sorted on the gpu: true`]);
  assert.deepEqual(complaints, []);
});
