// The arithmetic of the engine, element by element, so that a replay can be compared bit by bit.
// f32 is rounded after every operation (Math.fround); integers wrap modulo 2^32.
// Math.min and Math.max already propagate NaN and order -0 before +0.

import type { Kind, Numbers, Op } from "../generated/core.d.ts";

type Binary = (received: number, own: number) => number;

const floating: Record<Op, Binary> = {
  sum: (received, own) => received + own,
  mean: (received, own) => received + own,
  product: (received, own) => received * own,
  min: Math.min,
  max: Math.max,
};

// The typed array that takes the result wraps it: storing into an Int32Array or Uint32Array is modulo 2^32,
// and Math.imul keeps the low half of a product that a double could not hold.
const integral: Record<Op, Binary> = { ...floating, product: Math.imul };

/** received ∘ own for every element; storing into the array of the kind does the rounding or wrapping. */
export function combine(kind: Kind, op: Op, received: Numbers, own: Numbers): Numbers {
  const binary = (kind === "f32" || kind === "f64" ? floating : integral)[op];
  const result = own.slice();
  for (let index = 0; index < result.length; index++) {
    result[index] = binary(received[index] as number, own[index] as number);
  }
  return result;
}

/** The one division of a mean. */
export function divide(values: Numbers, divisor: number): Numbers {
  return values.map((value) => value / divisor) as Numbers;
}

/** An array of the kind from plain numbers. */
export function numbersOf(kind: Kind, values: ArrayLike<number>): Numbers {
  switch (kind) {
    case "f32":
      return Float32Array.from(values);
    case "f64":
      return Float64Array.from(values);
    case "i32":
      return Int32Array.from(values);
    case "u32":
      return Uint32Array.from(values);
  }
}

/** Bit by bit, but for NaN: JavaScript does not keep a NaN's payload, so all of them count as one. */
export function sameBits(left: Numbers, right: Numbers): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    if (!Object.is(left[index], right[index])) return false;
  }
  return true;
}
