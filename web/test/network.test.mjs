// Networks without a browser: their state in an address, what edits do, where things stand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { readParameters, writeParameters, defaults, shuffled, readKeys, address_keys } = await load(
  "network/parameters.ts",
);
const { cutAt, flipAt, withAdded, withKey, withKeys, withNetwork, withPattern, restored } = await load(
  "network/edits.ts",
);
const { build, carried, origins } = await load("network/model.ts");
const { layoutOf, itemAt, gapAt, wireAt } = await load("network/layout.ts");
const { readAddress, withAddress } = await load("url.ts");
const { bits, factorial, formula } = await load("network/counts.ts");

const read = (text) => {
  const { query, fragment } = readAddress(new URL(text, "https://example.org/en/"));
  return readParameters(query, fragment);
};
const write = (parameters) => {
  const url = new URL("https://example.org/en/");
  const address = readAddress(url);
  writeParameters(parameters, defaults, address.query, address.fragment);
  const result = withAddress(url, address, address_keys);
  return result.search + result.hash;
};

/** Two wires, one comparator; enough of an engine to build models without the module. */
const engine = {
  network: () => ({
    comparators: Uint32Array.of(0, 1),
    layers: Uint32Array.of(0, 1),
    stages: Uint32Array.of(1),
  }),
  run_network(comparators, keys) {
    const now = [...keys];
    const rows = [...now];
    for (let at = 0; at < comparators.length; at += 2) {
      const [low, high] = comparators.subarray(at, at + 2);
      if (now[low] > now[high]) [now[low], now[high]] = [now[high], now[low]];
      rows.push(...now);
    }
    return Float64Array.from(rows);
  },
  prove_network: () => ({ inputs: 4, failing: 0, smallest: null, counterexample: null, unsorted: 0 }),
};
const two = { ...defaults, wires: 2, keys: [5, 3] };

test("everything a reader can change comes back from the address", () => {
  const parameters = {
    wires: 5,
    kind: "odd-even-merge",
    keys: [3, -1.5, 1e-7, 0, 3],
    cut: [1, 4],
    flip: [2],
    add: [
      { gap: 3, low: 4, high: 0 },
      { gap: 0, low: 0, high: 1 },
    ],
    t: 2,
    threshold: 1,
  };
  const text = write(parameters);
  assert.equal(
    text,
    "?wires=5&kind=odd-even-merge&cut=1,4&flip=2&add=3.4.0,0.0.1&t=2&threshold=1&v=1#keys=3,-1.5,1e-7,0,3",
  );
  assert.deepEqual(read(text), parameters);
  assert.equal(write(defaults), "");
});

test("nonsense becomes the default, and numbers stay within their limits", () => {
  assert.equal(read("?wires=1").wires, 2);
  assert.equal(read("?wires=999").wires, 64);
  assert.equal(read("?kind=bubble").kind, "bitonic");
  assert.deepEqual(read("?wires=4&add=0.1.1,0.0.9,x,1.2.3").add, [{ gap: 1, low: 2, high: 3 }]);
  assert.deepEqual(read("?cut=3,x,3,1").cut, [1, 3]);
  assert.equal(read("?wires=4#keys=1,2,3").keys, null, "too few keys are none");
  assert.equal(read("#keys=1,two").keys, null);
});

test("a list of keys is read however it is separated", () => {
  assert.deepEqual(readKeys("3, 1;2  −4\n5e-3，7、8"), [3, 1, 2, -4, 5e-3, 7, 8]);
  for (const text of ["", "1 x", "NaN", "Infinity"]) assert.equal(readKeys(text), null, text);
});

test("the shuffle is one: every number once, in no order", () => {
  for (let wires = 2; wires <= 64; wires++) {
    const keys = shuffled(wires);
    assert.deepEqual(
      [...keys].sort((a, b) => a - b),
      Array.from({ length: wires }, (_, wire) => wire + 1),
    );
  }
});

test("edits: out and back, round and back, added, turned, removed", () => {
  const out = cutAt(defaults, { base: 3 });
  assert.deepEqual(out.cut, [3]);
  assert.deepEqual(cutAt(out, { base: 3 }), defaults);
  const turned = flipAt(out, { base: 3 });
  assert.deepEqual([turned.cut, turned.flip], [[], [3]], "what is turned round is in again");
  const added = withAdded(defaults, { gap: 2, low: 1, high: 5 });
  assert.deepEqual(flipAt(added, { added: 0 }).add, [{ gap: 2, low: 5, high: 1 }]);
  assert.deepEqual(cutAt(added, { added: 0 }), defaults);
  assert.deepEqual(restored(turned), defaults);
});

test("other wires keep the keys they can, and none of the edits", () => {
  const before = withKey(cutAt(defaults, { base: 3 }), 0, 99);
  const fewer = withNetwork(before, { wires: 4 });
  assert.deepEqual([fewer.cut, fewer.keys.length, fewer.keys[0]], [[], 4, 99]);
  assert.equal(withKeys(defaults, [3, 1, 2]).wires, 3);
  assert.equal(withKeys(defaults, Array(100).fill(1)).wires, 64);
  assert.equal(withPattern(before, "shuffled").keys, null);
  assert.deepEqual(new Set(withPattern(defaults, "zero-one").keys), new Set([0, 1]));
});

test("a model says what was exchanged, where keys came from, and what is wrong", () => {
  const model = build(two, engine);
  assert.deepEqual(model.swapped, [true]);
  assert.deepEqual([...carried(model, 1)], [3, 5]);
  assert.deepEqual(origins(model, 1), [1, 0]);
  assert.deepEqual([model.wrong, model.depth, model.same], [[], 1, 1]);
  const without = build(cutAt(two, { base: 0 }), engine);
  assert.deepEqual([without.comparators.length, without.wrong], [0, [0]]);
  assert.equal(without.items.length, 1, "what is out is still drawn");
  const turned = build(flipAt(two, { base: 0 }), engine);
  assert.deepEqual([...turned.comparators], [1, 0]);
  assert.deepEqual(turned.wrong, [0]);
  const equal = build({ ...two, keys: [4, 4] }, engine);
  assert.deepEqual([equal.swapped, equal.order], [[false], [0, 1]]);
});

test("a point on the picture is a comparator, a wire, a gap", () => {
  const model = build(two, engine);
  const layout = layoutOf(model, 400);
  assert.equal(itemAt(model, layout, layout.xs[0], layout.y(0)), 0);
  assert.equal(itemAt(model, layout, layout.xs[0] + 60, layout.y(0)), null);
  assert.deepEqual([wireAt(layout, 2, -50), wireAt(layout, 2, 999)], [0, 1]);
  assert.deepEqual([gapAt(layout, 0), gapAt(layout, 400)], [0, 1]);
});

test("numbers: the formula, orders, inputs as digits", () => {
  assert.deepEqual(formula(16), { comparators: 80, layers: 10, k: 4 });
  assert.equal(formula(12), null);
  assert.equal(factorial(8, "en"), "40,320");
  assert.equal(factorial(16, "en"), "2.1·10¹³");
  assert.equal(bits(0b11, 6), "1100 00");
});
