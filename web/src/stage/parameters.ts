// What a reader can change on a stage, and how it stands in a URL. What the figure starts with is left out of it.

import type { Fault, FaultKind, Kind, Op } from "../generated/core.d.ts";
import { Reader, ignore, readNamedRank, type Refuse } from "../reading.ts";
import { views, type Definition, type View } from "./definition.ts";

export const clocks = ["step", "model", "wall"] as const;
export type Clock = (typeof clocks)[number];

export const kinds: readonly Kind[] = ["f32", "f64", "i32", "u32"];
export const ops: readonly Op[] = ["sum", "product", "min", "max", "mean"];

export interface Parameters {
  /** Null is the first one that the catalogue has. */
  readonly algorithm: string | null;
  /** Another one on the same inputs and the same clock; null is none. */
  readonly beside: string | null;
  readonly ranks: number;
  readonly root: number;
  /** Elements that each rank brings. */
  readonly elements: number;
  readonly op: Op;
  readonly kind: Kind;
  readonly seed: number;
  readonly fault: Fault | null;
  readonly clock: Clock;
  readonly view: View;
  /** Moments passed; null is the resting picture: all of them. */
  readonly t: number | null;
}

export const RANK_COUNT_MAX = 32;
export const ELEMENT_COUNT_MAX = 8192;
export const SEED_MAX = 2 ** 32 - 1;
/** So long is no name of an algorithm. */
const NAME_LENGTH_MAX = 40;
/** No run has more moments; which there are is known when it has run. */
const MOMENT_MAX = 10_000;

const PLAIN: Parameters = {
  algorithm: null,
  beside: null,
  ranks: 8,
  root: 0,
  elements: 64,
  op: "sum",
  kind: "f32",
  seed: 1,
  fault: null,
  clock: "step",
  view: "lanes",
  t: null,
};

export const startOf = (definition: Definition): Parameters => ({ ...PLAIN, ...definition.start });

/** The keys of a stage in a query. */
export const address_keys = Object.keys(PLAIN);

/** Reads a query; what is missing takes its default, and so does what is refused. */
export function readParameters(
  query: URLSearchParams,
  start: Parameters,
  faults: readonly FaultKind[],
  refuse: Refuse = ignore,
): Parameters {
  const from = new Reader(query, refuse);
  const ranks = from.whole("ranks", 1, RANK_COUNT_MAX, start.ranks);
  return {
    algorithm: name(query.get("algorithm")) ?? start.algorithm,
    beside: query.get("beside") === "none" ? null : (name(query.get("beside")) ?? start.beside),
    ranks,
    root: from.whole("root", 0, ranks - 1, Math.min(start.root, ranks - 1)),
    elements: from.whole("elements", 0, ELEMENT_COUNT_MAX, start.elements),
    op: from.named("op", ops, start.op),
    kind: from.named("kind", kinds, start.kind),
    seed: from.whole("seed", 0, SEED_MAX, start.seed),
    fault: readFault(query.get("fault"), ranks, faults, refuse),
    clock: from.named("clock", clocks, start.clock),
    view: from.named("view", views, start.view),
    t: from.whole("t", 0, MOMENT_MAX, null),
  };
}

/** Whether there is such an algorithm, the catalogue knows; it comes with the engine. */
const name = (text: string | null): string | null =>
  text === null || text === "" ? null : text.slice(0, NAME_LENGTH_MAX);

function readFault(
  text: string | null,
  ranks: number,
  faults: readonly FaultKind[],
  refuse: Refuse,
): Fault | null {
  const named = readNamedRank("fault", text, faults, ranks, refuse);
  return named && faultOf(...named);
}

/** Writes what differs from `base` into the query and removes what does not. */
export function writeParameters(parameters: Parameters, base: Parameters, query: URLSearchParams): void {
  const put = (key: string, value: string | number | null): void => {
    if (value === null) query.delete(key);
    else query.set(key, String(value));
  };
  for (const key of ["algorithm", "ranks", "root", "elements", "op", "kind", "seed", "clock", "view"] as const)
    put(key, parameters[key] === base[key] ? null : parameters[key]);
  put("beside", parameters.beside === base.beside ? null : (parameters.beside ?? "none"));
  put("fault", parameters.fault ? `${parameters.fault.kind}:${parameters.fault.rank}` : null);
  put("t", parameters.t === null ? null : Math.floor(parameters.t));
}

/** Faults strike before the first round; how long a delay is, the clock decides when it runs. */
export const faultOf = (kind: FaultKind, rank: number): Fault =>
  kind === "flip" ? { kind, rank } : { kind, rank, step: 0 };

/** Another number of ranks: the moment and the fault start over, the root stays if it can. */
export const withRanks = (parameters: Parameters, ranks: number): Parameters => ({
  ...parameters,
  ranks,
  root: Math.min(parameters.root, ranks - 1),
  t: null,
  fault: null,
});
