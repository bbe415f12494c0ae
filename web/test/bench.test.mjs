// What the bench page computes: bandwidths as nccl-tests define them, sizes, ratios, and where points are drawn.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { busFactor, rowOf, rowsOf, spread, OPS } = await load("bench/row.ts");
const { sizes, plan, USUAL, GOAL_RACES } = await load("bench/plan.ts");
const { compare } = await load("bench/race.ts");
const { plots } = await load("bench/charts.ts");
const { texts } = await load("bench/text.ts");

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
