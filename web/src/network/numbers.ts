// The readouts of a network, and the line that says what they rest on. Stills use them too.

import { html, nothing, type TemplateResult } from "lit/html.js";
import { readoutStrip } from "../elements/readout-strip.ts";
import type { Readout } from "../draw/readouts.ts";
import { formula } from "./counts.ts";
import type { Model } from "./model.ts";
import { isEdited } from "./edits.ts";
import type { NetworkText } from "./text.ts";

export function numbers(model: Model, words: NetworkText): TemplateResult {
  return readoutStrip(rows(model, words), words.sources);
}

function rows(model: Model, words: NetworkText): Readout[] {
  const { wires, proof, parameters } = model;
  const running = model.layers.filter(({ items }) => items.some(({ index }) => index !== null));
  const exact = parameters.kind === "odd-even-merge" || isEdited(parameters) ? null : formula(wires);
  const n = words.number;
  const ms = proof?.ms ?? 0;
  return [
    {
      name: words.comparators,
      value: n(model.comparators.length / 2),
      unit: exact ? "n/4 · k(k + 1)" : "",
      source: "counted",
    },
    {
      name: words.layers,
      value: n(running.length),
      unit: `${exact ? "k(k + 1)/2, " : ""}${words.depth(model.depth)}`,
      source: "counted",
    },
    {
      name: words.inputs_and_orders,
      value: proof ? n(proof.inputs) : "–",
      unit: proof ? words.orders(wires) : words.untried,
      source: "counted",
    },
    {
      name: words.proof_time(proof?.inputs ?? null),
      value: proof && ms > 0 ? ms.toFixed(ms < 1 ? 3 : 2) : "–",
      unit: proof ? (ms > 0 ? words.resolution(proof.resolution_ms) : words.measured_live) : words.not_proved,
      source: "measured",
    },
  ];
}

export function proofLine(
  model: Model,
  words: NetworkText,
  more: readonly string[] = [],
): TemplateResult {
  const { proof: say } = words;
  const { cut, flip, add, kind } = model.parameters;
  const edits = cut.length + flip.length + add.length;
  const parts = [
    say.where,
    kind === "odd-even-merge" ? "" : model.same === null ? say.differs : say.same(model.same),
    model.proof && Number.isFinite(model.proof.resolution_ms) ? say.timer(model.proof.resolution_ms) : "",
    edits > 0 ? say.edits(edits) : "",
    ...more,
  ];
  return html`<p class="oh-proof">${parts.map((part) => (part === "" ? nothing : html`<span>${part}</span>`))}</p>`;
}
