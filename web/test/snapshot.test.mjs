// What a call keeps of its arguments, and what it makes of arguments that resist.

import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { load } from "./load.mjs";

const { optionsOf, snapshot } = await load("snapshot.ts");
const { unlessAborted } = await load("abort.ts");

test("nothing that is changed afterwards changes the copy", () => {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const growing = new Uint8Array(new ArrayBuffer(2, { maxByteLength: 4 }));
  const experiment = {
    ranks: 4,
    inputs: [[1, 2], Float32Array.of(3, 4), shared, growing, { length: 1, 0: 5 }, ["NaN", 6]],
    faults: [{ kind: "delay", rank: 0 }],
    network: { alpha_us: 1, beta_ns_per_byte: 2 },
  };
  const copy = snapshot(experiment);
  experiment.inputs.forEach((row) => (row[0] = 9));
  growing.buffer.resize(4);
  experiment.faults[0].kind = "kill";
  experiment.network.alpha_us = 9;
  experiment.ranks = 9;
  experiment.inputs.length = 0;
  assert.deepEqual(copy, {
    ranks: 4,
    inputs: [
      Float64Array.of(1, 2),
      Float64Array.of(3, 4),
      Float64Array.of(0, 0),
      Float64Array.of(0, 0),
      Float64Array.of(5),
      ["NaN", 6],
    ],
    faults: [{ kind: "delay", rank: 0 }],
    network: { alpha_us: 1, beta_ns_per_byte: 2 },
  });
});

test("each field is looked at once", () => {
  let looks = 0;
  const counting = { get ranks() { return ++looks; }, inputs: Object.defineProperty([0], 0, { get: () => ++looks }) };
  assert.deepEqual(snapshot(counting), { ranks: 1, inputs: Float64Array.of(2) });
  assert.equal(looks, 2);
});

test("numbers of another realm, of any kind and with every bit, are numbers", () => {
  const inputs = vm.runInNewContext("[Float32Array.of(-0, NaN, Infinity), new Uint8Array([255]), [1.5]]");
  assert.deepEqual(snapshot(inputs), [Float64Array.of(-0, NaN, Infinity), Float64Array.of(255), Float64Array.of(1.5)]);
});

test("what cannot be read or never ends becomes something that is refused, and does not hang", () => {
  const gone = new Float64Array(2);
  structuredClone(gone, { transfer: [gone.buffer] });
  const revoked = Proxy.revocable([], {});
  revoked.revoke();
  const throwing = { get inputs() { throw new RangeError("mine"); } };
  const endless = { length: 1, *[Symbol.iterator]() { for (;;) yield 1; } };
  const too_long = [{ length: 1e12 }, new Array(4e9), { length: 3e7 }];
  for (const value of [gone, revoked.proxy, throwing, new BigInt64Array(1), ...too_long])
    assert.equal(snapshot({ value }).value, "a JavaScript object");
  assert.deepEqual(snapshot(endless), [undefined]);
  const circle = { ranks: 2 };
  circle.inputs = circle;
  assert.equal(snapshot(circle).inputs.inputs.ranks, 2);
  const circles = {};
  for (let number = 0; number < 30; number++) circles[`part${number}`] = circles;
  assert.equal(typeof snapshot(circles).part29, "string");
  for (const same of [null, undefined, 5n, "text", true, NaN]) assert.ok(Object.is(snapshot(same), same));
});

test("a row that is given a thousand times is copied once, and counted as often as it is given", () => {
  const copy = snapshot(Array(1000).fill(new Uint8Array(2 ** 23)));
  assert.equal(copy[0], copy[1]);
  assert.equal(copy.filter((row) => row instanceof Float64Array).length, 15);
  assert.deepEqual(copy[999], { length: 2 ** 23 });
});

test("a browser without memory for the copy is a failure that says so", (t) => {
  const Own = Float64Array;
  t.after(() => (globalThis.Float64Array = Own));
  globalThis.Float64Array = class {
    constructor() {
      throw new RangeError("Array buffer allocation failed");
    }
  };
  for (const row of [Float32Array.of(1, 2), [1, 2]])
    assert.throws(() => snapshot({ inputs: [row] }), ({ message, failure }) => {
      assert.match(message, /no memory.* 2 numbers/);
      assert.deepEqual([failure.kind, failure.message, failure.waiting], ["memory", message, []]);
      return true;
    });
});

test("options are read once, signals stay what they are, and what resists is named by whoever wants it", () => {
  const { signal } = new AbortController();
  const given = { signal, plan: { tile: 4 } };
  const options = optionsOf(given, ["signal"]);
  given.plan.tile = 8;
  given.signal = null;
  assert.equal(options.signal, signal);
  assert.equal(options.plan.tile, 4);
  class Inherited { get signal() { return signal; } }
  assert.equal(optionsOf(new Inherited(), ["signal"]).signal, signal);
  assert.equal(optionsOf({ get signal() { throw 1; } }, ["signal"]).signal, "a JavaScript object");
  for (const same of [undefined, null, 5]) assert.equal(optionsOf(same, ["signal"]), same);
});

test("while something loads its caller can give up, and a caller who has starts nothing", async () => {
  const never = () => new Promise(() => {});
  const reason = new Error("enough");
  const control = new AbortController();
  const loading = unlessAborted(never, control.signal);
  control.abort(reason);
  await assert.rejects(loading, reason);
  let started = false;
  const start = async () => (started = true);
  await assert.rejects(unlessAborted(start, AbortSignal.abort("why")), (error) => error === "why");
  assert.equal(started, false);
  const throwing = { get aborted() { throw 1; } };
  const strange = [undefined, null, 5, {}, throwing, { aborted: true, get reason() { throw 1; } }];
  for (const signal of strange) assert.equal(await unlessAborted(start, signal), true);
});
