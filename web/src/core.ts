// The only file that touches the WebAssembly glue. It is loaded on first use, from wherever this script came from,
// so that it works under any path and from another origin. The build defines the three names.

import type { Capabilities, CatalogueRow, Experiment, Problem, Report } from "./generated/core.d.ts";

declare const OPENHOOD_ROOT: string; // from this script to the site's root
declare const OPENHOOD_GLUE: string; // file names under the root
declare const OPENHOOD_WASM: string;

export interface Core {
  default(options: { module_or_path: URL }): Promise<unknown>;
  run(experiment: Experiment, options?: { signal?: AbortSignal }): Promise<Report>;
  validate(experiment: unknown): { problems: Problem[] };
  catalogue(): CatalogueRow[];
  capabilities(): Promise<Capabilities>;
  dispose(): void;
}

let loading: Promise<Core> | undefined;

/** Loads once; a failed attempt (a lost connection) may be repeated. */
export function core(): Promise<Core> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Whether anything was loaded, for `dispose`, which must not load a megabyte in order to throw it away. */
export const loaded = (): Promise<Core> | undefined => loading;

async function load(): Promise<Core> {
  const root = new URL(OPENHOOD_ROOT, import.meta.url);
  const glue = (await import(new URL(OPENHOOD_GLUE, root).href)) as Core;
  await glue.default({ module_or_path: new URL(OPENHOOD_WASM, root) });
  return glue;
}
