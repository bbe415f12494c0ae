// What survives JSON.stringify, and what does not notice that it does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { survivingJson } = await load("json.ts");
const { reportFromJson } = await load("report-json.ts");

const odd = [NaN, Infinity, -Infinity, -0, 0, 5e-324, 0.1, Number.MAX_VALUE];
const spelled = ["NaN", "Infinity", "-Infinity", "-0", 0, 5e-324, 0.1, Number.MAX_VALUE];

/** The parts of a report that hold numbers. */
const report = () => ({
  experiment: { kind: "f64", inputs: [Float64Array.from(odd), new Float64Array(0)], limit_ms: 5000 },
  outputs: [null, Float64Array.from(odd)],
  verdict: { agrees: false, max_error: Infinity, tolerance: NaN, identical_on_all_ranks: null },
  trace: {
    messages: { from: Uint32Array.of(0, 1), combine: Uint8Array.of(1, 0), send_posted_us: Float64Array.of(0, 0.1) },
    started_us: Float64Array.of(0.5),
    finished_us: Float64Array.of(2),
  },
});

test("typed arrays become lists, and numbers that JSON does not have are spelled", () => {
  const text = JSON.stringify(survivingJson(report()));
  assert.deepEqual(JSON.parse(text), {
    experiment: { kind: "f64", inputs: [spelled, []], limit_ms: 5000 },
    outputs: [null, spelled],
    verdict: { agrees: false, max_error: "Infinity", tolerance: "NaN", identical_on_all_ranks: null },
    trace: {
      messages: { from: [0, 1], combine: [1, 0], send_posted_us: [0, 0.1] },
      started_us: [0.5],
      finished_us: [2],
    },
  });
  assert.equal(JSON.stringify(JSON.parse(text)), text, "and stay so, however often they are written");
});

test("every part survives on its own, and inside something else", () => {
  const { experiment, outputs, verdict } = survivingJson(report());
  const again = (value) => JSON.parse(JSON.stringify(value));
  assert.deepEqual(again(experiment.inputs), [spelled, []]);
  assert.deepEqual(again({ ...experiment, ranks: 2 }).inputs, [spelled, []]);
  assert.deepEqual(again([outputs[1]]), [spelled]);
  assert.equal(again({ verdict }).verdict.max_error, "Infinity");
  assert.deepEqual(survivingJson(report()).toJSON().outputs, [null, spelled], "asked for without text");
});

test("nothing else notices", () => {
  const surviving = survivingJson(report());
  assert.deepEqual(surviving, report());
  assert.deepEqual(structuredClone(surviving), report());
  assert.deepEqual(Object.keys(surviving), Object.keys(report()));
  assert.equal(Object.getPrototypeOf(surviving), Object.prototype);
  for (const plain of [null, undefined, 7, "text"]) assert.equal(survivingJson(plain), plain);
});

test("what was written is read with the very same numbers", () => {
  const read = reportFromJson(JSON.parse(JSON.stringify(survivingJson(report()))));
  assert.ok(read.outputs[1].every((value, index) => Object.is(value, odd[index])));
  assert.ok(read.experiment.inputs[0].every((value, index) => Object.is(value, odd[index])));
  assert.deepEqual([read.verdict.max_error, read.verdict.tolerance], [Infinity, NaN]);
  assert.deepEqual(read.trace, report().trace);
});
