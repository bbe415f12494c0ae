// Turns wishes into results. A newer wish gives up the older run; only the newest ever answers. The sound runs are kept
// while only the fault, the chosen sort or the moment changes.

import type { Experiment, Report } from "../../generated/core.d.ts";
import { isTimed, timingOf, type Timing } from "../../draw/readouts.ts";
import { failureOf, run } from "../../engine.ts";
import { algorithms, type Algorithm, type Parameters } from "./parameters.ts";
import { dataKey, experimentOf, inputsOf, isFailure, resultOf, runBoth, runBroken, type Result } from "./runs.ts";

/** Repetitions behind a measured time, after one more to warm up. */
const TIMED_RUNS = 11;

export class Runner {
  #current: AbortController | null = null;
  #kept: { readonly key: string; readonly both: Record<Algorithm, Report> } | null = null;

  readonly #run = (experiment: Experiment, signal?: AbortSignal): Promise<Report> =>
    run({ engine: "auto", ...experiment }, signal);

  /** Null when a newer wish came in between. */
  async go(parameters: Parameters): Promise<Result | null> {
    this.stop();
    const { signal } = (this.#current = new AbortController());
    try {
      const both = await this.#both(parameters, signal);
      const sound = both[parameters.algorithm];
      if (!parameters.fault) return signal.aborted ? null : resultOf(parameters, both, sound);
      const broken = await runBroken(parameters, this.#run, signal).catch((error: unknown) => {
        const failure = failureOf(error);
        if (!failure) throw error;
        return failure;
      });
      return signal.aborted ? null : resultOf(parameters, both, broken);
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  stop(): void {
    this.#current?.abort();
    this.#current = null;
  }

  async #both(parameters: Parameters, signal: AbortSignal): Promise<Record<Algorithm, Report>> {
    const key = dataKey(parameters);
    if (this.#kept?.key !== key)
      this.#kept = { key, both: await runBoth(parameters, this.#run, signal) };
    return this.#kept.both;
  }

  /** Repeats the chosen sort for its time. Null when there is none, or a newer wish came in between. */
  async timing({ parameters, chosen }: Result): Promise<Timing | null> {
    const signal = this.#current?.signal;
    if (!signal || isFailure(chosen) || parameters.fault || !isTimed(chosen.report)) return null;
    const experiment = experimentOf(parameters, parameters.algorithm, inputsOf(parameters) ?? []);
    const wall_us: number[] = [];
    for (let count = 0; count <= TIMED_RUNS; count++) {
      const timed = await this.#run({ ...experiment, trace: false }, signal);
      if (count > 0 && timed.time.wall_us !== null) wall_us.push(timed.time.wall_us);
    }
    return signal.aborted ? null : timingOf(wall_us, chosen.report.time.resolution_us);
  }
}

export const otherAlgorithm = (algorithm: Algorithm): Algorithm =>
  algorithms[(algorithms.indexOf(algorithm) + 1) % algorithms.length] ?? "bitonic";
