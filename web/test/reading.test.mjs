// What figures take from an address and from a field, what they refuse, and in which words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { engine } from "./ring.mjs";

const { readValue, holds, spelled, withPluses } = await load("reading.ts");
const { texts } = await load("reading-text.ts");
const { readAddress, withAddress } = await load("url.ts");
const { same } = await load("same.ts");
const ring = await load("figures/ring-all-reduce/parameters.ts");
const network = await load("network/parameters.ts");
const passes = await load("figures/sorting-passes/parameters.ts");
const across = await load("figures/sort-across-ranks/parameters.ts");
const { dataKey, inputsOf } = await load("figures/ring-all-reduce/runs.ts");
const { figures } = await load("figures/registry.ts");

const PAGE = "https://example.org/en/";

/** What a figure makes of an address, and what it refuses. */
function read({ readParameters }, text) {
  const refused = [];
  const refuse = (refusal) => refused.push(refusal);
  const { query, fragment } = readAddress(new URL(text, PAGE), refuse);
  const parameters = readParameters.length < 2 ? readParameters(query, refuse) : readParameters(query, fragment, refuse);
  return { parameters, refused };
}

test("a kind of whole numbers takes no fraction and nothing out of its range, wherever the number comes from", () => {
  const cases = [
    ["i32", ["0", "-0", "7", "−7", "2.0", "1e3", "2147483647", "-2147483648"], ["0.5", "1.9", "-0.5", "1e-7", "2147483648", "-2147483649", "NaN", "Infinity", "∞", "1e400", "x", "", " "]],
    ["u32", ["0", "4294967295"], ["-1", "0.5", "4294967296", "NaN"]],
    ["f32", ["0.5", "-0", "NaN", "∞", "−∞", "-Infinity", "3.4028235e38", "-3.4028235e38", "1e-50"], ["1e39", "-1e39", "3.4028236e38", "1e400", "x", "1 2", ""]],
    ["f64", ["1e39", "1.7976931348623157e308", "NaN"], ["1e309", "-1e400", "two"]],
  ];
  for (const [kind, taken, refused] of cases) {
    for (const text of taken) assert.notEqual(readValue(text, kind), null, `${kind}: ${text}`);
    for (const text of refused) assert.equal(readValue(text, kind), null, `${kind}: ${text}`);
  }
  assert.ok(Object.is(readValue("-0", "i32"), 0), "whole numbers have one zero");
  assert.ok(Object.is(readValue("-0", "f32"), -0));
  assert.ok(!holds("i32", 1.5) && holds("f32", 1.5));
});

test("a fraction in an address of integers is refused with its place, in values and in forks alike", () => {
  for (const [field, address] of [
    ["data", "?kind=i32#data=0.0_1.5~1.2_3"],
    ["fork", "?kind=i32#fork=2,0.0_1.5,1.2_3"],
  ]) {
    const { parameters, refused } = read(ring, address);
    assert.deepEqual(refused, [
      { field, got: "0.0_1.5", allowed: { is: "value", kind: "i32" }, instead: null },
    ]);
    const edits = field === "data" ? parameters.edits : parameters.forks[0].edits;
    assert.deepEqual(edits, [{ rank: 1, index: 2, value: 3 }], "the rest is taken");
    assert.match(texts.en.one(refused[0]), /0\.0_1\.5.*i32 holds whole numbers from −2,147,483,648 to 2,147,483,647/);
  }
});

test("a fork refuses exactly what the inputs refuse", () => {
  const values = ["1e39", "-1e39", "1e400", "x", "", "NaN", "∞", "-0", "0x", "1.5", "3e9", "1e+30", "7"];
  for (const kind of ["f32", "i32"]) {
    for (const value of values) {
      const of_data = read(ring, `?kind=${kind}#data=0.0_${value}`);
      const of_fork = read(ring, `?kind=${kind}#fork=2,0.0_${value}`);
      assert.deepEqual(of_fork.parameters.forks[0]?.edits ?? [], of_data.parameters.edits, `${kind} ${value}`);
      assert.equal(of_fork.refused.length, of_data.refused.length, `${kind} ${value}`);
    }
  }
});

test("nothing in an address is dropped or bent without a word", () => {
  const cases = [
    [ring, "?ranks=2.5", "ranks"],
    [ring, "?ranks=999", "ranks"],
    [ring, "?ranks=-1", "ranks"],
    [ring, "?op=shout", "op"],
    [ring, "?op=__proto__", "op"],
    [ring, "?kind=constructor", "kind"],
    [ring, "?kind=i32&op=mean", "op"],
    [ring, "?kind=i32&gap=scale", "gap"],
    [ring, "?fault=meteor:1", "fault"],
    [ring, "?fault=flip:99", "fault"],
    [ring, "?fault=flip", "fault"],
    [ring, "?fault=flip:1#fork=2,cut:3", "fork"],
    [ring, "#data=9.0_1", "data"],
    [ring, "#data=0.99999_1", "data"],
    [ring, "#data=a", "data"],
    [ring, "#fork=0,cut:3", "fork"],
    [ring, "#fork=2", "fork"],
    [ring, "?ranks=1#fork=1,cut:0", "fork"],
    [ring, "#fork=2,op:shout", "fork op"],
    [ring, "#fork=2,cut:99", "fork cut"],
    [ring, `#data=${"0.0_1~".repeat(400)}0.0_1`, "data"],
    [network, "?wires=1", "wires"],
    [network, "?kind=bubble", "kind"],
    [network, "?cut=3,x", "cut"],
    [network, "?add=0.1.1", "add"],
    [network, "?wires=4#keys=1,2,3", "keys"],
    [network, "?wires=2#keys=1,2,3", "keys"],
    [network, "?wires=2#keys=1,two", "keys"],
    [network, "?wires=2#keys=1,1e309", "keys"],
    [network, "?wires=2#keys=NaN,1", "keys"],
    [passes, "?count=1.5", "count"],
    [passes, "?order=up", "order"],
    [across, "?kind=f16", "kind"],
    [across, "?t=1e3", "t"],
  ];
  for (const [figure, address, field] of cases) {
    const { refused } = read(figure, address);
    assert.deepEqual(refused.map((refusal) => refusal.field), [field], address.slice(0, 60));
    for (const words of Object.values(texts)) {
      const said = words.one(refused[0]);
      assert.ok(said.startsWith(field) && said.length < 240 && !/undefined|object|null/.test(said), said);
    }
  }
});

test("what figures write, and what is nobody's, is refused by nobody", () => {
  for (const [figure, address] of [
    [ring, "?utm=x&later=1#break-it"],
    [ring, "?ranks=7&elements=20&op=max&seed=9&token=64&cut=3&t=4&v=1#data=2.17_3.5~0.3_-1&fork=5,cut:7,op:sum,0.0_NaN"],
    [ring, "?fault=panic:2&ranks="],
    [network, "?wires=5&cut=1,4&flip=2&add=3.4.0,0.0.1&t=2&threshold=1#keys=3,-1.5,1e-7,0,3"],
    [passes, "?order=descending&break=tile"],
    [across, "?algorithm=sample&fault=flip:1"],
  ])
    assert.deepEqual(read(figure, address).refused, [], address);
});

test("a number that a kind rounds to reaches the ranks rounded", async () => {
  const { parameters, refused } = read(ring, "?ranks=2&elements=2#data=0.0_3.4028235e38~1.1_0.1");
  assert.deepEqual(refused, []);
  const { inputs } = await inputsOf(parameters, engine);
  assert.equal(inputs[0][0], Math.fround(3.4028234663852886e38), "the largest f32 is in its range");
  assert.equal(inputs[1][1], Math.fround(0.1));
});

test("of two values for one element the later counts, as one", () => {
  const { parameters } = read(ring, "#data=0.0_1~1.1_5~0.0_2");
  assert.deepEqual(parameters.edits, [
    { rank: 0, index: 0, value: 2 },
    { rank: 1, index: 1, value: 5 },
  ]);
});

test("a number is spelled so that an address brings the very same back", () => {
  for (const value of [-0, 0, 1e30, 1e-7, -1e308, 5e-324, 0.1, NaN, Infinity, -Infinity])
    assert.ok(Object.is(Number(spelled(value)), value), spelled(value));
  const keys = [1e30, -0, 1e-7, -1e308];
  const address = { query: new URLSearchParams("wires=4"), fragment: new URLSearchParams() };
  const parameters = { ...network.defaults, wires: 4, keys };
  network.writeParameters(parameters, network.defaults, address.query, address.fragment);
  const url = withAddress(new URL(PAGE), address, network.address_keys);
  assert.equal(url.hash, "#keys=1e30,-0,1e-7,-1e308");
  assert.ok(same(read(network, url.href).parameters, parameters));
  assert.deepEqual(read(network, "?wires=2#keys=1e+30,2").parameters.keys, [1e30, 2], "a plus written by hand");
  assert.equal(withPluses("1e 30"), "1e+30");
});

test("states that differ in a NaN, an infinity or the sign of a zero are different states", () => {
  const odd = [NaN, Infinity, -Infinity, 0, -0, null];
  const states = odd.map((value) => ({ ...ring.defaults, edits: [{ rank: 0, index: 0, value }] }));
  for (const [one, left] of states.entries())
    for (const [other, right] of states.entries()) {
      assert.equal(same(left, right), one === other, `${odd[one]} and ${odd[other]}`);
      if (odd[one] !== null && odd[other] !== null)
        assert.equal(dataKey(left) === dataKey(right), one === other, "runs that are kept");
    }
  assert.ok(same(structuredClone(states[0]), states[0]));
  assert.ok(!same([], {}) && !same({ a: 1 }, { b: 1 }) && !same({ a: undefined }, { b: undefined }));
});

test("a figure is found by its own name only, whatever a name is worth to the language", () => {
  for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "", "Ring-all-reduce"])
    assert.equal(figures.get(name), undefined, name);
  assert.deepEqual([...figures.keys()].slice(0, 1), ["ring-all-reduce"]);
});

/** Everything that goes through bags of parameters, weighed by how much each call has to look through. */
async function weighed(work) {
  let steps = 0;
  const original = {};
  for (const name of ["get", "has", "set", "delete", "append", "toString"]) {
    original[name] = URLSearchParams.prototype[name];
    URLSearchParams.prototype[name] = function (...given) {
      steps += this.size + 1;
      return original[name].apply(this, given);
    };
  }
  try {
    await work();
  } finally {
    Object.assign(URLSearchParams.prototype, original);
  }
  return steps;
}

const crowd = (fields) => Array.from({ length: fields }, (_, k) => `${k}=`).join("&");

test("an address of any length is read and written in bounded work, and what was not read is said", async () => {
  const { followAddress } = await load("elements/figure-host.ts");
  const work = async (fields) => {
    globalThis.location = new URL(`?ranks=3&${crowd(fields)}#data=0.0_1&${crowd(fields)}`, PAGE);
    const refused = [];
    const figure = {
      keys: network.address_keys,
      readAddress: (address, unread) => {
        ring.readParameters(address.query, address.fragment);
        refused.push(...unread);
      },
    };
    const steps = await weighed(() => {
      followAddress({ attributes: [] }, figure);
      const address = readAddress(globalThis.location);
      ring.writeParameters({ ...ring.defaults, ranks: 4 }, ring.defaults, address.query, address.fragment);
      withAddress(globalThis.location, address, ["ranks"]);
    });
    return { steps, refused };
  };
  try {
    const [few, many, most] = [await work(600), await work(6_000), await work(60_000)];
    assert.ok(few.steps > 0);
    assert.equal(many.steps, few.steps);
    assert.equal(most.steps, few.steps);
    assert.deepEqual(most.refused.map(({ field, allowed }) => [field, allowed.fields]), [["?", 256], ["#", 256]]);
    assert.match(texts.en.one(most.refused[1]), /only the first 256 fields and 65,536 characters are read, and [\d,]+ characters more/);
    assert.deepEqual((await work(100)).refused, []);
  } finally {
    delete globalThis.location;
  }
});

test("an address is cut between fields, never inside one, and unknown fields that were read stay", () => {
  const long = `${"0.0_1~".repeat(11_000)}0.0_1`;
  const refused = [];
  const address = readAddress(new URL(`?utm=x&ranks=3#fork=2,cut:3&data=${long}&keys=1`, PAGE), (it) => refused.push(it));
  assert.deepEqual([...address.fragment], [["fork", "2,cut:3"]], "half a value is another value");
  assert.equal(refused.length, 1);
  const url = new URL(`?utm=x&ranks=3&a=1&a=2#data=${long}`, PAGE);
  assert.equal(withAddress(url, readAddress(url), ["ranks"]).href, `${PAGE}?utm=x&ranks=3&a=1&a=2&v=1`);
  const place = new URL(`#${"x".repeat(100_000)}`, PAGE);
  assert.equal(withAddress(place, readAddress(place), []).href, place.href, "a place on the page is no state");
});

test("both languages refuse with the same numbers", () => {
  for (const [figure, address] of [
    [ring, "?ranks=999&kind=i32#data=0.0_1.5~77.0_1"],
    [network, "?wires=4&cut=x#keys=1,2"],
  ])
    for (const refusal of read(figure, address).refused) {
      const numbers = (words) => words.one(refusal).replaceAll(/[\u202f,]/g, "").match(/\d+/g);
      assert.deepEqual(numbers(texts.en), numbers(texts.zh));
    }
});
