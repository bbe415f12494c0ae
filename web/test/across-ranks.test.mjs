// The replay of a sort across ranks, against sorts written out a second time: plain loops over whole lists.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { replaySort, transpositionBytes, words } = await load("figures/sort-across-ranks/replay.ts");
const { readParameters, writeParameters, withRanks, faultOf, defaults } = await load(
  "figures/sort-across-ranks/parameters.ts",
);
const { geometry } = await load("figures/sort-across-ranks/plot.ts");
const { keysOf } = await load("sorting/keys.ts");

/** The layers of bitonic sort on eight wires. */
const LAYERS = [
  ["01", "23", "45", "67"],
  ["03", "12", "47", "56"],
  ["01", "23", "45", "67"],
  ["07", "16", "25", "34"],
  ["02", "13", "46", "57"],
  ["01", "23", "45", "67"],
];

/** Sorted bit by bit: typed arrays leave open how NaNs stand among themselves. */
function sorted(list) {
  const order = words(list);
  const places = Array.from(order.keys()).sort((a, b) => order[a] - order[b]);
  const bits = new Uint32Array(list.buffer, list.byteOffset, list.length);
  return new list.constructor(Uint32Array.from(places, (place) => bits[place]).buffer);
}

function report(algorithm, inputs, messages, outputs) {
  const column = (name) => Uint32Array.from(messages, (message) => message[name]);
  const names = ["from", "to", "step", "count", "bytes", "chain"];
  return {
    experiment: { algorithm, ranks: inputs.length, inputs },
    trace: { messages: Object.fromEntries(names.map((name) => [name, column(name)])) },
    outputs,
    totals: { rounds: 1 + Math.max(-1, ...messages.map(({ step }) => step)) },
  };
}

const blocks = (keys, ranks) => {
  const size = keys.length / ranks;
  return Array.from({ length: ranks }, (_, rank) => keys.slice(rank * size, (rank + 1) * size));
};

function bitonicReport(keys) {
  const inputs = blocks(keys, 8);
  const count = inputs[0].length;
  const messages = LAYERS.flatMap((layer, step) =>
    layer.flatMap((pair) => {
      const [low, high] = [...pair].map(Number);
      const one = { step, count, bytes: 4 * count, chain: step + 1 };
      return [
        { ...one, from: low, to: high },
        { ...one, from: high, to: low },
      ];
    }),
  );
  return report("bitonic", inputs, messages, blocks(sorted(keys), 8));
}

const kinds = [
  ["u32", "random"],
  ["i32", "few-unique"],
  ["f32", "specials"],
  ["u32", "all-equal"],
  ["f32", "reversed"],
];

test("a replay along the network ends in the sorted list, whatever the keys are", () => {
  for (const [kind, pattern] of kinds) {
    const replay = replaySort(bitonicReport(keysOf({ count: 8 * 50, kind, pattern, seed: 4 })));
    assert.deepEqual(replay.matches_outputs, Array(8).fill(true), `${kind} ${pattern}`);
    assert.equal(replay.states.length, 7);
    for (const state of replay.states)
      for (const counts of state) assert.equal(counts.reduce((sum, count) => sum + count, 0), 50);
    for (const [rank, counts] of replay.states[6].entries()) assert.equal(counts[rank], 50);
  }
});

test("an output that is not what the messages made is found, on its rank", () => {
  const broken = bitonicReport(keysOf({ count: 80, kind: "u32", pattern: "random", seed: 1 }));
  broken.outputs[3][5] ^= 1;
  const { matches_outputs } = replaySort(broken);
  assert.deepEqual(
    matches_outputs.flatMap((matches, rank) => (matches ? [] : [rank])),
    [3],
  );
});

test("a network that lacks an exchange does not end in the outputs", () => {
  const whole = bitonicReport(keysOf({ count: 160, kind: "u32", pattern: "random", seed: 2 }));
  const { messages } = whole.trace;
  const kept = Array.from(messages.step, (step, index) => [step, index]).filter(([step]) => step !== 3);
  for (const name of Object.keys(messages))
    messages[name] = Uint32Array.from(kept, ([, index]) => messages[name][index]);
  assert.ok(replaySort(whole).matches_outputs.some((matches) => !matches));
});

test("a replay of sample sort cuts as the messages say", () => {
  const keys = keysOf({ count: 90, kind: "i32", pattern: "random", seed: 9 });
  const inputs = blocks(keys, 3);
  const all = sorted(keys);
  const outputs = [all.slice(0, 20), all.slice(20, 65), all.slice(65)];
  const part = (key) => outputs.findIndex((output) => output.includes(key));
  const messages = [{ from: 1, to: 0, step: 0, count: 4, bytes: 16, chain: 1 }];
  for (let from = 0; from < 3; from++)
    for (let by = 1; by < 3; by++) {
      const to = (from + by) % 3;
      const count = inputs[from].filter((key) => part(key) === to).length;
      messages.push({ from, to, step: 2 + by, count: 1, bytes: 4, chain: 2 });
      messages.push({ from, to, step: 4 + by, count, bytes: 4 * count, chain: 3 });
    }
  const replay = replaySort(report("sample", inputs, messages, outputs));
  assert.deepEqual(
    replay.columns.map(({ phase }) => phase),
    ["samples", "splitters", "counts", "keys"],
  );
  assert.deepEqual(replay.matches_outputs, [true, true, true]);
  assert.deepEqual(
    replay.states[4].map((counts, rank) => counts[rank]),
    [20, 45, 25],
  );
});

test("one rank has nobody to talk to", () => {
  const keys = keysOf({ count: 10, kind: "u32", pattern: "random", seed: 1 });
  for (const algorithm of ["bitonic", "sample"]) {
    const replay = replaySort(report(algorithm, [keys], [], [sorted(keys)]));
    assert.deepEqual([replay.columns.length, replay.states], [0, [[[10]]]]);
    assert.deepEqual(replay.matches_outputs, [true]);
  }
});

test("keys as words keep the order of typed arrays, and every bit", () => {
  for (const kind of ["u32", "i32", "f32"]) {
    const keys = keysOf({ count: 500, kind, pattern: "specials", seed: 2 });
    assert.deepEqual(Array.from(sorted(keys)), Array.from(keys.slice().sort()), kind);
    assert.equal(new Set(words(keys)).size, new Set(new Uint32Array(keys.buffer)).size);
  }
});

test("odd-even transposition sends a block per round, and the ends rest every other time", () => {
  assert.deepEqual(transpositionBytes(4, 10), [20, 40, 40, 20]);
  assert.deepEqual(transpositionBytes(5, 1), [3, 5, 5, 5, 2].map((_, rank) => rounds(5, rank)));
  assert.deepEqual(transpositionBytes(1, 10), [0]);
});

/** In how many of P rounds a rank has a partner. */
function rounds(ranks, rank) {
  const pairs = Array.from({ length: ranks }, (_, round) => round % 2);
  return pairs.filter((first) => {
    const peer = (rank - first) % 2 === 0 ? rank + 1 : rank - 1;
    return peer >= 0 && peer < ranks;
  }).length;
}

test("an address holds what differs from the defaults, and gives it back", () => {
  const parameters = { ...defaults, ranks: 6, algorithm: "sample", pattern: "skewed", fault: faultOf("silent", 2), t: 1 };
  const query = new URLSearchParams();
  writeParameters(parameters, defaults, query);
  assert.equal(query.toString(), "ranks=6&algorithm=sample&pattern=skewed&fault=silent%3A2&t=1");
  assert.deepEqual(readParameters(query), parameters);
  assert.deepEqual(readParameters(new URLSearchParams("ranks=0&fault=flip:40&elements=x")), {
    ...defaults,
    ranks: 1,
    fault: faultOf("flip", 0),
  });
  assert.deepEqual(withRanks(parameters, 12), { ...parameters, ranks: 12, fault: null, t: null });
});

test("everything drawn is inside the picture", () => {
  for (const width of [280, 640, 1120])
    for (const [ranks, columns] of [
      [1, 0],
      [8, 6],
      [32, 15],
      [32, 4],
    ]) {
      const g = geometry(width, ranks, columns);
      assert.ok(g.x(columns) + g.cell_width <= g.width + 0.5, `${width} ${ranks}`);
      assert.ok(g.rows.y(ranks - 1) + g.cell_height / 2 <= g.height);
    }
});
