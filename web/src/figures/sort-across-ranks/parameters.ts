// What a reader can change about this figure, and how it stands in a URL. Defaults are left out of the URL.

import type { Fault, FaultKind } from "../../generated/core.d.ts";
import { Reader, ignore, readNamedRank, type Refuse } from "../../reading.ts";
import { key_kinds, patterns, type KeyKind, type Pattern } from "../../sorting/keys.ts";

export const algorithms = ["bitonic", "sample"] as const;
export type Algorithm = (typeof algorithms)[number];

export interface Parameters {
  readonly ranks: number;
  /** Keys of each rank. */
  readonly elements: number;
  readonly algorithm: Algorithm;
  readonly kind: KeyKind;
  readonly pattern: Pattern;
  readonly seed: number;
  readonly fault: Fault | null;
  /** Columns passed; null is the resting picture: all of them. */
  readonly t: number | null;
}

export const RANK_COUNT_MAX = 32;
export const ELEMENT_COUNT_MAX = 8192;
export const SEED_MAX = 2 ** 32 - 1;
export const fault_kinds: readonly FaultKind[] = ["flip", "panic", "silent", "delay"];
/** No sort has more columns; which steps there are is known when it has run. */
const STEP_MAX = 1000;
const DELAY_MS = 30;

export const defaults: Parameters = {
  ranks: 8,
  elements: 1024,
  algorithm: "bitonic",
  kind: "u32",
  pattern: "random",
  seed: 1,
  fault: null,
  t: null,
};

/** The keys of this figure in a query. */
export const address_keys = ["ranks", "elements", "algorithm", "kind", "pattern", "seed", "fault", "t"];

/** Reads a query; what is missing takes its default, and so does what is refused. */
export function readParameters(query: URLSearchParams, refuse: Refuse = ignore): Parameters {
  const from = new Reader(query, refuse);
  const ranks = from.whole("ranks", 1, RANK_COUNT_MAX, defaults.ranks);
  return {
    ranks,
    elements: from.whole("elements", 0, ELEMENT_COUNT_MAX, defaults.elements),
    algorithm: from.named("algorithm", algorithms, defaults.algorithm),
    kind: from.named("kind", key_kinds, defaults.kind),
    pattern: from.named("pattern", patterns, defaults.pattern),
    seed: from.whole("seed", 0, SEED_MAX, defaults.seed),
    fault: readFault(query.get("fault"), ranks, refuse),
    t: from.whole("t", 0, STEP_MAX, null),
  };
}

/** Writes what differs from `base` into the query and removes what does not. */
export function writeParameters(parameters: Parameters, base: Parameters, query: URLSearchParams): void {
  const put = (key: string, value: string | number | null): void => {
    if (value === null) query.delete(key);
    else query.set(key, String(value));
  };
  for (const key of ["ranks", "elements", "algorithm", "kind", "pattern", "seed"] as const)
    put(key, parameters[key] === base[key] ? null : parameters[key]);
  put("fault", parameters.fault ? `${parameters.fault.kind}:${parameters.fault.rank}` : null);
  put("t", parameters.t === null ? null : Math.floor(parameters.t));
}

function readFault(text: string | null, ranks: number, refuse: Refuse): Fault | null {
  const named_fault = readNamedRank("fault", text, fault_kinds, ranks, refuse);
  return named_fault && faultOf(...named_fault);
}

/** Faults strike after the first exchange; a delay is long enough to see in the times. */
export function faultOf(kind: FaultKind, rank: number): Fault {
  if (kind === "flip") return { kind, rank };
  return kind === "delay" ? { kind, rank, step: 1, value: DELAY_MS } : { kind, rank, step: 1 };
}

/** Another number of ranks has other steps: the moment and the fault start over. */
export const withRanks = (parameters: Parameters, ranks: number): Parameters => ({
  ...parameters,
  ranks,
  t: null,
  fault: null,
});
