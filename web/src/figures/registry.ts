// Figures by name. A figure's code is loaded when its element comes near the screen. Names come from addresses, so
// they are looked up where nothing else can be found: a plain object would know a figure called `constructor`.

import type { FigureElement } from "../elements/open-hood-figure.ts";

type Load = () => Promise<{ default: new () => FigureElement }>;

export const figures: ReadonlyMap<string, Load> = new Map<string, Load>([
  ["ring-all-reduce", () => import("./ring-all-reduce/figure.ts")],
  ["broadcast", () => import("./broadcast/figure.ts")],
  ["bitonic-network", () => import("./bitonic-network/figure.ts")],
  ["zero-one", () => import("./zero-one/figure.ts")],
  ["sorting-passes", () => import("./sorting-passes/figure.ts")],
  ["sort-across-ranks", () => import("./sort-across-ranks/figure.ts")],
]);
