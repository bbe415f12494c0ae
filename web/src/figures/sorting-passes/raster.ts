// Which keys meet in which pass. A column is a step of the network, a row the distance at which it compares; every
// stage begins with a flip and comes down to neighbors. The same for every plan: what differs are the frames around
// the steps that one pass does.

import { nothing, svg, type TemplateResult } from "lit/html.js";
import { edge, ground, ink, muted, wash } from "../../draw/colors.ts";
import { box, fill, segment, stroke, text, type Mark } from "../../draw/marks.ts";
import { fromNothing, inTile, type Bill } from "./bills.ts";
import type { Text } from "./text.ts";

const TOP = 20;
const BOTTOM = 20;

export interface RasterShape {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly stages: number;
  readonly column: number;
  readonly row: number;
  readonly x: (step: number) => number;
  /** Upper edge of the row of distance 2^bit. */
  readonly y: (bit: number) => number;
}

export function rasterShape(width: number, stages: number): RasterShape {
  const left = width >= 640 ? 120 : 34;
  const steps = (stages * (stages + 1)) / 2;
  const row = width >= 640 ? 7 : 6;
  const column = steps === 0 ? 0 : Math.min(26, (width - left) / steps);
  return {
    width,
    left,
    stages,
    column,
    row,
    height: TOP + stages * row + BOTTOM,
    x: (step) => left + step * column,
    y: (bit) => TOP + (stages - 1 - bit) * row,
  };
}

/** A frame: the steps that one pass does, as columns and rows. */
interface Frame {
  readonly from: number;
  readonly steps: number;
  readonly high: number;
  readonly low: number;
  readonly tile: boolean;
}

export const frames = (bill: Bill): Frame[] =>
  bill.plan.ladder.map((pass, index) => ({
    from: bill.before[index] ?? 0,
    steps: pass.steps,
    high: fromNothing(pass) ? pass.stage - 1 : pass.low + pass.steps - 1,
    low: pass.low,
    tile: inTile(pass),
  }));

export function raster(bill: Bill, passes: number, shape: RasterShape, words: Text): TemplateResult {
  const all = frames(bill);
  const steps_done = all.slice(0, passes).reduce((sum, frame) => sum + frame.steps, 0);
  let [held, kept] = ["", ""];
  for (const frame of all) {
    const path = frameBox(frame, shape);
    if (frame.tile) held += path;
    if (frame.steps > 1) kept += path;
  }
  const now = passes > 0 && passes < all.length ? all[passes - 1] : undefined;
  return svg`${fill(held, wash)}${dots(shape, steps_done)}${stroke(kept, muted, 1)}
    ${now ? stroke(frameBox(now, shape, 1.5), ink, 2.5) : nothing}
    ${tileLine(bill, shape, words)}${axes(shape, words)}`;
}

function frameBox({ from, steps, high, low }: Frame, shape: RasterShape, out = 0): string {
  const [x1, x2] = [shape.x(from), shape.x(from + steps)];
  return box(
    x1 - out + 0.25,
    shape.y(high) - out - 0.5,
    x2 - x1 + 2 * out - 0.5,
    (high - low + 1) * shape.row + 2 * out,
  );
}

function dots(shape: RasterShape, steps_done: number): TemplateResult {
  let [done, open, flips] = ["", "", ""];
  let step = 0;
  const inset = Math.min(1, shape.column / 6);
  for (let stage = 1; stage <= shape.stages; stage++) {
    for (let bit = stage - 1; bit >= 0; bit--, step++) {
      const [x, y] = [shape.x(step) + inset, shape.y(bit) + 0.5];
      const [w, h] = [shape.column - 2 * inset, shape.row - 2];
      if (step < steps_done) done += box(x, y, w, h);
      else open += box(x, y, w, h);
      if (bit === stage - 1 && w > 2.4) flips += box(x + w / 2 - 0.75, y + h / 2 - 0.75, 1.5, 1.5);
    }
  }
  return svg`${fill(open, edge, 0.45)}${fill(done, ink)}${fill(flips, ground)}`;
}

/** Below this line both keys of a comparator are in one tile. */
function tileLine(bill: Bill, shape: RasterShape, words: Text): Mark {
  const { tile } = bill.shape;
  if (tile === null || tile >= shape.stages) return nothing;
  const y = shape.y(tile - 1) - 0.5;
  return svg`${stroke(segment(shape.left, y, shape.x((shape.stages * (shape.stages + 1)) / 2), y), ink, 1, "4 3")}
    ${shape.width < 640 ? nothing : text(0, y + 4, words.tile_line(tile), { size: 11 })}`;
}

function axes(shape: RasterShape, words: Text): TemplateResult {
  const marks: Mark[] = [];
  const wide = shape.width >= 640;
  const x = shape.left - 8;
  for (const bit of [shape.stages - 1, 0])
    marks.push(text(x, shape.y(bit) + 6, words.distance(bit), { size: 11, color: muted, anchor: "end" }));
  const y = TOP + shape.stages * shape.row + 14;
  let from = 0;
  for (let stage = 1; stage <= shape.stages; stage++) {
    const width = stage * shape.column;
    if (width >= 16) {
      const middle = shape.x(from) + width / 2;
      marks.push(text(middle, y, stage, { size: 11, color: muted, anchor: "middle" }));
    }
    from += stage;
  }
  marks.push(text(0, y, words.stage, { size: 11, color: muted }));
  marks.push(text(wide ? shape.left : 0, 11, words.raster_heading, { size: 12, weight: 600 }));
  return svg`${marks}`;
}
