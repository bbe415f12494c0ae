// Before the wires: which is which, and what the numbers over the layers are.

import { svg } from "lit/html.js";
import { muted } from "../draw/colors.ts";
import { text, type Mark } from "../draw/marks.ts";
import type { DrawingText } from "./drawing.ts";
import { DISTANCES_Y, type Layout } from "./layout.ts";

export const GUTTER_WIDTH = 22;
const END = GUTTER_WIDTH - 5;
/** Where numbers of neighboring wires would touch, only each fourth has one. */
const PITCH_MIN = 16;

export function gutter(wires: number, { pitch, y }: Layout, words: DrawingText): Mark {
  const every = pitch < PITCH_MIN ? 4 : 1;
  const named = Array.from({ length: Math.ceil(wires / every) }, (_, at) => at * every);
  const small = { size: 11, anchor: "end", color: muted } as const;
  return svg`${text(END, DISTANCES_Y, words.distance, small)}${text(END, DISTANCES_Y + 13, words.wire, small)}
    ${named.map((wire) => text(END, y(wire) + 4, wire, small))}`;
}
