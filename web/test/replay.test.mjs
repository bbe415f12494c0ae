// The replay: what the figure says every rank held after every step.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { ringReport, values } from "./ring.mjs";

const { replay, contributionCount, isComplete } = await load("draw/replay.ts");
const { braid, checkOutputs } = await load("draw/compare.ts");

const threeRuns = (options) => {
  const ring = replay(ringReport(options));
  const scatter = replay(ringReport({ ...options, collective: "reduce-scatter", cut: undefined }));
  const owned = scatter.report.outputs;
  const last = scatter.states.at(-1);
  const gather = replay(
    ringReport({
      ranks: options.ranks,
      kind: options.kind,
      collective: "all-gather",
      inputs: owned.map((output) => Array.from(output)),
    }),
    owned.map((_, rank) => last[rank][rank]),
  );
  return { ring, scatter, gather };
};

test("the last state is what the ranks returned, bit by bit", () => {
  for (const kind of ["f32", "f64", "i32", "u32"]) {
    for (const op of ["sum", "product", "min", "max", ...(kind.startsWith("f") ? ["mean"] : [])]) {
      for (const ranks of [1, 2, 3, 6, 7]) {
        for (const length of [0, 1, ranks - 1, ranks + 1, 40]) {
          const inputs = values(ranks, length, kind);
          for (const collective of ["all-reduce", "reduce-scatter"]) {
            const { matches_outputs } = replay(ringReport({ collective, ranks, inputs, op, kind }));
            assert.deepEqual(
              matches_outputs,
              Array(ranks).fill(true),
              `${collective} ${op} ${kind}, ${ranks} ranks, ${length} elements`,
            );
          }
        }
      }
    }
  }
});

test("a changed bit of one output is noticed on that rank alone", () => {
  const report = ringReport({ ranks: 4, inputs: values(4, 10) });
  new Uint32Array(report.outputs[2].buffer)[3] ^= 1;
  assert.deepEqual(replay(report).matches_outputs, [true, true, false, true]);
});

test("every rank owns its own chunk on the cut, and everything at the end", () => {
  const { states } = replay(ringReport({ ranks: 6, inputs: values(6, 12) }));
  assert.equal(states.length, 11);
  for (const [rank, row] of states[5].entries()) {
    assert.deepEqual(
      row.map(isComplete),
      row.map((_, chunk) => chunk === rank),
    );
    assert.equal(contributionCount(row[rank]), 6);
  }
  assert.ok(states[10].flat().every(isComplete));
});

test("after one step of four ranks, the chunks received have two contributions", () => {
  const { states } = replay(ringReport({ ranks: 4, inputs: values(4, 4) }));
  const counts = states[1].map((row) => row.map(contributionCount));
  assert.deepEqual(counts, [
    [1, 1, 2, 1],
    [1, 1, 1, 2],
    [2, 1, 1, 1],
    [1, 2, 1, 1],
  ]);
  assert.deepEqual([...states[1][0][2].contributions], [1, 0, 0, 1]);
});

test("NaN and negative zero survive the replay", () => {
  const inputs = [
    [NaN, -0, 1],
    [2, 0, -Infinity],
    [3, -0, Infinity],
  ];
  for (const op of ["sum", "min", "max", "product"]) {
    assert.deepEqual(replay(ringReport({ ranks: 3, inputs, op })).matches_outputs, [true, true, true], op);
  }
});

test("the ring and its halves hold the same bits wherever both hold something", () => {
  for (const [ranks, compared] of [
    [1, 2],
    [2, 14],
    [6, 342],
    [7, 343 + 7 * 28],
  ]) {
    const { ring, scatter, gather } = threeRuns({ ranks, inputs: values(ranks, 23) });
    const { left, right, ...counts } = braid(ring, scatter, gather);
    assert.deepEqual(counts, { equal: compared, compared }, `${ranks} ranks`);
    assert.ok([...left, ...right].flat().every(Boolean));
  }
});

test("a mean divides on the cut, in the ring and in the reduce-scatter", () => {
  const { ring, scatter, gather } = threeRuns({ ranks: 5, inputs: values(5, 17), op: "mean" });
  const { equal, compared } = braid(ring, scatter, gather);
  assert.equal(equal, compared);
});

test("a cut too early: all ranks agree, all chunks are wrong, and the braid is torn behind it", () => {
  const inputs = values(6, 12);
  const { ring, scatter, gather } = threeRuns({ ranks: 6, inputs, cut: 4 });
  const checks = checkOutputs(ring.report);
  assert.ok(checks.every((check) => check.wrong_count === 6 && check.identical_to_first));
  const { left, right } = braid(ring, scatter, gather);
  assert.deepEqual(
    left.map((row) => row.every(Boolean)),
    [true, true, true, true, true, false],
  );
  assert.ok(right.flat().every((same) => !same));
});

test("a cut too late: ranks keep one right chunk each and disagree", () => {
  const { ring } = threeRuns({ ranks: 6, inputs: values(6, 12), cut: 6 });
  const checks = checkOutputs(ring.report);
  assert.deepEqual(
    checks.map((check) => check.wrong_count),
    [5, 5, 5, 5, 5, 5],
  );
  assert.deepEqual(ring.states[6][1].map(contributionCount)[0], 7);
});

test("outputs are checked against a definition that knows no ring", () => {
  const report = ringReport({ ranks: 3, inputs: values(3, 6) });
  assert.deepEqual(
    checkOutputs(report).map((check) => check.wrong_count),
    [0, 0, 0],
  );
  report.outputs[1][4] += 1;
  const checks = checkOutputs(report);
  assert.deepEqual(
    checks.map((check) => check.wrong_count),
    [0, 1, 0],
  );
  assert.deepEqual(checks[1].wrong, [false, false, true]);
  assert.equal(checks[1].identical_to_first, false);
  report.outputs[1] = null;
  assert.equal(checkOutputs(report)[1].wrong_count, 3);
});

test("outputs at the ends of single precision are judged by what is exact, not by what doubles make of it", () => {
  const judged = (op, column, got) => {
    const report = ringReport({ ranks: column.length, inputs: column.map((value) => [value]), op });
    report.outputs.forEach((output) => output.fill(got));
    return checkOutputs(report).every((check) => check.wrong_count === 0);
  };
  const eight = [1e38, 1e38, 1e38, 1e38, 1e-38, 1e-38, 1e-38, 1e-38];
  for (const [op, column, right, wrong] of [
    ["sum", [3e38, 3e38, -3e38, -3e38], 0, Infinity],
    ["sum", [3e38, 3e38], Infinity, 3e38],
    ["sum", [-0, -0], -0, 0],
    ["sum", [1, -1], 0, -0],
    ["sum", [NaN, 1], NaN, 1],
    ["mean", [3e38, 3e38], 3e38, Infinity],
    ["mean", [1e-45, 1e-45, 1e-45], 1e-45, 0],
    ["product", [...eight, ...eight, 3], 3, 0],
    ["product", [...eight.slice(0, 4), ...eight.slice(0, 4), ...eight.slice(0, 4)], Infinity, 3e38],
    ["product", [1e-20, 1e-20, 1.5], 1.5e-40, 3e-40],
    ["product", [1e-30, -1e-30], -0, 0],
    ["product", [0, 1e-30], 0, 1e-45],
  ])
    assert.deepEqual(
      [right, wrong].map((got) => judged(op, column, got)),
      [true, false],
      `${op} of ${column}`,
    );
});

test("integers wrap and must be exact", () => {
  const inputs = [
    [2 ** 31 - 1, 5],
    [1, -7],
  ];
  const report = ringReport({ ranks: 2, inputs, kind: "i32" });
  assert.deepEqual([...report.outputs[0]], [-(2 ** 31), -2]);
  assert.deepEqual(
    checkOutputs(report).map((check) => check.wrong_count),
    [0, 0],
  );
  report.outputs[0][1] = -3;
  assert.equal(checkOutputs(report)[0].wrong_count, 1);
});
