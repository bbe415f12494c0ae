// What the live figure and its still share: caption and legend.

import { html, svg, type TemplateResult } from "lit/html.js";
import { ground, hue, ink, muted } from "../../draw/colors.ts";
import { box, fill, headPath, segment, stroke } from "../../draw/marks.ts";
import type { Model } from "../../network/model.ts";
import type { NetworkText } from "../../network/text.ts";
import { own_texts } from "./text.ts";

export function caption(model: Model, words: NetworkText): TemplateResult {
  const own = own_texts[words.language];
  const { cut, flip, add, kind } = model.parameters;
  const { claim, rest } = own.caption({
    wires: model.wires,
    kind,
    comparators: model.comparators.length / 2,
    layers: model.layers.length,
    cut: cut.length,
    edits: cut.length + flip.length + add.length,
    inputs: model.proof?.inputs ?? null,
    failing: model.proof?.failing ?? 0,
    wrong: model.wrong.length,
  });
  return html`<figcaption class="oh-caption"><span class="oh-caption-label">${words.figure}</span><p><strong>${claim}</strong>${words.language === "en" ? " " : ""}${rest}</p>${legend(own.legend())}</figcaption>`;
}

function legend(names: readonly string[]): TemplateResult {
  return html`<ul class="oh-legend">${legendMarks().map((mark, index) => html`<li><svg width="40" height="22" aria-hidden="true">${mark}</svg>${names[index] ?? ""}</li>`)}</ul>`;
}

const ends = (color: string): TemplateResult =>
  svg`<circle cx="20" cy="3.5" r="2.6" fill=${color} stroke=${ink}></circle><circle cx="20" cy="18.5" r="2.6" fill=${color} stroke=${ink}></circle>`;
const stick = segment(20, 3, 20, 19);

function legendMarks(): TemplateResult[] {
  return [
    svg`${stroke(stick, ink, 1)}${fill(headPath(20, 16, 0, 1, 6), ink)}${ends(ground)}`,
    svg`${stroke(stick, ink, 1)}${fill(headPath(20, 16, 0, 1, 6), ink)}${ends(ink)}`,
    svg`${stroke(stick, muted, 1.25, "3 3")}`,
    svg`${stroke(stick, ink, 2)}${fill(headPath(20, 6, 0, -1, 6), ink)}${ends(ground)}`,
    svg`${stroke(segment(2, 7, 38, 7), hue(0), 1)}${stroke(segment(2, 15, 38, 15), hue(7), 3.6)}`,
    svg`${stroke(box(4.5, 2.5, 31, 17), ink, 1.5, "4 3")}`,
  ];
}
