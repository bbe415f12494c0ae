// The bill of each plan: one bar per pass over memory, as wide as the bytes it moves and as high as the steps of the
// network it does while it holds the keys. So the area is the work, and the same for every plan; the width is the bill.

import { nothing, svg, type TemplateResult } from "lit/html.js";
import { edge, ground, ink, muted, rule } from "../../draw/colors.ts";
import { box, fill, heading, remark, segment, stroke, text, type Mark } from "../../draw/marks.ts";
import { bytesAfter, inTile, type Bill, type Drawn } from "./bills.ts";
import type { Text } from "./text.ts";

/** Rows have at least this height, labels included. */
const ROW_MIN = 38;
const LABEL = 22;
const AXIS = 26;
/** Room of the highest bar. */
const BAR_MAX = { beside: 132, above: 84 };
/** From this width on names stand beside the bars, not above them. */
const BESIDE = 640;

export interface LadderShape {
  readonly width: number;
  readonly height: number;
  readonly beside: boolean;
  readonly left: number;
  readonly unit: number; // height of one step
  readonly x: (bytes: number) => number;
  readonly bases: readonly number[];
  readonly bytes_max: number;
}

export function ladderShape(width: number, bills: readonly Bill[]): LadderShape {
  const beside = width >= BESIDE;
  const left = beside ? 120 : 0;
  const bytes_max = Math.max(1, ...bills.map((bill) => bill.plan.bytes));
  const highest = Math.max(1, ...bills.flatMap((bill) => bill.plan.ladder.map((pass) => pass.steps)));
  const unit = Math.min(6, (beside ? BAR_MAX.beside : BAR_MAX.above) / highest);
  const bases: number[] = [];
  let y = beside ? 14 : 22;
  for (const bill of bills) {
    const most = Math.max(1, ...bill.plan.ladder.map((pass) => pass.steps));
    y += Math.max(ROW_MIN, LABEL + most * unit + 8);
    bases.push(y);
  }
  return {
    width,
    height: y + AXIS,
    beside,
    left,
    unit,
    bases,
    bytes_max,
    x: (bytes) => left + (bytes / bytes_max) * (width - left - 1),
  };
}

export interface LadderView {
  readonly selected: Drawn;
  /** Passes of the selected plan that are done. */
  readonly passes: number;
}

export function ladder(
  bills: readonly Bill[],
  view: LadderView,
  shape: LadderShape,
  words: Text,
): TemplateResult {
  return svg`${axis(shape, words)}${heading(shape.left, 12, words.ladder_heading)}${bills.map((bill, row) =>
    ladderRow(bill, shape.bases[row] ?? 0, bill.name === view.selected ? view.passes : null, shape, words),
  )}`;
}

/** Bars of a row that is played are filled as far as they are done; `passes` is null for the others. */
function ladderRow(
  bill: Bill,
  base: number,
  passes: number | null,
  shape: LadderShape,
  words: Text,
): TemplateResult {
  const { plan } = bill;
  let [tiled, plain, open, gaps] = ["", "", "", ""];
  let bytes = 0;
  let now: Mark = nothing;
  for (const [index, pass] of plan.ladder.entries()) {
    const [x1, x2] = [shape.x(bytes), shape.x(bytes + pass.bytes)];
    const height = pass.steps * shape.unit;
    const bar = box(x1, base - height, x2 - x1, height);
    if (passes !== null && index >= passes) open += bar;
    else if (inTile(pass)) tiled += bar;
    else plain += bar;
    if (index + 1 === passes && passes < plan.passes)
      now = stroke(box(x1 - 1.5, base - height - 1.5, x2 - x1 + 3, height + 3), ink, 1.5);
    if (index > 0 && x2 - x1 > 2.5) gaps += segment(x1, base - height - 1, x1, base);
    bytes += pass.bytes;
  }
  const top = base - (plan.ladder[0]?.steps ?? 0) * shape.unit;
  return svg`${fill(open, ground)}${stroke(open, edge, 0.75)}${fill(plain, muted)}${fill(tiled, ink)}${stroke(gaps, ground, 0.75)}
    ${now}
    ${rowLabel(bill, base, top, passes, shape, words)}`;
}

function rowLabel(
  bill: Bill,
  base: number,
  top: number,
  passes: number | null,
  shape: LadderShape,
  words: Text,
): Mark {
  const { plan, name } = bill;
  const all = plan.passes;
  const partly = passes !== null && passes < all;
  const bill_words = partly
    ? words.row_partly(passes, all, bytesAfter(bill, passes))
    : words.row(all, plan.bytes);
  const title = (y: number): Mark =>
    passes === null ? text(0, y, words.plans[name]) : heading(0, y, words.plans[name]);
  const style = { color: passes === null ? muted : ink, ...(passes === null ? {} : { weight: 600 }) };
  if (!shape.beside) {
    const y = top - 7;
    return svg`${title(y)}${text(shape.width, y, bill_words, { ...style, anchor: "end" })}`;
  }
  const end = shape.x(plan.bytes);
  const fits = end + 240 < shape.width;
  const [x, y, anchor] = fits ? ([end + 10, base, "start"] as const) : ([end, base - 9, "end"] as const);
  return svg`${title(base - 12)}${text(0, base + 2, words.shape(bill.shape), { size: 11, color: muted })}
    ${text(x, y, bill_words, { ...style, anchor })}`;
}

/** The row at a height of the picture, where a reader clicks. */
export const rowAt = (y: number, shape: LadderShape): number => shape.bases.findIndex((base) => y <= base + 6);

/** Round numbers of bytes under the bars. */
function axis(shape: LadderShape, words: Text): TemplateResult {
  const step = roundStep(shape.bytes_max / (shape.beside ? 6 : 3));
  const y = shape.height - AXIS + 8;
  const ticks: Mark[] = [];
  let lines = "";
  for (let bytes = step; bytes <= shape.bytes_max; bytes += step) {
    const x = shape.x(bytes);
    lines += segment(x, 26, x, y);
    if (x + 24 < shape.width)
      ticks.push(text(x, y + 13, words.bytes(bytes), { size: 11, color: muted, anchor: "middle" }));
  }
  return svg`${stroke(lines, rule, 1)}${ticks}${remark(shape.left, y + 13, shape.beside ? words.bytes_moved : "0")}`;
}

/** 1, 2 or 5 times a power of ten, not below `least`. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((digit) => digit * power >= least) ?? 10) * power;
}
