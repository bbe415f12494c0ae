// The picture itself: space-time of the ring over space-time of its two halves, the braid between them, the cut
// through both; and the rails. Pure functions of a result and a moment.

import { nothing, svg, type TemplateResult } from "lit/html.js";
import { braidMarks, type Join } from "../../draw/braid.ts";
import { edge, ground, ink, muted } from "../../draw/colors.ts";
import { GAP_SLOT_WIDTH, cutHandle, cutLine, cutWalls, type CutShape } from "../../draw/cut.ts";
import { cellChunk, followBand, lane, laneBases, nowMark, travelling, type Rows, type Track } from "../../draw/lanes.ts";
import {
  bracketPath,
  f,
  fill,
  heading,
  box,
  remark,
  segment,
  stroke,
  text,
  type Mark,
} from "../../draw/marks.ts";
import { PILL_WIDTH, bufferRail, outputRail, railHead, verdictMark, verdictPill, type RailShape } from "../../draw/rails.ts";
import { symbols } from "./gap.ts";
import { railsBeside, type Geometry, type Rails } from "./geometry.ts";
import { cutOf, type Parameters } from "./parameters.ts";
import { shownOutputs } from "./parts.ts";
import { isFailure, type Ghost, type Result, type Ring } from "./runs.ts";
import type { Text } from "./text.ts";

/** What the reader sees besides the result: wishes that need no run. */
export interface View {
  /** Where the cut is meant to be; the run for it may still be under way. */
  readonly cut: number;
  readonly t: number | null;
  readonly follow: number | null;
}

export const viewOf = (parameters: Parameters): View => ({
  cut: cutOf(parameters),
  t: parameters.t,
  follow: null,
});

const tracks = (result: Result, g: Geometry): { scatter: Track; gather: Track; ring: Track | null } => ({
  scatter: { replay: result.halves.scatter, first: 0, x: g.x_scatter },
  gather: { replay: result.halves.gather, first: g.ranks - 1, x: g.x_gather },
  ring: isFailure(result.ring) ? null : { replay: result.ring.replay, first: 0, x: g.x_ring },
});

/** Everything in space-time that stands still while the reader plays. */
export function spaceTime(result: Result, view: View, g: Geometry, words: Text): TemplateResult {
  const { scatter, gather, ring } = tracks(result, g);
  const half = g.ranks - 1;
  const edge_left = g.cell.width / 2;
  const ends_lower = [
    [20, g.x_scatter(half)],
    [g.x_gather(half), g.x_gather(g.steps)],
  ] as const;
  const whole = isFailure(result.ring) ? null : result.ring;
  return svg`
    ${followMarks(view, g)}
    ${upperHeadings(view, g, words)}
    ${laneBases(g.ranks, g.upper, g.upper_badge, [[g.upper_badge + 20, g.x_ring(g.steps)]])}
    ${laneBases(g.ranks, g.lower, 0, ends_lower)}
    ${cutWalls(cutShape(view.cut, g))}
    ${ring && whole ? lane(ring, g.upper, g.cell, whole.thread) : nothing}
    ${braidMarks(joins(whole, g), g.upper_bottom + 10, g.lower_top - 10, g.column || 60)}
    ${gapMarks(result, g, words)}
    ${lane(scatter, g.lower, g.cell, result.halves.threads[0])}
    ${lane(gather, g.lower, g.cell, result.halves.threads[1])}
    ${cutHandle(g.x_ring(view.cut), 20)}
    ${lowerHeadings(result, g, words, edge_left)}`;
}

const cutShape = (cut: number, g: Geometry): CutShape => ({
  x: g.x_ring(cut),
  top: 18,
  open: g.upper_bottom + 10,
  meet: g.lower_top - 10,
  left: g.wall_left,
  right: g.wall_right,
  bottom: g.lower_bottom + 6,
});

function followMarks(view: View, g: Geometry): Mark {
  if (view.follow === null || view.follow >= g.ranks) return nothing;
  return svg`${followBand(g.upper_badge - 6, g.width - g.upper_badge + 6, g.upper, view.follow)}${followBand(-6, g.width + 6, g.lower, view.follow)}`;
}

function joins(ring: Ring | null, g: Geometry): Join[] {
  const half = g.ranks - 1;
  const none = Array.from({ length: g.ranks }, () => false);
  const nudge = Math.min(10.5, g.column / 4 + 1); // both joins of the cut's own column start beside its line
  const all: Join[] = [];
  for (let t = 0; t <= half; t++)
    all.push({
      top: g.x_ring(t) - (t === half ? nudge : 0),
      bottom: g.x_scatter(t),
      equal: ring?.braid.left[t] ?? none,
    });
  for (let t = half; t <= g.steps; t++)
    all.push({
      top: g.x_ring(t) + (t === half ? nudge : 0),
      bottom: g.x_gather(t),
      equal: ring?.braid.right[t - half] ?? none,
    });
  return all;
}

function upperHeadings(view: View, g: Geometry, words: Text): TemplateResult {
  const x = g.x_ring(view.cut);
  const start = g.upper_badge;
  const narrow = g.width < 500;
  const covered = x < start + (narrow ? 100 : 150);
  const label_left = x + 26 + (narrow ? 90 : 130) > g.width;
  const label_x = label_left ? x - 26 : x + 26;
  const anchor = label_left ? "end" : "start";
  const numbers: Mark[] = [];
  const every = Math.ceil(17 / (g.column || 60));
  for (let step = 1; step <= g.steps; step++) {
    if (step % every === 0)
      numbers.push(
        text(g.x_ring(step - 0.5), g.upper_top - 12, step, { size: 11, color: muted, anchor: "middle" }),
      );
  }
  const title_x = covered ? g.x_ring(g.steps) + g.cell.width / 2 : start;
  const title_anchor = covered ? "end" : "start";
  const show_title = !covered || !label_left;
  return svg`${show_title ? svg`${heading(title_x, 16, words.one_ring, title_anchor)}${remark(title_x, 33, words.ring_steps(g.steps), title_anchor)}` : nothing}
    ${text(start, g.upper_top - 12, words.step, { size: 11, color: muted })}${numbers}
    ${g.steps === 0 ? nothing : heading(label_x, 16, words.cut_after(view.cut), anchor)}
    ${g.steps === 0 ? nothing : remark(label_x, 33, words.cut_remark(view.cut, g.ranks), anchor)}`;
}

function lowerHeadings(result: Result, g: Geometry, words: Text, edge_left: number): TemplateResult {
  const half = g.ranks - 1;
  const y = g.lower_bottom + 12;
  const narrow = g.width < 500;
  const [a, b, c, d] = [
    g.x_scatter(0) - edge_left,
    g.x_scatter(half) + edge_left,
    g.x_gather(half) - edge_left,
    g.x_gather(g.steps) + edge_left,
  ];
  const middle = (g.wall_left + g.wall_right) / 2;
  return svg`${stroke(bracketPath(a, b, y) + bracketPath(c, d, y), ink, 1)}
    ${heading(a, y + 19, "reduce-scatter")}${heading(narrow ? d : c, y + 19, "all-gather", narrow ? "end" : "start")}
    ${narrow ? nothing : svg`${remark(a, y + 36, words.half_adds(half))}${remark(c, y + 36, words.half_copies(half))}`}
    ${half === 0 ? nothing : svg`${heading(middle, y + 19, words.gap, "middle")}${narrow ? nothing : formula(result, words, middle, c - 8, y + 36)}`}`;
}

/** What f is: under the middle of the gap, or, where that would run into the half beside it, before its edge. */
function formula({ parameters: { gap } }: Result, words: Text, middle: number, end: number, y: number): Mark {
  const content = words.gaps.formula[gap];
  return gap === "none" ? remark(middle, y, content, "middle") : remark(end, y, content, "end");
}

/** The wires through the gap, and the work on them; the same work at the end of the ring, on everything. */
function gapMarks(result: Result, g: Geometry, words: Text): TemplateResult {
  const half = g.ranks - 1;
  const { gap } = result.parameters;
  const wires = Array.from({ length: g.ranks }, (_, rank) => g.lower.y(rank))
    .map((y) => segment(g.x_scatter(half) + g.cell.width / 2, y, g.x_gather(half) - g.cell.width / 2, y))
    .join("");
  const end = g.x_ring(g.steps) + g.cell.width / 2;
  const room = g.width - end;
  const whole = { x: end + room / 2 + 1, width: Math.min(GAP_SLOT_WIDTH, room - 8) };
  const works = gap !== "none" && !isFailure(result.ring);
  return svg`${stroke(wires, muted, 1)}
    ${slots(g, g.lower, { x: (g.wall_left + g.wall_right) / 2, width: GAP_SLOT_WIDTH }, symbols[gap], gap === "none")}
    ${
      works && whole.width > 8
        ? svg`${slots(g, g.upper, whole, symbols[gap], false)}
          ${text(whole.x, g.upper_top - 12, words.gaps.times(g.ranks), { size: 11, color: muted, anchor: "middle" })}`
        : nothing
    }`;
}

/** One slot per rank, with a symbol where there is room for it: dashed for nothing, whole for work. */
function slots(
  g: Geometry,
  rows: Rows,
  { x, width }: { readonly x: number; readonly width: number },
  symbol: string,
  empty: boolean,
): Mark {
  const height = Math.min(19, rows.pitch - 4);
  if (empty && (rows.pitch < 20 || g.width < 500)) return nothing;
  const ys = Array.from({ length: g.ranks }, (_, rank) => rows.y(rank));
  const frames = ys.map((y) => box(x - width / 2, y - height / 2, width, height)).join("");
  return svg`${fill(frames, ground)}${empty ? stroke(frames, edge, 1, "3 2.5") : stroke(frames, ink, 1)}
    ${
      rows.pitch < 17
        ? nothing
        : ys.map((y) =>
            text(x, y + 4.5, symbol, { anchor: "middle", ...(empty ? { size: 14, kind: "formula" } : { size: 11 }) }),
          )
    }`;
}

/** What moves: the veil over the future, the messages in flight, the pointer of the present. */
export function moment(result: Result, view: View, g: Geometry): Mark {
  const { t } = view;
  if (t === null || g.steps === 0) return nothing;
  const { scatter, gather, ring } = tracks(result, g);
  const half = g.ranks - 1;
  const after = g.cell.width / 2 + 1;
  // The veil's edge goes with the messages, through the space between two columns: a cell appears when it is there.
  const reached = (x: (t: number) => number): number =>
    x(Math.floor(t)) + after + (t - Math.floor(t)) * (g.column - 2 * after);
  const x_upper = reached(g.x_ring);
  const x_lower = t <= half ? reached(g.x_scatter) : g.wall_left;
  const x_right = t <= half ? g.x_gather(half) - after : reached(g.x_gather);
  const veil = [
    `M${f(x_upper)} ${g.upper_top}H${f(g.width + 2)}V${g.upper_bottom}H${f(x_upper)}z`,
    t < half ? `M${f(x_lower)} ${g.lower_top}H${f(g.wall_left - 1)}V${g.lower_bottom}H${f(x_lower)}z` : "",
    t < g.steps ? `M${f(x_right)} ${g.lower_top}H${f(g.width + 2)}V${g.lower_bottom}H${f(x_right)}z` : "",
    t < g.steps
      ? `M${f(x_upper)} ${g.upper_bottom + 8}H${f(g.width + 2)}V${g.lower_top - 8}H${f(t <= half ? x_lower : x_right)}z`
      : "",
  ].join("");
  const pointers =
    t <= half ? ([g.x_scatter(t), g.lower_top - 1] as const) : ([g.x_gather(t), g.lower_top - 1] as const);
  const lower = t < half ? scatter : gather;
  return svg`${t < g.steps ? svg`${fill(veil, ground, 0.8)}${cutLine(cutShape(view.cut, g))}${cutHandle(g.x_ring(view.cut), 20)}` : nothing}
    ${ring ? travelling(ring, g.upper, g.cell, t) : nothing}${travelling(lower, g.lower, g.cell, t)}
    ${nowMark(g.x_ring(t), g.upper_top - 1)}${nowMark(...pointers)}`;
}

/** The other future: behind every cell that differs from it, the edge of the cell that would have been there. */
export function ghostMarks(result: Result, g: Geometry): Mark {
  const { ghost, ring } = result;
  if (!ghost || isFailure(ring)) return nothing;
  const { width, height } = g.cell;
  const behind = Math.min(4, g.upper.pitch / 8 + 1);
  let edges = "";
  for (let t = ghost.fork.t; t <= g.steps; t++) {
    for (let rank = 0; rank < g.ranks; rank++) {
      if (!ghost.difference.at(t, rank, cellChunk(ring.replay, t, rank))) continue;
      const [x, y] = [g.x_ring(t) - width / 2, g.upper.y(rank) - height / 2];
      edges += `M${f(x + behind)} ${f(y + height + 1)}v${f(behind)}h${f(width)}v${f(-height)}h${f(-behind + 1)}`;
    }
  }
  const x = g.x_ring(ghost.fork.t) - width / 2 - 5;
  return svg`${stroke(edges, muted, 1.25, "3 1.5")}${stroke(segment(x, g.upper_top - 4, x, g.upper_bottom + 4), ink, 1, "1.5 3")}`;
}

/** A corner on each cell of the rails that holds something else in the other future. */
function ghostCorners(ghost: Ghost, shape: RailShape, t: number): Mark {
  const size = Math.min(7, shape.cell_width / 3);
  const tall = Math.min(25, shape.rows.pitch - 3);
  let corners = "";
  for (let rank = 0; rank < shape.ranks; rank++)
    for (let chunk = 0; chunk < shape.ranks; chunk++)
      if (ghost.difference.at(t, rank, chunk))
        corners += `M${f(shape.cells + chunk * shape.cell_width + 0.5)} ${f(shape.rows.y(rank) - tall / 2)}h${f(size)}l${f(-size)} ${f(size)}z`;
  return fill(corners, ink);
}

/** The state the rails show: that of the ring after the last finished step. */
export const shownStep = (result: Result, t: number | null): number =>
  Math.floor(t ?? result.parameters.ranks - 1);

/** Buffers of the ring at the moment. */
export function bufferPane(result: Result, view: View, rails: Rails, words: Text): TemplateResult {
  const t = shownStep(result, view.t);
  const ring = isFailure(result.ring) ? null : result.ring;
  const shape = rails.buffers;
  const half = result.parameters.ranks - 1;
  const { scatter, gather } = result.halves;
  const state = ring ? ring.replay.states[t] : t <= half ? scatter.states[t] : gather.states[t - half];
  const title = !ring
    ? words.halves_after(t)
    : view.t === null && result.cut === t
      ? words.buffers_on_cut
      : words.buffers_after(t);
  const owners = rails.side + 50 <= rails.width && shape.rows.pitch >= 13;
  return svg`${heading(0, 16, title)}
    ${remark(0, 33, shape.ranks > 8 ? words.buffers_remark_dense : words.buffers_remark)}
    ${view.follow === null ? nothing : followBand(-6, rails.side, shape.rows, view.follow)}
    ${railHead(shape, words.chunk)}${state ? bufferRail(shape, state) : nothing}
    ${result.ghost ? ghostCorners(result.ghost, shape, t) : nothing}
    ${
      owners
        ? svg`${text(rails.side, shape.head_y, words.owns, { size: 11, color: muted })}
      ${Array.from({ length: shape.ranks }, (_, rank) => text(rails.side, shape.rows.y(rank) + 4, words.chunk_name(rank)))}`
        : nothing
    }`;
}

/** Outputs of every rank, with the verdict on each. */
export function outputPane(result: Result, view: View, rails: Rails, words: Text): TemplateResult {
  const shape = rails.outputs;
  const low = rails.height - 50 + 12;
  const [y1, y2] = rails.headings_above ? [16, 33] : [low + 19, low + 36];
  const shown = shownOutputs(result);
  if (isFailure(result.ring) || shown === null) {
    return svg`${heading(0, y1, words.outputs)}${remark(0, y2, words.no_outputs)}
      ${stroke(`M${shape.cells} ${f(shape.rows.y(0) - 12)}h${f(shape.cell_width * shape.ranks)}v${f(shape.rows.pitch * (shape.ranks - 1) + 24)}h${f(-shape.cell_width * shape.ranks)}z`, ink, 1, "3 2.5")}`;
  }
  const { checks, blocks } = shown;
  const bad = checks.reduce((sum, check) => sum + check.wrong_count, 0);
  const line = shown.worked
    ? words.gaps.outputs_remark(shape.ranks ** 2 - bad, shape.ranks ** 2)
    : words.outputs_remark(result.ring.replay.report, checks);
  const pills = rails.side + PILL_WIDTH <= rails.width && shape.rows.pitch >= 20;
  return svg`${heading(0, y1, words.outputs)}${remark(0, y2, line)}
    ${view.follow === null ? nothing : followBand(-6, rails.side, shape.rows, view.follow)}
    ${railHead(shape, words.chunk)}${outputRail(shape, shown, checks, blocks)}
    ${pills ? text(rails.side, shape.head_y, words.verdict, { size: 11, color: muted }) : nothing}
    ${
      rails.side + 12 > rails.width || shape.rows.pitch < 13
        ? nothing
        : checks.map((check, rank) =>
            pills
              ? verdictPill(rails.side, shape.rows.y(rank), check, words.pill(check))
              : verdictMark(rails.side, shape.rows.y(rank), check),
          )
    }`;
}

/** Both rails in one pane, with the count of equal buffers between them. */
export function sidePane(result: Result, view: View, g: Geometry, words: Text): TemplateResult {
  const rails = railsBeside(g);
  const y = g.upper_bottom + 32;
  const ring = isFailure(result.ring) ? null : result.ring;
  const equal = ring ? words.number(ring.braid.equal) : "";
  const of = ring ? words.of_compared(ring.braid.compared) : "";
  const after = equal.length * 14.2 + of.length * 7.4 + 20;
  return svg`${bufferPane(result, view, rails, words)}
    <text x="0" y=${y} class="digits" font-size="24" font-weight="500" fill=${ink}>${equal}<tspan
      fill=${muted} font-size="13" font-weight="400" dx="5">${of}</tspan></text>
    ${ring ? svg`${text(after, y - 7, words.buffers_equal)}${remark(after, y + 9, words.compared_at(g.steps + 1))}` : nothing}
    ${outputPane(result, view, rails, words)}`;
}
