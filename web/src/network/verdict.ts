// What can be said of a network: about everything it may be given, and about the keys that are on it now.

import { short } from "../draw/numbers.ts";
import { carried, type Model } from "./model.ts";
import type { NetworkText } from "./text.ts";

/** As many characters of a key as fit beside a wire. */
export const sayKey = (value: number): string => short(value, 5);

/** The proof's answer; null where there is none. */
export function verdictOf(
  { proof, wires }: Model,
  words: NetworkText,
): { agrees: boolean; words: string } | null {
  if (!proof) return null;
  const facts = { wires, inputs: proof.inputs, failing: proof.failing, redundant: 0 };
  return proof.failing === 0
    ? { agrees: true, words: words.sorts(facts) }
    : { agrees: false, words: words.fails(facts) };
}

/** What becomes of the keys on the wires, in words. */
export function theseKeys(model: Model, passed: number, words: NetworkText): string {
  const { layers, wrong, wires } = model;
  const step = Math.floor(passed);
  if (step < layers.length) return words.these_under_way(step, layers.length);
  if (wrong.length === 0) return words.these_sorted(wires);
  const values = carried(model, layers.length);
  return words.these_wrong(
    wrong.map((wire) => ({
      wire,
      above: sayKey(values[wire] ?? 0),
      below: sayKey(values[wire + 1] ?? 0),
    })),
  );
}
