// The small vocabulary of strokes every drawing is made of. Marks of one color are joined into one path, so that
// a picture of thousands of bars stays a few hundred nodes.

import { nothing, svg, type TemplateResult } from "lit/html.js";
import { edge, ground, hue, ink, muted, notches } from "./colors.ts";

export type Mark = TemplateResult | typeof nothing;

/** Two decimals are finer than any screen. */
export const f = (value: number): number => Math.round(value * 100) / 100;

export const segment = (x1: number, y1: number, x2: number, y2: number): string =>
  `M${f(x1)} ${f(y1)}L${f(x2)} ${f(y2)}`;
export const box = (x: number, y: number, width: number, height: number): string =>
  `M${f(x)} ${f(y)}h${f(width)}v${f(height)}h${f(-width)}z`;

export function stroke(path: string, color: string, width: number, dash?: string): Mark {
  return path === ""
    ? nothing
    : svg`<path d=${path} fill="none" stroke=${color} stroke-width=${width} stroke-dasharray=${dash ?? nothing}></path>`;
}

export function fill(path: string, color: string, opacity?: number): Mark {
  return path === ""
    ? nothing
    : svg`<path d=${path} fill=${color} fill-opacity=${opacity ?? nothing}></path>`;
}

export interface TextStyle {
  readonly size?: number;
  readonly weight?: number;
  readonly color?: string;
  readonly anchor?: "start" | "middle" | "end";
  readonly kind?: "formula";
}

/** Text that starts with a digit gets tabular figures; on words they would widen the hyphen of "all-reduce". */
export function text(x: number, y: number, content: string | number, style: TextStyle = {}): Mark {
  const kind = style.kind ?? (/^[\d.−✓✗]/.test(String(content)) ? "digits" : "words");
  return svg`<text x=${f(x)} y=${f(y)} class=${kind} font-size=${style.size ?? 12} font-weight=${style.weight ?? nothing}
    text-anchor=${style.anchor ?? nothing} fill=${style.color ?? ink}>${content}</text>`;
}

/** One-character labels of a whole row in one node: SVG places each character at its own x. */
export function characters(xs: readonly number[], y: number, content: string, style: TextStyle = {}): Mark {
  if (content === "") return nothing;
  return svg`<text x=${xs.map(f).join(" ")} y=${f(y)} class="digits" font-size=${style.size ?? 11}
    font-weight=${style.weight ?? nothing} text-anchor="middle" fill=${style.color ?? ink}>${content}</text>`;
}

export const BADGE_WIDTH = 21;

/** The rank's number in a frame of its hue with a solid edge; notches in the edge count the turns of the palette. */
export function badge(x: number, y: number, rank: number, height = 20): Mark {
  const cuts = Array.from({ length: notches(rank) }, (_, k) =>
    box(x - 0.5, y - height / 2 + 4 + k * 5, 3.5, 2),
  ).join("");
  return svg`${fill(box(x + 0.75, y - height / 2 + 0.75, 20.5, height - 1.5), ground)}
    ${stroke(box(x + 0.75, y - height / 2 + 0.75, 20.5, height - 1.5), hue(rank), 1.5)}
    ${fill(box(x, y - height / 2, 5, height), hue(rank))}${fill(cuts, ground)}
    ${text(x + 13.3, y + 4.3, rank, { weight: 600, anchor: "middle", size: rank > 9 ? 11 : 12 })}`;
}

/** The badge where lanes are too close for its number: a block of the hue; every few ranks say who they are. */
export function smallBadge(x: number, y: number, rank: number, height: number, numbered: boolean): Mark {
  const cuts = Array.from({ length: notches(rank) }, (_, k) =>
    box(x + 13, y - height / 2 + 1 + k * 2.4, 3, 1.2),
  ).join("");
  return svg`${fill(box(x + 16, y - height / 2, 5, height), hue(rank))}${fill(cuts, hue(rank))}
    ${numbered ? text(x + 12, y + 4, rank, { size: 11, anchor: "end", weight: 600 }) : nothing}`;
}

/** An arrow head whose tip is at (x, y): filled when the receiver adds, open when it copies. */
export function headPath(x: number, y: number, dx: number, dy: number, size: number): string {
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const [bx, by] = [x - ux * size, y - uy * size];
  const half = size / 2;
  return `M${f(bx - uy * half)} ${f(by + ux * half)}L${f(x)} ${f(y)}L${f(bx + uy * half)} ${f(by - ux * half)}`;
}

export const tickPath = (x: number, y: number): string => `M${f(x)} ${f(y)}l3 3.2 5.5 -7`;
export const crossPath = (x: number, y: number, size: number): string =>
  `${segment(x, y, x + size, y + size)}${segment(x + size, y, x, y + size)}`;

/** Blocked time: a frame with a 45 degree hatch, no hue. */
export function hatch(x: number, y: number, width: number, height: number): Mark {
  let lines = "";
  for (let k = -height + 3; k < width; k += 5) {
    const left = Math.max(0, k);
    const right = Math.min(width, k + height);
    lines += segment(x + left, y + height - (left - k), x + right, y + height - (right - k));
  }
  return svg`${stroke(lines, ink, 1)}${stroke(box(x + 0.5, y + 0.5, width - 1, height - 1), ink, 1)}`;
}

/** Small print under a heading. */
export const remark = (x: number, y: number, content: string, anchor?: TextStyle["anchor"]): Mark =>
  text(x, y, content, { color: muted, ...(anchor ? { anchor } : {}) });

export const heading = (x: number, y: number, content: string, anchor?: TextStyle["anchor"]): Mark =>
  text(x, y, content, { size: 13, weight: 600, ...(anchor ? { anchor } : {}) });

/** A square bracket opening upwards, under the columns a name belongs to. */
export const bracketPath = (x1: number, x2: number, y: number): string =>
  `M${f(x1)} ${f(y - 5)}V${f(y)}H${f(x2)}V${f(y - 5)}`;

/** A slot nothing is in yet. */
export const slot = (x: number, y: number, width: number, height: number): Mark =>
  stroke(box(x, y, width, height), edge, 1, "3 2.5");
