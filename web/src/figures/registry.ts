// Figures by name. A figure's code is loaded when its element comes near the screen.

import type { FigureElement } from "../elements/open-hood-figure.ts";

export const figures: Record<string, () => Promise<{ default: new () => FigureElement }>> = {
  "ring-all-reduce": () => import("./ring-all-reduce/figure.ts"),
  "bitonic-network": () => import("./bitonic-network/figure.ts"),
  "zero-one": () => import("./zero-one/figure.ts"),
  "sorting-passes": () => import("./sorting-passes/figure.ts"),
  "sort-across-ranks": () => import("./sort-across-ranks/figure.ts"),
};
