// Space and time: one lane per rank, messages as darts from when they are sent to when they arrive, and what every
// rank then has. The order of the lanes is given, so that the same picture is a tree where ranks stand in its order.

import { nothing, svg, type TemplateResult } from "lit/html.js";
import { edge, ground, ink, muted, rule } from "../draw/colors.ts";
import { Darts, along, inFlight, type Point } from "../draw/dart.ts";
import { badge, box, crossPath, fill, heading, segment, smallBadge, stroke, text, type Mark } from "../draw/marks.ts";
import type { Track } from "./clocks.ts";
import { Cells } from "./content.ts";
import type { Telling } from "./runs.ts";
import { slotsAt, type Send } from "./scene.ts";

/** Where a run stands in a picture. Both runs of a comparison share `x`. */
export interface Lanes {
  readonly telling: Telling;
  readonly sends: readonly Send[];
  readonly track: Track;
  /** Ranks from top to bottom. */
  readonly order: readonly number[];
  readonly top: number;
  readonly pitch: number;
  readonly width: number;
  readonly x: (time: number) => number;
}

/** What stands in a picture in words. */
export interface Said {
  readonly name: string;
  readonly cost: string;
  /** What stands where a rank waits in vain for another one. */
  waits(rank: number): string;
}

/** How far on its way a message is drawn that nobody receives. */
const LOST_AT = 0.8;
const BADGE = 30;
/** Above the lanes: who runs, and what it costs. */
export const HEAD = 26;
/** Under the last lanes: the times. */
export const AXIS = 24;
const MARGIN = 18;

export const lanePitch = (ranks: number, count: number): number => {
  const room = count > 1 ? 168 : 300;
  return Math.max(9, Math.min(count > 1 ? 26 : 38, Math.floor(room / ranks)));
};

export const cellSize = (pitch: number): number => Math.max(5, Math.min(18, pitch - 4));

/** From times to places; the last cell ends within the picture. */
export function scaleOf(width: number, end: number, pitch: number): (time: number) => number {
  const left = BADGE + cellSize(pitch) + 6;
  const room = width - left - MARGIN - cellSize(pitch);
  return (time) => left + (end > 0 ? time / end : 0) * room;
}

export const heightOf = ({ order, pitch }: Pick<Lanes, "order" | "pitch">): number => HEAD + order.length * pitch;

const rowOf = (lanes: Lanes, rank: number): number =>
  lanes.top + HEAD + (lanes.order.indexOf(rank) + 0.5) * lanes.pitch;

/** The dart of a message; one that never arrives ends before its receiver. */
function ends(lanes: Lanes, send: Send): readonly [Point, Point] {
  const { track, x } = lanes;
  const size = cellSize(lanes.pitch);
  const posted = track.posted[send.row] as number;
  const received = track.received[send.row];
  const start = { x: x(posted), y: rowOf(lanes, send.from) };
  const target = { x: x(received ?? Math.min(track.end, posted + 1)) - size / 2, y: rowOf(lanes, send.to) };
  if (typeof received === "number") return [start, target];
  return [start, along([[start, target]], LOST_AT)];
}

/** All of it, as it stands when everything has happened. `said` is what stands above. */
export function lanesPicture(lanes: Lanes, said: Said): TemplateResult {
  const { sends, order, pitch, top, width } = lanes;
  const { critical } = lanes.track;
  const darts = new Darts(pitch < 14 ? 4 : 6);
  let [lost, crosses] = ["", ""];
  for (const send of sends) {
    const [start, end] = ends(lanes, send);
    if (lanes.track.received[send.row] !== null) {
      darts.add([[start, end]], send.from, send.combined, critical.has(send.row));
    } else {
      lost += segment(start.x, start.y, end.x, end.y);
      crosses += crossPath(end.x - 3, end.y - 3, 6);
    }
  }
  const every = Math.ceil(13 / pitch);
  const badges = order.map((rank, place) => {
    const y = rowOf(lanes, rank);
    return pitch >= 19 ? badge(0, y, rank, Math.min(20, pitch - 2)) : smallBadge(0, y, rank, pitch - 2, place % every === 0);
  });
  return svg`${heading(0, top + 15, said.name)}${text(width, top + 15, said.cost, { anchor: "end", color: muted })}
    ${bases(lanes, said.waits)}${badges}${stroke(lost, ink, 1.25, "3 3")}${darts.marks(pitch < 14 ? 1 : 1.25)}${stroke(crosses, ink, 1.5)}
    ${cells(lanes)}`;
}

/** A lane is a line as long as its rank is busy; one that failed ends in a cross. */
function bases(lanes: Lanes, say: (rank: number) => string): Mark {
  const { telling, track, x, order } = lanes;
  const waits: Mark[] = [];
  let [lines, stops] = ["", ""];
  for (const rank of order) {
    const y = rowOf(lanes, rank);
    const finished = track.finished[rank] as number;
    lines += segment(BADGE, y, x(finished), y);
    if (telling.failure === null || (telling.scene.reached[rank] as number) >= telling.scene.rounds) continue;
    stops += crossPath(x(finished) + 5, y - 4, 8);
    const missed = telling.failure.waiting.find((waiting) => waiting.rank === rank);
    if (missed && lanes.pitch >= 12) waits.push(text(x(finished) + 19, y + 4, say(missed.on), { size: 11, color: muted }));
  }
  return svg`${stroke(lines, rule, 1)}${stroke(stops, ink, 1.75)}${waits}`;
}

/** What a rank has at the start, and what every message leaves it with. */
function cells(lanes: Lanes): TemplateResult {
  const { telling, sends, track, x } = lanes;
  const { scene } = telling;
  const size = cellSize(lanes.pitch);
  const all = new Cells(scene);
  if (scene.unlabelled !== null) return svg``;
  for (const rank of lanes.order) {
    const rows = slotsAt(scene, rank, 0);
    all.add(x(0) - size - 3, rowOf(lanes, rank) - size / 2, size, size, rows.map((row) => scene.slots.content[row] as number));
  }
  for (const send of sends) {
    const received = track.received[send.row];
    if (typeof received !== "number") continue;
    const contents = send.carried.map((content, index) => {
      const made = send.became[index] as number;
      return made >= 0 ? made : content;
    });
    if (contents.length > 0) all.add(x(received) - size / 2, rowOf(lanes, send.to) - size / 2, size, size, contents);
  }
  return all.marks();
}

/** What has not happened yet lies under a veil, and what is on its way moves. */
export function now(lanes: Lanes, time: number): Mark {
  const { sends, track, top, x, width } = lanes;
  const at = x(time) + cellSize(lanes.pitch) / 2 + 1;
  const height = heightOf(lanes);
  const travelling = sends.flatMap((send) => {
    const [posted, received] = [track.posted[send.row] as number, track.received[send.row]];
    if (typeof received !== "number" || posted >= time || received <= time) return [];
    return [{ at: along([ends(lanes, send)], (time - posted) / (received - posted)), sender: send.from }];
  });
  return svg`${fill(box(at, top + HEAD, Math.max(0, width + 2 - at), height - HEAD), ground, 0.78)}
    ${stroke(segment(at, top + HEAD, at, top + height), muted, 1, "2 2")}${inFlight(travelling, Math.max(4, Math.min(9, lanes.pitch / 2)))}`;
}

/** Some messages alone, everything else pale. */
export function lit(lanes: Lanes, rows: ReadonlySet<number>): Mark {
  const { sends, top, width } = lanes;
  const darts = new Darts(7);
  for (const send of sends) if (rows.has(send.row)) darts.add([ends(lanes, send)], send.from, send.combined, false);
  return svg`${fill(box(BADGE + 1, top + HEAD, width - BADGE + 1, heightOf(lanes) - HEAD), ground, 0.72)}${darts.marks(2.5)}`;
}

/** Broad invisible darts that a pointer finds. `name` says whose they are. */
export const grips = (lanes: Lanes, name: string): TemplateResult[] =>
  lanes.sends.map((send) => {
    const [start, end] = ends(lanes, send);
    return svg`<path class="oh-grip" data-what=${`${name}:${send.row}`} d=${segment(start.x, start.y, end.x, end.y)}></path>`;
  });

/** The times under the lanes. */
export function axis(lanes: Lanes, y: number, unit: string, say: (time: number) => string): TemplateResult {
  const { track, x } = lanes;
  const room = x(track.end) - x(0);
  const ticks = ticksOf(track.end, Math.max(2, Math.floor(room / 64)));
  const line = ticks.map((time) => segment(x(time), y, x(time), y + 4)).join("");
  return svg`${stroke(segment(x(0), y, x(track.end), y) + line, edge, 1)}
    ${ticks.map((time, index) =>
      index === ticks.length - 1 && x(track.end) - x(time) < 24
        ? nothing
        : text(x(time), y + 17, say(time), { size: 11, color: muted, anchor: "middle" }),
    )}${text(0, y + 17, unit, { size: 11, color: muted })}`;
}

/** Round numbers from 0 on, so many at most. */
export function ticksOf(end: number, most: number): readonly number[] {
  if (end <= 0) return [0];
  const rough = end / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((width) => width >= rough) ?? rough;
  const whole = Number.isInteger(end) && step < 1 ? 1 : step;
  return Array.from({ length: Math.floor(end / whole + 1e-9) + 1 }, (_, index) => index * whole);
}
