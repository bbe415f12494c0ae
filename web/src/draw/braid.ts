// The equality braid: one strand per rank joins a column of the upper run to the same column of the lower one.
// A strand is whole where the two runs hold the same bits and torn in the middle where they do not.

import { nothing, svg, type TemplateResult } from "lit/html.js";
import { HUE_COUNT, edge, ground, hue, hueIndex, ink } from "./colors.ts";
import { box, f, fill, segment, stroke } from "./marks.ts";

export interface Join {
  readonly top: number;
  readonly bottom: number;
  readonly equal: readonly boolean[];
}

/** All joins between two heights. Where columns are closer than strands need, one strand stands for all ranks. */
export function braidMarks(
  joins: readonly Join[],
  y1: number,
  y2: number,
  column_width: number,
): TemplateResult {
  const ranks = joins[0]?.equal.length ?? 0;
  const gap = Math.min(2.9, (column_width * 0.55) / Math.max(1, ranks));
  const single = gap < 1.3;
  const strands = Array.from({ length: HUE_COUNT }, () => "");
  let plain = "";
  let torn_plain = "";
  for (const { top, bottom, equal } of joins) {
    if (single) {
      if (equal.every(Boolean)) plain += whole(top, y1, bottom, y2);
      else torn_plain += torn(top, y1, bottom, y2);
      continue;
    }
    for (const [rank, same] of equal.entries()) {
      const offset = (rank - (ranks - 1) / 2) * gap;
      strands[hueIndex(rank)] += (same ? whole : torn)(top + offset, y1, bottom + offset, y2);
    }
  }
  return svg`${strands.map((path, index) => stroke(path, hue(index), 1.25))}${stroke(plain, edge, 1.25)}${stroke(torn_plain, ink, 1.25)}
    ${signs(joins, (y1 + y2) / 2, column_width)}`;
}

function whole(x1: number, y1: number, x2: number, y2: number): string {
  const middle = f((y1 + y2) / 2);
  return `M${f(x1)} ${f(y1)}C${f(x1)} ${middle} ${f(x2)} ${middle} ${f(x2)} ${f(y2)}`;
}

/** The same curve without its middle: both ends hang where they were cut. */
function torn(x1: number, y1: number, x2: number, y2: number): string {
  const length = (y2 - y1) * 0.3;
  const lean = (x2 - x1) * 0.12;
  return (
    `M${f(x1)} ${f(y1)}Q${f(x1)} ${f(y1 + length * 0.7)} ${f(x1 + lean)} ${f(y1 + length)}` +
    `M${f(x2)} ${f(y2)}Q${f(x2)} ${f(y2 - length * 0.7)} ${f(x2 - lean)} ${f(y2 - length)}`
  );
}

/** "=" in the middle of a join that holds, "≠" where it does not; where columns are narrow, on every few. */
function signs(joins: readonly Join[], y: number, column_width: number): TemplateResult {
  const every = Math.max(1, Math.ceil(15 / column_width));
  let back = "";
  let bars = "";
  let slashes = "";
  for (const [index, { top, bottom, equal }] of joins.entries()) {
    if (index % every !== 0) continue;
    const x = (top + bottom) / 2;
    back += box(x - 7, y - 5, 14, 10);
    bars += segment(x - 4.5, y - 2, x + 4.5, y - 2) + segment(x - 4.5, y + 2, x + 4.5, y + 2);
    if (!equal.every(Boolean)) slashes += segment(x - 3, y + 5.5, x + 3, y - 5.5);
  }
  return svg`${fill(back, ground)}${stroke(bars, ink, 1.5)}${slashes === "" ? nothing : stroke(slashes, ink, 1.5)}`;
}
