// The figure's state in an address, and back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { readAddress, withAddress } = await load("url.ts");
const { readParameters, writeParameters, defaults, withEdit, withRanks } = await load(
  "figures/ring-all-reduce/parameters.ts",
);

const keys = ["ranks", "elements", "op", "kind", "seed", "cut", "t", "fault"];
const read = (text) => {
  const { query, fragment } = readAddress(new URL(text, "https://example.org/en/"));
  return readParameters(query, fragment);
};
const write = (parameters, text = "", base = defaults) => {
  const url = new URL(text, "https://example.org/en/");
  const address = readAddress(url);
  writeParameters(parameters, base, address.query, address.fragment);
  const result = withAddress(url, address, keys);
  return result.search + result.hash;
};

test("defaults leave a clean address", () => {
  assert.equal(write(defaults), "");
  assert.deepEqual(read(""), defaults);
});

test("everything a reader can change comes back", () => {
  const parameters = {
    ranks: 7,
    elements: 20,
    op: "max",
    kind: "f32",
    seed: 9,
    cut: 3,
    t: 4,
    fault: { kind: "flip", rank: 2 },
    edits: [
      { rank: 2, index: 17, value: 3.5 },
      { rank: 0, index: 3, value: -1 },
      { rank: 1, index: 0, value: 1e-7 },
    ],
    gap: "none",
    token: 64,
    forks: [],
  };
  const text = write(parameters);
  assert.equal(
    text,
    "?ranks=7&elements=20&op=max&seed=9&token=64&cut=3&t=4&fault=flip:2&v=1#data=2.17_3.5~0.3_-1~1.0_1e-7",
  );
  assert.deepEqual(read(text), parameters);
});

test("odd numbers are edits too", () => {
  for (const value of [NaN, Infinity, -Infinity, -0]) {
    const parameters = withEdit(defaults, 1, 2, value);
    const [edit] = read(write(parameters)).edits;
    assert.ok(Object.is(edit.value, value), String(value));
  }
});

test("unknown keys stay, and so does a place on the page", () => {
  assert.equal(
    write({ ...defaults, ranks: 3 }, "?utm=x&later=1#break-it"),
    "?utm=x&later=1&ranks=3&v=1#break-it",
  );
  assert.equal(write(defaults, "?utm=x&ranks=3&v=1"), "?utm=x");
  assert.equal(write(defaults, "?v=1#data=0.1_2"), "");
});

test("what the author of a page chose is not repeated, but a way back to the default is", () => {
  const base = { ...defaults, ranks: 8 };
  assert.equal(write(base, "", base), "");
  assert.equal(write({ ...base, ranks: 6 }, "", base), "?ranks=6&v=1");
});

test("nonsense becomes the default, and numbers stay within their limits", () => {
  assert.equal(read("?ranks=x&op=shout&seed=-1").ranks, 6);
  assert.equal(read("?ranks=999").ranks, 32);
  assert.equal(read("?ranks=0").ranks, 1);
  assert.equal(read("?ranks=4&cut=99").cut, 6);
  assert.equal(read("?ranks=4&t=99").t, 6);
  assert.equal(read("?cut=5").cut, null, "the right cut is no choice");
  assert.equal(read("?kind=i32&op=mean").op, "sum");
  assert.equal(read("?gap=layer-norm").gap, "layer-norm");
  assert.equal(read("?gap=magic").gap, "none");
  assert.equal(read("?kind=i32&gap=scale").gap, "none", "work in the gap is for f32");
  assert.equal(read("?token=0").token, 1);
  assert.equal(read("?fault=panic:9").fault.rank, 5);
  assert.equal(read("?fault=meteor:1").fault, null);
  assert.deepEqual(read("#data=9.0_1~0.99999_1~a~1.1_x~1.1_4").edits, [{ rank: 1, index: 1, value: 4 }]);
});

test("other ranks start over where steps and chunks are concerned", () => {
  const before = {
    ...defaults,
    cut: 3,
    t: 2,
    fault: { kind: "flip", rank: 5 },
    edits: [
      { rank: 5, index: 0, value: 1 },
      { rank: 0, index: 0, value: 2 },
    ],
  };
  const after = withRanks(before, 3);
  assert.deepEqual([after.cut, after.t, after.fault], [null, null, null]);
  assert.deepEqual(after.edits, [{ rank: 0, index: 0, value: 2 }]);
});

test("giving a value back removes its edit", () => {
  const edited = withEdit(withEdit(defaults, 0, 1, 5), 0, 1, 6);
  assert.deepEqual(edited.edits, [{ rank: 0, index: 1, value: 6 }]);
  assert.deepEqual(withEdit(edited, 0, 1, null).edits, []);
});
