// What stands behind the picture: the plans, one sort of the reader's keys, and on request times of it and of what
// is beside it. Where plans come from is the caller's business: the module in a page, the command line for a still.

import type { Gpu, Sorted, SortPlan, SortVerdict } from "../../generated/sorter.d.ts";
import { automatic, billOf, drawn, shapeOf, type Bill, type Drawn, type Shape } from "./bills.ts";
import type { RoofPoint, Spread, Times } from "./charts.ts";
import type { Parameters } from "./parameters.ts";
import type { Keys } from "../../sorting/keys.ts";

/** Where plans come from. */
export type Planner = (count: number, shape: Shape) => SortPlan | Promise<SortPlan>;

/** Everything the standing picture shows, and the parameters it was made with: they always travel together. */
export interface Bills {
  readonly parameters: Parameters;
  readonly all: readonly Bill[];
  /** What the module would choose for this adapter. */
  readonly automatic: Drawn;
}

/** Where the reader leaves the choice to the module, its own shape stands for the plan of that kind. */
export async function billsOf(parameters: Parameters, gpu: Gpu | null, planner: Planner): Promise<Bills> {
  const own = automatic(parameters.count, gpu);
  const all: Bill[] = [];
  for (const name of drawn) {
    const is_own = parameters.preset === "automatic" && name === own.name;
    const shape = is_own ? own.shape : shapeOf(name, parameters);
    all.push(billOf(name, shape, await planner(parameters.count, shape)));
  }
  return { parameters, all, automatic: own.name };
}

export const billNamed = (bills: Bills, name: Drawn): Bill =>
  bills.all.find((bill) => bill.name === name) ?? (bills.all[0] as Bill);

/** What one sort of the reader's keys came to. */
export interface Outcome {
  readonly parameters: Parameters;
  readonly plan: Drawn;
  readonly device: Sorted["device"];
  readonly verdict: SortVerdict;
  readonly times: Sorted["times"];
  /** Milliseconds of each pass, where the adapter has a clock. */
  readonly pass_ms: readonly number[] | null;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** The sort did not happen, in the device's own words. */
export interface Refusal {
  readonly parameters: Parameters;
  readonly message: string;
}

export const isRefusal = (answer: Outcome | Refusal): answer is Refusal => "message" in answer;

/** Times of one wish, after several runs. */
export interface Measured {
  readonly parameters: Parameters;
  readonly runs: number;
  readonly times: Times;
  readonly total: Spread | null;
  readonly pass_ms: readonly number[] | null;
  readonly point: RoofPoint | null;
  /** Bytes a second of a plain copy. */
  readonly bandwidth: number | null;
}

const SAMPLES = 96;

/** Some of the keys, each as its place among all of them when sorted: 0 for the smallest, 1 for the largest. */
export function sampled(keys: Keys, sorted: Keys, descending: boolean): number[] {
  const count = Math.min(SAMPLES, keys.length);
  return Array.from({ length: count }, (_, index) => {
    const key = keys[Math.floor(((index + 0.5) / count) * keys.length)] as number;
    return placeOf(key, sorted, descending);
  });
}

/** Half way between the first and the last place where `key` could stand. */
function placeOf(key: number, sorted: Keys, descending: boolean): number {
  const rank = (value: number): number => (Number.isNaN(value) ? Infinity : value);
  const wanted = rank(key);
  const first = (is_past: (value: number) => boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (is_past(rank(sorted[descending ? sorted.length - 1 - middle : middle] as number))) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const [from, to] = [first((value) => value >= wanted), first((value) => value > wanted)];
  const span = Math.max(1, sorted.length - 1);
  return Math.min(1, Math.max(0, (from + to - 1) / 2 / span));
}
