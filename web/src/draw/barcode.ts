// The barcode: one bar per rank, filled once that rank's value has been added. It is the figure's way to show a
// partial sum without mixing colors. Bars of one hue are collected over a whole picture into one path.

import { svg, type TemplateResult } from "lit/html.js";
import { HUE_COUNT, edge, hue, hueIndex } from "./colors.ts";
import { box, fill } from "./marks.ts";

/** Collects bars; `marks` draws them. */
export class Barcodes {
  readonly #bars: string[] = Array.from({ length: HUE_COUNT }, () => "");
  #missing = "";

  /** A value that went in twice stands out above its neighbours. */
  add(x: number, y: number, width: number, height: number, contributions: ArrayLike<number>): void {
    const pitch = width / (contributions.length - 0.15);
    const bar = pitch * 0.72;
    for (let rank = 0; rank < contributions.length; rank++) {
      const times = contributions[rank] as number;
      const left = x + rank * pitch;
      if (times === 0) this.#missing += box(left, y + height - 1.5, bar, 1.5);
      else
        this.#bars[hueIndex(rank)] +=
          times > 1 ? box(left, y - 3, bar, height + 3) : box(left, y, bar, height);
    }
  }

  marks(): TemplateResult {
    return svg`${fill(this.#missing, edge)}${this.#bars.map((path, index) => fill(path, hue(index)))}`;
  }
}
