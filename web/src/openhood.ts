// The site's public module, served as /openhood.js. It works when imported from another origin's page: the glue and
// the wasm are found from this script's own address.

import { unlessAborted } from "./abort.ts";
import { core, loaded as loadedCore } from "./core.ts";
import type {
  CatalogueRow,
  Experiment,
  Plan,
  Capabilities as Places,
  Problem,
  Proof,
  Report,
} from "./generated/core.d.ts";
import type { Gpu, Keys, Sorted, SortOptions } from "./generated/sorter.d.ts";
import { survivingJson } from "./json.ts";
import { optionsOf, snapshot } from "./snapshot.ts";
import { loaded as loadedSorter, sort as sortOnce, sorter } from "./sorter.ts";

export interface RunOptions {
  /** To stop the run. */
  signal?: AbortSignal;
  /** Whether to bring `scene` along: whose values lie where and when, for every element and every rank. */
  scene?: boolean;
}

/** Where ranks can run, and which GPU there is; `why` says, by what is missing, why. */
export interface Capabilities extends Places {
  gpu: Gpu | null;
}

/**
 * Runs an experiment on real ranks; both arguments are looked at once, before this returns. Rejects with an Error
 * carrying `problems` or `failure`, or with the signal's reason; always settles. The report survives JSON, and its
 * experiment can be run again.
 */
export const run = async (experiment: Experiment, options?: RunOptions): Promise<Report> => {
  const asked = snapshot(experiment) as Experiment;
  const chosen = optionsOf(options, ["signal"]);
  return survivingJson(await (await unlessAborted(core, chosen?.signal)).run(asked, chosen));
};

/** Every problem of an experiment, as it is now, without running it. */
export const validate = async (experiment: unknown): Promise<{ problems: Problem[] }> => {
  const asked = snapshot(experiment);
  return (await core()).validate(asked);
};

/** What every rank of an experiment will do, round by round, whether that is right or not. Nothing runs. */
export const plan = async (experiment: Experiment): Promise<Plan[]> => {
  const asked = snapshot(experiment) as Experiment;
  return (await core()).plan(asked);
};

/** Whether it is right, and what it costs, found out without running it. */
export const prove = async (experiment: Experiment): Promise<Proof> => {
  const asked = snapshot(experiment) as Experiment;
  return (await core()).prove(asked);
};

/** What can be run. */
export const catalogue = async (): Promise<CatalogueRow[]> => (await core()).catalogue();

/** Which engines and which GPU this page has and, where the better one is missing, why. */
export async function capabilities(): Promise<Capabilities> {
  const [places, { gpu, why }] = await Promise.all([
    core().then((glue) => glue.capabilities()),
    sorter().then((glue) => glue.adapter()),
  ]);
  return { ...places, gpu, why: why === null ? places.why : { ...places.why, gpu: why } };
}

/**
 * Sorts a copy, on the GPU or on the CPU, and checks the result. Looks at numbers, payload and options once, before it
 * returns. Rejects with an Error, or with what the signal or a getter of the options gives; always settles.
 */
export const sort = async <Array extends Keys>(
  keys: Array,
  options?: SortOptions,
): Promise<Sorted & { values: Array }> => survivingJson(await sortOnce(keys, options));

/** Ends pooled workers and gives the GPU's memory back. What is needed next is made again. */
export function dispose(): void {
  for (const loaded of [loadedCore(), loadedSorter()])
    void loaded?.then(
      (glue) => glue.dispose(),
      () => undefined,
    );
}
