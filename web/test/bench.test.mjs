// What the bench page computes: bandwidths as nccl-tests define them, sizes, ratios, and where points are drawn.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { busFactor, rowOf, spread, OPS } = await load("bench/row.ts");
const { FILE_BYTES_MAX, ROWS_MAX, rowsOf } = await load("bench/file.ts");
const { sizes, plan, USUAL, GOAL_RACES } = await load("bench/plan.ts");
const { compare } = await load("bench/race.ts");
const { plots } = await load("bench/charts.ts");
const { texts } = await load("bench/text.ts");
const { logLog } = await load("draw/log-log.ts");
const { renderToString } = await load("static.ts");

const point = (op, ranks, bytes, engine = "workers-shared") => ({ engine, op, algorithm: "ring", ranks, bytes });

test("bandwidths are those of nccl-tests", () => {
  const bus = (op, ranks, factor) => assert.equal(busFactor(op, ranks), factor, `${op} ${ranks}`);
  bus("all-reduce", 2, 1);
  bus("all-reduce", 8, 1.75);
  bus("all-gather", 4, 0.75);
  bus("reduce-scatter", 8, 0.875);
  bus("broadcast", 8, 1);
  bus("barrier", 8, null);
  const row = rowOf(point("all-reduce", 8, 1_000_000), [400, 500, 1000], 30);
  assert.deepEqual([row.median_us, row.min_us, row.max_us, row.iters], [500, 400, 1000, 30]);
  assert.deepEqual([row.algbw_GBps, row.busbw_GBps], [2, 3.5]);
  const trip = rowOf(point("ping-pong", 2, 1000), [1], 1);
  assert.equal(trip.algbw_GBps, 2, "there and back");
  const barrier = rowOf(point("barrier", 8, 0), [5], 1);
  assert.deepEqual([barrier.algbw_GBps, barrier.busbw_GBps], [null, null]);
});

test("the median of an even number is between the two, and nothing has none", () => {
  assert.deepEqual(spread([4, 1, 2, 8]), { median: 3, min: 1, max: 8 });
  assert.throws(() => spread([]), RangeError);
});

test("sizes grow by the detail's factor and end where asked", () => {
  assert.deepEqual(sizes({ ...USUAL, detail: "quick", min_bytes: 8, max_bytes: 4096 }), [8, 512, 4096]);
  assert.equal(sizes({ ...USUAL, detail: "full" }).at(-1), USUAL.max_bytes);
  assert.deepEqual(sizes({ ...USUAL, min_bytes: 16, max_bytes: 8 }), []);
});

test("without isolation there is nothing of shared memory to measure, and every operation over ports", () => {
  const all = plan(USUAL, false).flatMap(({ contenders }) => contenders);
  const shared = all.filter(({ engine, op }) => engine === "workers-shared" && op !== "start");
  assert.deepEqual(shared, []);
  for (const op of OPS) assert.ok(all.some((it) => it.engine === "workers-ports" && it.op === op), op);
});

test("goals name contenders of their race", () => {
  const goals = GOAL_RACES.flatMap(({ goals }) => goals.map(({ goal }) => goal));
  assert.equal(goals.length, 5);
  assert.deepEqual(Object.keys(texts.zh.goal_names), goals, "each has its Chinese words");
  const small = plan({ ...USUAL, max_bytes: 4096 }, true).flatMap(({ contenders }) => contenders);
  assert.ok(small.every(({ bytes }) => bytes <= 4096), "no goal is larger than asked for");
  for (const { contenders, goals } of GOAL_RACES)
    for (const { ours, beside } of goals) assert.ok(contenders[ours] && contenders[beside]);
});

test("a ratio is that of the medians, its range that of neighbours", () => {
  const lane = (times_us) => ({ contender: { point: point("barrier", 8, 0) }, batch: 1, times_us, trouble: null });
  const { ratio, ratio_min, ratio_max } = compare(lane([2, 4, 9]), lane([1, 2, 3]));
  assert.deepEqual([ratio, ratio_min, ratio_max], [2, 2, 3]);
  assert.equal(compare(lane([]), lane([1])), null, "who has no time is beside nobody");
});

test("a plot for each number of ranks, a curve for each engine, and a file comes back", () => {
  const rows = [2, 4].flatMap((ranks) =>
    ["workers-shared", "workers-ports"].flatMap((engine) =>
      [8, 512].map((bytes) => rowOf(point("all-reduce", ranks, bytes, engine), [10, 20, 40], 3)),
    ),
  );
  const picture = { rows, laid_over: [], op: "all-reduce", view: "time", resolution_us: 5 };
  const drawn = plots(picture, texts.en);
  assert.equal(drawn.length, 2);
  for (const { curves, floor } of drawn) {
    assert.deepEqual([curves.length, curves[0].points.length, floor.value], [2, 2, 5]);
    assert.deepEqual([curves[0].points[0].y, curves[0].points[0].low, curves[0].points[0].high], [20, 10, 40]);
  }
  assert.equal(plots({ ...picture, view: "bandwidth" }, texts.zh)[0].floor, null);
  assert.deepEqual(plots({ ...picture, op: "barrier" }, texts.en), []);
  const file = rows.map((row) => JSON.stringify(row)).join("\n");
  assert.deepEqual(rowsOf(`${JSON.stringify({ cores: 2 })}\n${file}\n`), rows);
});

const good = rowOf(point("all-reduce", 2, 8), [10, 20, 40], 3);
const lines = (...rows) => rows.map((row) => JSON.stringify(row)).join("\n");

test("a file with a number that no measurement has is refused, with its line, its field and the range", () => {
  const cases = [
    ["ranks", 0], ["ranks", 2.5], ["ranks", 1e300], ["ranks", "2"], ["ranks", undefined],
    ["bytes", -1], ["bytes", 2 ** 60], ["iters", -3], ["iters", null],
    ["median_us", 0], ["median_us", 1e-300], ["median_us", 1e300], ["median_us", "fast"], ["median_us", [20]],
    ["min_us", -1], ["min_us", 21], ["max_us", 19], ["max_us", 1e300],
    ["algbw_GBps", -1], ["busbw_GBps", 1e300], ["busbw_GBps", {}],
  ];
  for (const [field, value] of cases) {
    const refusal = rowsOf(lines({ cores: 2 }, good, { ...good, [field]: value }));
    assert.deepEqual([refusal.kind, refusal.line, refusal.field], ["value", 3, field], `${field} ${value}`);
    assert.ok(refusal.least <= refusal.most, `${field} ${value}`);
    for (const language of ["en", "zh"]) {
      const words = texts[language].refused(refusal);
      for (const word of ["3", field, String(refusal.least), String(refusal.most)]) assert.ok(words.includes(word), words);
      assert.doesNotMatch(words, /undefined|NaN|object Object/);
    }
  }
  const huge = `${lines(good).slice(0, -1)},"ranks":1e999}`;
  assert.equal(rowsOf(huge).got, "Infinity");
  assert.ok(rowsOf(lines({ ...good, max_us: "x".repeat(9999) })).got.length < 50);
});

test("a file with more than can be drawn is refused, and what is no measurement is passed over", () => {
  const { algorithm: _, ...bare } = good;
  const others = [null, 3, "text", [], { goal: "g", ratio: 1 }, { ...good, op: "teleport" }, { ...good, engine: "constructor" }];
  assert.deepEqual(rowsOf(lines(...others)), { kind: "empty" });
  assert.deepEqual(rowsOf(`\n${lines(...others, good)}\r\n\n`), [good]);
  assert.deepEqual(rowsOf(lines({ ...bare, "<b>": "more" })), [{ ...good, algorithm: "" }]);
  assert.deepEqual(rowsOf(""), { kind: "empty" });
  assert.deepEqual(rowsOf(`${lines(good)}\n{`), { kind: "text", line: 2 });
  const row = `${lines(good)}\n`;
  assert.equal(rowsOf(row.repeat(ROWS_MAX)).length, ROWS_MAX);
  assert.deepEqual(rowsOf(row.repeat(ROWS_MAX + 1)), { kind: "count", limit: ROWS_MAX });
  assert.ok(row.length * ROWS_MAX < FILE_BYTES_MAX, "as many as may be drawn fit into a file");
  for (const language of ["en", "zh"])
    for (const refusal of [{ kind: "empty" }, { kind: "unread" }, { kind: "size", limit: 8 }, { kind: "count", limit: 9 }, { kind: "text", line: 7 }])
      assert.match(texts[language].refused(refusal), /[.。]$/);
});

test("the outermost rows that a file may hold are drawn within the plot", () => {
  const outer = [1e-6, 1e12].flatMap((time) =>
    [0, 2 ** 40].flatMap((bytes) =>
      [0, 1e9, null].map((speed) => ({
        ...{ ...good, bytes, ranks: 1024, median_us: time, min_us: 0, max_us: time },
        ...{ algbw_GBps: speed, busbw_GBps: speed },
      })),
    ),
  );
  const laid_over = rowsOf(lines(...outer));
  assert.equal(laid_over.length, outer.length);
  for (const view of ["time", "bandwidth"])
    for (const plot of plots({ rows: [], laid_over, op: "all-reduce", view, resolution_us: 5 }, texts.en)) {
      assert.ok(plot.y.ticks.length <= 30);
      assert.doesNotMatch(renderToString(logLog(plot, 300)), /NaN|Infinity/, view);
    }
});
