// The readout strip: four numbers, each with how it is known. Counted: from the messages that travelled.
// Modelled: α per message, β per byte. Measured: a clock on the reader's device, only where it is fine enough.

import type { Report } from "../generated/core.d.ts";
import { grouped, microseconds, type Language } from "./numbers.ts";

export type Source = "counted" | "modelled" | "measured";

export interface Readout {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly source: Source;
  /** Set when there is no number, and says why. */
  readonly absent?: string;
}

export interface ReadoutText {
  readonly messages: string;
  readonly bytes: string;
  modelled_time(alpha_us: number, beta_ns: number): string;
  measured_time(runs: number): string;
  readonly counted: string;
  readonly modelled: string;
  readonly measured: string;
  readonly not_measured: string;
  readonly not_measured_why: { readonly simulated: string; coarse(resolution_us: number): string };
  resolution(us: number): string;
  of_vector(ratio: number): string;
  uneven(least: number, most: number): string;
  readonly failed: string;
}

/** Repeated runs of one experiment: their median, and half the width that holds the middle half of them. */
export interface Timing {
  readonly runs: number;
  readonly median_us: number;
  readonly spread_us: number;
}

export function timingOf(wall_us: readonly number[], resolution_us: number): Timing | null {
  if (wall_us.length === 0) return null;
  const sorted = wall_us.slice().sort((a, b) => a - b);
  const at = (fraction: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] as number;
  return {
    runs: sorted.length,
    median_us: at(0.5),
    spread_us: Math.max(resolution_us, (at(0.75) - at(0.25)) / 2),
  };
}

export function readouts(
  report: Report,
  timing: Timing | null,
  words: ReadoutText,
  language: Language,
): Readout[] {
  const number = (value: number): string => grouped(value, language);
  const { totals, predicted, experiment } = report;
  const vector_bytes = (experiment.inputs?.[0]?.length ?? 0) * (experiment.kind === "f64" ? 8 : 4);
  const [alpha, beta] = [experiment.network?.alpha_us ?? 0, experiment.network?.beta_ns_per_byte ?? 0];
  const bytes_mean = totals.bytes_sent.reduce((sum, bytes) => sum + bytes, 0) / experiment.ranks;
  return [
    {
      name: words.messages,
      value: range(totals.messages, words, number),
      unit: "2(P − 1)",
      source: "counted",
    },
    {
      name: words.bytes,
      value: range(totals.bytes_sent, words, number),
      source: "counted",
      unit: vector_bytes > 0 ? words.of_vector(bytes_mean / vector_bytes) : "",
    },
    {
      name: words.modelled_time(alpha, beta),
      source: "modelled",
      value: predicted.time_us === null ? "–" : microseconds(predicted.time_us, language),
      unit: "µs",
    },
    measured(report, timing, words, language),
  ];
}

function range(values: readonly number[], words: ReadoutText, number: (value: number) => string): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? number(most) : words.uneven(least, most);
}

/** A clock that steps further than this says nothing about runs of some hundred microseconds. */
export const RESOLUTION_MAX_US = 50;

/** Whether a run's own time is worth printing. */
export const isTimed = ({ engine, time }: Report): boolean =>
  engine.used !== "simulated" && time.resolution_us <= RESOLUTION_MAX_US;

function measured(report: Report, timing: Timing | null, words: ReadoutText, language: Language): Readout {
  const { simulated, coarse } = words.not_measured_why;
  const why = isTimed(report)
    ? null
    : report.engine.used === "simulated"
      ? simulated
      : coarse(report.time.resolution_us);
  const name = words.measured_time(timing?.runs ?? 1);
  if (why !== null) return { name, value: "–", unit: words.not_measured, source: "measured", absent: why };
  const value = timing?.median_us ?? report.time.wall_us;
  return {
    name,
    source: "measured",
    value: value === null ? "–" : microseconds(value, language),
    unit: words.resolution(timing?.spread_us ?? report.time.resolution_us),
  };
}

/** Four hex digits that name a trace: which messages travelled, not when. */
export function traceHash(report: Report): string {
  const columns = report.trace?.messages;
  let hash = 0x811c9dc5;
  if (columns) {
    for (const column of [
      columns.step,
      columns.from,
      columns.to,
      columns.start,
      columns.count,
      columns.combine,
    ]) {
      for (const value of column) hash = Math.imul(hash ^ value, 0x01000193) >>> 0;
    }
  }
  return (hash >>> 16).toString(16).padStart(4, "0");
}
