// Words of the bench page in both languages, and how it writes sizes and times.

import type { Language } from "../draw/numbers.ts";
import type { Environment } from "./environment.ts";
import type { Refusal } from "./file.ts";
import type { Detail } from "./plan.ts";
import type { Engine, Op, ReferenceOp, Row } from "./row.ts";
import { en } from "./text-en.ts";
import { zh } from "./text-zh.ts";

export interface Text {
  readonly title: string;
  readonly detail: string;
  readonly details: Record<Detail, string>;
  readonly largest: string;
  readonly start: string;
  readonly again: string;
  readonly stop: string;
  readonly idle: string;
  readonly progress: string;
  running(done: number, total: number, what: string): string;
  readonly finished: string;
  readonly stopped: string;
  failed(why: string): string;
  where(where: Environment): string;
  readonly not_isolated: string;
  /** Nor can it be, over plain http. */
  readonly not_secure: string;
  readonly ops: Record<Op, string>;
  readonly references: Record<ReferenceOp, string>;
  readonly engines: Record<Engine, string>;
  on_ranks(op: string, ranks: number): string;
  floor(resolution: string): string;
  readonly op: string;
  readonly view: string;
  readonly views: { readonly time: string; readonly bandwidth: string };
  readonly legend: string;
  laid_over(engine: string): string;
  readonly chart: string;
  point(row: Row): string;
  readonly goals: string;
  /** By their names in plan.ts. */
  readonly goal_names: Readonly<Record<string, string>>;
  readonly goal_columns: readonly [string, string, string, string, string];
  limit(limit: number, next: number | null): string;
  readonly verdicts: { readonly reached: string; readonly all: string; readonly missed: string };
  readonly table: string;
  readonly columns: readonly [string, string, string, string, string, string, string, string];
  readonly troubles: string;
  readonly export: string;
  readonly lay: string;
  readonly take_off: string;
  /** Why nothing of the file is drawn. */
  refused(refusal: Refusal): string;
}

export const texts: Record<Language, Text> = { en, zh };

/** Three digits that matter. */
export const digits = (value: number): string =>
  value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));

const scaled = (value: number, units: readonly (readonly [number, string])[]): string => {
  const [unit, name] = units.find(([least]) => value >= least * 0.9995) ?? (units.at(-1) as readonly [number, string]);
  return `${digits(value / unit)}\u202f${name}`;
};

export const byteWords = (bytes: number): string =>
  scaled(bytes, [
    [2 ** 20, "MiB"],
    [2 ** 10, "KiB"],
    [1, "B"],
  ]);

export const durationWords = (us: number): string =>
  scaled(us, [
    [1e6, "s"],
    [1e3, "ms"],
    [1, "µs"],
    [1e-3, "ns"],
  ]);

export const speedWords = (GBps: number): string =>
  scaled(GBps, [
    [1, "GB/s"],
    [1e-3, "MB/s"],
    [1e-6, "kB/s"],
  ]);
