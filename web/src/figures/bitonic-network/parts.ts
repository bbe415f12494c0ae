// What the live figure and its still share: caption and legend.

import { svg, type TemplateResult } from "lit/html.js";
import { ground, ink, keyColor, muted } from "../../draw/colors.ts";
import { box, fill, headPath, segment, stroke } from "../../draw/marks.ts";
import { figureCaption } from "../../elements/caption.ts";
import type { Model } from "../../network/model.ts";
import type { NetworkText } from "../../network/text.ts";
import { own_texts } from "./text.ts";

export function caption(model: Model, words: NetworkText): TemplateResult {
  const own = own_texts[words.language];
  const { cut, flip, add, kind } = model.parameters;
  const said = own.caption({
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
  return figureCaption("bitonic-network", words, said, legendMarks(), own.legend());
}

const ends = (color: string): TemplateResult =>
  svg`<circle cx="20" cy="3.5" r="2.6" fill=${color} stroke=${ink}></circle><circle cx="20" cy="18.5" r="2.6" fill=${color} stroke=${ink}></circle>`;
const stick = segment(20, 3, 20, 19);

function legendMarks(): TemplateResult[] {
  return [
    svg`${stroke(stick, ink, 1)}${fill(headPath(20, 16, 0, 1, 6), ink)}${ends(ground)}`,
    svg`${stroke(stick, ink, 1)}${fill(headPath(20, 16, 0, 1, 6), ink)}${ends(ink)}`,
    svg`${stroke(stick, muted, 1.25, "3 3")}`,
    svg`${stroke(stick, ink, 1)}${fill(box(15, 6, 10, 10), ground)}${stroke(box(15, 6, 10, 10), ink, 1.5)}`,
    svg`${stroke(stick, ink, 2)}${fill(headPath(20, 6, 0, -1, 6), ink)}${ends(ground)}`,
    svg`${stroke(segment(2, 7, 38, 7), keyColor(0, 2), 1)}${stroke(segment(2, 15, 38, 15), keyColor(1, 2), 3.6)}`,
    svg`${stroke(box(4.5, 2.5, 31, 17), ink, 1.5, "4 3")}`,
  ];
}
