// Darts: messages in space-time. A dart is straight, its slope is time, its hue the sender; a filled head means
// the receiver adds, an open one that it copies. At the ring's end it leaves below and enters above.

import { nothing, svg, type TemplateResult } from "lit/html.js";
import { HUE_COUNT, ground, hue, hueIndex, ink } from "./colors.ts";
import { box, fill, headPath, segment, stroke } from "./marks.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The straight pieces a message flies along: one, or two where the ring closes. */
export function flight(
  start: Point,
  end: Point,
  wraps: boolean,
  pitch: number,
): readonly (readonly [Point, Point])[] {
  if (!wraps) return [[start, end]];
  const middle = (start.x + end.x) / 2;
  return [
    [start, { x: middle, y: start.y + pitch / 2 }],
    [{ x: middle, y: end.y - pitch / 2 }, end],
  ];
}

/** Where a message is when this fraction of its flight is over. */
export function along(pieces: readonly (readonly [Point, Point])[], fraction: number): Point {
  const position = Math.min(fraction * pieces.length, pieces.length - 1e-9);
  const [start, end] = pieces[Math.floor(position)] as readonly [Point, Point];
  const rest = position - Math.floor(position);
  return { x: start.x + (end.x - start.x) * rest, y: start.y + (end.y - start.y) * rest };
}

/** Collects darts by hue; `marks` draws them, the critical thread last and in ink. */
export class Darts {
  readonly #lines: string[] = Array.from({ length: HUE_COUNT }, () => "");
  readonly #filled: string[] = Array.from({ length: HUE_COUNT }, () => "");
  readonly #open: string[] = Array.from({ length: HUE_COUNT }, () => "");
  #thread = "";
  #thread_heads = "";
  readonly #head: number;

  constructor(head: number) {
    this.#head = head;
  }

  add(
    pieces: readonly (readonly [Point, Point])[],
    sender: number,
    combines: boolean,
    critical: boolean,
  ): void {
    const hue_index = hueIndex(sender);
    for (const [index, [start, end]] of pieces.entries()) {
      const last = index === pieces.length - 1;
      const [dx, dy] = [end.x - start.x, end.y - start.y];
      const back = last ? (combines || critical ? this.#head / 2 : 0.5) / (Math.hypot(dx, dy) || 1) : 0;
      const line = segment(start.x, start.y, end.x - dx * back, end.y - dy * back);
      const head = last && this.#head > 0 ? headPath(end.x, end.y, dx, dy, this.#head) : "";
      if (critical) {
        this.#thread += line;
        this.#thread_heads += head === "" ? "" : `${head}Z`;
      } else {
        this.#lines[hue_index] += line;
        if (combines) this.#filled[hue_index] += head === "" ? "" : `${head}Z`;
        else this.#open[hue_index] += head;
      }
    }
  }

  marks(width: number): TemplateResult {
    const critical = Math.max(1.5, width * 2);
    return svg`${this.#lines.map((path, index) => stroke(path, hue(index), width))}
      ${this.#filled.map((path, index) => fill(path, hue(index)))}
      ${this.#open.map((path, index) => stroke(path, hue(index), width))}
      ${stroke(this.#thread, ink, critical)}${fill(this.#thread_heads, ink)}`;
  }
}

/** Messages in flight: small squares in the sender's hue, lifted by an outline. */
export function inFlight(
  places: readonly { readonly at: Point; readonly sender: number }[],
  size: number,
): TemplateResult | typeof nothing {
  if (places.length === 0) return nothing;
  const squares = Array.from({ length: HUE_COUNT }, () => "");
  let outline = "";
  for (const { at, sender } of places) {
    squares[hueIndex(sender)] += box(at.x - size / 2, at.y - size / 2, size, size);
    outline += box(at.x - size / 2 - 1, at.y - size / 2 - 1, size + 2, size + 2);
  }
  return svg`${fill(outline, ground)}${stroke(outline, ink, 1)}${squares.map((path, index) => fill(path, hue(index)))}`;
}
