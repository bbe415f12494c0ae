// The only file that touches the glue of the module that runs ranks. It is loaded on first use.

import type {
  Capabilities,
  CatalogueRow,
  Experiment,
  Measured,
  MeasureRequest,
  Plan,
  Problem,
  Proof,
  Report,
  RunOptions,
} from "./generated/core.d.ts";
import { Module } from "./module.ts";

declare const OPENHOOD_GLUE: string; // the build defines both
declare const OPENHOOD_WASM: string;

export interface Core {
  run(experiment: Experiment, options?: RunOptions): Promise<Report>;
  validate(experiment: unknown): Promise<{ problems: Problem[] }>;
  plan(experiment: Experiment): Promise<Plan[]>;
  prove(experiment: Experiment): Promise<Proof>;
  catalogue(): CatalogueRow[];
  capabilities(): Promise<Capabilities>;
  /** Times calls back to back, as the bench page does. */
  measure(request: MeasureRequest, options?: { signal?: AbortSignal }): Promise<Measured>;
  /** So many workers that wait for work. */
  ready(count: number): Promise<void>;
  dispose(): void;
}

const module = new Module<Core>(OPENHOOD_GLUE, OPENHOOD_WASM);

export const core = (): Promise<Core> => module.load();

export const loaded = (): Promise<Core> | undefined => module.loaded();
