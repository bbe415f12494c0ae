// From parameters to experiments, and from what came of them to one result: everything that a picture shows, and the
// parameters that it was made with, always together.

import type {
  CatalogueRow,
  Experiment,
  Failure,
  Fault,
  Proof,
  Report,
  Scene,
} from "../generated/core.d.ts";
import type { Definition } from "./definition.ts";
import type { Parameters } from "./parameters.ts";

/** What one algorithm did. */
export interface Telling {
  readonly algorithm: string;
  /** None if it failed. */
  readonly report: Report | null;
  readonly failure: Failure | null;
  readonly scene: Scene;
  /** The same in the simulator, which knows the model's time: what two of the clocks show. None if it failed there. */
  readonly model: Report | null;
  /** What can be said without running it. */
  readonly proof: Proof | null;
}

export interface Result {
  readonly parameters: Parameters;
  /** The chosen algorithm, and the one beside it, if there is one. */
  readonly told: readonly Telling[];
}

export const chosen = (result: Result): Telling => result.told[0] as Telling;

/** A silent rank is waited for this long; readers should not wait the five seconds of the default. */
const SILENCE_MS = 1500;

/** A delay as long as some messages in the model; on real ranks so long that a clock sees it. */
const DELAY_MS = { modelled: 0.02, real: 20 } as const;

export function experimentOf(
  definition: Definition,
  parameters: Parameters,
  algorithm: string,
): Experiment {
  const { ranks, root, elements, op, kind, seed } = parameters;
  return {
    collective: definition.collective,
    algorithm,
    ranks,
    count: elements,
    kind,
    seed,
    ...(definition.choose.includes("root") ? { root } : {}),
    ...(definition.choose.includes("op") ? { op } : {}),
  };
}

/** The experiment with the fault that parameters name, on real ranks or in the model. */
export function faulty(experiment: Experiment, fault: Fault | null, where: keyof typeof DELAY_MS): Experiment {
  if (fault === null) return experiment;
  return {
    ...experiment,
    faults: [fault.kind === "delay" ? { ...fault, value: DELAY_MS[where] } : fault],
    ...(fault.kind === "silent" ? { limit_ms: SILENCE_MS } : {}),
    ...(where === "modelled" ? { engine: "simulated" } : {}),
  };
}

/** Equal for parameters that give the same runs: moments, clocks and views do not matter. */
export const runKey = ({ clock, view, t, ...runs }: Parameters): string => JSON.stringify(runs);

/** The rows that parameters name, of those that the collective has; and which names are none of them. */
export function rowsOf(
  rows: readonly CatalogueRow[],
  { algorithm, beside }: Parameters,
): { readonly rows: readonly CatalogueRow[]; readonly unknown: readonly ("algorithm" | "beside")[] } {
  const first = rows[0];
  if (!first) throw new Error("the catalogue has no such collective");
  const find = (name: string | null): CatalogueRow | undefined => rows.find((row) => row.algorithm === name);
  const upper = find(algorithm) ?? first;
  const lower = find(beside);
  return {
    rows: lower && lower !== upper ? [upper, lower] : [upper],
    unknown: [
      ...(algorithm !== null && !find(algorithm) ? (["algorithm"] as const) : []),
      ...(beside !== null && !lower ? (["beside"] as const) : []),
    ],
  };
}
