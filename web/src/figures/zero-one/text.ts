// The words of this figure alone; what it shares with the other figure of networks is in `network/text.ts`.

import type { Language } from "../../draw/numbers.ts";
import type { StripText } from "./shadows.ts";
import { en } from "./text-en.ts";
import { zh } from "./text-zh.ts";

export interface CaptionFacts {
  readonly wires: number;
  readonly edits: number;
  readonly inputs: number | null;
  readonly failing: number;
}

export interface Text {
  readonly title: string;
  readonly threshold: string;
  threshold_value(least: string, zeros: number, ones: number): string;
  readonly find: string;
  none_found(inputs: number): string;
  readonly too_many: string;
  readonly strip: StripText;
  readonly strip_label: string;
  agreeing(count: number, of: number): string;
  caption(facts: CaptionFacts): { readonly claim: string; readonly rest: string };
  legend(): readonly string[];
  readonly help: readonly (readonly [string, string])[];
}

export const own_texts: Readonly<Record<Language, Text>> = { en, zh };
