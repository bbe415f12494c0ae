// What a figure of a collective says about itself. Everything else is the stage's.

import type { Collective, FaultKind } from "../generated/core.d.ts";
import type { Language } from "../draw/numbers.ts";
import type { Parameters } from "./parameters.ts";
import type { Result } from "./runs.ts";

export const views = ["lanes", "tree", "held", "load"] as const;

/** Messages in time, by rank; the same with ranks in the order of a tree; who holds what; who sends how much. */
export type View = (typeof views)[number];

/** What may be changed besides the number of ranks. */
export type Choice = "root" | "op" | "kind" | "elements";

export interface FigureWords {
  readonly title: string;
  caption(result: Result): { readonly claim: string; readonly rest: string };
}

export interface Definition {
  readonly name: string;
  readonly collective: Collective;
  /** What an address without parameters means. */
  readonly start: Partial<Parameters>;
  readonly choose: readonly Choice[];
  readonly views: readonly View[];
  readonly faults: readonly FaultKind[];
  readonly words: Readonly<Record<Language, FigureWords>>;
}
