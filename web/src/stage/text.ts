// Every word that all figures of collectives share. A figure brings its title and its caption.

import type { EngineUsed, FaultKind, Proof } from "../generated/core.d.ts";
import type { Language } from "../draw/numbers.ts";
import type { Readout } from "../draw/readouts.ts";
import type { ToolText } from "../elements/chrome.ts";
import type { PlayerText } from "../elements/step-player.ts";
import type { View } from "./definition.ts";
import type { LoadWords } from "./load.ts";
import type { Clock } from "./parameters.ts";
import { en } from "./text-en.ts";
import { zh } from "./text-zh.ts";

/** A message as a sentence tells it. */
export interface Told {
  readonly algorithm: string | null;
  readonly from: number;
  readonly to: number;
  readonly round: number;
  readonly count: number;
  /** Ranks whose inputs it carries, as stretches. */
  readonly whose: readonly (readonly [number, number])[];
  readonly combined: boolean;
  /** When it arrives, if that is known; it may never. */
  readonly arrives: { readonly us: number } | "never" | null;
}

export interface Words {
  readonly language: Language;
  readonly figure: string;
  readonly picture: string;
  algorithm(name: string): string;
  cost(facts: {
    readonly messages: number;
    readonly rounds: number | null;
    readonly time_us: number | null;
    readonly failed: boolean;
  }): string;
  readonly units: Readonly<Record<Clock, string>>;
  readonly load: LoadWords;

  readonly ranks: string;
  readonly fewer: string;
  readonly more: string;
  readonly algorithms: string;
  readonly beside: string;
  readonly none: string;
  readonly clock: string;
  readonly clocks: Readonly<Record<Clock, string>>;
  readonly view: string;
  readonly views: Readonly<Record<View, string>>;
  readonly running: string;
  readonly still: string;
  readonly failed: string;
  readonly waits: string;
  readonly again: string;
  /** In the picture, where a rank waits in vain. */
  waits_for(rank: number): string;
  waiting(rank: number, on: number, call: string, since_us: number): string;
  verdict(agrees: boolean, ranks: number): string;
  readonly hint: string;
  message(told: Told): string;
  readonly legend: { readonly copies: string; readonly combines: string; readonly critical: string; readonly has: string; readonly nothing: string };
  readonly sources: Readonly<Record<Readout["source"], string>>;
  readonly readouts: {
    readonly rounds: string;
    readonly bytes: string;
    readonly time: string;
    readonly wall: string;
    besides(algorithm: string, value: string): string;
    resolution(us: number): string;
    readonly not_measured: string;
    coarse(resolution_us: number): string;
    readonly simulated: string;
    readonly failed: string;
  };
  readonly engine: { badge(engine: EngineUsed, ranks: number): string };
  readonly proof: {
    proved(proof: Proof): string;
    readonly labels: string;
    readonly labels_differ: string;
    seed(seed: number): string;
    trace(hash: string): string;
  };
  readonly player: PlayerText;
  readonly tools: ToolText & Readonly<Record<"data" | "break" | "table", string>>;
  readonly data: Readonly<Record<"elements" | "kind" | "seed" | "root" | "op", string>>;
  readonly faults: {
    readonly title: string;
    readonly on_rank: string;
    readonly none: string;
    readonly name: Readonly<Partial<Record<FaultKind, string>>>;
    readonly what: Readonly<Partial<Record<FaultKind, string>>>;
  };
  readonly table: {
    readonly messages: string;
    readonly columns: readonly [string, string, string, string, string, string];
    readonly nothing: string;
  };
  readonly help: readonly (readonly [string, string])[];
}

export const words: Readonly<Record<Language, Words>> = { en, zh };
