// The plans side by side, as bills: which pass does which steps of the network, and what it moves. The numbers come
// from the module's plans; here they are only put in order for drawing.

import type { Gpu, PassPlan, SortPlan } from "../../generated/sorter.d.ts";
import type { Parameters } from "./parameters.ts";

/** Plans that are drawn; "automatic" is one of them, chosen for the adapter. */
export const drawn = ["naive", "fused", "blocked", "registers"] as const;
export type Drawn = (typeof drawn)[number];

/** How many keys are held at a time, as powers of two; no tile where only registers are used. */
export interface Shape {
  readonly tile: number | null;
  readonly registers: number;
}

export interface Bill {
  readonly name: Drawn;
  readonly shape: Shape;
  readonly plan: SortPlan;
  /** For each pass, how many steps of the network were done before it. */
  readonly before: readonly number[];
  readonly steps: number;
}

/** What the module chooses for a device: on a CPU that plays a GPU every barrier costs more than the pass it saves. */
export function automatic(count: number, gpu: Gpu | null): { readonly name: Drawn; readonly shape: Shape } {
  if (gpu?.software) return { name: "registers", shape: { tile: null, registers: count > 2 ** 21 ? 6 : 5 } };
  return { name: "blocked", shape: { tile: 12, registers: 4 } };
}

export function shapeOf(name: Drawn, { tile, registers }: Pick<Parameters, "tile" | "registers">): Shape {
  switch (name) {
    case "naive":
      return { tile: null, registers: 1 };
    case "fused":
      return { tile, registers: 1 };
    case "blocked":
      return { tile: Math.max(tile, registers), registers };
    case "registers":
      return { tile: null, registers };
  }
}

export function billOf(name: Drawn, shape: Shape, plan: SortPlan): Bill {
  const before: number[] = [];
  let steps = 0;
  for (const pass of plan.ladder) {
    before.push(steps);
    steps += pass.steps;
  }
  return { name, shape, plan, before, steps };
}

/** Steps of the whole network, k(k + 1)/2 for k stages. */
export const stageCount = (count: number): number => (count < 2 ? 0 : Math.ceil(Math.log2(count)));
export const stepCount = (count: number): number => (stageCount(count) * (stageCount(count) + 1)) / 2;

/** Whether a pass works in a tile of workgroup memory. */
export const inTile = (pass: PassPlan): boolean => pass.kernel.startsWith("tile");

/** Whether a pass sorts what it holds from nothing, instead of doing a part of one stage. */
export const fromNothing = (pass: PassPlan): boolean => pass.kernel.endsWith("sort");

/** Bytes moved by the first `passes` passes. */
export const bytesAfter = ({ plan }: Bill, passes: number): number =>
  plan.ladder.slice(0, passes).reduce((sum, pass) => sum + pass.bytes, 0);

/** Which drawn plan a wish means. A barrier can only be left out, and a tile be too large, where there is a tile. */
export function chosen({ preset, broken, count }: Parameters, gpu: Gpu | null): Drawn {
  const wanted = preset === "automatic" ? automatic(count, gpu).name : preset;
  const without_tile = wanted === "naive" || wanted === "registers";
  return (broken === "barrier" || broken === "tile") && without_tile ? "blocked" : wanted;
}
