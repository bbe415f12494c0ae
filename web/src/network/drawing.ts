// The drawing of a network: bands of stages, wires, comparators, and the keys' ways through it. Pure functions of a
// model; a still is drawn with them too.

import { nothing, svg } from "lit/html.js";
import { edge, ground, ink, keyColor, muted, rule } from "../draw/colors.ts";
import { box, f, fill, headPath, segment, stroke, text, type Mark } from "../draw/marks.ts";
import { part, spanOf } from "../draw/scale.ts";
import { DISTANCES_Y, FOOT, HEAD, front, type Layout } from "./layout.ts";
import { origins, runBy, type Item, type Model } from "./model.ts";

/** What stands in the head of the drawing. */
export interface DrawingText {
  stage(stage: number, block: number): string;
  readonly added: string;
  /** What the numbers over the layers are. */
  readonly distance: string;
  readonly wire: string;
}

const DOT = 2.6;

/** Stages as alternating bands with their names, and what every wire looks like where nothing runs yet. */
export function ground_marks(model: Model, layout: Layout, words: DrawingText): Mark {
  const bands = bandsOf(model);
  const bottom = layout.height - FOOT;
  const shaded = bands.flatMap((band, index) => {
    const [from, to] = [layout.edges[band.from] ?? 0, layout.edges[band.to] ?? 0];
    return index % 2 === 1 ? [box(from, HEAD - 4, to - from, bottom - HEAD + 8)] : [];
  });
  const names = bands.map((band) => {
    const [from, to] = [layout.edges[band.from] ?? 0, layout.edges[band.to] ?? 0];
    const name = band.stage === null ? words.added : words.stage(band.stage, 2 ** band.stage);
    const room = to - from;
    const shown = room > breadth(name) ? name : room > 12 && band.stage !== null ? band.stage : "+";
    return text((from + to) / 2, 14, shown, { size: 11, anchor: "middle", color: muted });
  });
  const wires = Array.from({ length: model.wires }, (_, wire) =>
    segment(0, layout.y(wire), layout.width, layout.y(wire)),
  );
  // A veil, not a wash: the shadow at the edge of a picture that scrolls lies behind it.
  return svg`${fill(shaded.join(""), ink, 0.045)}${names}${spans(model, layout)}${stroke(wires.join(""), rule, 1)}`;
}

/** About how wide a name is: an ideograph takes twice the room of a letter. */
const breadth = (name: string): number =>
  [...name].reduce((sum, sign) => sum + (sign > "\u2e7f" ? 11.5 : 6.4), 6);

interface Band {
  readonly stage: number | null;
  readonly from: number;
  to: number;
}

function bandsOf({ layers }: Model): Band[] {
  const bands: Band[] = [];
  layers.forEach(({ stage }, layer) => {
    const open = bands[bands.length - 1];
    if (open && open.stage === stage) open.to = layer + 1;
    else bands.push({ stage, from: layer, to: layer + 1 });
  });
  return bands;
}

/** Over each layer how far its comparators reach: one distance, or for a flip the widest. */
function spans({ layers }: Model, layout: Layout): Mark[] {
  return layers.map(({ items }, layer) => {
    const reach = Math.max(...items.map(({ low, high }) => Math.abs(high - low)));
    const [from, to] = [layout.edges[layer] ?? 0, layout.edges[layer + 1] ?? 0];
    if (to - from < 16) return nothing;
    return text((from + to) / 2, DISTANCES_Y, String(reach), { size: 11, anchor: "middle", color: muted });
  });
}

/** Comparators: an arrow to the larger key, filled ends where keys were exchanged, a ghost where one was taken out. */
export function comparators(model: Model, layout: Layout, passed: number): Mark {
  const runs = runBy(model, Math.floor(passed));
  const paths = { plain: "", turned: "", ghost: "", heads: "", turned_heads: "" };
  let [filled, hollow] = ["", ""];
  model.items.forEach((item, index) => {
    const x = layout.xs[index] ?? 0;
    const [y_low, y_high] = [layout.y(item.low), layout.y(item.high)];
    const line = segment(x, y_low, x, y_high);
    if (item.index === null) return void (paths.ghost += line);
    const down = Math.sign(y_high - y_low);
    const head = headPath(x, y_high - down * DOT, 0, down, Math.min(6, layout.unit * 0.7));
    if (item.turned) [paths.turned, paths.turned_heads] = [paths.turned + line, paths.turned_heads + head];
    else [paths.plain, paths.heads] = [paths.plain + line, paths.heads + head];
    const ends = dot(x, y_low) + dot(x, y_high);
    if (item.index < runs && model.swapped[item.index]) filled += ends;
    else hollow += ends;
  });
  const small = layout.pitch < 16;
  return svg`${stroke(paths.ghost, muted, 1.25, "3 3")}${stroke(paths.plain, ink, small ? 0.75 : 1)}
    ${stroke(paths.turned, ink, 2)}${fill(paths.heads, ink)}${fill(paths.turned_heads, ink)}
    ${
      small
        ? nothing
        : svg`<path d=${hollow || "M0 0"} fill=${ground} stroke=${ink} stroke-width="1"></path>${fill(filled, ink)}`
    }`;
}

const dot = (x: number, y: number): string =>
  `M${f(x - DOT)} ${f(y)}a${DOT} ${DOT} 0 1 0 ${2 * DOT} 0a${DOT} ${DOT} 0 1 0 ${-2 * DOT} 0`;

/** How a key's way is drawn. */
export interface TraceStyle {
  readonly color: string;
  readonly width: number;
  readonly faint: boolean;
}

/** Thin and near the ground for small keys, thick and far from it for large ones. */
export function keyStyle(model: Model, wire: number, follow: number | null, pitch: number): TraceStyle {
  const position = model.order[wire] ?? 0;
  const part = model.wires > 1 ? position / (model.wires - 1) : 0;
  const most = pitch >= 24 ? 3.6 : pitch >= 16 ? 2.6 : 1.8;
  return {
    color: keyColor(position, model.wires),
    width: (0.9 + (most - 0.9) * part) * (follow === wire ? 1.3 : 1),
    faint: follow !== null && follow !== wire,
  };
}

/** Zeros thin, ones thick: what a threshold leaves of a key. */
export const shadowStyle = (is_one: boolean): TraceStyle =>
  is_one ? { color: ink, width: 3, faint: false } : { color: edge, width: 1.5, faint: false };

/** The ways of all keys up to a moment, one path each. */
export function traces(
  model: Model,
  layout: Layout,
  passed: number,
  styleOf: (wire: number) => TraceStyle,
): Mark[] {
  const until = front(layout, Math.min(passed, model.layers.length));
  const whole = passed >= model.layers.length;
  const paths = tracePaths(model, layout, until, whole ? layout.width : until);
  return paths.map((path, wire) => {
    const { color, width, faint } = styleOf(wire);
    return svg`<path d=${path} fill="none" stroke=${color} stroke-width=${f(width)} stroke-opacity=${faint ? 0.22 : nothing}></path>`;
  });
}

/** For each start wire the way of its key: level on a wire, bent where it is exchanged. */
function tracePaths(model: Model, layout: Layout, until: number, end: number): string[] {
  const bend = Math.min(9, layout.unit * 0.46);
  const paths = Array.from({ length: model.wires }, (_, wire) => `M0 ${f(layout.y(wire))}`);
  const at = Array.from({ length: model.wires }, (_, wire) => wire); // who is on each wire
  const move = (who: number, x: number, from: number, to: number): void => {
    const [a, b] = [f(layout.y(from)), f(layout.y(to))];
    paths[who] += `H${f(x - bend)}C${f(x)} ${a} ${f(x)} ${b} ${f(x + bend)} ${b}`;
  };
  for (const [index, item] of inOrder(model, layout)) {
    const x = layout.xs[index] ?? 0;
    if (x + bend > until || item.index === null || !model.swapped[item.index]) continue;
    const [first, second] = [at[item.low] ?? 0, at[item.high] ?? 0];
    move(first, x, item.low, item.high);
    move(second, x, item.high, item.low);
    [at[item.low], at[item.high]] = [second, first];
  }
  for (const who of at.keys()) paths[at[who] ?? 0] += `H${f(end)}`;
  return paths;
}

const inOrder = ({ items }: Model, layout: Layout): [number, Item][] =>
  [...items.entries()].sort(([a], [b]) => (layout.xs[a] ?? 0) - (layout.xs[b] ?? 0));

/** Where the keys are, while the network is being passed. */
export function frontLine(layout: Layout, passed: number): Mark {
  const x = front(layout, passed);
  return stroke(segment(x, HEAD - 8, x, layout.height - FOOT + 4), ink, 1.5);
}

/** Around a comparator: the one the reader works on, or points at. */
export function frame(model: Model, layout: Layout, index: number, color: string, width: number): Mark {
  const item = model.items[index];
  if (!item) return nothing;
  const x = layout.xs[index] ?? 0;
  const [top, bottom] = [Math.min(item.low, item.high), Math.max(item.low, item.high)].map(layout.y) as [
    number,
    number,
  ];
  return stroke(box(x - 7, top - 8, 14, bottom - top + 16), color, width);
}

/** Comparators the network could do without: a small square half way. */
export function redundancy(model: Model, layout: Layout, redundant: ArrayLike<number> | null): Mark {
  if (!redundant) return nothing;
  let path = "";
  model.items.forEach(({ index, low, high }, at) => {
    if (index === null || redundant[index] !== 1) return;
    path += box((layout.xs[at] ?? 0) - 5, (layout.y(low) + layout.y(high)) / 2 - 5, 10, 10);
  });
  return path === ""
    ? nothing
    : svg`<path d=${path} fill=${ground} stroke=${ink} stroke-width="1.5"></path>`;
}

/** Under construction: a comparator from one wire to another, before it is put in. */
export function draft(layout: Layout, gap: number, from: number, to: number | null): Mark {
  const x = layout.edges[Math.min(gap, layout.edges.length - 1)] ?? 0;
  const other = to ?? from;
  return svg`${stroke(segment(x, layout.y(from), x, layout.y(other)), "var(--link)", 2, "4 3")}
    ${fill(dot(x, layout.y(from)) + dot(x, layout.y(other)), "var(--link)")}`;
}

// ---- the ends of the wires

export interface EndsText {
  /** Two neighbours in a wrong order. */
  wrong(above: string, below: string): string;
}

const LABEL_ROOM = 29;
/** Smaller than this no number can be read. */
const SIZE_MIN = 7.5;

/** A long number is set smaller, so that no wire runs through it and nothing of it is cut off. */
export const fitted = (label: string, room: number, size: number): number =>
  f(Math.max(SIZE_MIN, Math.min(size, room / (0.6 * label.length))));

/** What the wires carry at the front: a bar and a number for each, dashed frames where the order is wrong. */
export function outputs(
  model: Model,
  layout: Layout,
  passed: number,
  room: number,
  say: (value: number) => string,
  show_wrong: boolean,
): Mark {
  const layers = Math.floor(passed);
  const end = runBy(model, layers) * model.wires;
  const values = model.rows.subarray(end, end + model.wires);
  const from = origins(model, layers);
  const bar_room = room - 46;
  const size = layout.pitch < 16 ? 9.5 : 12;
  const marks: Mark[] = [];
  values.forEach((value, wire) => {
    const y = layout.y(wire);
    const bar = barOf(model, value, bar_room);
    const { color } = keyStyle(model, from[wire] ?? 0, null, layout.pitch);
    const label = say(value);
    marks.push(text(30, y + size * 0.36, label, { size: fitted(label, LABEL_ROOM, size), anchor: "end" }));
    if (bar_room > 8)
      marks.push(fill(box(38, y - layout.pitch * 0.28, Math.max(1, bar), layout.pitch * 0.56), color));
  });
  const wrong = show_wrong
    ? model.wrong.map((wire) =>
        stroke(
          box(1, layout.y(wire) - layout.pitch / 2 + 2, room - 3, 2 * layout.pitch - 4),
          ink,
          1.5,
          "4 3",
        ),
      )
    : [];
  return svg`${marks}${wrong}`;
}

/** How long a key's bar is, beside those of all keys and of zero, if no key is below it. */
export function barOf({ keys }: Model, value: number, room: number): number {
  const { low, high } = spanOf(keys) ?? { low: 0, high: 0 };
  return (part(value, { low: Math.min(0, low), high }) ?? 0) * room;
}

/** The bars of the keys at the start, growing to the left from the wires. */
export function inputs(model: Model, layout: Layout, room: number, follow: number | null): Mark {
  const marks = model.keys.map((key, wire) => {
    const { color, faint } = keyStyle(model, wire, follow, layout.pitch);
    const length = Math.max(1, barOf(model, key, room));
    const path = box(room - length, layout.y(wire) - layout.pitch * 0.28, length, layout.pitch * 0.56);
    return fill(path, color, faint ? 0.3 : undefined);
  });
  return svg`${marks}`;
}
