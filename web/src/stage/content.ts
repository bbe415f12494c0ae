// How a content is drawn: whose it is, in the hue of its rank; where several ranks are in it, as a bar for each of them.

import { svg, type TemplateResult } from "lit/html.js";
import { Barcodes } from "../draw/barcode.ts";
import { HUE_COUNT, edge, ground, hue, hueIndex, ink } from "../draw/colors.ts";
import { box, fill, stroke } from "../draw/marks.ts";
import type { Scene } from "../generated/core.d.ts";
import { contributions } from "./scene.ts";

/** Bars are told apart down to this many pixels for each. */
const BAR_WIDTH_MIN = 1.4;
/** Of what is made of more pieces than this a cell shows the first ones. */
const PIECE_COUNT_MAX = 8;

/** Collects cells; `marks` draws them, whatever is in them, with a path per hue. */
export class Cells {
  readonly #codes = new Barcodes();
  readonly #whole: string[] = Array.from({ length: HUE_COUNT }, () => "");
  readonly #scene: Scene;
  #back = "";
  #frames = "";
  #done = "";
  #empty = "";
  #level = "";

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** A cell with some contents side by side; none is an empty one. */
  add(x: number, y: number, width: number, height: number, contents: readonly number[]): void {
    this.#back += box(x, y, width, height);
    const known = contents.filter((content) => content >= 0);
    if (known.length === 0) {
      this.#empty += box(x + 0.5, y + 0.5, width - 1, height - 1);
      return;
    }
    const shown = known.slice(0, PIECE_COUNT_MAX);
    const share = width / shown.length;
    for (const [index, content] of shown.entries())
      this.#piece(x + index * share, y, share, height, content);
    this.#frames += box(x + 0.5, y + 0.5, width - 1, height - 1);
  }

  #piece(x: number, y: number, width: number, height: number, content: number): void {
    const { ranks, combines, contents } = this.#scene;
    if (!combines || contents.made[content] === 0) {
      const index = hueIndex(contents.rank[content] as number);
      this.#whole[index] += box(x, y, width, height);
      return;
    }
    const times = contributions(this.#scene, content);
    const there = times.filter((often) => often > 0).length;
    if (there === ranks) this.#done += box(x + 2.5, y + 2.5, Math.max(0, width - 5), Math.max(0, height - 5));
    if (width - 4 >= ranks * BAR_WIDTH_MIN) this.#codes.add(x + 2, y + 4, width - 4, height - 8, times);
    else this.#level += box(x, y + height - (there / ranks) * height, width, (there / ranks) * height);
  }

  marks(): TemplateResult {
    return svg`${fill(this.#back, ground)}${fill(this.#level, edge)}${this.#whole.map((path, index) => fill(path, hue(index)))}
      ${this.#codes.marks()}${stroke(this.#empty, edge, 1, "2 2")}${stroke(this.#frames, edge, 1)}${stroke(this.#done, ink, 1)}`;
  }
}
