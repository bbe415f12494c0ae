// A network as it stands after the reader's edits, run on the reader's keys and proved: everything a picture shows.
// Comparing, exchanging and proving is the module's work; nothing here sorts.

import type { NetworkKind, SortingNetwork, ZeroOneProof } from "../generated/sorter.d.ts";
import { PROOF_WIRES_MAX, keysOf, type Parameters } from "./parameters.ts";
import type { Place } from "./edits.ts";

/** What a network asks of whoever computes: the module in a page, the `ranks` program for a still. */
export interface NetworkEngine {
  network(kind: NetworkKind, wires: number): SortingNetwork;
  run_network(comparators: Uint32Array, keys: Float64Array): Float64Array;
  prove_network(wires: number, comparators: Uint32Array): ZeroOneProof;
}

/** A comparator that is drawn. */
export interface Item {
  readonly place: Place;
  /** The smaller key goes to wire `low`, whether that is above `high` or not. */
  readonly low: number;
  readonly high: number;
  readonly layer: number;
  /** Taken out: drawn as a ghost, passed by nothing. */
  readonly cut: boolean;
  readonly turned: boolean;
  /** Where it stands in the list that runs; null if it is taken out. */
  readonly index: number | null;
}

export interface ModelLayer {
  /** Stage of the plain network; null for comparators that the reader added. */
  readonly stage: number | null;
  readonly items: readonly Item[];
  /** How many comparators of the list have run when the layer is passed. */
  readonly end: number;
}

export interface Proof extends ZeroOneProof {
  readonly ms: number;
  /** How finely the clock steps that measured it. */
  readonly resolution_ms: number;
}

export interface Model {
  readonly parameters: Parameters;
  readonly wires: number;
  readonly keys: readonly number[];
  readonly items: readonly Item[];
  readonly layers: readonly ModelLayer[];
  readonly comparators: Uint32Array;
  /** What all wires carry at the start and after each comparator, row after row. */
  readonly rows: Float64Array;
  /** For each comparator of the list, whether it exchanged its keys. */
  readonly swapped: readonly boolean[];
  /** For each wire at the start, how many keys stand before this one when all are sorted. */
  readonly order: readonly number[];
  /** Wires that end with a larger key than the next wire. */
  readonly wrong: readonly number[];
  /** Length of the longest chain of comparators in which each needs the one before. */
  readonly depth: number;
  /** Null where there are too many inputs to try. */
  readonly proof: Proof | null;
  /** How many comparators recursion and loop agree on; null if the network is of another kind, or they differ. */
  readonly same: number | null;
}

export function build(parameters: Parameters, engine: NetworkEngine, known: Proof | null = null): Model {
  const { wires, kind } = parameters;
  const plain = engine.network(kind, wires);
  const { layers, items } = arrange(parameters, plain);
  const running = items.filter((item) => item.index !== null);
  const comparators = Uint32Array.from(running.flatMap(({ low, high }) => [low, high]));
  const keys = keysOf(parameters);
  const rows = engine.run_network(comparators, Float64Array.from(keys));
  const swapped = running.map(
    ({ low }, index) => !Object.is(rows[index * wires + low], rows[(index + 1) * wires + low]),
  );
  const last = rows.subarray(running.length * wires);
  return {
    parameters,
    wires,
    keys,
    items,
    layers,
    comparators,
    rows,
    swapped,
    order: orderOf(keys),
    wrong: [...last.keys()].filter((wire) => (last[wire] ?? 0) > (last[wire + 1] ?? Infinity)),
    depth: depthOf(wires, running),
    proof: known ?? (wires <= PROOF_WIRES_MAX ? prove(engine, wires, comparators) : null),
    same: sameList(engine, parameters, plain),
  };
}

/** The plain network's comparators with the reader's edits, layer by layer, numbered in the order they run. */
function arrange(
  { cut, flip, add }: Parameters,
  plain: SortingNetwork,
): { layers: ModelLayer[]; items: Item[] } {
  const layers: ModelLayer[] = [];
  const items: Item[] = [];
  let running = 0;
  const put = (stage: number | null, wanted: Omit<Item, "layer" | "index">[]): void => {
    if (wanted.length === 0) return;
    const layer = layers.length;
    const made = wanted.map((it) => ({ ...it, layer, index: it.cut ? null : running++ }));
    items.push(...made);
    layers.push({ stage, items: made, end: running });
  };
  const last = plain.stages.length;
  for (let gap = 0; gap <= last; gap++) {
    const here = add
      .map((it, added) => ({ ...it, place: { added } }))
      .filter((it) => Math.min(it.gap, last) === gap);
    for (const { low, high, place } of here)
      put(null, [{ place, low, high, cut: false, turned: low > high }]);
    if (gap === last) break;
    const [from = 0, to = 0] = [plain.layers[gap], plain.layers[gap + 1]];
    const standing = Array.from({ length: to - from }, (_, offset) => {
      const base = from + offset;
      const turned = flip.includes(base);
      const [first = 0, second = 0] = plain.comparators.subarray(2 * base, 2 * base + 2);
      const [low, high] = turned ? [second, first] : [first, second];
      return { place: { base }, low, high, cut: cut.includes(base), turned };
    });
    put(plain.stages[gap] ?? null, standing);
  }
  return { layers, items };
}

/** Sorted positions; equal keys in the order of their wires. */
function orderOf(keys: readonly number[]): number[] {
  const sorted = keys.map((key, wire) => ({ key, wire })).sort((a, b) => a.key - b.key || a.wire - b.wire);
  const order = new Array<number>(keys.length);
  sorted.forEach(({ wire }, position) => (order[wire] = position));
  return order;
}

function depthOf(wires: number, running: readonly Item[]): number {
  const deep = new Array<number>(wires).fill(0);
  for (const { low, high } of running)
    deep[low] = deep[high] = Math.max(deep[low] ?? 0, deep[high] ?? 0) + 1;
  return Math.max(...deep);
}

const TIMED_AT_LEAST_MS = 1;
const TIMED_AT_MOST = 8;

/** The median of a few proofs, so that the first one's compiling is not what is shown. */
function prove(engine: NetworkEngine, wires: number, comparators: Uint32Array): Proof {
  const times: number[] = [];
  let proof = engine.prove_network(wires, comparators);
  let spent = 0;
  while (times.length < 3 || (spent < TIMED_AT_LEAST_MS && times.length < TIMED_AT_MOST)) {
    const start = performance.now();
    proof = engine.prove_network(wires, comparators);
    const ms = performance.now() - start;
    spent += ms;
    times.push(ms);
    if (ms > 10) break;
  }
  const ms = times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
  return { ...proof, ms, resolution_ms: resolution() };
}

let known_resolution = 0;

/** The smallest step of this page's clock: 5 µs where the page is isolated, else 100 µs or more. */
function resolution(): number {
  if (known_resolution > 0) return known_resolution;
  known_resolution = Infinity;
  for (let k = 0; k < 5; k++) {
    const start = performance.now();
    let now = start;
    while (now === start) now = performance.now();
    known_resolution = Math.min(known_resolution, now - start);
  }
  return known_resolution;
}

/** Bitonic sort is written twice, as loops and as recursion; this asks the module for both. */
function sameList(engine: NetworkEngine, { kind, wires }: Parameters, plain: SortingNetwork): number | null {
  const other = ({ bitonic: "bitonic-by-recursion", "bitonic-by-recursion": "bitonic" } as const)[
    kind as "bitonic"
  ];
  if (!other) return null;
  const rival = engine.network(other, wires).comparators;
  const same =
    rival.length === plain.comparators.length &&
    rival.every((wire, index) => wire === plain.comparators[index]);
  return same ? rival.length / 2 : null;
}

/** How many comparators of the list have run when so many layers are passed. */
export const runBy = (model: Model, layers: number): number =>
  layers <= 0 ? 0 : (model.layers[Math.min(layers, model.layers.length) - 1]?.end ?? 0);

/** What the wires carry then. */
export function carried(model: Model, layers: number): Float64Array {
  const at = runBy(model, layers) * model.wires;
  return model.rows.subarray(at, at + model.wires);
}

/** For each wire after so many layers, at which wire its key started. */
export function origins(model: Model, layers: number): number[] {
  const from = Array.from({ length: model.wires }, (_, wire) => wire);
  const end = runBy(model, layers);
  for (const { index, low, high } of model.items) {
    if (index === null || index >= end || !model.swapped[index]) continue;
    [from[low], from[high]] = [from[high] ?? 0, from[low] ?? 0];
  }
  return from;
}
