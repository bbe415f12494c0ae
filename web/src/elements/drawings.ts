// Keeps drawings until what they were made from changes: while a run plays, only a few marks move.

import type { TemplateResult } from "lit/html.js";

export class Drawings {
  readonly #kept = new Map<string, { from: readonly unknown[]; made: TemplateResult }>();

  draw(name: string, from: readonly unknown[], make: () => TemplateResult): TemplateResult {
    const kept = this.#kept.get(name);
    if (kept && kept.from.length === from.length && kept.from.every((part, index) => part === from[index])) {
      return kept.made;
    }
    const made = make();
    this.#kept.set(name, { from, made });
    return made;
  }
}
