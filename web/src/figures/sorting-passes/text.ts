// Every word of this figure. One type, two languages: a missing sentence is a type error. The two are written
// separately; what must agree are the numbers, and those come from plans and runs.

import type { PassPlan, SortDevice, SortVerdict } from "../../generated/sorter.d.ts";
import { grouped, type Language } from "../../draw/numbers.ts";
import type { ReadoutText } from "../../draw/readouts.ts";
import type { PlayerText } from "../../elements/step-player.ts";
import type { Drawn, Shape } from "./bills.ts";
import type { Pattern } from "../../sorting/keys.ts";
import type { Break, DeviceWish, Parameters, Preset } from "./parameters.ts";
import { en } from "./text-en.ts";
import { zh } from "./text-zh.ts";

export interface Text {
  readonly language: Language;
  readonly title: string;
  readonly figure: string;

  // the drawing
  readonly plans: Record<Drawn, string>;
  shape(shape: Shape): string;
  row(passes: number, bytes: number): string;
  row_partly(done: number, passes: number, bytes: number): string;
  bytes(bytes: number): string;
  readonly bytes_moved: string;
  readonly ladder_heading: string;
  readonly ladder_label: string;
  readonly raster_heading: string;
  readonly raster_label: string;
  readonly stage: string;
  distance(bit: number): string;
  tile_line(bits: number): string;
  pass(pass: PassPlan, ms: number | null): string;
  readonly resting: string;

  // times
  readonly times: {
    readonly heading: string;
    readonly label: string;
    readonly rows: Record<TimeRow, string>;
    readonly none: string;
    readonly running: string;
    milliseconds(ms: number): string;
    of(runs: number): string;
    software(name: string): string;
    readonly no_timestamps: string;
  };
  readonly roof: {
    readonly heading: string;
    readonly label: string;
    readonly across: string;
    readonly up: string;
    roof(bandwidth: number): string;
    readonly no_gpu: string;
    readonly not_measured: string;
    reached(fraction: number): string;
  };
  readonly keys: {
    readonly before: string;
    readonly after: string;
    readonly label: string;
  };

  // around it
  readonly count: string;
  readonly count_bits: string;
  readonly halve: string;
  readonly double: string;
  readonly plan: string;
  readonly presets: Record<Preset, string>;
  readonly run: string;
  readonly running: string;
  readonly still: string;
  summary(parameters: Parameters): string;
  verdict(verdict: SortVerdict, count: number): string;
  readonly waiting: string;
  badge(device: SortDevice): string;
  /** Why it was not the GPU; the module says it in English. */
  why(reason: string): string;
  caption(facts: CaptionFacts): { readonly claim: string; readonly rest: string };
  readonly legend: readonly string[];
  readonly readouts: Pick<ReadoutText, "measured" | "modelled" | "counted"> & Record<"passes" | "bytes" | "comparators" | "time", string> & {
    of_naive(ratio: number): string;
    per_byte(comparators: number): string;
    formula(stages: number): string;
    readonly per_key: string;
    many(count: number): string;
    spread(min: number, max: number): string;
    one: string;
  };
  readonly proof: {
    seed(seed: number): string;
    adapter(name: string | null, why: string): string;
    chosen(plan: Drawn): string;
    readonly checked: string;
  };

  // controls
  readonly player: PlayerText;
  readonly tools: Record<
    | "reset"
    | "data"
    | "break"
    | "table"
    | "share"
    | "full"
    | "open_full"
    | "more"
    | "help"
    | "close"
    | "copy_by_hand",
    string
  >;
  readonly data: {
    readonly tile: string;
    readonly registers: string;
    readonly kind: string;
    readonly order: string;
    readonly orders: readonly [string, string];
    readonly pattern: string;
    readonly patterns: Record<Pattern, string>;
    readonly device: string;
    readonly devices: Record<DeviceWish, string>;
    readonly seed: string;
    keys(bits: number): string;
  };
  readonly breaks: {
    readonly title: string;
    readonly none: string;
    readonly name: Record<Break, string>;
    readonly what: Record<Break, string>;
    readonly needs_gpu: string;
    readonly failed: string;
    readonly again: string;
  };
  readonly table: {
    caption(plan: Drawn): string;
    readonly columns: Record<"pass" | "kernel" | "stage" | "distances" | "steps" | "comparators" | "bytes" | "time", string>;
    readonly kernels: Record<PassPlan["kernel"], string>;
    readonly totals: string;
    readonly plan: string;
    readonly passes: string;
  };
  readonly help: readonly (readonly [string, string])[];
}

export type TimeRow = "gpu" | "wall" | "upload" | "readback" | "radix" | "builtin";

export interface CaptionFacts {
  readonly count: number;
  readonly naive: number;
  readonly passes: number;
  readonly plan: Drawn;
  readonly bytes: number;
  readonly naive_bytes: number;
  readonly comparators: number;
  readonly wrong: boolean;
}

const prefixes = ["B", "KB", "MB", "GB", "TB"] as const;

/** Three digits and a decimal prefix: 176 MB. */
export function bytesWords(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(prefixes.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const digits = power === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const rounded = Number(value.toFixed(digits));
  return `${rounded} ${prefixes[power]}`;
}

/** Milliseconds with three digits, and microseconds below one. */
export function timeWords(ms: number): string {
  if (ms < 1) return `${Number((ms * 1000).toPrecision(3))} µs`;
  return ms < 1000 ? `${Number(ms.toPrecision(3))} ms` : `${Number((ms / 1000).toPrecision(3))} s`;
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 2¹⁹ */
export const powerOfTwo = (bits: number): string =>
  `2${String(bits).replace(/\d/g, (digit) => superscripts[Number(digit)] ?? digit)}`;

/** A power of two as one, every other number in full. */
export function countWords(count: number, language: Language): string {
  const bits = Math.log2(count);
  return Number.isInteger(bits) && bits >= 10 ? powerOfTwo(bits) : grouped(count, language);
}

export const texts: Record<Language, Text> = { en, zh };
