// What a caller gives `sort`, taken over: arrays of every origin, options with getters, signals of anybody's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { load } from "./load.mjs";

const { takeOver } = await load("sorting/request.ts");

const kinds = [Uint32Array, Int32Array, Float32Array];
const bits = ({ buffer, byteOffset, length }) => Array.from(new Uint32Array(buffer, byteOffset, length));

test("numbers and payload are those of the call", () => {
  for (const kind of kinds) {
    const keys = kind.of(3, 1, 2);
    const options = { payload: Uint32Array.of(7, 8, 9), plan: { registers: 4 }, descending: true };
    const mine = takeOver(keys, options);
    keys.fill(9);
    options.payload.fill(0);
    options.plan.registers = 3;
    options.descending = false;
    assert.deepEqual(mine.keys, kind.of(3, 1, 2));
    assert.deepEqual(mine.options.payload, Uint32Array.of(7, 8, 9));
    assert.deepEqual([mine.options.plan.registers, mine.options.descending], [4, true]);
  }
});

test("every field is read once, an inherited one too", () => {
  const reads = {};
  const counted = (values) =>
    new Proxy(values, {
      get: (target, name) => ((reads[name] = (reads[name] ?? 0) + 1), Reflect.get(target, name)),
    });
  class Wish {
    get descending() {
      return true;
    }
  }
  const wish = Object.assign(new Wish(), { payload: Uint32Array.of(1), signal: AbortSignal.abort(), device: "cpu" });
  const { options } = takeOver(Uint32Array.of(1), counted(Object.assign(wish, { plan: counted({ tile: 64 }) })));
  for (const [name, count] of Object.entries(reads)) assert.equal(count, 1, name);
  assert.deepEqual([options.descending, options.device, options.plan.tile], [true, "cpu", 64]);
  assert.ok("descending" in reads && "tile" in reads && "sabotage" in reads);
});

test("names that nobody knows get to where they are refused", () => {
  const { options } = takeOver(Uint32Array.of(1), { order: "desc", plan: { tiles: 3 } });
  assert.ok("order" in options && "tiles" in options.plan);
});

test("arrays of another realm, of threads and of buffers that grow are what they are, bit by bit", () => {
  const words = [0x7fc00001, 0xffc00001, 0x80000000, 1, 0x7f800001];
  const fill = (array) => (new Uint32Array(array.buffer, array.byteOffset, array.length).set(words), array);
  const shared = (options) => new SharedArrayBuffer(20, options);
  for (const kind of kinds)
    for (const array of [
      runInNewContext(`new ${kind.name}(5)`),
      new kind(shared()),
      new kind(shared({ maxByteLength: 40 })),
      new kind(new ArrayBuffer(20, { maxByteLength: 40 })),
      new kind(new ArrayBuffer(32, { maxByteLength: 40 }), 8, 5),
      new (class Mine extends kind {})(5),
    ]) {
      const { keys, options } = takeOver(fill(array), kind === Uint32Array ? { payload: array } : undefined);
      for (const copy of kind === Uint32Array ? [keys, options.payload] : [keys]) {
        assert.equal(Object.getPrototypeOf(copy), kind.prototype);
        assert.equal(Object.getPrototypeOf(copy.buffer), ArrayBuffer.prototype);
        assert.deepEqual([copy.buffer.resizable, copy.buffer.byteLength], [false, 20]);
        assert.deepEqual(bits(copy), words);
      }
    }
});

test("an array is as long as it is at the call", () => {
  const buffer = new ArrayBuffer(8, { maxByteLength: 16 });
  const keys = new Uint32Array(buffer);
  buffer.resize(16);
  assert.equal(takeOver(keys).keys.length, 4);
  buffer.resize(0);
  assert.equal(takeOver(keys).keys.length, 0);
});

test("what cannot be sorted stays as it is, for words about it", () => {
  const gone = new Float32Array(2);
  structuredClone(gone, { transfer: [gone.buffer] });
  const buffer = new ArrayBuffer(8, { maxByteLength: 8 });
  const outside = new Uint32Array(buffer, 4, 1);
  buffer.resize(4);
  const dressed = Object.defineProperty(new Float64Array(2), Symbol.toStringTag, { value: "Float32Array" });
  const others = [new Float64Array(2), new BigInt64Array(2), new DataView(buffer), [1, 2], "12", 5n, null, undefined];
  const proxies = [new Proxy(new Float32Array(2), {}), { [Symbol.toStringTag]: "Float32Array", length: 2 }];
  // Never touched, so never really there.
  const long = new Uint32Array(2 ** 27 + 1);
  for (const value of [gone, outside, dressed, long, ...others, ...proxies]) {
    const { keys, options } = takeOver(value, { payload: value });
    assert.ok(Object.is(keys, value) && Object.is(options.payload, value));
  }
  for (const options of [5, "cpu", null, [1], new Float32Array(2), () => 1])
    assert.ok(Object.is(takeOver(Uint32Array.of(1), options).options, options));
});

test("a signal is known by what it can do, and its reason passed on", () => {
  for (const early of [true, false])
    for (const reason of ["enough", new Error("enough"), null]) {
      const listeners = new Set();
      const theirs = {
        aborted: early,
        reason,
        addEventListener: (type, listener) => type === "abort" && listeners.add(listener),
        removeEventListener: (type, listener) => listeners.delete(listener),
      };
      const { options, release } = takeOver(Uint32Array.of(1), { signal: theirs });
      assert.ok(options.signal instanceof AbortSignal && options.signal !== theirs);
      assert.equal(options.signal.aborted, early);
      for (const listener of listeners) listener();
      assert.deepEqual([options.signal.aborted, options.signal.reason], [true, reason]);
      release();
      assert.equal(listeners.size, 0, "nobody listens any more");
    }
  for (const signal of [1, "signal", {}, { aborted: 1, addEventListener() {} }, { aborted: false }])
    assert.equal(takeOver(Uint32Array.of(1), { signal }).options.signal, signal);
});

test("a getter that throws is heard, and a signal's never later", () => {
  const fail = (word) => () => {
    throw word;
  };
  const failing = (name, rest) => Object.defineProperty({ ...rest }, name, { get: fail("mine") });
  const thrown = (options) => {
    try {
      takeOver(Uint32Array.of(1), options);
    } catch (error) {
      return error;
    }
    return "nothing";
  };
  for (const name of ["descending", "payload", "signal", "plan", "sabotage"])
    assert.equal(thrown(failing(name)), "mine");
  assert.equal(thrown({ plan: failing("tile") }), "mine");
  const methods = { addEventListener() {}, removeEventListener: fail("no") };
  assert.equal(thrown({ signal: failing("aborted", methods) }), "mine");
  const signal = failing("reason", { aborted: true, ...methods });
  const { options, release } = takeOver(Uint32Array.of(1), { signal });
  assert.equal(options.signal.reason, "mine");
  release();
  takeOver(Uint32Array.of(1), { signal: { aborted: false, ...methods } }).release();
});
