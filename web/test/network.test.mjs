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
const { layoutOf, itemAt, gapAt, wireAt, scrolledTo } = await load("network/layout.ts");
const { keyStyle } = await load("network/drawing.ts");
const { gutter } = await load("network/gutter.ts");
const { texts } = await load("network/text.ts");
const { renderToString } = await load("static.ts");
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

/** On so many wires as many layers of neighbors, odd and even ones by turns. */
const neighbors = (wires) => {
  const layers = Array.from({ length: wires }, (_, layer) =>
    Array.from({ length: (wires - (layer % 2)) >> 1 }, (_, at) => 2 * at + (layer % 2)),
  );
  const ends = layers.map((_, layer) => layers.slice(0, layer + 1).flat().length);
  const network = () => ({
    comparators: Uint32Array.from(layers.flat().flatMap((wire) => [wire, wire + 1])),
    layers: Uint32Array.from([0, ...ends]),
    stages: Uint32Array.from(layers, () => 1),
  });
  return build({ ...defaults, wires, keys: null, kind: "odd-even-merge" }, { ...engine, network });
};

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

test("every wire has its number, and the numbers over the layers their name, in both languages", () => {
  for (const [language, names] of [
    ["en", ["distance", "wire"]],
    ["zh", ["距离", "线"]],
  ]) {
    const marks = renderToString(gutter(16, layoutOf(neighbors(16), 400), texts[language].drawing));
    const said = [...marks.matchAll(/>([^<>]+)<\/text>/g)].map(([, words]) => words);
    assert.deepEqual(said, [...names, ...Array.from({ length: 16 }, (_, wire) => String(wire))]);
  }
  const close = renderToString(gutter(64, layoutOf(neighbors(64), 400), texts.en.drawing));
  assert.equal(close.match(/<text/g).length, 2 + 16, "each fourth, where numbers would touch");
});

test("in the order of the keys their colors are in the order of the ramp", () => {
  for (const wires of [2, 6, 16, 64]) {
    const model = neighbors(wires);
    const by_key = model.keys.map((key, wire) => ({ key, style: keyStyle(model, wire, null, 27) }));
    by_key.sort((a, b) => a.key - b.key);
    const ramp = by_key.map(({ style }) => Number(/^var\(--k(\d+)\)$/.exec(style.color)[1]));
    assert.deepEqual([ramp[0], ramp.at(-1)], [0, 15], `${wires}: from end to end`);
    assert.deepEqual(ramp, [...ramp].sort((a, b) => a - b));
    if (wires <= 16) assert.equal(new Set(ramp).size, wires, "no two alike");
  }
});

test("a finger's picture may be wider than its room; on paper there is nothing to scroll, however many wires", () => {
  const model = neighbors(64);
  assert.ok(layoutOf(model, 250, "finger").width > 250);
  const sheet = layoutOf(model, 250, "paper");
  assert.equal(sheet.width, 250);
  assert.ok(Math.max(...sheet.xs) < 250);
});

test("what plays is in the window of a picture that scrolls, and some of what follows", () => {
  const [width, room] = [433, 253];
  for (let x = 0; x <= width; x++) {
    const left = scrolledTo(x, width, room);
    assert.ok(left >= 0 && left <= width - room, `${x}: ${left}`);
    assert.ok(x >= left && x <= left + room, `${x} is seen`);
    assert.ok(x + 60 <= left + room || left === width - room, `${x}: more ahead`);
  }
  assert.equal(scrolledTo(200, 250, 250), 0, "where all is seen nothing moves");
});

test("a comparator is told in a sentence; one that has not run yet is not told as taken out", () => {
  const told = { number: 3, of: 80, layer: 1, low: 4, high: 5, cut: false, turned: false, redundant: false };
  const keys = { low: "2", high: "7", swapped: true };
  assert.equal(
    texts.en.told({ ...told, keys }),
    "comparator 3 of 80, layer 1, smaller key to wire 4, larger to 5: 2 and 7 come out, exchanged",
  );
  assert.equal(texts.en.told({ ...told, keys: null }), "comparator 3 of 80, layer 1, smaller key to wire 4, larger to 5");
  assert.match(texts.en.told({ ...told, keys: null, cut: true }), /: taken out$/);
  assert.doesNotMatch(texts.zh.told({ ...told, keys: null }), /拆掉/);
  assert.match(texts.zh.told({ ...told, keys: null, cut: true }), /拆掉/);
});
