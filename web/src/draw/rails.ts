// Buffer rails: one row of cells per rank, position = chunk. Either what a rank holds at a moment (barcodes) or
// what it returned (values with a verdict). Where cells get narrow they show less, never something else.

import { nothing, svg, type TemplateResult } from "lit/html.js";
import type { Report } from "../generated/core.d.ts";
import { Barcodes } from "./barcode.ts";
import { edge, ground, ink, muted, rule } from "./colors.ts";
import type { RankCheck } from "./compare.ts";
import { frame, type Rows } from "./lanes.ts";
import {
  badge,
  box,
  crossPath,
  fill,
  segment,
  smallBadge,
  stroke,
  text,
  tickPath,
  type Mark,
} from "./marks.ts";
import { short } from "./numbers.ts";
import type { Block } from "./partition.ts";
import { contributionCount, type State } from "./replay.ts";

export interface RailShape {
  readonly ranks: number;
  readonly rows: Rows;
  readonly x: number; // where the badges stand
  readonly cells: number; // where the first cell begins
  readonly cell_width: number;
  readonly head_y: number; // baseline of the chunk numbers
}

const height = (shape: RailShape): number => Math.min(25, shape.rows.pitch - 3);

function railBadges(shape: RailShape): Mark[] {
  const every = Math.ceil(13 / shape.rows.pitch);
  return Array.from({ length: shape.ranks }, (_, rank) =>
    shape.rows.pitch >= 20
      ? badge(shape.x, shape.rows.y(rank), rank)
      : smallBadge(shape.x, shape.rows.y(rank), rank, shape.rows.pitch - 2, rank % every === 0),
  );
}

/** The word before the chunk numbers takes so much; a number that would touch it is left out. */
const NAME_WIDTH = 42;

/** Chunk numbers over the columns; every few where two digits would touch. */
export function railHead(shape: RailShape, name: string): TemplateResult {
  const every = Math.ceil(17 / shape.cell_width);
  return svg`${text(shape.x, shape.head_y, name, { size: 11, color: muted })}
    ${Array.from({ length: shape.ranks }, (_, chunk) =>
      chunk % every === 0 && shape.cells + (chunk + 0.5) * shape.cell_width > shape.x + NAME_WIDTH
        ? text(shape.cells + (chunk + 0.5) * shape.cell_width, shape.head_y, chunk, {
            size: 11,
            color: muted,
            anchor: "middle",
          })
        : nothing,
    )}`;
}

/** What everybody holds now: contributions per chunk. */
export function bufferRail(shape: RailShape, state: State): TemplateResult {
  const { cell_width: width, ranks } = shape;
  const tall = height(shape);
  const counts_fit = width >= 38;
  const codes = new Barcodes();
  let [frames, singles, doubles, level, solid, lines] = ["", "", "", "", "", ""];
  const counts: Mark[] = [];
  for (const [rank, row] of state.entries()) {
    const middle = shape.rows.y(rank);
    const y = middle - tall / 2;
    frames += box(shape.cells + 0.5, y, ranks * width, tall);
    for (const [chunk, version] of row.entries()) {
      const x = shape.cells + chunk * width;
      if (chunk > 0) lines += segment(x + 0.5, y, x + 0.5, y + tall);
      if (!version || version.values.length === 0) continue;
      const state_frame = frame(version);
      if (ranks > 8 || width < 12) {
        const filled = Math.min(1, contributionCount(version) / ranks) * tall;
        if (state_frame === "done") solid += box(x + 0.5, y, width, tall);
        else if (state_frame === "copy") singles += box(x + 1.5, y + 1, Math.max(1, width - 2), tall - 2);
        else level += box(x + 0.5, y + tall - filled, width, filled);
        continue;
      }
      const done = state_frame === "done";
      if (done) doubles += box(x + 0.5, y, width, tall) + box(x + 2.5, y + 2, width - 4, tall - 4);
      codes.add(
        x + 5,
        y + 6,
        counts_fit ? Math.min(17, width - 28) : width - 9,
        tall - 12,
        version.contributions,
      );
      if (counts_fit)
        counts.push(
          text(x + width - 3.5, middle + 4, `${contributionCount(version)}/${ranks}`, {
            size: 11,
            anchor: "end",
            color: state_frame === "partial" ? muted : ink,
            ...(done ? { weight: 600 } : {}),
          }),
        );
    }
  }
  return svg`${railBadges(shape)}${fill(level, edge)}${fill(solid, ink)}${stroke(lines, ranks > 16 ? rule : edge, 1)}
    ${stroke(frames, edge, 1)}${stroke(singles, ink, 1)}${stroke(doubles, ink, 1)}${codes.marks()}${counts}`;
}

/** What everybody returned: the first value of each chunk, and a cross where the chunk is wrong. */
export function outputRail(
  shape: RailShape,
  report: Pick<Report, "outputs">,
  checks: readonly RankCheck[],
  blocks: readonly Block[],
): TemplateResult {
  const { cell_width: width, ranks } = shape;
  const tall = height(shape);
  const letters = Math.floor((width - 6) / 6.4);
  let [frames, lines, crosses, right] = ["", "", "", ""];
  const values: Mark[] = [];
  for (const [rank, output] of report.outputs.entries()) {
    const middle = shape.rows.y(rank);
    const y = middle - tall / 2;
    const good = checks[rank]?.wrong_count === 0;
    frames += box(shape.cells + 0.5, y, ranks * width, tall);
    if (good && tall > 15) frames += box(shape.cells + 2.5, y + 2, ranks * width - 4, tall - 4);
    for (const [chunk, block] of blocks.entries()) {
      const x = shape.cells + chunk * width;
      if (chunk > 0) lines += segment(x + 0.5, y + 1.5, x + 0.5, y + tall - 1.5);
      const wrong = checks[rank]?.wrong[chunk] ?? true;
      const size = Math.max(3, Math.min(8, width - 4, tall - 4));
      if (wrong && width >= 44) crosses += crossPath(x + 4, middle - 3, 6);
      else if (wrong) crosses += crossPath(x + (width - size) / 2 + 0.5, middle - size / 2, size);
      if (letters < 4) {
        if (!wrong && block.count > 0)
          right += box(x + (width - size) / 2 + 0.5, middle - size / 2, size, size);
      } else if (output && block.count > 0 && (!wrong || width >= 44)) {
        values.push(
          text(
            wrong ? x + width - 3 : x + width / 2,
            middle + 4,
            short(output[block.start] as number, wrong ? Math.min(5, letters - 1) : Math.min(5, letters)),
            { size: 11, anchor: wrong ? "end" : "middle", ...(wrong ? { color: muted } : {}) },
          ),
        );
      }
    }
  }
  return svg`${railBadges(shape)}${stroke(lines, rule, 1)}${stroke(frames, ink, 1)}${fill(right, edge)}${stroke(crosses, ink, 1.25)}${values}`;
}

export const PILL_WIDTH = 62;

/** The verdict pill: a tick and the distance in units of the last place, or a cross and how many chunks are wrong. */
export function verdictPill(x: number, y: number, check: RankCheck, words: string): TemplateResult {
  const good = check.wrong_count === 0;
  return svg`<rect x=${x + 0.5} y=${y - 9.5} width=${PILL_WIDTH - 1} height="19" rx="9.5" fill=${ground} stroke=${ink} stroke-dasharray=${good ? nothing : "3 2"}></rect>
    ${good ? stroke(tickPath(x + 8, y), ink, 1.6) : stroke(crossPath(x + 9, y - 3.5, 7), ink, 1.6)}${text(x + 21, y + 4, words)}`;
}

/** Where a pill does not fit: the mark alone. */
export const verdictMark = (x: number, y: number, check: RankCheck): Mark =>
  check.wrong_count === 0 ? stroke(tickPath(x, y), ink, 1.4) : stroke(crossPath(x + 1, y - 3, 6), ink, 1.4);
