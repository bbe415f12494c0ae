// Where a network stands: wires one under the other, layers from left to right, and within a layer as many columns
// as comparators that would otherwise lie on each other.

import type { Item, Model } from "./model.ts";

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Distance of two wires. */
  readonly pitch: number;
  /** Distance of two columns. */
  readonly unit: number;
  readonly from: number;
  readonly to: number;
  /** Where each layer begins; and, last, where the last one ends. */
  readonly edges: readonly number[];
  /** Where each comparator stands, in the order of the model's items. */
  readonly xs: readonly number[];
  y(wire: number): number;
}

/** Room over the first wire: stages, and under them the distance of each layer. */
export const HEAD = 40;
export const DISTANCES_Y = 30;
export const FOOT = 10;
/** Columns of air between two layers. */
const AIR = 1.15;
/** Columns closer than this cannot be told apart, or hit with a finger: then the picture scrolls. */
const UNIT_MIN = 5.5;
const UNIT_MIN_FOR_FINGERS = 11;

export const pitchOf = (wires: number): number =>
  wires <= 8 ? 36 : wires <= 16 ? 27 : wires <= 20 ? 24 : wires <= 32 ? 17 : 11;

/** A key's own field needs at least so much room under the next. */
export const hasFields = (wires: number): boolean => pitchOf(wires) >= 24;

/** For whom a picture is drawn: paper does not scroll, so there everything has to fit. */
export type Medium = "mouse" | "finger" | "paper";

const unit_least: Readonly<Record<Medium, number>> = { mouse: UNIT_MIN, finger: UNIT_MIN_FOR_FINGERS, paper: 0 };

export function layoutOf(model: Model, room: number, medium: Medium = "mouse"): Layout {
  const { wires, layers } = model;
  const columns = layers.map(({ items }) => columnsOf(items));
  const widths = columns.map((of_layer) => Math.max(...of_layer) + AIR + 1);
  const wanted = widths.reduce((sum, width) => sum + width, 0);
  const margin = 10;
  const unit = Math.max(unit_least[medium], Math.min(34, (room - 2 * margin) / Math.max(1, wanted)));
  const edges = [margin];
  for (const width of widths) edges.push((edges[edges.length - 1] ?? 0) + width * unit);
  const xs = layers.flatMap(({ items }, layer) =>
    items.map((_, index) => (edges[layer] ?? 0) + unit * ((columns[layer]?.[index] ?? 0) + (AIR + 1) / 2)),
  );
  const pitch = pitchOf(wires);
  const end = edges[edges.length - 1] ?? margin;
  const width = Math.max(room, end + margin);
  return {
    width,
    height: HEAD + pitch * wires + FOOT,
    pitch,
    unit,
    from: 0,
    to: width,
    edges,
    xs,
    y: (wire) => HEAD + pitch * (wire + 0.5),
  };
}

/** The first column in which nothing is in the way, for each comparator of a layer. */
function columnsOf(items: readonly Item[]): number[] {
  const ends: number[] = [];
  const spans = items.map(({ low, high }, index) => ({
    index,
    top: Math.min(low, high),
    bottom: Math.max(low, high),
  }));
  const columns = new Array<number>(items.length);
  for (const { index, top, bottom } of spans.sort((a, b) => a.top - b.top)) {
    const free = ends.findIndex((end) => end < top);
    const column = free < 0 ? ends.length : free;
    ends[column] = bottom;
    columns[index] = column;
  }
  return columns;
}

/** The x at which so many layers are passed, with a fraction inside one. */
export function front(layout: Layout, layers: number): number {
  const { edges } = layout;
  const whole = Math.min(edges.length - 1, Math.floor(layers));
  const here = edges[whole] ?? 0;
  return here + ((edges[whole + 1] ?? here) - here) * (layers - whole);
}

/** How far a picture is scrolled in its room, so that what is at x is seen, and some of what follows. */
export const scrolledTo = (x: number, width: number, room: number): number =>
  Math.max(0, Math.min(width - room, x - room / 2));

/** The comparator under a point, or null. */
export function itemAt(model: Model, layout: Layout, x: number, y: number): number | null {
  const reach = Math.max(8, layout.unit * 0.6);
  let [best, nearest]: [number | null, number] = [null, reach];
  model.items.forEach(({ low, high }, index) => {
    const [top, bottom] = [layout.y(Math.min(low, high)), layout.y(Math.max(low, high))];
    const away = Math.abs((layout.xs[index] ?? 0) - x);
    if (y < top - 9 || y > bottom + 9 || away > nearest) return;
    [best, nearest] = [index, away];
  });
  return best;
}

export const wireAt = (layout: Layout, wires: number, y: number): number =>
  Math.min(wires - 1, Math.max(0, Math.floor((y - HEAD) / layout.pitch)));

/** The gap between layers that is nearest to a point. */
export function gapAt(layout: Layout, x: number): number {
  const nearest = layout.edges.map((edge, gap) => ({ gap, away: Math.abs(edge - x) }));
  return nearest.reduce((best, it) => (it.away < best.away ? it : best)).gap;
}
