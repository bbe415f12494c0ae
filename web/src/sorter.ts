// The only file that touches the glue of the module that sorts. It is loaded on first use.

import type {
  Adapter,
  Keys,
  NetworkKind,
  PlanOptions,
  Sorted,
  SortingNetwork,
  SortOptions,
  SortPlan,
  ZeroOneProof,
} from "./generated/sorter.d.ts";
import { Module } from "./module.ts";

declare const OPENHOOD_SORTER_GLUE: string; // the build defines both
declare const OPENHOOD_SORTER_WASM: string;

export interface Sorter {
  network(kind: NetworkKind, wires: number): SortingNetwork;
  /** What all wires carry at the start and after each comparator, row after row. */
  run_network(comparators: Uint32Array, keys: Float64Array): Float64Array;
  prove_network(wires: number, comparators: Uint32Array): ZeroOneProof;
  /** For each comparator 1 if the network sorts just as well without it. */
  redundant_comparators(wires: number, comparators: Uint32Array): Uint8Array;
  /** Without options: for a GPU with 16 KiB of workgroup memory. */
  plan(count: number, options?: PlanOptions): SortPlan;
  sort(keys: Keys, options?: SortOptions): Promise<Sorted>;
  adapter(): Promise<Adapter>;
  /** Gives the GPU's memory back. */
  dispose(): void;
}

const module = new Module<Sorter>(OPENHOOD_SORTER_GLUE, OPENHOOD_SORTER_WASM);

export const sorter = (): Promise<Sorter> => module.load();

export const loaded = (): Promise<Sorter> | undefined => module.loaded();
