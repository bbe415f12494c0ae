// The only file that touches the glue of the module that runs ranks. It is loaded on first use.

import type { Capabilities, CatalogueRow, Experiment, Problem, Report } from "./generated/core.d.ts";
import { Module } from "./module.ts";

declare const OPENHOOD_GLUE: string; // the build defines both
declare const OPENHOOD_WASM: string;

export interface Core {
  run(experiment: Experiment, options?: { signal?: AbortSignal }): Promise<Report>;
  validate(experiment: unknown): { problems: Problem[] };
  catalogue(): CatalogueRow[];
  capabilities(): Promise<Capabilities>;
  /** Times calls back to back, as the bench page does. */
  measure(request: MeasureRequest, options?: { signal?: AbortSignal }): Promise<Measured>;
  /** So many workers that wait for work. */
  ready(count: number): Promise<void>;
  dispose(): void;
}

export interface MeasureRequest {
  readonly engine: "workers-shared" | "workers-ports";
  readonly op: "barrier" | "all-reduce" | "all-gather" | "reduce-scatter" | "broadcast" | "ping-pong";
  readonly algorithm?: string;
  readonly ranks: number;
  readonly bytes: number;
  /** Calls that are not timed, samples, and calls in each of them. */
  readonly warmup: number;
  readonly samples: number;
  readonly batch: number;
}

export interface Measured {
  readonly engine: string;
  readonly algorithm: string;
  /** By rank and sample: how long the calls of a sample took there. */
  readonly laps_us: readonly Float64Array[];
}

const module = new Module<Core>(OPENHOOD_GLUE, OPENHOOD_WASM);

export const core = (): Promise<Core> => module.load();

export const loaded = (): Promise<Core> | undefined => module.loaded();
