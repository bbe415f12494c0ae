// Every double may stand on a wire or come from a clock: whatever it is, a drawing gets finite numbers only.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { ringReport, values } from "./ring.mjs";

const { part, logPart, spanOf, decadesAround } = await load("draw/scale.ts");
const { renderToString } = await load("static.ts");
const { logLog, decades, spanned, looks } = await load("draw/log-log.ts");
const { outputRail } = await load("draw/rails.ts");
const { checkOutputs } = await load("draw/compare.ts");
const { partition } = await load("draw/partition.ts");
const { build } = await load("network/model.ts");
const { defaults } = await load("network/parameters.ts");
const { layoutOf } = await load("network/layout.ts");
const { inputs, outputs, barOf, traces, keyStyle } = await load("network/drawing.ts");
const { bitmaps, stripOf } = await load("figures/zero-one/shadows.ts");
const { thresholdMarks } = await load("figures/zero-one/threshold.ts");
const { sayKey } = await load("network/verdict.ts");
const { timesChart, roofChart, keyStrip } = await load("figures/sorting-passes/charts.ts");
const { texts: passes_texts } = await load("figures/sorting-passes/text.ts");

const M = Number.MAX_VALUE;
const EXTREMES = [M, -M, 1e308, -1e308, 1, -1, 5e-324, -5e-324, 0, -0, 1e-308, 0.1];
const ODD = [NaN, Infinity, -Infinity];

/** What is drawn, as text; fails on any number that no drawing can have. */
function drawn(marks, what) {
  const text = renderToString(marks);
  for (const [, attribute, value] of text.matchAll(/([\w-]+)="([^"]*)"/g))
    if (attribute !== "aria-label") assert.doesNotMatch(value, /NaN|Infinity|undefined|e\+/, `${what}: ${attribute}="${value.slice(0, 80)}"`);
  return text;
}

test("a place on a scale is between 0 and 1 and keeps the order, for every span of doubles", () => {
  for (const low of EXTREMES)
    for (const high of EXTREMES) {
      if (!(low <= high)) continue;
      const at = [...EXTREMES, Infinity, -Infinity].sort((a, b) => a - b).map((value) => part(value, { low, high }));
      for (const [index, place] of at.entries()) {
        assert.ok(place >= 0 && place <= 1, `${low} to ${high}`);
        assert.ok(index === 0 || low === high || place >= at[index - 1], `${low} to ${high}`);
      }
      if (low < high) assert.deepEqual([part(low, { low, high }), part(high, { low, high })], [0, 1], `${low} to ${high}`);
    }
  assert.equal(part(0, { low: -M, high: M }), 0.5, "the span itself is no double");
  assert.equal(part(NaN, { low: 0, high: 1 }), null, "what is no number stands nowhere");
  assert.equal(part(3, { low: 3, high: 3 }), 0.5);
  assert.deepEqual(spanOf([...ODD, 2, -1]), { low: -1, high: 2 });
  assert.equal(spanOf(ODD), null);
  assert.deepEqual(spanOf(Array(300_000).fill(1)), { low: 1, high: 1 }, "more than a call can be given");
});

test("a logarithmic scale takes zero, infinities and the smallest numbers", () => {
  for (const values of [[], [0], [0, 0], [NaN], [Infinity], [5e-324], [M], [5e-324, M], [1], [1e308]]) {
    const { low, high } = decadesAround(values);
    assert.ok(Number.isInteger(low) && Number.isInteger(high) && low < high, String(values));
    assert.ok(10 ** low > 0 && Number.isFinite(10 ** high), String(values));
    for (const value of [...EXTREMES, Infinity, -Infinity]) {
      const place = logPart(value, { low: 10 ** low, high: 10 ** high });
      assert.ok(place >= 0 && place <= 1, `${value} among ${values}`);
    }
  }
  assert.deepEqual(decadesAround([20, 500]), { low: 1, high: 3 });
});

/** Two wires, one comparator; enough of an engine to build a model without the module. */
const engine = {
  network: () => ({ comparators: Uint32Array.of(0, 1), layers: Uint32Array.of(0, 1), stages: Uint32Array.of(1) }),
  run_network: (_, [a, b]) => Float64Array.of(a, b, Math.min(a, b), Math.max(a, b)),
  prove_network: () => ({ inputs: 4, failing: 0, smallest: null, counterexample: null, unsorted: 0 }),
};
const strip_words = { start: "start", after: String };

test("a network draws any two keys, however far apart, on every side of it", () => {
  for (const a of EXTREMES)
    for (const b of EXTREMES) {
      const model = build({ ...defaults, wires: 2, keys: [a, b] }, engine);
      const what = `${a} and ${b}`;
      for (const width of [40, 300]) {
        const layout = layoutOf(model, width);
        drawn(inputs(model, layout, 60, null), what);
        drawn(outputs(model, layout, 1, 116, sayKey, true), what);
        drawn(traces(model, layout, 1, (wire) => keyStyle(model, wire, null, layout.pitch)), what);
        drawn(bitmaps(model, stripOf(model, width), 1, strip_words), what);
        drawn(thresholdMarks(model, width), what);
      }
      for (const value of [a, b, ...ODD]) {
        const bar = barOf(model, value, 100);
        assert.ok(bar >= 0 && bar <= 100, `${value} beside ${what}: ${bar}`);
      }
      if (a > b) assert.ok(barOf(model, a, 100) > barOf(model, b, 100) || a - b < 1e-9 * Math.abs(a), what);
    }
});

test("values of every kind stand in the cells of a ring as they are", () => {
  const report = ringReport({ ranks: 3, inputs: values(3, 3) });
  for (const odd of [...EXTREMES, ...ODD]) {
    const broken = { ...report, outputs: report.outputs.map((output) => Float32Array.from(output, () => odd)) };
    const rows = { pitch: 30, y: (rank) => 20 + 30 * rank };
    const shape = { ranks: 3, rows, x: 0, cells: 30, cell_width: 60, head_y: 10 };
    const text = drawn(outputRail(shape, broken, checkOutputs(broken), partition(3, 3)), String(odd));
    if (Number.isNaN(odd)) assert.match(text, />NaN</);
    if (odd === -Infinity) assert.match(text, />−∞</);
  }
});

test("times of a clock that saw nothing, or stood still, are drawn; nothing hangs", () => {
  const words = passes_texts.en;
  const spread = (value) => ({ median: value, min: value, max: value });
  for (const value of [0, 5e-324, 1e-9, 1, 1e308, M]) {
    drawn(timesChart([["radix", spread(value)], ["builtin", spread(0)]], 400, words), `${value} ms`);
    const point = { plan: "naive", comparators: 1, bytes: 8, ms: value };
    for (const bandwidth of [1, 1e9, 1e308]) drawn(roofChart([point], bandwidth, "naive", 400, words), `${value} ms, ${bandwidth}`);
  }
  drawn(timesChart([], 400, words), "no time at all");
  drawn(keyStrip([0, 1, 0.5], 100), "keys");
});

test("curves over two logarithmic axes leave out what is no number, and have few ticks however far they reach", () => {
  const ends = [0, 5e-324, 1, 1e308, M, Infinity, NaN];
  const point = (x, y) => ({ x, y, low: y, high: y, label: "p" });
  const points = ends.flatMap((x) => ends.map((y) => point(x, y)));
  for (const values of [[], ends, [0], [M], [5e-324, M], Array(300_000).fill(1)]) {
    const [x, y] = [spanned(values, [1, 8, 64], String), decades(values, String)];
    assert.ok(y.ticks.length >= 2 && y.ticks.length <= 12, `${y.ticks.length} ticks`);
    for (const floor of [null, { value: 0, name: "floor" }, { value: Infinity, name: "floor" }]) {
      const text = drawn(logLog({ title: "t", x, y, floor, curves: [{ look: looks.first, points }] }, 400), "plot");
      assert.equal(text.match(/<circle/g).length, points.filter((it) => !Number.isNaN(it.x + it.y)).length);
    }
  }
});
