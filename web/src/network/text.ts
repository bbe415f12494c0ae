// The words that both figures of networks need: one type, two languages.

import type { Language } from "../draw/numbers.ts";
import type { Source } from "../draw/readouts.ts";
import type { ToolText } from "../elements/chrome.ts";
import type { PlayerText } from "../elements/step-player.ts";
import type { NetworkKind } from "../generated/sorter.d.ts";
import type { DrawingText } from "./drawing.ts";
import type { Pattern } from "./edits.ts";
import { en } from "./text-en.ts";
import { zh } from "./text-zh.ts";

/** One comparator, as it is told. */
export interface Told {
  /** From 1, among those that are drawn. */
  readonly number: number;
  readonly of: number;
  readonly layer: number;
  readonly low: number;
  readonly high: number;
  readonly cut: boolean;
  readonly turned: boolean;
  readonly redundant: boolean;
  /** What arrives on both wires, and whether it is exchanged; null if it is taken out. */
  readonly keys: { readonly low: string; readonly high: string; readonly swapped: boolean } | null;
}

export interface ProofFacts {
  readonly wires: number;
  readonly inputs: number;
  readonly failing: number;
  readonly redundant: number;
}

export interface NetworkText {
  readonly language: Language;
  number(value: number): string;
  readonly figure: string;
  readonly wires: string;
  readonly fewer: string;
  readonly more: string;
  readonly kind: string;
  readonly kinds: Readonly<Record<NetworkKind, string>>;
  readonly drawing: DrawingText;
  drawing_label(wires: number, comparators: number, layers: number): string;
  readonly list_label: string;
  key_label(wire: number): string;
  told(item: Told): string;
  readonly nothing_selected: string;

  // editing
  readonly cut: string;
  readonly restore: string;
  readonly flip: string;
  readonly add: string;
  readonly adding_first: string;
  readonly adding_second: string;
  adding_at(wire: number, gap: number): string;
  readonly leave: string;
  readonly undo: string;
  readonly whole: string;
  edited(cut: number, turned: number, added: number): string;

  // the verdict
  sorts(facts: ProofFacts): string;
  fails(facts: ProofFacts): string;
  too_many(wires: number, most: number): string;
  /** What becomes of the keys on the wires. */
  these_sorted(wires: number): string;
  these_wrong(places: readonly { readonly wire: number; readonly above: string; readonly below: string }[]): string;
  these_under_way(layers: number, of: number): string;
  readonly smallest: string;
  readonly breaking_list: string;
  readonly put_on_wires: string;
  readonly put_shadow: string;
  readonly on_wires: string;
  redundant_found(count: number): string;

  // the data panel
  readonly data: string;
  readonly list_input: string;
  readonly list_hint: string;
  readonly pattern: string;
  readonly patterns: Readonly<Record<Pattern, string>>;

  // numbers
  readonly comparators: string;
  readonly layers: string;
  depth(depth: number): string;
  readonly inputs_and_orders: string;
  orders(wires: number): string;
  readonly untried: string;
  proof_time(inputs: number | null): string;
  resolution(ms: number): string;
  readonly measured_live: string;
  readonly not_proved: string;
  readonly sources: Readonly<Record<Source, string>>;
  readonly proof: {
    readonly where: string;
    same(comparators: number): string;
    readonly differs: string;
    timer(ms: number): string;
    edits(count: number): string;
  };

  // the table
  readonly table: string;
  readonly table_keys: string;
  readonly after_layer: string;
  readonly wire: string;

  readonly player: PlayerText;
  readonly tools: ToolText;
  readonly still: string;
  readonly starting: string;
}

export const texts: Readonly<Record<Language, NetworkText>> = { en, zh };
