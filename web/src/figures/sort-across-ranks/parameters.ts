// What a reader can change about this figure, and how it stands in a URL. Defaults are left out of the URL.

import type { Fault, FaultKind } from "../../generated/core.d.ts";
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

function whole(text: string | null, low: number, high: number): number | null {
  if (text === null || !/^\d+$/.test(text)) return null;
  return Math.min(high, Math.max(low, Number(text)));
}

const named = <T extends string>(names: readonly T[], text: string | null): T | null =>
  names.find((name) => name === text) ?? null;

/** Reads a query; whatever is missing or makes no sense takes its default. */
export function readParameters(query: URLSearchParams): Parameters {
  const ranks = whole(query.get("ranks"), 1, RANK_COUNT_MAX) ?? defaults.ranks;
  return {
    ranks,
    elements: whole(query.get("elements"), 0, ELEMENT_COUNT_MAX) ?? defaults.elements,
    algorithm: named(algorithms, query.get("algorithm")) ?? defaults.algorithm,
    kind: named(key_kinds, query.get("kind")) ?? defaults.kind,
    pattern: named(patterns, query.get("pattern")) ?? defaults.pattern,
    seed: whole(query.get("seed"), 0, SEED_MAX) ?? defaults.seed,
    fault: readFault(query.get("fault"), ranks),
    t: whole(query.get("t"), 0, 1000),
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

function readFault(text: string | null, ranks: number): Fault | null {
  const [name, rank] = (text ?? "").split(":");
  const kind = named(fault_kinds, name ?? null);
  const at = whole(rank ?? null, 0, ranks - 1);
  return kind && at !== null ? faultOf(kind, at) : null;
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
