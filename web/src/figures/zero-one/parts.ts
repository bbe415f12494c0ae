// What the live figure and its still share: how shadows are drawn, caption and legend.

import { svg, type TemplateResult } from "lit/html.js";
import { edge, ground, ink, muted } from "../../draw/colors.ts";
import { box, fill, headPath, segment, stroke } from "../../draw/marks.ts";
import { shadowStyle } from "../../network/drawing.ts";
import { figureCaption } from "../../elements/caption.ts";
import type { Model } from "../../network/model.ts";
import { thresholdOf } from "../../network/parameters.ts";
import type { Drawn } from "../../network/picture.ts";
import type { NetworkText } from "../../network/text.ts";
import { digits, isOne, weakPlaces } from "./shadows.ts";
import { own_texts } from "./text.ts";

/** Zeros thin and ones thick, and as digits at both ends. */
export function drawn(model: Model, passed: number): Drawn {
  const one = isOne(model);
  const size = (pitch: number): number => (pitch < 16 ? 9.5 : 13);
  return {
    style_of: [thresholdOf(model.parameters)],
    styleOf: (wire) => shadowStyle(one(model.keys[wire] ?? 0)),
    left: { width: 22, marks: ({ y, pitch }) => digits(model, 0, y, size(pitch)) },
    right: {
      width: 22,
      marks: ({ y, pitch }) => svg`${digits(model, Math.floor(passed), y, size(pitch))}${weakPlaces(model, y)}`,
    },
  };
}

export function caption(model: Model, words: NetworkText): TemplateResult {
  const own = own_texts[words.language];
  const { cut, flip, add } = model.parameters;
  const said = own.caption({
    wires: model.wires,
    edits: cut.length + flip.length + add.length,
    inputs: model.proof?.inputs ?? null,
    failing: model.proof?.failing ?? 0,
  });
  return figureCaption("zero-one", words, said, legendMarks(), own.legend());
}

function legendMarks(): TemplateResult[] {
  const stick = segment(20, 3, 20, 19);
  const bars = [6, 2, 4].map((cells, row) => box(6, 3 + row * 5, cells * 4, 5)).join("");
  return [
    svg`${stroke(segment(2, 7, 38, 7), edge, 1.5)}${stroke(segment(2, 15, 38, 15), ink, 3)}`,
    svg`${fill(bars, muted, 0.35)}${fill(box(18, 3, 4, 5) + box(18, 13, 4, 5), ink)}`,
    svg`${stroke(stick, ink, 1)}${fill(headPath(20, 19, 0, 1, 6), ink)}`,
    svg`${stroke(stick, muted, 1.25, "3 3")}`,
    svg`${stroke(stick, ink, 1)}${fill(box(15, 6, 10, 10), ground)}${stroke(box(15, 6, 10, 10), ink, 1.5)}`,
    svg`${stroke(box(10, 4, 20, 14), ink, 1.5, "3 2")}`,
  ];
}
