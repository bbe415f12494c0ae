// Shadows: what a threshold leaves of the keys. A key from the threshold up is a one, the others are zeros. All
// shadows of n keys side by side are a picture of n + 1 columns, in which each key is a bar.

import { svg } from "lit/html.js";
import { ink, muted, rule } from "../../draw/colors.ts";
import { box, fill, stroke, text, type Mark } from "../../draw/marks.ts";
import { carried, type Model } from "../../network/model.ts";
import type { NetworkEngine } from "../../network/model.ts";
import { thresholdOf } from "../../network/parameters.ts";

export const sortedKeys = ({ keys }: Model): number[] => [...keys].sort((a, b) => a - b);

/** Whether a key is a one under the model's threshold. Equal keys always have equal shadows. */
export function isOne(model: Model): (key: number) => boolean {
  const least = sortedKeys(model)[thresholdOf(model.parameters)];
  return (key) => least !== undefined && key >= least;
}

/** Of all thresholds 0 to n, under how many a key is a one. */
const reach = (sorted: readonly number[], key: number): number => {
  const above = sorted.findIndex((other) => other > key);
  return above < 0 ? sorted.length : above;
};

/** The zeros and ones on the wires after so many layers. */
export const shadowAfter = (model: Model, layers: number): boolean[] =>
  Array.from(carried(model, layers), isOne(model));

/**
 * Sends every shadow through the network on its own and counts those that, after every comparator, are the shadow of
 * what the numbers have become: it makes no difference whether the threshold comes first or the comparators.
 */
export function agreeing(model: Model, engine: Pick<NetworkEngine, "run_network">): number {
  const sorted = sortedKeys(model);
  let count = 0;
  for (let threshold = 0; threshold <= model.wires; threshold++) {
    const least = sorted[threshold] ?? Infinity;
    const shadow = (key: number): number => (key >= least ? 1 : 0);
    const alone = engine.run_network(model.comparators, Float64Array.from(model.keys, shadow));
    if (alone.every((bit, at) => bit === shadow(model.rows[at] ?? 0))) count++;
  }
  return count;
}

/** The zeros and ones beside the wires. */
export function digits(model: Model, layers: number, y: (wire: number) => number, size: number): Mark {
  return svg`${shadowAfter(model, layers).map((one, wire) =>
    text(11, y(wire) + size * 0.36, one ? "1" : "0", {
      size,
      anchor: "middle",
      weight: one ? 700 : 400,
      color: one ? ink : muted,
    }),
  )}`;
}

/** Between which neighbors some input of zeros and ones ends in a wrong order. */
export function weakPlaces({ proof, wires }: Model, y: (wire: number) => number): Mark {
  let path = "";
  for (let wire = 0; wire + 1 < wires; wire++) {
    if (((proof?.unsorted ?? 0) >>> wire) & 1)
      path += box(1, y(wire) + 3, 20, y(wire + 1) - y(wire) - 6);
  }
  return stroke(path, ink, 1.5, "3 2");
}

// ---- all shadows as bitmaps

export interface Strip {
  readonly cell: number;
  /** After how many layers each bitmap is. */
  readonly moments: readonly number[];
  readonly pitch: number;
  readonly height: number;
}

const LABEL = 20;
const GAP = 14;
const CELL_MAX = 6;
/** Cells smaller than this are no longer columns. */
const CELL_MIN = 2.2;

/** After every layer if there is room, else after every stage, else only at both ends and in between. */
export function stripOf(model: Model, width: number): Strip {
  const { layers, wires } = model;
  const all = Array.from({ length: layers.length + 1 }, (_, layer) => layer);
  const stages = all.filter((at) => at === 0 || layers[at]?.stage !== layers[at - 1]?.stage);
  const few = [0, Math.floor(layers.length / 2), layers.length];
  const cellOf = (moments: readonly number[]): number =>
    Math.min(CELL_MAX, (width / moments.length - GAP) / (wires + 1));
  const moments =
    [all, stages, few].find((candidate) => cellOf(candidate) >= CELL_MIN) ?? few;
  const cell = Math.max(1, cellOf(moments));
  return { cell, moments, pitch: width / moments.length, height: LABEL + cell * wires + 6 };
}

export interface StripText {
  readonly start: string;
  after(layers: number): string;
}

/** Each bitmap has a row for each wire and a column for each threshold; the threshold in use is drawn in full. */
export function bitmaps(model: Model, strip: Strip, passed: number, words: StripText): Mark {
  const sorted = sortedKeys(model);
  const threshold = thresholdOf(model.parameters);
  const { cell, moments, pitch } = strip;
  const now = Math.floor(passed);
  const shown = moments.filter((at) => at <= now).pop() ?? 0;
  let [bars, column, frames, current] = ["", "", "", ""];
  const labels: Mark[] = [];
  moments.forEach((layers, index) => {
    const left = index * pitch;
    const [width, height] = [cell * (model.wires + 1), cell * model.wires];
    const label = layers === 0 ? words.start : words.after(layers);
    labels.push(text(left, 12, label, { size: 11, color: layers === shown ? ink : muted }));
    frames += box(left - 0.5, LABEL - 0.5, width + 1, height + 1);
    if (layers === shown) current += box(left - 3, LABEL - 3, width + 6, height + 6);
    carried(model, layers).forEach((key, wire) => {
      const ones = reach(sorted, key);
      bars += box(left, LABEL + wire * cell, ones * cell, cell);
      if (ones > threshold) column += box(left + threshold * cell, LABEL + wire * cell, cell, cell);
    });
  });
  return svg`${labels}${fill(bars, muted, 0.35)}${fill(column, ink)}${stroke(frames, rule, 1)}${stroke(current, ink, 1.5)}`;
}
