// How text from outside, typed or in an address, becomes a value. What cannot be taken is refused, never bent in
// silence: whoever asks is told where it stood, what would have been taken, and what is shown instead.

import type { Kind } from "./generated/core.d.ts";

/** What would have been taken. */
export type Allowed =
  | { readonly is: "whole"; readonly low: number; readonly high: number }
  | { readonly is: "names"; readonly names: readonly string[] }
  | { readonly is: "value"; readonly kind: Kind }
  | { readonly is: "finite" }
  | { readonly is: "place"; readonly ranks: number; readonly elements: number }
  | { readonly is: "form"; readonly example: string }
  | { readonly is: "together"; readonly other: string }
  | { readonly is: "items"; readonly least: number; readonly most: number }
  | { readonly is: "length"; readonly fields: number; readonly characters: number };

/** Something that was not taken. */
export interface Refusal {
  /** Where it stood: a parameter of an address, a field of a figure. */
  readonly field: string;
  readonly got: string;
  readonly allowed: Allowed;
  /** What is shown in its place; null is nothing. */
  readonly instead: string | null;
}

export type Refuse = (refusal: Refusal) => void;

/** For those who have nobody to tell. */
export const ignore: Refuse = () => undefined;

const WHOLE = { i32: [-(2 ** 31), 2 ** 31 - 1], u32: [0, 2 ** 32 - 1] } as const;

/** From where to where the whole numbers of a kind go; null for kinds of floating point. */
export const wholeRange = (kind: Kind): readonly [number, number] | null =>
  kind === "i32" || kind === "u32" ? WHOLE[kind] : null;

/** Whether a kind holds a number, or for floating point one that it may be rounded to. */
export function holds(kind: Kind, value: number): boolean {
  const range = wholeRange(kind);
  if (range) return Number.isInteger(value) && value >= range[0] && value <= range[1];
  return kind === "f64" || !Number.isFinite(value) || Number.isFinite(Math.fround(value));
}

/** A number as somebody may write it; null if the kind does not hold it, or it is none. */
export function readValue(text: string, kind: Kind): number | null {
  const written = text.trim().replace("−", "-").replace("∞", "Infinity");
  const value = Number(written);
  if (written === "" || (Number.isNaN(value) && written !== "NaN")) return null;
  if (!Number.isFinite(value) && /\d/.test(written)) return null; // too large for a double, not infinite
  if (!holds(kind, value)) return null;
  return wholeRange(kind) && value === 0 ? 0 : value; // whole numbers have one zero
}

/** The shortest text that gives this very number back. It has no plus, which an address would make a space. */
export const spelled = (value: number): string =>
  Object.is(value, -0) ? "-0" : String(value).replace("e+", "e");

/** Numbers as they stood in an address before it was read: `1e+30`, written by hand, comes as `1e 30`. */
export const withPluses = (text: string): string => text.replace(/(?<=\de) (?=\d)/gi, "+");

/** Reads the fields of an address one by one. A field that is not there, or empty, has its default. */
export class Reader {
  readonly #bag: URLSearchParams;
  readonly #refuse: Refuse;

  constructor(bag: URLSearchParams, refuse: Refuse) {
    this.#bag = bag;
    this.#refuse = refuse;
  }

  whole<T extends number | null>(field: string, low: number, high: number, otherwise: T): number | T {
    return whole(field, this.#bag.get(field), [low, high], otherwise, this.#refuse);
  }

  /** One of a few names. */
  named<T extends string, Otherwise extends string | null>(
    field: string,
    names: readonly T[],
    otherwise: Otherwise,
  ): T | Otherwise {
    return named(field, this.#bag.get(field), names, otherwise, this.#refuse);
  }
}

/** A whole number; one outside the range becomes the nearest inside. */
export function whole<T extends number | null>(
  field: string,
  text: string | null,
  [low, high]: readonly [number, number],
  otherwise: T,
  refuse: Refuse,
): number | T {
  if (text === null || text === "") return otherwise;
  const value = /^\d+$/.test(text) ? Math.min(high, Math.max(low, Number(text))) : otherwise;
  if (value === null || value !== Number(text))
    refuse({ field, got: text, allowed: { is: "whole", low, high }, instead: value === null ? null : String(value) });
  return value;
}

/** The items of a list; an empty text has none. */
export const items = (text: string | null, separator: string): readonly string[] =>
  text === null || text === "" ? [] : text.split(separator);

/** As many of a list as are kept. */
export function atMost(
  most: number,
  field: string,
  list: readonly string[],
  refuse: Refuse,
): readonly string[] {
  if (list.length > most)
    refuse({ field, got: String(list.length), allowed: { is: "items", least: 0, most }, instead: null });
  return list.slice(0, most);
}

/** `panic:3`: a name, and the rank it is about. */
export function readNamedRank<T extends string>(
  field: string,
  text: string | null,
  names: readonly T[],
  ranks: number,
  refuse: Refuse,
): readonly [T, number] | null {
  const [first = "", second = ""] = (text ?? "").split(":");
  const name = named(field, first, names, null, refuse);
  const rank = name && whole(field, second, [0, ranks - 1], null, refuse);
  if (name !== null && second === "")
    refuse({ field, got: name, allowed: { is: "form", example: `${name}:${ranks - 1}` }, instead: null });
  return name === null || rank === null ? null : [name, rank];
}

export function named<T extends string, Otherwise extends string | null>(
  field: string,
  text: string | null,
  names: readonly T[],
  otherwise: Otherwise,
  refuse: Refuse,
): T | Otherwise {
  const found = names.find((name) => name === text);
  if (found === undefined && text !== null && text !== "")
    refuse({ field, got: text, allowed: { is: "names", names }, instead: otherwise });
  return found ?? otherwise;
}
