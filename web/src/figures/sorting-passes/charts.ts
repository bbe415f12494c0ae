// What was measured: times on a logarithmic scale, the roofline, and the keys before and after. Pure functions of
// numbers; where there are none the drawing says why.

import { svg, type TemplateResult } from "lit/html.js";
import { edge, ground, ink, muted, rule } from "../../draw/colors.ts";
import { box, f, fill, remark, segment, stroke, text, type Mark } from "../../draw/marks.ts";
import { decadesAround, logPart } from "../../draw/scale.ts";
import type { Drawn } from "./bills.ts";
import { timeWords, type Text, type TimeRow } from "./text.ts";

/** Repeated measurements of one thing, in milliseconds. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = values.slice().sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] as number;
  return { median, min: sorted[0] as number, max: sorted[sorted.length - 1] as number };
}

export type Times = readonly (readonly [TimeRow, Spread])[];

const TIME_ROW = 24;
const LABEL = 132;
const VALUE = 74;
const TICK_LABEL = 50;

export const timesHeight = (rows: number): number => rows * TIME_ROW + 24;

/** One line per kind of time: from the fastest to the slowest run, a block at the median. */
export function timesChart(times: Times, width: number, words: Text): TemplateResult {
  const { low, high } = decadesAround(times.flatMap(([, spread]) => [spread.min, spread.max]));
  const ends = { low: 10 ** low, high: 10 ** high };
  const x = (ms: number): number => LABEL + (logPart(ms, ends) ?? 0) * (width - LABEL - VALUE);
  const marks: Mark[] = [];
  let [grid, whiskers, medians] = ["", "", ""];
  const bottom = times.length * TIME_ROW;
  const every = Math.ceil(((high - low) * TICK_LABEL) / (width - LABEL - VALUE));
  for (let power = low; power <= high; power++) {
    grid += segment(x(10 ** power), 2, x(10 ** power), bottom);
    if ((power - low) % every > 0) continue;
    marks.push(
      text(x(10 ** power), bottom + 14, timeWords(10 ** power), { size: 11, color: muted, anchor: "middle" }),
    );
  }
  for (const [index, [row, { median, min, max }]] of times.entries()) {
    const y = index * TIME_ROW + TIME_ROW / 2;
    whiskers += segment(x(min), y, x(max), y) + segment(x(min), y - 4, x(min), y + 4);
    whiskers += segment(x(max), y - 4, x(max), y + 4);
    medians += box(x(median) - 3, y - 6, 6, 12);
    marks.push(text(0, y + 4, words.times.rows[row]));
    marks.push(text(width, y + 4, timeWords(median), { weight: 600, anchor: "end" }));
  }
  return svg`${stroke(grid, rule, 1)}${stroke(whiskers, ink, 1.25)}${fill(medians, ink)}${marks}`;
}

/** One plan's run on this device. */
export interface RoofPoint {
  readonly plan: Drawn;
  readonly comparators: number;
  readonly bytes: number;
  readonly ms: number;
}

export const ROOF_HEIGHT = 180;

/** The exponents of the lowest and the highest power of ten on the vertical axis. */
interface RoofScale {
  readonly bottom: number;
  readonly top: number;
}

/** A plain copy moves so many bytes a second; no pass can move more, so no plan is above that line. */
export function roofChart(
  points: readonly RoofPoint[],
  bandwidth: number,
  newest: Drawn,
  width: number,
  words: Text,
): TemplateResult {
  const intensity = ({ comparators, bytes }: RoofPoint): number => comparators / bytes;
  const speed = ({ comparators, ms }: RoofPoint): number => (comparators / ms) * 1000;
  const [left, right] = [0.03, 4];
  const { low: bottom, high: top } = decadesAround([bandwidth * left, bandwidth * right, ...points.map(speed)]);
  const ends = { low: 10 ** bottom, high: 10 ** top };
  const x = (value: number): number => 34 + (logPart(value, { low: left, high: right }) ?? 0) * (width - 44);
  const y = (value: number): number => 22 + (1 - (logPart(value, ends) ?? 0)) * (ROOF_HEIGHT - 58);
  const marks: Mark[] = [];
  for (const point of points) {
    if (!Number.isFinite(speed(point))) continue; // too fast for the clock: nobody knows how fast
    const [px, py] = [x(intensity(point)), y(speed(point))];
    const chosen = point.plan === newest;
    marks.push(
      svg`<circle cx=${f(px)} cy=${f(py)} r="5" fill=${chosen ? ink : ground} stroke=${ink} stroke-width="1.5"></circle>`,
    );
    const label_left = px > width * 0.66;
    marks.push(
      text(px + (label_left ? -10 : 10), py + 4, words.plans[point.plan], {
        weight: chosen ? 600 : 400,
        anchor: label_left ? "end" : "start",
      }),
    );
  }
  return svg`${roofAxes({ bottom, top }, x, y, width, words)}
    ${stroke(segment(x(left), y(bandwidth * left), x(right), y(bandwidth * right)), ink, 1.5)}
    ${text(x(right), y(bandwidth * right) - 8, words.roof.roof(bandwidth), { size: 11, anchor: "end" })}${marks}`;
}

function roofAxes(
  { bottom, top }: RoofScale,
  x: (value: number) => number,
  y: (value: number) => number,
  width: number,
  words: Text,
): TemplateResult {
  const base = y(10 ** bottom);
  const marks: Mark[] = [];
  let grid = segment(34, base, width - 10, base);
  for (const [value, name] of [
    [1 / 16, "1/16"],
    [1 / 4, "1/4"],
    [1, "1"],
    [4, "4"],
  ] as const) {
    grid += segment(x(value), base, x(value), base + 4);
    marks.push(text(x(value), base + 15, name, { size: 11, color: muted, anchor: "middle" }));
  }
  for (let power = bottom; power <= top; power++) {
    grid += segment(30, y(10 ** power), 34, y(10 ** power));
    if (power > bottom)
      marks.push(
        text(27, y(10 ** power) + 4, `10${superscript(power)}`, { size: 11, color: muted, anchor: "end" }),
      );
  }
  return svg`${stroke(grid, edge, 1)}${marks}${remark(34, ROOF_HEIGHT - 2, words.roof.across)}`;
}

const superscript = (power: number): string =>
  String(power).replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)] ?? digit);

export const STRIP_HEIGHT = 52;

/** A sample of keys, each as a line as high as its rank among all that were sampled. */
export function keyStrip(ranks: readonly number[], width: number): TemplateResult {
  if (ranks.length === 0) return svg`${stroke(box(0.5, 0.5, width - 1, STRIP_HEIGHT - 1), edge, 1, "3 2.5")}`;
  const step = width / ranks.length;
  let bars = "";
  for (const [index, rank] of ranks.entries()) {
    const height = 1 + rank * (STRIP_HEIGHT - 2);
    bars += box(index * step, STRIP_HEIGHT - height, Math.max(0.8, step * 0.7), height);
  }
  return svg`${fill(bars, ink)}${stroke(segment(0, STRIP_HEIGHT, width, STRIP_HEIGHT), edge, 1)}`;
}
