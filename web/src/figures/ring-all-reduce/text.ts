// Every word of this figure. One type, two languages: a missing sentence is a type error. The two are written
// separately; what must agree are the numbers, and those come from the run.

import type { EngineUsed, FaultKind, Op, Report } from "../../generated/core.d.ts";
import type { RankCheck } from "../../draw/compare.ts";
import type { Edit } from "./parameters.ts";
import type { Gap } from "./gap.ts";
import type { Language } from "../../draw/numbers.ts";
import type { ReadoutText } from "../../draw/readouts.ts";
import type { Parameters } from "./parameters.ts";

export interface Text {
  readonly language: Language;
  readonly title: string;
  readonly figure: string;
  number(value: number): string;

  // the drawing
  readonly one_ring: string;
  ring_steps(steps: number): string;
  readonly step: string;
  cut_after(cut: number): string;
  cut_remark(cut: number, ranks: number): string;
  half_adds(steps: number): string;
  half_copies(steps: number): string;
  readonly gap: string;
  readonly chunk: string;
  chunk_name(chunk: number): string;
  readonly owns: string;
  readonly verdict: string;
  readonly buffers_on_cut: string;
  buffers_after(step: number): string;
  halves_after(step: number): string;
  readonly buffers_remark: string;
  readonly buffers_remark_dense: string;
  readonly outputs: string;
  outputs_remark(report: Report, checks: readonly RankCheck[]): string;
  readonly no_outputs: string;
  pill(check: RankCheck): string;
  of_compared(compared: number): string;
  readonly buffers_equal: string;
  compared_at(moments: number): string;
  readonly space_time_label: string;
  readonly strip_label: string;
  readonly rails_label: string;
  readonly one_rank: string;

  // around it
  readonly ranks: string;
  data_summary(parameters: Parameters): string;
  readonly tab_buffers: string;
  readonly tab_space_time: string;
  readonly tab_outputs: string;
  readonly views: string;
  readonly still: string;
  readonly starting: string;
  readonly running: string;
  verdict_line(result: {
    agrees: boolean;
    wrong: number;
    chunks: number;
    ranks: number;
    differs: readonly number[];
  }): string;
  caption(facts: CaptionFacts): { readonly claim: string; readonly rest: string };
  legend(): readonly string[];
  readonly readouts: ReadoutText;
  readonly engine: {
    badge(engine: EngineUsed, ranks: number): string;
    why(engine: EngineUsed, host: Host | null): string | null;
  };
  readonly proof: {
    timer(resolution_us: number): string;
    seed(seed: number, edits: number): string;
    trace(hash: string): string;
    replayed(messages: number): string;
    naive(difference: string): string;
    mismatch(ranks: readonly number[]): string;
  };

  // controls
  readonly player: {
    readonly first: string;
    readonly back: string;
    readonly play: string;
    readonly pause: string;
    readonly forward: string;
    readonly speed: string;
    readonly scrub: string;
    readonly ends: readonly [string, string];
    value(step: number, steps: number, half: number, cut?: number | null): string;
    short_value(step: number, steps: number): string;
  };
  readonly tools: {
    readonly reset: string;
    readonly data: string;
    readonly break: string;
    readonly table: string;
    readonly share: string;
    readonly full: string;
    readonly open_full: string;
    readonly more: string;
    readonly help: string;
    readonly close: string;
    readonly copy_by_hand: string;
  };
  readonly fewer: string;
  readonly more: string;
  readonly cut_input: string;
  cut_value(cut: number, ranks: number): string;
  readonly data: {
    readonly elements: string;
    readonly operator: string;
    readonly kind: string;
    readonly seed: string;
    readonly ops: Record<Op, string>;
    readonly values: string;
    readonly rank: string;
    readonly chunk: string;
    readonly restore: string;
    readonly tap: string;
    readonly empty: string;
    window(from: number, to: number, count: number): string;
    readonly earlier: string;
    readonly later: string;
    element(rank: number, index: number): string;
    edited(count: number): string;
  };
  readonly faults: {
    readonly title: string;
    readonly on_rank: string;
    readonly none: string;
    readonly name: Record<FaultKind, string>;
    readonly what: Record<FaultKind, string>;
    readonly failed: string;
    readonly waits: string;
    readonly again: string;
    waiting(rank: number, on: number, call: string, since_us: number): string;
  };
  readonly gaps: {
    readonly title: string;
    readonly name: Record<Gap, string>;
    /** What stands under the gap, and under the picture. */
    readonly formula: Record<Gap, string>;
    readonly what: Record<Exclude<Gap, "none">, string>;
    readonly token: string;
    tokens(count: number, cut: number, ranks: number): string;
    times(ranks: number): string;
    readonly touched: string;
    readonly state: string;
    instead_of(whole: number): string;
    readonly verdict: string;
    outputs_remark(right: number, chunks: number): string;
    readonly columns: readonly [string, string, string, string];
  };
  readonly fork: {
    /** What happened, in one or two sentences. */
    told(facts: ForkFacts): string;
    readonly show_old: string;
    readonly show_new: string;
    readonly discard: string;
    past(t: number, left: number): string;
    values_at(t: number): string;
    readonly legend: string;
    readonly not_timed: string;
  };
  readonly table: {
    readonly messages: string;
    readonly outputs: string;
    readonly no_message: string;
    step_of(step: number, steps: number): string;
    readonly columns: Record<
      "run" | "from" | "to" | "chunk" | "elements" | "bytes" | "receiver" | "sent" | "received",
      string
    >;
    readonly adds: string;
    readonly stores: string;
    readonly run_ring: string;
    cell(contributions: number, ranks: number): string;
    readonly error: string;
    readonly ulp: string;
    readonly wrong: string;
    readonly first_values: string;
  };
  readonly help: readonly (readonly [string, string])[];
}

/** What the page can do, as far as it explains which engine ran. */
export interface Host {
  /** Served over https, or from this very machine: without that the browser isolates nothing. */
  readonly secure: boolean;
  readonly isolated: boolean;
  readonly workers: boolean;
  /** The address asks for message ports. */
  readonly ports_wanted: boolean;
}

export interface CaptionFacts {
  readonly ranks: number;
  readonly cut: number;
  readonly equal: number;
  readonly compared: number;
  readonly wrong: number;
  readonly chunks: number;
  readonly identical: boolean | null;
  readonly agrees: boolean;
  readonly failed: boolean;
  readonly fault: FaultKind | null;
  /** Set where the sum is right and work is done in the gap. */
  readonly gap: GapFacts | null;
  readonly fork: ForkFacts | null;
}

export interface GapFacts {
  readonly gap: Exclude<Gap, "none">;
  readonly wrong: number;
  readonly touched: number;
  readonly whole: number;
  readonly state_bytes: number;
  readonly state_whole: number;
  readonly bytes: number;
  readonly token: number;
  readonly tokens: number;
  readonly cut_tokens: number;
  /** What the gathered vector adds up to. */
  readonly total: number;
}

export interface ForkFacts {
  readonly t: number;
  readonly steps: number;
  readonly cut: number | null;
  readonly op: Op | null;
  readonly edits: readonly Edit[];
  readonly differ: number;
  readonly compared: number;
  /** Whether the old branch is on show, and the new one the ghost. */
  readonly swapped: boolean;
}

/** A reader loads the words of one language. */
export const loadText: Record<Language, () => Promise<Text>> = {
  en: () => import("./text-en.ts").then(({ en }) => en),
  zh: () => import("./text-zh.ts").then(({ zh }) => zh),
};
