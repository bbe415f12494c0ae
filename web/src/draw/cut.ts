// The cut: one line through the upper run that opens into two walls around the gap of the lower one. When the
// reader moves it, the walls still end at the gap, so that they cross the strands that no longer hold.

import { svg, type TemplateResult } from "lit/html.js";
import { ground, ink, wash } from "./colors.ts";
import { box, f, fill, segment, stroke, type Mark } from "./marks.ts";

export interface CutShape {
  readonly x: number; // of the line
  readonly top: number;
  readonly open: number; // where it begins to open
  readonly meet: number; // where it is as wide as the gap
  readonly left: number; // the gap's walls
  readonly right: number;
  readonly bottom: number;
}

export function cutWalls(shape: CutShape): TemplateResult {
  const { x, open, meet, left, right } = shape;
  const middle = f((open + meet) / 2);
  const inside = `M${f(x)} ${f(open)}${wall(shape, left)}H${f(right)}V${f(meet)}C${f(right)} ${middle} ${f(x)} ${middle} ${f(x)} ${f(open)}Z`;
  return svg`${fill(inside, wash)}${cutLine(shape)}`;
}

/** The line and the walls alone. */
export function cutLine(shape: CutShape): Mark {
  const { x, top, open, left, right } = shape;
  const start = `M${f(x)} ${f(open)}`;
  return stroke(
    `${segment(x, top, x, open)}${start}${wall(shape, left)}${start}${wall(shape, right)}`,
    ink,
    1.5,
  );
}

function wall({ x, open, meet, bottom }: CutShape, end: number): string {
  const middle = f((open + meet) / 2);
  return `C${f(x)} ${middle} ${f(end)} ${middle} ${f(end)} ${f(meet)}V${f(bottom)}`;
}

/** The handle's picture; the range input over it does the work. */
export function cutHandle(x: number, y: number): TemplateResult {
  return svg`<g class="oh-handle">${fill(box(x - 17, y - 13, 34, 26), ground)}${stroke(box(x - 17, y - 13, 34, 26), ink, 1.5)}
    ${stroke(`M${f(x - 6)} ${y - 4}l-4 4 4 4M${f(x + 6)} ${y - 4}l4 4-4 4`, ink, 1.5)}${stroke(segment(x, y - 8, x, y + 8), ink, 2)}</g>`;
}

/** The gap's content: one dashed slot per rank for work between the halves. Here it is the identity. */
export const GAP_SLOT_WIDTH = 24;
