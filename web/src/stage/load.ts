// Who sends how much to whom: bytes over every directed link, and what each rank's two ports have to take.

import { svg, type TemplateResult } from "lit/html.js";
import { HUE_COUNT, edge, hue, hueIndex, muted, rule } from "../draw/colors.ts";
import { badge, box, fill, heading, segment, smallBadge, stroke, text, type Mark } from "../draw/marks.ts";
import { HEAD, type Lanes, type Said } from "./lanes.ts";

const BADGE = 30;
/** From this width on there is room for what ranks receive, beside what they send. */
const BOTH_WIDTH = 560;

export interface LoadWords {
  readonly sends: string;
  readonly receives: string;
  bytes(count: number): string;
}

/** A bar per rank for what it sends, in parts by receiver, and one for what it receives. `most` is the longest bar. */
export function loadPicture(
  lanes: Lanes,
  bytes: (count: number) => number,
  most: number,
  words: LoadWords,
  said: Said,
): TemplateResult {
  const { sends, order, pitch, top, width, telling } = lanes;
  const { ranks } = telling.scene;
  const both = width >= BOTH_WIDTH;
  const half = both ? (width - BADGE) / 2 - 8 : width - BADGE;
  const link = new Map<string, number>();
  for (const { from, to, count } of sends) {
    const key = `${from} ${to}`;
    link.set(key, (link.get(key) ?? 0) + bytes(count));
  }
  const hues = Array.from({ length: HUE_COUNT }, () => "");
  const numbers: Mark[] = [];
  let cuts = "";
  const tall = Math.min(16, pitch - 4);
  const scale = most > 0 ? (half - 70) / most : 0;
  for (const [place, rank] of order.entries()) {
    const y = top + HEAD + (place + 0.5) * pitch - tall / 2;
    const sides = [
      [BADGE, (other: number) => link.get(`${rank} ${other}`) ?? 0],
      [BADGE + half + 16, (other: number) => link.get(`${other} ${rank}`) ?? 0],
    ] as const;
    for (const [start, of] of both ? sides : sides.slice(0, 1)) {
      let [x, sum] = [start, 0];
      for (let other = 0; other < ranks; other++) {
        const share = of(other);
        if (share === 0) continue;
        // In the hue of the rank that the bytes come from.
        const from = start === BADGE ? rank : other;
        hues[hueIndex(from)] += box(x, y, share * scale, tall);
        x += share * scale;
        sum += share;
        cuts += segment(x, y, x, y + tall);
      }
      if (pitch >= 12) numbers.push(text(x + 5, y + tall / 2 + 4, words.bytes(sum), { size: 11, color: sum === 0 ? muted : "var(--ink)" }));
    }
  }
  const every = Math.ceil(13 / pitch);
  const badges = order.map((rank, place) => {
    const y = top + HEAD + (place + 0.5) * pitch;
    return pitch >= 19 ? badge(0, y, rank, Math.min(20, pitch - 2)) : smallBadge(0, y, rank, pitch - 2, place % every === 0);
  });
  const middle = BADGE + half + 8;
  const label = (x: number, name: string): Mark => text(x, top + 15, name, { anchor: "end", color: muted, size: 11 });
  return svg`${heading(0, top + 15, said.name)}
    ${both ? svg`${label(middle - 10, words.sends)}${label(width, words.receives)}${stroke(segment(middle, top + HEAD, middle, top + HEAD + order.length * pitch), rule, 1)}` : label(width, words.sends)}
    ${badges}
    ${hues.map((path, index) => fill(path, hue(index)))}${stroke(cuts, edge, 1)}${numbers}`;
}
