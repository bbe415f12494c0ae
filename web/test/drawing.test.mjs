// Numbers, chunks and marks: the small pure parts of the drawing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { bounds, ringReport, values } from "./ring.mjs";

const { partition } = await load("draw/partition.ts");
const { grouped, short, scientific, plain } = await load("draw/numbers.ts");
const { timingOf, traceHash, readouts } = await load("draw/readouts.ts");
const { texts } = await load("figures/ring-all-reduce/texts.ts");
const { chosenLanguage } = await load("language.ts");

test("chunks are contiguous, and the first ones are one longer", () => {
  for (const length of [0, 1, 5, 6, 7, 100]) {
    for (const parts of [1, 2, 6, 7, 32]) {
      const blocks = partition(length, parts);
      assert.deepEqual(
        blocks.map(({ start, count }) => [start, start + count]),
        blocks.map((_, index) => bounds(length, parts, index)),
        `${length} in ${parts}`,
      );
    }
  }
});

test("numbers read as each language writes them", () => {
  assert.equal(grouped(40960, "en"), "40,960");
  assert.equal(grouped(40960, "zh"), "40\u202f960");
  assert.equal(grouped(-1234.5, "en"), "−1,234.5");
  assert.equal(grouped(999, "zh"), "999");
});

test("values are squeezed into cells without lying about their size", () => {
  const cases = [
    [3.0404, 5, "3.040"],
    [0, 5, "0"],
    [-0, 5, "−0"],
    [12.345, 5, "12.35"],
    [123456, 5, "1e5"],
    [-2.5, 5, "−2.50"],
    [NaN, 5, "NaN"],
    [Infinity, 5, "∞"],
    [1e-9, 5, "1e-9"],
    [42, 4, "42"],
  ];
  for (const [value, room, expected] of cases) assert.equal(short(value, room), expected, String(value));
});

test("an input is shown as the shortest decimal that gives it back", () => {
  for (const [value, kind, expected] of [
    [Math.fround(0.1), "f32", "0.1"],
    [0.1, "f64", "0.1"],
    [-0, "f32", "-0"],
    [Math.fround(1 / 3), "f32", "0.33333334"],
    [-7, "i32", "-7"],
    [NaN, "f32", "NaN"],
    [Infinity, "f32", "Infinity"],
  ]) {
    assert.equal(plain(value, kind), expected);
    assert.ok(Object.is(Math.fround(Number(expected)), Math.fround(value)));
  }
});

test("errors are written as powers of ten", () => {
  assert.equal(scientific(5.8e-7), "5.8·10⁻⁷");
  assert.equal(scientific(0), "0");
  assert.equal(scientific(Infinity), "∞");
  assert.equal(scientific(3.14), "3.1");
  assert.equal(scientific(1.5e12), "1.5·10¹²");
});

test("a measured time is a median, never finer than its clock", () => {
  assert.equal(timingOf([], 5), null);
  assert.deepEqual(timingOf([30, 10, 20, 50, 40], 5), { runs: 5, median_us: 30, spread_us: 10 });
  assert.equal(timingOf([10, 10, 10], 5).spread_us, 5);
});

test("readouts say how a number is known, and why there is none", () => {
  const report = ringReport({ ranks: 3, inputs: values(3, 7) });
  const rows = readouts(report, null, texts.en.readouts, "en");
  assert.deepEqual(
    rows.map((row) => row.source),
    ["counted", "counted", "modelled", "measured"],
  );
  assert.equal(rows[3].absent, texts.en.readouts.not_measured_why.simulated);
  const shared = {
    ...report,
    engine: { ...report.engine, used: "workers-shared" },
    time: { ...report.time, wall_us: 250, resolution_us: 5 },
  };
  assert.deepEqual(
    [
      readouts(shared, null, texts.en.readouts, "en")[3].value,
      readouts(shared, null, texts.en.readouts, "en")[3].absent,
    ],
    ["250", undefined],
  );
});

test("a trace's name depends on which messages travelled, not on when", () => {
  const one = ringReport({ ranks: 3, inputs: values(3, 7) });
  const other = structuredClone(one);
  other.trace.messages.send_posted_us[0] = 99;
  assert.equal(traceHash(one), traceHash(other));
  other.trace.messages.to[0] = 2;
  assert.notEqual(traceHash(one), traceHash(other));
});

test("the language is the one asked for, else the reader's first known one", () => {
  assert.equal(chosenLanguage("zh", ["en"]), "zh");
  assert.equal(chosenLanguage("auto", ["fr", "zh-TW", "en"]), "zh");
  assert.equal(chosenLanguage(null, ["fr"]), "en");
});

test("both languages say the same numbers", () => {
  const facts = {
    ranks: 6,
    cut: 5,
    equal: 342,
    compared: 342,
    wrong: 0,
    chunks: 36,
    identical: true,
    agrees: true,
    failed: false,
    fault: null,
    gap: null,
    fork: null,
  };
  const gap = {
    wrong: 0,
    touched: 1024,
    whole: 6144,
    state_bytes: 4096,
    state_whole: 24_576,
    bytes: 40_960,
    token: 128,
    tokens: 48,
    cut_tokens: 0,
    total: 6,
  };
  const fork = { t: 13, steps: 24, cut: 15, op: null, edits: [], differ: 21, compared: 288, swapped: false };
  for (const change of [
    {},
    ...["scale", "optimizer", "layer-norm"].map((name) => ({ gap: { ...gap, gap: name } })),
    { gap: { ...gap, gap: "layer-norm", wrong: 30, cut_tokens: 12 } },
    { gap: { ...gap, gap: "softmax", wrong: 36 } },
    { fork, agrees: false, wrong: 36 },
    { cut: 4, agrees: false, wrong: 36, equal: 246 },
    { cut: 6, agrees: false, wrong: 30, identical: false },
  ]) {
    const numbers = (words) =>
      Object.values(words.caption({ ...facts, ...change }))
        .join(" ")
        .match(/\d+/g)
        .filter((digits) => digits.length > 1)
        .sort();
    assert.deepEqual(numbers(texts.en), numbers(texts.zh));
  }
});
