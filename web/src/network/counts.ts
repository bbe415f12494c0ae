// Numbers about networks: the formula of bitonic sort, and how many orders n keys can have.

import { grouped, scientific, type Language } from "../draw/numbers.ts";

/** n! in full while that can be read, then rounded. */
export function factorial(wires: number, language: Language): string {
  let product = 1;
  for (let k = 2; k <= wires; k++) product *= k;
  return wires <= 12 ? grouped(product, language) : scientific(product);
}

/** What bitonic sort needs when n is a power of two: n/4 · k(k + 1) comparators in k(k + 1)/2 layers. */
export function formula(wires: number): { comparators: number; layers: number; k: number } | null {
  const k = Math.log2(wires);
  if (!Number.isInteger(k)) return null;
  return { comparators: (wires / 4) * k * (k + 1), layers: (k * (k + 1)) / 2, k };
}

/** 2³² */
export const powerOfTwo = (exponent: number): string =>
  `2${[...String(exponent)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)] ?? digit).join("")}`;

/** An input of zeros and ones, wire 0 first, in groups of four. */
export function bits(input: number, wires: number): string {
  const digits = Array.from({ length: wires }, (_, wire) => (input >>> wire) & 1).join("");
  return digits.replace(/(.{4})(?=.)/g, "$1 ");
}

export const shadowOf = (input: number, wires: number): number[] =>
  Array.from({ length: wires }, (_, wire) => (input >>> wire) & 1);
