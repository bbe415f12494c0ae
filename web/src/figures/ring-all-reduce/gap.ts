// Work for the gap: what a rank does with the chunk it owns before the second half starts, and the same work on a whole
// vector, which every rank would have to do after an all-reduce. One function does both: a chunk is a vector that
// begins somewhere. The arithmetic is that of f32, rounded after every operation.

import type { Numbers } from "../../generated/core.d.ts";
import type { Block } from "../../draw/partition.ts";

export type Gap = "none" | "scale" | "optimizer" | "layer-norm" | "softmax";

export const gaps: readonly Gap[] = ["none", "scale", "optimizer", "layer-norm", "softmax"];

/** Learning rate and momentum of the optimizer; the rate is also what `scale` multiplies by. */
export const RATE = 0.01;
export const MOMENTUM = 0.9;
/** What keeps LayerNorm from dividing by zero. */
export const EPSILON = 1e-5;

/** What stands on a slot in the drawing. */
export const symbols: Record<Gap, string> = {
  none: "f",
  scale: "×η",
  optimizer: "opt",
  "layer-norm": "LN",
  softmax: "σ",
};

/** What an optimizer keeps between steps: the weights, and how they moved last. */
export interface Model {
  readonly weights: Numbers;
  readonly momentum: Numbers;
}

export interface Work {
  readonly gap: Exclude<Gap, "none">;
  /** How many elements one token has; tokens lie one behind the other from element 0 on. */
  readonly token: number;
  readonly model: Model;
}

/** What came out, and what it took. */
export interface Worked {
  readonly values: Numbers;
  /** Elements that were worked on, counted while it happened. */
  readonly touched: number;
  /** Bytes of state that had to be kept for it. */
  readonly state_bytes: number;
}

const f32 = Math.fround;

/** Does the work on `values`, which are the elements of the whole vector from `start` on. */
export function work({ gap, token, model }: Work, values: Numbers, start: number): Worked {
  const out = Float32Array.from(values);
  switch (gap) {
    case "scale":
      return { values: out.map((value) => f32(RATE) * value), touched: out.length, state_bytes: 0 };
    case "optimizer":
      return descend(out, start, model);
    case "layer-norm":
      return normalize(out, start, token);
    case "softmax":
      return { values: softmax(out), touched: out.length, state_bytes: 0 };
  }
}

/** Gradient descent with momentum: m = µm + g, p = p − ηm. Reads and writes the own part of the state only. */
function descend(gradient: Float32Array, start: number, model: Model): Worked {
  const state = model.momentum.slice(start, start + gradient.length);
  const weights = model.weights.slice(start, start + gradient.length);
  for (const [index, g] of gradient.entries()) {
    const moved = f32(f32(f32(MOMENTUM) * (state[index] as number)) + g);
    state[index] = moved;
    weights[index] = f32((weights[index] as number) - f32(f32(RATE) * moved));
  }
  return { values: weights, touched: gradient.length, state_bytes: state.byteLength };
}

/** LayerNorm token by token, or of what is here of a token: whoever has a piece cannot know the rest. */
function normalize(values: Float32Array, start: number, token: number): Worked {
  let touched = 0;
  for (let from = 0; from < values.length;) {
    const to = Math.min(values.length, from + token - ((start + from) % token));
    const piece = values.subarray(from, to);
    const mean = f32(total(piece, (value) => value) / piece.length);
    const variance = f32(total(piece, (value) => f32(value - mean) ** 2) / piece.length);
    const scale = f32(1 / f32(Math.sqrt(f32(variance + f32(EPSILON)))));
    for (const [index, value] of piece.entries()) piece[index] = f32(value - mean) * scale;
    touched += piece.length;
    from = to;
  }
  return { values, touched, state_bytes: 0 };
}

function softmax(values: Float32Array): Float32Array {
  const most = values.reduce((left, right) => Math.max(left, right), -Infinity);
  const powers = values.map((value) => Math.exp(f32(value - most)));
  const sum = total(powers, (value) => value);
  return powers.map((value) => value / sum);
}

/** A sum from left to right, rounded after every addition. */
function total(values: Float32Array, of: (value: number) => number): number {
  let sum = 0;
  for (const value of values) sum = f32(sum + f32(of(value)));
  return sum;
}

/** How many tokens there are, and how many of them lie in more than one block. */
export function tokensOf(
  blocks: readonly Block[],
  token: number,
): { readonly count: number; readonly cut: number } {
  const length = blocks.reduce((sum, { count }) => sum + count, 0);
  const inner = new Set<number>();
  for (const { start, count } of blocks)
    if (count > 0 && start > 0 && start % token !== 0) inner.add(Math.floor(start / token));
  return { count: Math.ceil(length / token), cut: inner.size };
}
