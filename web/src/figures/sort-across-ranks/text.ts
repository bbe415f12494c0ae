// Every word of this figure. One type, two languages: a missing sentence is a type error. The two are written
// separately; what must agree are the numbers, and those come from the runs.

import type { EngineUsed, FaultKind } from "../../generated/core.d.ts";
import type { Language } from "../../draw/numbers.ts";
import type { Readout } from "../../draw/readouts.ts";
import type { ToolText } from "../../elements/chrome.ts";
import type { PlayerText } from "../../elements/step-player.ts";
import type { Pattern } from "../../sorting/keys.ts";
import type { Algorithm, Parameters } from "./parameters.ts";
import type { Phase } from "./replay.ts";
import { en } from "./text-en.ts";
import { zh } from "./text-zh.ts";

export interface Text {
  readonly language: Language;
  readonly title: string;
  readonly figure: string;

  // the drawing
  lanes_heading(rounds: number): string;
  readonly lanes_label: string;
  stage(stage: number): string;
  readonly phases: Record<Phase, string>;
  readonly bytes_heading: string;
  readonly volumes_label: string;
  readonly algorithms: Record<Algorithm, string>;
  readonly transposition: string;
  readonly keys_heading: string;
  readonly at_end: string;
  range(values: readonly number[]): string;
  at_most(values: readonly number[]): string;
  readonly one_rank: string;

  // around it
  readonly ranks: string;
  readonly fewer: string;
  readonly more: string;
  readonly sort: string;
  summary(parameters: Parameters): string;
  readonly running: string;
  readonly still: string;
  verdict(facts: { agrees: boolean; keys: number; ranks: number; differs: readonly number[] }): string;
  caption(facts: CaptionFacts): { readonly claim: string; readonly rest: string };
  readonly legend: readonly string[];
  readonly sources: Record<Readout["source"], string>;
  readonly readouts: {
    readonly rounds: string;
    readonly bytes: string;
    readonly load: string;
    readonly time: string;
    time_of(runs: number): string;
    formula(parameters: Parameters): string;
    blocks(ratio: number): string;
    of_average(ratio: number): string;
    resolution(us: number): string;
    readonly not_measured: string;
    coarse(resolution_us: number): string;
    readonly simulated: string;
    readonly failed: string;
  };
  readonly engine: {
    badge(engine: EngineUsed, ranks: number): string;
    why(engine: EngineUsed, host: Host | null): string | null;
  };
  readonly proof: {
    timer(resolution_us: number): string;
    seed(seed: number): string;
    trace(hash: string): string;
    replayed(messages: number, keys: number): string;
    mismatch(ranks: readonly number[]): string;
  };

  // controls
  readonly player: PlayerText;
  readonly tools: ToolText & Record<"data" | "break" | "table", string>;
  readonly data: {
    readonly elements: string;
    readonly kind: string;
    readonly pattern: string;
    readonly patterns: Record<Pattern, string>;
    readonly seed: string;
  };
  readonly faults: {
    readonly title: string;
    readonly on_rank: string;
    readonly none: string;
    readonly name: Partial<Record<FaultKind, string>>;
    readonly what: Partial<Record<FaultKind, string>>;
    readonly failed: string;
    readonly waits: string;
    readonly again: string;
    waiting(rank: number, on: number, call: string, since_us: number): string;
  };
  readonly table: {
    readonly messages: string;
    readonly ranks: string;
    readonly no_message: string;
    column_of(step: number, steps: number): string;
    readonly columns: Record<"rank" | "from" | "to" | "keys" | "bytes" | "sent" | "start" | "end", string>;
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
  readonly parameters: Parameters;
  readonly failed: boolean;
  readonly agrees: boolean;
  readonly keys: number;
  readonly bitonic: { readonly rounds: number; readonly bytes: number };
  readonly sample: { readonly rounds: number; readonly bytes: number; readonly least: number; readonly most: number };
}

export const texts: Record<Language, Text> = { en, zh };
