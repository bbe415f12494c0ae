// The picture: the network over ranks, with every block as it lies in memory, and what each rank sent, on the same
// rows. A block is in order, so it is drawn as stripes: a stripe's hue is the rank on which its keys end.

import { nothing, svg, type TemplateResult } from "lit/html.js";
import { HUE_COUNT, edge, ground, hue, hueIndex, ink, muted } from "../../draw/colors.ts";
import { Darts, along, inFlight, type Point } from "../../draw/dart.ts";
import { laneBases, nowMark, type Rows } from "../../draw/lanes.ts";
import { box, fill, heading, segment, stroke, text, type Mark } from "../../draw/marks.ts";
import { transpositionBytes, type Message, type SortReplay, type State } from "./replay.ts";
import type { Result, Volume } from "./runs.ts";
import type { Text } from "./text.ts";

/** From this width on what ranks sent stands beside the lanes and shares their rows. */
export const TWO_PANES = 1040;
export const VOLUMES_WIDTH = 392;
const PANE_GAP = 36;
const BADGE = 30;
const TOP = 52;
/** What two numbers under a heading need. */
const RANGE_WIDTH = 92;

export interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly two_panes: boolean;
  readonly rows: Rows;
  readonly column: number;
  readonly cell_width: number;
  readonly cell_height: number;
  readonly x: (t: number) => number;
}

function lanePitch(ranks: number): number {
  const steps = [
    [4, 44],
    [8, 34],
    [12, 26],
    [16, 20],
    [24, 14],
  ] as const;
  return steps.find(([most]) => ranks <= most)?.[1] ?? 11;
}

export function geometry(total_width: number, ranks: number, columns: number): Geometry {
  const two_panes = total_width >= TWO_PANES;
  const width = two_panes ? total_width - VOLUMES_WIDTH - PANE_GAP : total_width;
  const pitch = lanePitch(ranks);
  const room = width - BADGE - 4;
  const share = columns > 8 || room < 400 ? 0.52 : 0.46;
  const column = Math.min(150, room / (columns + share));
  return {
    width,
    two_panes,
    column,
    rows: { pitch, y: (rank) => TOP + pitch / 2 + rank * pitch },
    height: TOP + ranks * pitch + 8,
    cell_width: column * share,
    cell_height: Math.max(4, pitch - Math.max(3, pitch * 0.26)),
    x: (t) => BADGE + t * column,
  };
}

/** Everything that stands still while the reader plays. */
export function lanes(sort: SortReplay, g: Geometry, words: Text): TemplateResult {
  const end = g.x(sort.columns.length);
  return svg`${laneBases(sort.ranks, g.rows, 0, [[BADGE - 6, end]])}${columnNames(sort, g, words)}${darts(sort, g)}
    ${sort.states.map((state, t) => blocks(state, g.x(t), longest(sort), g))}`;
}

const longest = ({ states }: SortReplay): number =>
  Math.max(1, ...states.flatMap((state) => state.map((counts) => counts.reduce((sum, n) => sum + n, 0))));

/** One column of blocks: as long as they are many keys, cut where the keys of another rank begin. */
function blocks(state: State, x: number, most: number, g: Geometry): TemplateResult {
  const paths = Array.from({ length: HUE_COUNT }, () => "");
  let [back, cuts, frames] = ["", "", ""];
  for (const [rank, counts] of state.entries()) {
    const y = g.rows.y(rank) - g.cell_height / 2;
    let at = x;
    for (const [part, count] of counts.entries()) {
      const width = (count / most) * g.cell_width;
      if (width === 0) continue;
      paths[hueIndex(part)] += box(at, y, width, g.cell_height);
      if (at > x) cuts += segment(at, y, at, y + g.cell_height);
      at += width;
    }
    back += box(x, y, g.cell_width, g.cell_height);
    if (at > x) frames += box(x, y, at - x, g.cell_height);
  }
  const thin = g.cell_width < 24;
  return svg`${fill(back, ground)}${paths.map((path, index) => fill(path, hue(index)))}
    ${thin ? nothing : stroke(cuts, ground, 0.75)}${stroke(frames, ground, 0.5)}`;
}

const ends = (message: Message, t: number, g: Geometry): readonly [Point, Point] => [
  { x: g.x(t) + g.cell_width + 2, y: g.rows.y(message.from) },
  { x: g.x(t + 1) - 2, y: g.rows.y(message.to) },
];

function darts(sort: SortReplay, g: Geometry): TemplateResult {
  const room = g.column - g.cell_width;
  const crowded = sort.columns.some(({ messages }) => messages.length > 4 * sort.ranks);
  const head = room < 14 || crowded ? Math.min(4, room / 4) : 6;
  const all = new Darts(head);
  for (const [t, { messages }] of sort.columns.entries())
    for (const message of messages) {
      const [start, end] = ends(message, t, g);
      if (message.count > 0) all.add([[start, end]], message.from, true, false);
    }
  return all.marks(room < 14 || crowded ? 0.8 : 1.25);
}

/** The present moment: a pointer over its column, and messages on their way. */
export function moment(sort: SortReplay, t: number | null, g: Geometry): TemplateResult | typeof nothing {
  if (t === null) return nothing;
  const step = Math.floor(t);
  const fraction = t - step;
  const messages = fraction > 0 ? (sort.columns[step]?.messages ?? []) : [];
  const places = messages.map((message) => ({
    at: along([ends(message, step, g)], fraction),
    sender: message.from,
  }));
  return svg`${nowMark(g.x(t) + g.cell_width / 2, TOP - 6)}${inFlight(places, Math.max(3, Math.min(9, g.rows.pitch / 3)))}`;
}

function columnNames(sort: SortReplay, g: Geometry, words: Text): TemplateResult {
  const marks: Mark[] = [];
  let brackets = "";
  const middle = (t: number): number => (g.x(t) + g.cell_width + g.x(t + 1)) / 2;
  if (sort.columns[0]?.phase !== "split") {
    for (const [t, { phase }] of sort.columns.entries())
      marks.push(text(middle(t), TOP - 20, words.phases[phase], { size: 12, anchor: "middle" }));
    return svg`${heading(0, 13, words.lanes_heading(sort.report.totals.rounds))}${marks}`;
  }
  for (let stage = 1, first = 0; first < sort.columns.length; first += stage, stage++) {
    const [from, to] = [g.x(first) + g.cell_width + 2, g.x(first + stage) - 2];
    brackets += `${segment(from, TOP - 15, to, TOP - 15)}`;
    const room = to - from;
    const name = room > 60 ? words.stage(stage) : String(stage);
    marks.push(text((from + to) / 2, TOP - 20, name, { size: 12, color: muted, anchor: "middle" }));
  }
  return svg`${heading(0, 13, words.lanes_heading(sort.report.totals.rounds))}${stroke(brackets, edge, 1)}${marks}`;
}

/** Four columns of bars on the rows of the ranks: bytes of three sorts, and keys at the end. */
export function volumes(result: Result, rows: Rows, width: number, words: Text): TemplateResult {
  const { ranks, elements, algorithm } = result.parameters;
  const { bitonic, sample } = result.volumes;
  const transposition = transpositionBytes(ranks, elements * 4);
  const most = Math.max(1, ...bitonic.bytes, ...sample.bytes, ...transposition);
  const gap = width < 360 ? 10 : 20;
  const wide = (width - 3 * gap) / 4 - 2;
  const x = (index: number): number => index * (wide + gap);
  const last = ranks * rows.pitch + TOP;
  const range = wide < RANGE_WIDTH ? words.at_most : words.range;
  const bytes = (index: number, values: readonly number[], style: BarStyle, name: string): Mark =>
    barColumn({ x: x(index), wide, rows, top: TOP, bottom: last }, values, most, style, name, range(values));
  return svg`${heading(0, 13, words.bytes_heading)}${heading(x(3), 13, words.keys_heading)}
    ${bytes(0, bitonic.bytes, algorithm === "bitonic" ? "chosen" : "counted", words.algorithms.bitonic)}
    ${bytes(1, sample.bytes, algorithm === "sample" ? "chosen" : "counted", words.algorithms.sample)}
    ${bytes(2, transposition, "modelled", words.transposition)}
    ${loads(result.volumes[algorithm], elements, { x: x(3), wide, rows, top: TOP, bottom: last }, words)}`;
}

type BarStyle = "chosen" | "counted" | "modelled";

interface Place {
  readonly x: number;
  readonly wide: number;
  readonly rows: Rows;
  readonly top: number;
  readonly bottom: number;
}

function barColumn(
  { x, wide, rows, top, bottom }: Place,
  values: readonly number[],
  most: number,
  style: BarStyle,
  name: string,
  range: string,
): TemplateResult {
  const height = Math.max(3, Math.min(14, rows.pitch - 4));
  const bars = values
    .map((value, rank) => box(x, rows.y(rank) - height / 2, (value / most) * wide, height))
    .join("");
  const mark =
    style === "modelled"
      ? stroke(bars, muted, 1, "3 2")
      : fill(bars, style === "chosen" ? ink : edge);
  return svg`${text(x, top - 20, name, style === "chosen" ? { weight: 600 } : {})}
    ${text(x, top - 5, range, { size: 11, color: muted })}${mark}${stroke(segment(x, top, x, bottom), edge, 1)}`;
}

/** How many keys each rank ends with; a line where all would be equal, and a broken one at twice as many. */
function loads({ lengths }: Volume, elements: number, place: Place, words: Text): TemplateResult {
  const { x, wide, top, bottom } = place;
  const most = Math.max(1, 2 * elements);
  const at = (keys: number): number => x + (keys / most) * wide;
  return svg`${barColumn(place, lengths, most, "chosen", words.at_end, wide < RANGE_WIDTH ? words.at_most(lengths) : words.range(lengths))}
    ${stroke(segment(at(elements), top, at(elements), bottom), ground, 2.5)}${stroke(segment(at(elements), top, at(elements), bottom), ink, 1)}
    ${stroke(segment(at(2 * elements), top, at(2 * elements), bottom), ink, 1, "3 3")}`;
}

