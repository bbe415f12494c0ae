// The phone's picture of the same claim: steps as squares, one run above, its two halves below, the braid between.

import { nothing, svg, type TemplateResult } from "lit/html.js";
import { braidMarks, type Join } from "../../draw/braid.ts";
import { edge, ground, wash } from "../../draw/colors.ts";
import { cutHandle, cutWalls } from "../../draw/cut.ts";
import { box, fill, heading, stroke, text, type Mark } from "../../draw/marks.ts";
import { symbols } from "./gap.ts";
import type { View } from "./plot.ts";
import { isFailure, type Result } from "./runs.ts";
import type { Text } from "./text.ts";

const SQUARE = 14;
/** Narrower steps are not squares any more but a filled part of a frame. */
const SQUARE_MIN = 10;
const UPPER = 48;
const BRAID = 42;
const LOWER = UPPER + SQUARE + 4 + BRAID + 4;
export const STRIP_HEIGHT = LOWER + SQUARE + 24;

export interface StripShape {
  readonly width: number;
  readonly gap: number;
  readonly step: number;
  /** Left edge of the ring's step k, counted from 0; the cut after k steps stands here. */
  readonly x_ring: (k: number) => number;
}

export function stripShape(width: number, ranks: number): StripShape {
  const steps = 2 * (ranks - 1);
  const gap = 56;
  const step = steps === 0 ? 0 : (width - gap) / steps;
  return { width, gap, step, x_ring: (k) => gap / 2 + k * step };
}

export function strip(result: Result, view: View, shape: StripShape, words: Text): TemplateResult {
  const { ranks } = result.parameters;
  const half = ranks - 1;
  const steps = 2 * half;
  const { width, gap, step, x_ring } = shape;
  const x_lower = (k: number): number => (k < half ? 0 : gap) + k * step;
  const now = view.t === null ? steps : Math.floor(view.t);
  let [done, run, open] = ["", "", ""];
  const numbers: Mark[] = [];
  const every = Math.ceil(15 / Math.max(step, 1));
  for (let k = 0; k < steps; k++) {
    for (const [x, y] of [
      [x_ring(k), UPPER],
      [x_lower(k), LOWER],
    ] as const) {
      const square = box(x + 0.5, y + 0.5, step >= SQUARE_MIN ? step - 1 : step, SQUARE - 1);
      if (k >= now) open += square;
      else if (step >= SQUARE_MIN) done += square;
      else run += square;
      if ((k + 1) % every === 0)
        numbers.push(text(x + step / 2, y + SQUARE - 3, k + 1, { size: 11, anchor: "middle" }));
    }
  }
  const wall_left = half * step + 5;
  const wall_right = gap + half * step - 5;
  const middle = (wall_left + wall_right) / 2;
  const x_cut = x_ring(view.cut);
  const title_right = x_cut < gap / 2 + 120;
  return svg`
    ${steps === 0 ? nothing : heading(title_right ? width : gap / 2, UPPER - 32, words.one_ring, title_right ? "end" : "start")}
    ${cutWalls({ x: x_cut, top: 30, open: UPPER + SQUARE + 4, meet: LOWER - 4, left: wall_left, right: wall_right, bottom: LOWER + SQUARE })}
    ${fill(done + open, ground)}${fill(run, wash)}${step < SQUARE_MIN ? frames(shape, half, steps) : svg`${stroke(open, edge, 1, "2 2")}${stroke(done, edge, 1)}`}
    ${numbers}
    ${braidMarks(stripJoins(result, shape, x_lower, half, steps), UPPER + SQUARE + 4, LOWER - 4, step)}
    ${half === 0 ? nothing : gapSymbol(result, middle)}
    ${steps === 0 ? nothing : cutHandle(x_cut, 15)}
    ${heading(0, LOWER + SQUARE + 17, "reduce-scatter")}${heading(width, LOWER + SQUARE + 17, "all-gather", "end")}
    ${half === 0 ? nothing : heading(middle, LOWER + SQUARE + 17, words.gap, "middle")}`;
}

function gapSymbol({ parameters: { gap } }: Result, x: number): Mark {
  const style = gap === "none" ? ({ size: 14, kind: "formula" } as const) : ({ size: 12, weight: 600 } as const);
  return text(x, LOWER + SQUARE - 2, symbols[gap], { anchor: "middle", ...style });
}

function frames({ width, step, x_ring }: StripShape, half: number, steps: number): Mark {
  const frame = (x: number, y: number, count: number): string =>
    box(x + 0.5, y + 0.5, count * step - 1, SQUARE - 1);
  return stroke(
    frame(x_ring(0), UPPER, steps) + frame(0, LOWER, half) + frame(width - half * step, LOWER, half),
    edge,
    1,
  );
}

/** A square is a step: its strand compares the buffers after that step. */
function stripJoins(
  result: Result,
  shape: StripShape,
  x_lower: (k: number) => number,
  half: number,
  steps: number,
): Join[] {
  const ring = isFailure(result.ring) ? null : result.ring;
  const none = Array.from({ length: half + 1 }, () => false);
  return Array.from({ length: steps }, (_, k) => ({
    top: shape.x_ring(k) + shape.step / 2,
    bottom: x_lower(k) + shape.step / 2,
    equal: (k < half ? ring?.braid.left[k + 1] : ring?.braid.right[k + 1 - half]) ?? none,
  }));
}
