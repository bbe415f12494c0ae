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

/**
 * The glue is one module per page, however many scripts import it, but this file is bundled into several of them:
 * a page's own and openhood.js. Initializing it a second time before the first has finished would exchange the
 * memory under running code, so all copies share this map from the glue's address to its only initialization.
 */
const shared = globalThis as { [cores: symbol]: Map<string, Promise<Core>> | undefined };
const cores = (shared[Symbol.for("openhood.cores")] ??= new Map<string, Promise<Core>>());

const root = new URL(OPENHOOD_ROOT, import.meta.url);
const glue_address = new URL(OPENHOOD_GLUE, root).href;

/** Loads once; a failed attempt (a lost connection) may be repeated. */
export function core(): Promise<Core> {
  let loading = cores.get(glue_address);
  if (!loading) {
    loading = load();
    cores.set(glue_address, loading);
    loading.catch(() => cores.delete(glue_address));
  }
  return loading;
}

/** Whether anything was loaded, for `dispose`, which must not load anything in order to throw it away. */
export const loaded = (): Promise<Core> | undefined => cores.get(glue_address);

async function load(): Promise<Core> {
  const glue = (await import(glue_address)) as Core;
  await glue.default({ module_or_path: new URL(OPENHOOD_WASM, root) });
  return glue;
}
