// The words of this figure alone; what it shares with the other figure of networks is in `network/text.ts`.

import type { Language } from "../../draw/numbers.ts";
import type { NetworkKind } from "../../generated/sorter.d.ts";
import { en } from "./text-en.ts";
import { zh } from "./text-zh.ts";

export interface CaptionFacts {
  readonly wires: number;
  readonly kind: NetworkKind;
  readonly comparators: number;
  readonly layers: number;
  readonly cut: number;
  readonly edits: number;
  /** Null where the inputs are too many to try. */
  readonly inputs: number | null;
  readonly failing: number;
  /** Neighbours in a wrong order, for the keys on the wires. */
  readonly wrong: number;
}

export interface Text {
  readonly title: string;
  caption(facts: CaptionFacts): { readonly claim: string; readonly rest: string };
  legend(): readonly string[];
  readonly help: readonly (readonly [string, string])[];
}

export const own_texts: Readonly<Record<Language, Text>> = { en, zh };
