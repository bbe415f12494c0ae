// The keys that figures sort. Numbers from a seed, so that a link brings the same ones back.

import type { Keys } from "../generated/sorter.d.ts";

export type { Keys };

export const key_kinds = ["u32", "i32", "f32"] as const;
export type KeyKind = (typeof key_kinds)[number];

export const patterns = [
  "random",
  "sorted",
  "reversed",
  "few-unique",
  "all-equal",
  "organ-pipe",
  "skewed",
  "specials",
] as const;
export type Pattern = (typeof patterns)[number];

export interface KeyWish {
  readonly count: number;
  readonly kind: KeyKind;
  readonly pattern: Pattern;
  readonly seed: number;
}

/** Marsaglia's xorshift of 32 bits, from a seed that is never 0. */
function dice(seed: number): () => number {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ 0xc2b2ae35) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state;
  };
}

const constructors = { u32: Uint32Array, i32: Int32Array, f32: Float32Array };

/** Numbers that sort badly when they are compared as numbers only. */
const specials_f32 = [NaN, -NaN, Infinity, -Infinity, 0, -0, 2 ** -149, -(2 ** -149), 1, -1];
const specials: Record<KeyKind, readonly number[]> = {
  u32: [0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1],
  i32: [0, -1, 1, 2 ** 31 - 1, -(2 ** 31)],
  f32: specials_f32,
};

/** A word of 32 bits as a key: floats lie between -1000 and 1000, so that they can be read. */
function keyOf(word: number, kind: KeyKind): number {
  if (kind === "f32") return (word / 2 ** 32 - 0.5) * 2000;
  return kind === "i32" ? word | 0 : word;
}

/** Part k of a line from the smallest to the largest key, k between 0 and 1. */
const along = (k: number, kind: KeyKind): number => {
  if (kind === "f32") return (k - 0.5) * 2000;
  const word = Math.floor(k * (2 ** 32 - 1));
  return kind === "i32" ? word - 2 ** 31 : word;
};

/** What stands at place `index` of `count`. */
function keyAt(pattern: Pattern, index: number, count: number, kind: KeyKind, roll: () => number): number {
  switch (pattern) {
    case "random":
      return keyOf(roll(), kind);
    case "sorted":
      return along(index / count, kind);
    case "reversed":
      return along((count - 1 - index) / count, kind);
    case "few-unique":
      return along((roll() % 8) / 8, kind);
    case "all-equal":
      return along(0.5, kind);
    case "organ-pipe":
      return along(Math.min(index, count - 1 - index) / Math.ceil(count / 2), kind);
    case "skewed":
      return along((roll() / 2 ** 32) ** 8, kind);
    case "specials": {
      const word = roll();
      const list = specials[kind];
      return word % 3 === 0 ? keyOf(roll(), kind) : (list[word % list.length] as number);
    }
  }
}

export function keysOf({ count, kind, pattern, seed }: KeyWish): Keys {
  const keys = new constructors[kind](count);
  const roll = dice(seed);
  for (let index = 0; index < count; index++) keys[index] = keyAt(pattern, index, count, kind, roll);
  if (pattern === "specials" && kind === "f32") signNans(keys as Float32Array);
  return keys;
}

/** JavaScript has one NaN; every other one here gets the sign bit, which a sort must not lose. */
function signNans(keys: Float32Array): void {
  const words = new Uint32Array(keys.buffer);
  let negative = false;
  for (let index = 0; index < keys.length; index++) {
    if (!Number.isNaN(keys[index])) continue;
    words[index] = negative ? 0xffc00001 : 0x7fc00001;
    negative = !negative;
  }
}
