// The figure of passes: keys, bills and what is drawn of them, against plans written out a second time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { planOf } from "./plans.mjs";

const { keysOf, patterns, key_kinds } = await load("sorting/keys.ts");
const { readParameters, writeParameters, defaults } = await load("figures/sorting-passes/parameters.ts");
const { automatic, billOf, bytesAfter, chosen, drawn, shapeOf } = await load("figures/sorting-passes/bills.ts");
const { billsOf, sampled } = await load("figures/sorting-passes/runs.ts");
const { frames } = await load("figures/sorting-passes/raster.ts");
const { ladderShape, roundStep, rowAt } = await load("figures/sorting-passes/ladder.ts");
const { spreadOf } = await load("figures/sorting-passes/charts.ts");
const { bytesWords, powerOfTwo, timeWords, texts } = await load("figures/sorting-passes/text.ts");

const bits = (keys) => Array.from(new Uint32Array(keys.buffer));
const software = { name: "some", software: true };

test("keys come back from their seed, in every pattern and kind", () => {
  for (const kind of key_kinds)
    for (const pattern of patterns) {
      const wish = { count: 1000, kind, pattern, seed: 7 };
      assert.deepEqual(bits(keysOf(wish)), bits(keysOf(wish)), `${pattern} ${kind}`);
      assert.equal(keysOf(wish).length, 1000);
    }
  assert.notDeepEqual(
    bits(keysOf({ count: 9, kind: "u32", pattern: "random", seed: 1 })),
    bits(keysOf({ count: 9, kind: "u32", pattern: "random", seed: 2 })),
  );
});

test("patterns are what they are called", () => {
  const keys = (pattern, kind = "i32") => Array.from(keysOf({ count: 999, kind, pattern, seed: 3 }));
  const ascending = (list) => list.every((key, index) => index === 0 || list[index - 1] <= key);
  assert.ok(ascending(keys("sorted")));
  assert.ok(ascending(keys("reversed").reverse()));
  assert.equal(new Set(keys("all-equal")).size, 1);
  assert.equal(new Set(keys("few-unique")).size, 8);
  assert.ok(ascending(keys("organ-pipe").slice(0, 499)) && ascending(keys("organ-pipe").slice(500).reverse()));
  const skewed = keys("skewed", "u32").sort((a, b) => a - b);
  assert.ok(skewed[499] < 2 ** 32 / 100, "half of them are in a hundredth of the range");
});

test("extremes hold NaN of both signs, both zeros and both infinities", () => {
  const words = bits(keysOf({ count: 999, kind: "f32", pattern: "specials", seed: 1 }));
  for (const word of [0x7fc00001, 0xffc00001, 0, 0x80000000, 0x7f800000, 0xff800000, 1, 0x80000001])
    assert.ok(words.includes(word), word.toString(16));
});

test("the table of passes", () => {
  const passes = (count, tile, registers) => planOf(count, { tile, registers }).passes;
  assert.equal(passes(2 ** 20, null, 1), 210);
  assert.equal(passes(2 ** 20, 12, 1), 45);
  assert.equal(passes(2 ** 20, 12, 4), 21);
  assert.equal(passes(2 ** 20, null, 4), 57);
  assert.equal(passes(2 ** 22, 13, 5), 23);
});

test("every bill is the same work: the frames of its passes cover each step once", async () => {
  const bills = await billsOf({ ...defaults, count: 2 ** 18 }, null, planOf);
  assert.deepEqual(
    bills.all.map(({ name }) => name),
    [...drawn],
  );
  for (const bill of bills.all) {
    assert.equal(bill.steps, (18 * 19) / 2);
    const covered = new Map();
    for (const { from, steps, high, low } of frames(bill)) {
      const columns = Array.from({ length: steps }, (_, index) => from + index);
      for (const column of columns) covered.set(column, (covered.get(column) ?? 0) + 1);
      assert.ok(high >= low && high < 18, bill.name);
      for (const column of columns) {
        const bit = bitOf(column);
        assert.ok(bit <= high && bit >= low, `${bill.name}: step ${column} is in its frame`);
      }
    }
    assert.deepEqual([...new Set(covered.values())], [1]);
    assert.equal(covered.size, bill.steps);
  }
});

/** Which power of two the step with this number compares at. */
function bitOf(step) {
  let stage = 1;
  for (; step >= stage; stage++) step -= stage;
  return stage - 1 - step;
}

test("bars stand in their rows and end where the bytes end", async () => {
  const { all } = await billsOf(defaults, null, planOf);
  for (const width of [320, 720, 1120]) {
    const shape = ladderShape(width, all);
    assert.equal(Math.round(shape.x(all[0].plan.bytes)), width - 1);
    for (const [row, base] of shape.bases.entries()) assert.equal(rowAt(base, shape), row);
    assert.equal(rowAt(shape.height, shape), -1);
  }
  const naive = all[0];
  assert.equal(bytesAfter(naive, 10), (10 * naive.plan.bytes) / 210);
});

test("a device that computes on a CPU gets registers only; what breaks a tile gets one", () => {
  assert.equal(automatic(2 ** 20, null).name, "blocked");
  assert.deepEqual(automatic(2 ** 20, software), { name: "registers", shape: { tile: null, registers: 5 } });
  assert.equal(automatic(2 ** 22, software).shape.registers, 6);
  assert.equal(chosen(defaults, software), "registers");
  assert.equal(chosen({ ...defaults, broken: "barrier" }, software), "blocked");
  assert.equal(chosen({ ...defaults, preset: "fused", broken: "barrier" }, software), "fused");
  assert.deepEqual(shapeOf("blocked", { tile: 6, registers: 6 }), { tile: 6, registers: 6 });
});

test("a sample of a sorted list rises, that of a broken one does not", () => {
  const keys = keysOf({ count: 5000, kind: "u32", pattern: "random", seed: 5 });
  const sorted = keys.slice().sort();
  const rising = (list) => list.every((place, index) => index === 0 || list[index - 1] <= place);
  assert.ok(rising(sampled(sorted, sorted, false)));
  assert.ok(!rising(sampled(keys, sorted, false)));
  assert.ok(rising(sampled(sorted.slice().reverse(), sorted.slice().reverse(), true).reverse()));
  const same = new Uint32Array(50);
  assert.ok(sampled(same, same, false).every((place) => place === 0.5));
  const last = sampled(new Float32Array([NaN, 1]), new Float32Array([1, NaN]), false);
  assert.deepEqual(last, [1, 0]);
});

test("an address holds what differs from the defaults, and gives it back", () => {
  const parameters = {
    ...defaults,
    count: 1_048_577,
    preset: "fused",
    tile: 9,
    kind: "f32",
    descending: true,
    pattern: "specials",
    device: "cpu",
    broken: "word",
    t: 3,
  };
  const query = new URLSearchParams("other=1");
  writeParameters(parameters, defaults, query);
  assert.equal(
    query.toString(),
    "other=1&count=1048577&plan=fused&tile=9&kind=f32&order=descending&pattern=specials&device=cpu&break=word&t=3",
  );
  assert.deepEqual(readParameters(query), parameters);
  writeParameters(defaults, defaults, query);
  assert.equal(query.toString(), "other=1");
  assert.deepEqual(readParameters(new URLSearchParams("count=x&plan=best&tile=99&t=-1&kind=f64")), {
    ...defaults,
    tile: 13,
  });
});

test("numbers keep three digits", () => {
  assert.deepEqual(
    [0, 999, 1000, 8_388_608, 176_160_768, 1_761_607_680].map(bytesWords),
    ["0 B", "999 B", "1 KB", "8.39 MB", "176 MB", "1.76 GB"],
  );
  assert.deepEqual([0.0123, 0.5, 12.345, 1234].map(timeWords), ["12.3 µs", "500 µs", "12.3 ms", "1.23 s"]);
  assert.equal(powerOfTwo(19), "2¹⁹");
  assert.deepEqual([1, 1.2, 3, 700].map(roundStep), [1, 2, 5, 1000]);
  assert.deepEqual(spreadOf([5, 1, 9]), { median: 5, min: 1, max: 9 });
  assert.equal(spreadOf([]), null);
});

test("both languages tell the same numbers about every pass", () => {
  const bill = billOf("blocked", { tile: 12, registers: 4 }, planOf(2 ** 16, { tile: 12, registers: 4 }));
  const digits = (text) => text.match(/[\d.]+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g).sort();
  for (const pass of bill.plan.ladder)
    assert.deepEqual(digits(texts.en.pass(pass, 1.5)), digits(texts.zh.pass(pass, 1.5)));
});
