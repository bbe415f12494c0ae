// The site's public module, served as /openhood.js. It works when imported from another origin's page: the glue and
// the wasm are found from this script's own address.

import { core, loaded } from "./core.ts";
import type { Capabilities, CatalogueRow, Experiment, Problem, Report } from "./generated/core.d.ts";

export interface RunOptions {
  signal?: AbortSignal;
}

/** Runs an experiment on real ranks. Rejects with an Error carrying `problems` or `failure`; always settles. */
export const run = async (experiment: Experiment, options?: RunOptions): Promise<Report> =>
  (await core()).run(experiment, options);

/** Every problem of an experiment, without running it. */
export const validate = async (experiment: unknown): Promise<{ problems: Problem[] }> =>
  (await core()).validate(experiment);

/** What can be run. */
export const catalogue = async (): Promise<CatalogueRow[]> => (await core()).catalogue();

/** Which engines this page has and, where the better one is missing, why. */
export const capabilities = async (): Promise<Capabilities> => (await core()).capabilities();

/** Ends pooled workers. The next run starts new ones. */
export function dispose(): void {
  void loaded()?.then(
    (glue) => glue.dispose(),
    () => undefined,
  );
}
