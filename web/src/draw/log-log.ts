// Curves over two logarithmic axes: medians with whiskers from the least to the most, and a floor below which a clock
// sees nothing. Pure; what the numbers mean is up to the caller.

import { svg, type TemplateResult } from "lit/html.js";
import { edge, ground, ink, muted, rule, wash } from "./colors.ts";
import { box, f, fill, heading, segment, stroke, text, type Mark } from "./marks.ts";
import { decadesAround, logPart, spanOf } from "./scale.ts";

/** How a curve is told from others: never by hue. */
export interface Look {
  readonly color: string;
  readonly dash?: string;
  readonly marker: "full" | "open" | "cross";
}

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  /** What a pointer that rests on it reads. */
  readonly label: string;
}

export interface Curve {
  readonly look: Look;
  /** In the order of x. */
  readonly points: readonly CurvePoint[];
}

export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly (readonly [value: number, name: string])[];
}

export interface Plot {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly curves: readonly Curve[];
  /** From the bottom up to here nothing can be told apart by one look at the clock. */
  readonly floor: { readonly value: number; readonly name: string } | null;
}

export const PLOT_HEIGHT = 260;
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 12, 30, 24];
const MARKER = 3.5;
/** Room that a name under the horizontal axis needs. */
const TICK_ROOM = 52;

export function logLog(plot: Plot, width: number): TemplateResult {
  const inner = { width: width - LEFT - RIGHT, height: PLOT_HEIGHT - TOP - BOTTOM };
  const x = (value: number): number => LEFT + (logPart(value, plot.x) ?? 0) * inner.width;
  const y = (value: number): number => TOP + (1 - (logPart(value, plot.y) ?? 0)) * inner.height;
  return svg`${heading(LEFT, 14, plot.title)}${floorMark(plot, width, y)}${axes(plot, width, x, y)}
    ${plot.curves.map((curve) => curveMarks(curve, x, y))}`;
}

function floorMark({ floor, y: axis }: Plot, width: number, y: (value: number) => number): Mark {
  if (floor === null || floor.value <= axis.low) return svg``;
  const top = y(Math.min(floor.value, axis.high));
  const bottom = PLOT_HEIGHT - BOTTOM;
  const named = bottom - top >= 16;
  return svg`${fill(box(LEFT, top, width - LEFT - RIGHT, bottom - top), wash)}
    ${stroke(segment(LEFT, top, width - RIGHT, top), edge, 1, "2 3")}
    ${named ? text(width - RIGHT - 4, bottom - 5, floor.name, { size: 11, color: muted, anchor: "end" }) : svg``}`;
}

function axes(
  plot: Plot,
  width: number,
  x: (value: number) => number,
  y: (value: number) => number,
): TemplateResult {
  const bottom = PLOT_HEIGHT - BOTTOM;
  let [grid, ticks] = ["", segment(LEFT, bottom, width - RIGHT, bottom)];
  const names: Mark[] = [];
  for (const [value, name] of plot.y.ticks) {
    grid += segment(LEFT, y(value), width - RIGHT, y(value));
    names.push(text(LEFT - 6, y(value) + 4, name, { size: 11, color: muted, anchor: "end" }));
  }
  const fitting = Math.max(1, Math.floor((width - LEFT - RIGHT) / TICK_ROOM));
  const every = Math.ceil(plot.x.ticks.length / fitting);
  for (const [index, [value, name]] of plot.x.ticks.entries()) {
    ticks += segment(x(value), bottom, x(value), bottom + 4);
    if (index % every === 0)
      names.push(text(x(value), bottom + 17, name, { size: 11, color: muted, anchor: "middle" }));
  }
  return svg`${stroke(grid, rule, 1)}${stroke(ticks, edge, 1)}${names}`;
}

function curveMarks(
  { look, points: all }: Curve,
  x: (value: number) => number,
  y: (value: number) => number,
): TemplateResult {
  const points = all.filter((point) => !Number.isNaN(point.x + point.y + point.low + point.high));
  const line = points.map((point, k) => `${k === 0 ? "M" : "L"}${f(x(point.x))} ${f(y(point.y))}`).join("");
  let whiskers = "";
  for (const { x: at, low, high } of points) {
    whiskers += segment(x(at), y(low), x(at), y(high));
    whiskers += segment(x(at) - 2.5, y(low), x(at) + 2.5, y(low)) + segment(x(at) - 2.5, y(high), x(at) + 2.5, y(high));
  }
  return svg`${stroke(line, look.color, 1.5, look.dash)}${stroke(whiskers, look.color, 1)}
    ${points.map((point) => marker(look, x(point.x), y(point.y), point.label))}`;
}

function marker(look: Look, x: number, y: number, label: string): TemplateResult {
  const title = svg`<title>${label}</title>`;
  if (look.marker === "cross") {
    const path = segment(x - MARKER, y - MARKER, x + MARKER, y + MARKER) + segment(x - MARKER, y + MARKER, x + MARKER, y - MARKER);
    return svg`<path d=${path} fill="none" stroke=${look.color} stroke-width="1.5">${title}</path>`;
  }
  const inside = look.marker === "full" ? look.color : ground;
  return svg`<circle cx=${f(x)} cy=${f(y)} r=${MARKER} fill=${inside} stroke=${look.color} stroke-width="1.5">${title}</circle>`;
}

/** A piece of such a curve, for a legend. */
export const swatch = (look: Look): TemplateResult =>
  svg`${stroke(segment(1, 8, 33, 8), look.color, 1.5, look.dash)}${marker(look, 17, 8, "")}`;

/** More ticks than this would run into each other. */
const TICKS_MAX = 12;

/** The powers of ten around these values, and a tick at each, or at every few. */
export function decades(values: Iterable<number>, name: (value: number) => string): Axis {
  const { low, high } = decadesAround(values);
  const every = Math.ceil((high - low + 1) / TICKS_MAX);
  const powers = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, k) => 10 ** (low + k * every));
  return { low: 10 ** low, high: 10 ** high, ticks: powers.map((value) => [value, name(value)] as const) };
}

/** From the least to the most of these values, a little room on both sides, and a tick at each of `marks` in between. */
export function spanned(values: readonly number[], marks: readonly number[], name: (value: number) => string): Axis {
  const { low, high } = spanOf(values.filter((value) => value > 0)) ?? { low: 1, high: 1 };
  const ticks = marks.filter((value) => value >= low && value <= high);
  return { low: low / 1.4, high: Math.min(Number.MAX_VALUE, high * 1.4), ticks: ticks.map((value) => [value, name(value)] as const) };
}

export const looks = {
  first: { color: ink, marker: "full" },
  second: { color: ink, dash: "6 4", marker: "open" },
  third: { color: ink, dash: "1 3", marker: "open" },
  reference: { color: muted, marker: "cross" },
} as const satisfies Record<string, Look>;
