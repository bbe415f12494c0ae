// A file of measurements, whoever wrote it: the rows that can be drawn, or why none is. Pure.

import { ENGINES, OPS, REFERENCE_OPS, type Row } from "./row.ts";

/** What cannot be drawn, with the limit that it breaks. */
export type Refusal =
  | { readonly kind: "empty" }
  | { readonly kind: "unread" }
  | { readonly kind: "size"; readonly limit: number }
  | { readonly kind: "count"; readonly limit: number }
  | { readonly kind: "text"; readonly line: number }
  | ({ readonly kind: "value"; readonly line: number; readonly field: string; readonly got: string } & Range);

interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** All sizes, operations, engines and numbers of ranks that can be asked for are some two thousand. */
export const ROWS_MAX = 5000;
/** Four times what so many rows take. */
export const FILE_BYTES_MAX = 4 * 1024 * 1024;

/** A picosecond to eleven days, so that every axis has a handful of decades. */
const TIMES = { least: 1e-6, most: 1e12, whole: false };
const SPEEDS = { least: 0, most: 1e9, whole: false };
const COUNTS = { least: 0, most: 1e12, whole: true };
const RANKS = { least: 1, most: 1024, whole: true };
const BYTES = { least: 0, most: 2 ** 40, whole: true };

type Fields = Record<string, unknown>;

/** Only the first trouble is told: who mends it asks again. */
export function rowsOf(text: string): Row[] | Refusal {
  const rows: Row[] = [];
  for (const [index, words] of text.split("\n").entries()) {
    if (words.trim() === "") continue;
    const line = index + 1;
    let value: unknown;
    try {
      value = JSON.parse(words);
    } catch {
      return { kind: "text", line };
    }
    if (!isMeasurement(value)) continue;
    const row = rowIn(value, line);
    if ("kind" in row) return row;
    if (rows.push(row) > ROWS_MAX) return { kind: "count", limit: ROWS_MAX };
  }
  return rows.length > 0 ? rows : { kind: "empty" };
}

/** Anything else in the file, where it was measured above all, is left to others. */
function isMeasurement(value: unknown): value is Fields & Pick<Row, "engine" | "op"> {
  if (typeof value !== "object" || value === null) return false;
  const { engine, op, median_us } = value as Fields;
  const engines: readonly unknown[] = [...ENGINES, "threads", "reference"];
  const ops: readonly unknown[] = [...OPS, ...REFERENCE_OPS];
  return engines.includes(engine) && ops.includes(op) && median_us !== undefined;
}

function rowIn(it: Fields & Pick<Row, "engine" | "op">, line: number): Row | Refusal {
  const median = it["median_us"] as number;
  // In this order, since the last two are measured by the median.
  const ranges: readonly (readonly [field: string, range: Range])[] = [
    ...([["ranks", RANKS], ["bytes", BYTES], ["iters", COUNTS], ["median_us", TIMES]] as const),
    ...([["algbw_GBps", SPEEDS], ["busbw_GBps", SPEEDS]] as const),
    ...([["min_us", { ...TIMES, least: 0, most: median }], ["max_us", { ...TIMES, least: median }]] as const),
  ];
  for (const [field, range] of ranges) {
    const got = it[field];
    const is_unmoved = got === null && field.endsWith("_GBps");
    if (!is_unmoved && !fits(got, range)) return { kind: "value", line, field, got: short(got), ...range };
  }
  const { engine, op, algorithm } = it;
  const numbers = Object.fromEntries(ranges.map(([field]) => [field, it[field]])) as unknown as Row;
  return { ...numbers, engine, op, algorithm: typeof algorithm === "string" ? algorithm : "" };
}

const fits = (value: unknown, { least, most, whole }: Range): boolean =>
  typeof value === "number" && value >= least && value <= most && (!whole || Number.isInteger(value));

/** The value as the file has it, or as much of it as says what it is. */
function short(value: unknown): string {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "");
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
