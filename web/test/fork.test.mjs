// Forking the past: what the ranks do from a step on, against a ring that is changed in the middle of its loop.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { bounds, combine, engine as run, modulo, round, values } from "./ring.mjs";

const { runAll, swapped } = await load("figures/ring-all-reduce/runs.ts");
const { defaults, withChange, readParameters, writeParameters } = await load(
  "figures/ring-all-reduce/parameters.ts",
);
const { readAddress, withAddress } = await load("url.ts");

/** The ring's loop, written down once more, with somebody reaching into it after some steps. */
function changedRing({ ranks, length, kind = "f32", op = "sum", forks }) {
  const vectors = values(ranks, length, kind).map((list) => list.map(round[kind]));
  let rules = { cut: ranks - 1, op };
  const moments = [];
  for (let step = 0; step <= 2 * (ranks - 1); step++) {
    if (step > 0 && rules.op === "mean" && step === rules.cut) divide(vectors, ranks, kind, step);
    for (const fork of forks.filter(({ t }) => t === step)) {
      rules = { cut: fork.cut ?? rules.cut, op: fork.op ?? rules.op };
      for (const { rank, index, value } of fork.edits) vectors[rank][index] = round[kind](value);
    }
    moments.push(vectors.map((vector) => vector.slice()));
    if (step === 2 * (ranks - 1)) break;
    const before = vectors.map((vector) => vector.slice());
    for (let rank = 0; rank < ranks; rank++) {
      const [from, to] = bounds(length, ranks, modulo(rank - step - 1, ranks));
      const receiver = (rank + 1) % ranks;
      for (let k = from; k < to; k++)
        vectors[receiver][k] =
          step < rules.cut
            ? combine(rules.op, kind, before[rank][k], before[receiver][k])
            : before[rank][k];
    }
  }
  return moments;
}

function divide(vectors, ranks, kind, step) {
  for (let rank = 0; rank < ranks; rank++) {
    const [from, to] = bounds(vectors[0].length, ranks, modulo(rank - step - 1, ranks));
    for (let k = from; k < to; k++) vectors[rank][k] = round[kind](vectors[rank][k] / ranks);
  }
}

const fork = (t, changes) => ({ t, cut: null, op: null, edits: [], ...changes });

test("a changed future is the ring with its loop changed at that step, on every rank, at every moment", async () => {
  for (const [ranks, length] of [
    [2, 5],
    [5, 23],
    [6, 12],
    [7, 3],
  ]) {
    const steps = 2 * (ranks - 1);
    for (let t = 1; t < steps; t++) {
      for (const forks of [
        [fork(t, { edits: [{ rank: t % ranks, index: length - 1, value: 77.25 }] })],
        [fork(t, { cut: Math.min(steps, t + 1) })],
        [fork(t, { op: "max" })],
        ...(t + 1 < steps
          ? [[fork(t, { cut: t }), fork(t + 1, { edits: [{ rank: 0, index: 0, value: -3 }] })]]
          : []),
      ]) {
        const { ring } = await runAll({ ...defaults, ranks, elements: length, forks }, run);
        const what = `${ranks} ranks, ${JSON.stringify(forks)}`;
        const got = ring.replay.states.map((state) =>
          state.map((row) => row.flatMap((version) => Array.from(version.values))),
        );
        assert.deepEqual(got, changedRing({ ranks, length, forks }), what);
        assert.ok(ring.replay.matches_outputs.every(Boolean), what);
        assert.deepEqual(ring.replay.report.outputs.map((output) => Array.from(output)), got.at(-1), what);
        assert.deepEqual(ring.replay.report.totals.messages, Array(ranks).fill(steps), what);
      }
    }
  }
});

test("integers and means fork as well", async () => {
  for (const [kind, op] of [
    ["i32", "sum"],
    ["f32", "mean"],
  ]) {
    for (const t of [1, 3, 4, 6]) {
      const forks = [fork(t, { edits: [{ rank: 1, index: 2, value: 9 }] })];
      const { ring } = await runAll({ ...defaults, ranks: 5, elements: 13, kind, op, forks }, run);
      const got = ring.replay.states.map((state) =>
        state.map((row) => row.flatMap((version) => Array.from(version.values))),
      );
      assert.deepEqual(got, changedRing({ ranks: 5, length: 13, kind, op, forks }), `${kind} ${op} at ${t}`);
    }
  }
});

test("the past stays the very same, the old future stays beside it, and what differs is counted", async () => {
  const plain = await runAll({ ...defaults, elements: 12 }, run);
  const edit = (t, rank, index) => ({
    ...defaults,
    elements: 12,
    forks: [fork(t, { edits: [{ rank, index, value: 1000 }] })],
  });
  const { ring, ghost } = await runAll(edit(3, 2, 10), run);
  const bits = ({ replay }) => replay.states.map((state) => state.map((row) => row.map(({ values: v }) => [...v])));
  assert.deepEqual(bits(ring).slice(0, 3), bits(plain.ring).slice(0, 3));
  assert.deepEqual(bits(ghost.ring), bits(plain.ring));
  assert.equal(ghost.difference.compared, 8 * 36);
  assert.equal(ghost.difference.at(3, 2, 5), true);
  assert.equal(ghost.difference.at(3, 2, 4), false);
  let differ = 0;
  for (let t = 3; t <= 10; t++)
    for (let rank = 0; rank < 6; rank++)
      for (let chunk = 0; chunk < 6; chunk++) {
        const differs = String(bits(ring)[t][rank][chunk]) !== String(bits(plain.ring)[t][rank][chunk]);
        assert.equal(ghost.difference.at(t, rank, chunk), differs);
        differ += differs ? 1 : 0;
      }
  assert.equal(ghost.difference.differ, differ);
});

test("what a chunk held after it was handed on no longer matters, what it held before spoils everybody", async () => {
  // Rank 2 hands on chunk 1 in the first step; chunk 0 it hands on in the second, with its own part in it.
  const wrong = async (index) => {
    const forks = [fork(1, { edits: [{ rank: 2, index, value: 1000 }] })];
    const { ring } = await runAll({ ...defaults, elements: 6, forks }, run);
    return ring.checks.map(({ wrong_count }) => wrong_count);
  };
  assert.deepEqual(await wrong(1), Array(6).fill(0));
  assert.deepEqual(await wrong(0), Array(6).fill(1));
});

test("swapping shows the old branch, and swapping again the new one", async () => {
  const result = await runAll({ ...defaults, elements: 12, forks: [fork(3, { cut: 4 })] }, run);
  assert.equal(result.cut, 4);
  const old = swapped(result);
  assert.equal(old.ring, result.ghost.ring);
  assert.equal(swapped(old).ring, result.ring);
  assert.ok(old.ring.replay.report.verdict.agrees && !result.ring.replay.report.verdict.agrees);
});

test("a change at the same step joins the fork, an earlier one replaces what came later", () => {
  const edit = { rank: 1, index: 2, value: 5 };
  const one = withChange(defaults, [], 3, { edit });
  assert.deepEqual(one.forks, [fork(3, { edits: [edit] })]);
  const two = withChange(one, one.forks, 3, { cut: 4 });
  assert.deepEqual(two.forks, [fork(3, { cut: 4, edits: [edit] })]);
  const three = withChange(two, two.forks, 5, { op: "max" });
  assert.equal(three.forks.length, 2);
  assert.deepEqual(withChange(three, three.forks, 2, { cut: 9 }).forks, [fork(2, { cut: 9 })]);
  assert.deepEqual(withChange(one, one.forks, 3, { edit: { ...edit, value: null } }).forks, []);
});

test("forks stand in the fragment and come back; nonsense is left out", () => {
  const forks = [
    fork(3, { cut: 4, edits: [{ rank: 2, index: 17, value: 3.5 }] }),
    fork(7, { op: "max", edits: [{ rank: 0, index: 1, value: -1e-7 }] }),
  ];
  const url = new URL("https://example.org/en/");
  const address = readAddress(url);
  writeParameters({ ...defaults, forks }, defaults, address.query, address.fragment);
  const result = withAddress(url, address, ["ranks"]);
  assert.equal(result.hash, "#fork=3,cut:4,2.17_3.5~7,op:max,0.1_-1e-7");
  const read = (text) => {
    const { query, fragment } = readAddress(new URL(text, url));
    return readParameters(query, fragment).forks;
  };
  assert.deepEqual(read(result.href), forks);
  assert.deepEqual(read("#fork=3,cut:4~2,cut:1~x~99,cut:1~0,cut:1~5~6,op:shout"), [fork(3, { cut: 4 })]);
  assert.deepEqual(read("?fault=flip:2#fork=3,cut:4"), []);
});
