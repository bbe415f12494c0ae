// The figure's replay against the real engine: for every run the `ranks` program makes, the values replayed from its
// trace must be the outputs it printed, bit by bit, and the figure's own check must agree with its verdict.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { load } from "../test/load.mjs";

const { reportFromJson } = await load("report-json.ts");
const { replay } = await load("draw/replay.ts");
const { braid, checkOutputs } = await load("draw/compare.ts");
const { runAll } = await load("figures/ring-all-reduce/runs.ts");
const { defaults } = await load("figures/ring-all-reduce/parameters.ts");

/** One run; a wrong verdict is exit code 1 and still a report. */
function ranks(experiment) {
  const [program, ...words] = process.env.OPENHOOD_RANKS.split(" ");
  const child = spawn(program, [...words, "run", experiment.collective, "--input", "-", "--json"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stdin.end(
    JSON.stringify(experiment, (_, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value)),
  );
  return new Promise((resolve, reject) =>
    child.on("close", (code) => {
      const text = Buffer.concat(chunks).toString();
      if (code > 1) reject(new Error(`exit ${code}: ${text}`));
      else resolve(reportFromJson(JSON.parse(text)));
    }),
  );
}

const run = (experiment) => ranks({ engine: "simulated", ...experiment });

test("replayed buffers are the engine's outputs, for every operator, kind, length and cut", async () => {
  const cases = [];
  for (const p of [1, 2, 3, 5, 6, 8])
    for (const count of [0, 1, p - 1, p + 1, 50]) cases.push({ ranks: p, count });
  for (const op of ["product", "min", "max", "mean"]) cases.push({ ranks: 5, count: 23, op });
  for (const kind of ["i32", "u32", "f64"])
    for (const op of ["sum", "product", "min"]) cases.push({ ranks: 4, count: 11, kind, op });
  for (let cut = 0; cut <= 8; cut++)
    for (const op of ["sum", "mean"]) cases.push({ ranks: 5, count: 12, cut, op });
  for (const given of cases) {
    const report = await run({ collective: "all-reduce", algorithm: "ring", ...given });
    const { matches_outputs } = replay(report);
    assert.ok(matches_outputs.every(Boolean), JSON.stringify(given));
    assert.equal(
      checkOutputs(report).every((check) => check.wrong_count === 0),
      report.verdict.agrees,
      `verdict of ${JSON.stringify(given)}`,
    );
  }
});

test("threads and simulator leave the same trace", async () => {
  const given = { collective: "all-reduce", algorithm: "ring", ranks: 6, count: 25 };
  const [simulated, threads] = await Promise.all(
    ["simulated", "threads"].map((engine) => ranks({ ...given, engine })),
  );
  assert.deepEqual(threads.outputs, simulated.outputs);
  for (const column of ["from", "to", "step", "start", "count", "combine", "chain"]) {
    assert.deepEqual(threads.trace.messages[column], simulated.trace.messages[column], column);
  }
});

test("the two halves, run on their own, hold the ring's bits", async () => {
  for (const [p, elements] of [
    [2, 7],
    [6, 100],
    [7, 5],
  ]) {
    const { halves, ring } = await runAll({ ...defaults, ranks: p, elements }, run);
    const { equal, compared } = braid(ring.replay, halves.scatter, halves.gather);
    assert.equal(compared, p ** 3 + (p ** 2 * (p + 1)) / 2);
    assert.equal(equal, compared);
  }
});
