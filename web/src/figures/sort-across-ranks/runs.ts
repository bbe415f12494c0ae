// The runs behind the figure: both sorts on the same keys, the chosen one with whatever is broken about it. Where they
// run is the caller's business: the page's engine, or the command line when stills are rendered.

import type { Experiment, Failure, Report } from "../../generated/core.d.ts";
import { partition } from "../../draw/partition.ts";
import { keysOf } from "../../sorting/keys.ts";
import { algorithms, type Algorithm, type Parameters } from "./parameters.ts";
import { replaySort, type SortReplay } from "./replay.ts";

export type Run = (experiment: Experiment, signal?: AbortSignal) => Promise<Report>;

/** Everything one picture shows, and the parameters it was made with: they always travel together. */
export interface Result {
  readonly parameters: Parameters;
  /** The chosen sort, or why there is none. */
  readonly chosen: SortReplay | Failure;
  /** The chosen sort as it should be: what is drawn. */
  readonly sound: SortReplay;
  /** Both sorts as they should be: what each rank sent, and how much it holds at the end. */
  readonly volumes: Record<Algorithm, Volume>;
}

export interface Volume {
  readonly bytes: readonly number[];
  readonly lengths: readonly number[];
  readonly rounds: number;
}

export const isFailure = (sort: SortReplay | Failure): sort is Failure => "message" in sort;

/** A silent rank is waited for this long; readers should not wait the five seconds of the default. */
const SILENCE_MS = 1500;

export function inputsOf({ ranks, elements, kind, pattern, seed }: Parameters): Experiment["inputs"] {
  const keys = keysOf({ count: ranks * elements, kind, pattern, seed });
  return partition(keys.length, ranks).map(({ start, count }) => keys.slice(start, start + count));
}

export const experimentOf = (
  parameters: Parameters,
  algorithm: Algorithm,
  inputs: NonNullable<Experiment["inputs"]>,
): Experiment => ({
  collective: "sort",
  algorithm,
  ranks: parameters.ranks,
  kind: parameters.kind,
  inputs,
});

export const faulty = (experiment: Experiment, { fault }: Parameters): Experiment =>
  fault === null
    ? experiment
    : { ...experiment, faults: [fault], ...(fault.kind === "silent" ? { limit_ms: SILENCE_MS } : {}) };

const volumeOf = ({ totals, outputs }: Report): Volume => ({
  bytes: Array.from(totals.bytes_sent),
  lengths: outputs.map((output) => output?.length ?? 0),
  rounds: totals.rounds,
});

/** What the volumes depend on: as long as it stays, they can be kept. */
export const dataKey = ({ ranks, elements, kind, pattern, seed }: Parameters): string =>
  [ranks, elements, kind, pattern, seed].join();

/** Both sorts on sound ranks. */
export async function runBoth(
  parameters: Parameters,
  run: Run,
  signal?: AbortSignal,
): Promise<Record<Algorithm, Report>> {
  const inputs = inputsOf(parameters) ?? [];
  const reports: Partial<Record<Algorithm, Report>> = {};
  for (const algorithm of algorithms)
    reports[algorithm] = await run(experimentOf(parameters, algorithm, inputs), signal);
  return reports as Record<Algorithm, Report>;
}

export async function runBroken(parameters: Parameters, run: Run, signal?: AbortSignal): Promise<Report> {
  const inputs = inputsOf(parameters) ?? [];
  return run(faulty(experimentOf(parameters, parameters.algorithm, inputs), parameters), signal);
}

export const resultOf = (
  parameters: Parameters,
  both: Record<Algorithm, Report>,
  chosen: Report | Failure,
): Result => {
  const sound = replaySort(both[parameters.algorithm]);
  const same = chosen === both[parameters.algorithm];
  return {
    parameters,
    sound,
    chosen: "message" in chosen ? chosen : same ? sound : replaySort(chosen),
    volumes: { bitonic: volumeOf(both.bitonic), sample: volumeOf(both.sample) },
  };
};
