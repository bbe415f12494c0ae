// The picture of a result: one run, or two of them one above the other on the same clock, in one of the views.

import { nothing, svg, type TemplateResult } from "lit/html.js";
import { microseconds } from "../draw/numbers.ts";
import type { Kind } from "../generated/core.d.ts";
import { clockFor, momentsAt, trackOf } from "./clocks.ts";
import type { View } from "./definition.ts";
import { heldPicture } from "./held.ts";
import { AXIS, axis, grips, heightOf, lanePitch, lanesPicture, lit, now, scaleOf, type Lanes, type Said } from "./lanes.ts";
import { loadPicture } from "./load.ts";
import type { Clock } from "./parameters.ts";
import type { Result, Telling } from "./runs.ts";
import { sendsOf, treeOrder } from "./scene.ts";
import type { Words } from "./text.ts";

const GAP = 14;
/** A run on a clock with times is played in so many parts. */
const PART_COUNT = 16;

/** A result placed on a picture of some width. */
export interface Plot {
  readonly view: View;
  readonly clock: Clock;
  readonly lanes: readonly Lanes[];
  readonly width: number;
  readonly height: number;
  /** How many moments there are to play. */
  readonly moments: number;
  /** The last time on the clock. */
  readonly end: number;
}

export function plotOf(result: Result, view: View, width: number): Plot {
  const { told, parameters } = result;
  const clock = clockFor(told, parameters.clock);
  const pitch = lanePitch(parameters.ranks, told.length);
  const runs = told.map((telling) => {
    const sends = sendsOf(telling.scene);
    return { telling, sends, track: trackOf(telling, sends, clock) };
  });
  const end = Math.max(...runs.map(({ track }) => track.end));
  const x = scaleOf(width, end, pitch);
  let top = 0;
  const lanes = runs.map(({ telling, sends, track }) => {
    const order =
      view === "tree" ? treeOrder(telling.scene, sends) : Array.from({ length: telling.scene.ranks }, (_, rank) => rank);
    const placed: Lanes = { telling, sends, track: { ...track, end }, order, top, pitch, width, x };
    top += heightOf(placed) + GAP;
    return placed;
  });
  const timed = view === "lanes" || view === "tree";
  const moments = end === 0 ? 0 : clock === "step" ? end : PART_COUNT;
  return { view, clock, lanes, width, height: top - GAP + (timed ? AXIS : 0), moments, end };
}

/** The time of a moment; null is the end. */
export const timeOf = ({ moments, end }: Plot, moment: number | null): number =>
  moment === null || moments === 0 ? end : (moment / moments) * end;

export const costOf = ({ report, scene }: Telling, words: Words): string =>
  words.cost({
    messages: scene.sends.from.length,
    rounds: report?.totals.rounds ?? null,
    time_us: report?.predicted.time_us ?? null,
    failed: report === null,
  });

const saidOf = ({ telling }: Lanes, words: Words): Said => ({
  name: words.algorithm(telling.algorithm),
  cost: costOf(telling, words),
  waits: words.waits_for,
});

const bytesOf =
  (kind: Kind) =>
  (count: number): number =>
    count * (kind === "f64" ? 8 : 4);

/** Everything that does not move. */
export function standing(result: Result, plot: Plot, words: Words): TemplateResult {
  const { kind } = result.parameters;
  const { lanes, view, clock, height } = plot;
  const first = lanes[0];
  if (view === "load") {
    const most = Math.max(...lanes.map((it) => busiest(it, bytesOf(kind))));
    return svg`${lanes.map((it) => loadPicture(it, bytesOf(kind), most, words.load, saidOf(it, words)))}`;
  }
  if (view === "held" || !first) return svg``;
  const say = clock === "step" ? String : (time: number): string => microseconds(time, words.language).replace(/\.0$/, "");
  return svg`${lanes.map((it) => lanesPicture(it, saidOf(it, words)))}
    ${axis(first, height - AXIS + 4, words.units[clock], say)}`;
}

/** The most that one rank sends or receives. */
function busiest({ sends, telling }: Lanes, bytes: (count: number) => number): number {
  const ports = new Array<number>(2 * telling.scene.ranks).fill(0);
  for (const { from, to, count } of sends) {
    ports[2 * from] = (ports[2 * from] as number) + bytes(count);
    ports[2 * to + 1] = (ports[2 * to + 1] as number) + bytes(count);
  }
  return Math.max(0, ...ports);
}

/** What depends on the moment, and on what somebody points at. */
export function moving(
  plot: Plot,
  moment: number | null,
  rows: readonly (ReadonlySet<number> | null)[],
  words: Words,
): TemplateResult {
  const time = timeOf(plot, moment);
  const { lanes, view } = plot;
  if (view === "load") return svg``;
  if (view === "held")
    return svg`${lanes.map((it) =>
      heldPicture(it, momentsAt(it.telling.scene.ranks, it.sends, it.track, time), saidOf(it, words)),
    )}`;
  return svg`${lanes.map((it) => (moment === null ? nothing : now(it, time)))}
    ${lanes.map((it, index) => (rows[index] ? lit(it, rows[index]) : nothing))}`;
}

/** What a pointer can find, on top of everything. */
export const holds = (plot: Plot): TemplateResult =>
  plot.view === "lanes" || plot.view === "tree" ? svg`${plot.lanes.map((it, index) => grips(it, String(index)))}` : svg``;
