// Turns wishes into results. A newer wish gives up the older run; only the newest ever answers, so that a stale
// result cannot be shown as the current one. The two halves are kept while only the cut or the fault changes.

import type { Experiment, Report } from "../../generated/core.d.ts";
import { largestUlp } from "../../draw/compare.ts";
import { isTimed, timingOf, type Timing } from "../../draw/readouts.ts";
import { failureOf, run } from "../../engine.ts";
import type { Parameters } from "./parameters.ts";
import {
  branchCut,
  dataKey,
  inputsOf,
  isFailure,
  naiveExperiment,
  runForks,
  runHalves,
  runRing,
  timedExperiment,
  type Halves,
  type Result,
} from "./runs.ts";

/** Repetitions behind a measured time, after one more to warm up. */
const TIMED_RUNS = 11;

interface Kept {
  readonly key: string;
  readonly inputs: Pick<Experiment, "inputs"> | Pick<Experiment, "count">;
  readonly halves: Halves;
}

/** What is learned about a result afterwards, when the reader has stopped changing things. */
export interface Afterwards {
  readonly timing: Timing | null;
  readonly naive: string | null;
}

export class Runner {
  #current: AbortController | null = null;
  #kept: Kept | null = null;
  /** How engines are chosen; "auto" takes the best there is. */
  engine: Experiment["engine"] = "auto";

  readonly #run = (experiment: Experiment, signal?: AbortSignal): Promise<Report> =>
    run({ engine: this.engine ?? "auto", ...experiment }, signal);

  /** Null when a newer wish came in between. */
  async go(parameters: Parameters): Promise<Result | null> {
    this.stop();
    const current = (this.#current = new AbortController());
    const { signal } = current;
    try {
      const kept = await this.#data(parameters, signal);
      const shared = { parameters, cut: branchCut(parameters), halves: kept.halves };
      try {
        const trunk = await runRing(parameters, kept.inputs, kept.halves, this.#run, signal);
        const branches = await runForks(trunk, parameters, kept.halves, this.#run, signal);
        return signal.aborted ? null : { ...shared, ...branches };
      } catch (error) {
        const failure = failureOf(error);
        if (signal.aborted) return null;
        if (!failure) throw error;
        return { ...shared, ring: failure, ghost: null };
      }
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  stop(): void {
    this.#current?.abort();
    this.#current = null;
  }

  async #data(parameters: Parameters, signal: AbortSignal): Promise<Kept> {
    const key = dataKey(parameters);
    if (this.#kept?.key === key) return this.#kept;
    const inputs = await inputsOf(parameters, this.#run, signal);
    const halves = await runHalves(parameters, inputs, this.#run, signal);
    return (this.#kept = { key, inputs, halves });
  }

  /** Runs the naive rival and repeats the ring for its time. Null when a newer wish came in between. */
  async afterwards(result: Result): Promise<Afterwards | null> {
    const kept = this.#kept;
    const signal = this.#current?.signal;
    if (!kept || !signal || isFailure(result.ring) || result.parameters.fault) return null;
    if (result.parameters.forks.length > 0) return null; // a branch was not run in one piece
    const { report } = result.ring.replay;
    try {
      const naive = report.verdict.agrees ? await this.#naive(report, result.parameters, kept, signal) : null;
      const wall_us: number[] = [];
      for (let count = 0; isTimed(report) && count <= TIMED_RUNS; count++) {
        const timed = await this.#run(timedExperiment(result.parameters, kept.inputs), signal);
        if (count > 0 && timed.time.wall_us !== null) wall_us.push(timed.time.wall_us);
      }
      return signal.aborted ? null : { timing: timingOf(wall_us, report.time.resolution_us), naive };
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  /** How far the ring's sum is from that of the naive rival, which adds in rank order. */
  async #naive(report: Report, parameters: Parameters, kept: Kept, signal: AbortSignal): Promise<string> {
    const naive = await this.#run(naiveExperiment(parameters, kept.inputs), signal);
    const distance = largestUlp(report.outputs[0] ?? null, naive.outputs[0] ?? null);
    return parameters.kind === "f32" ? `${distance} ULP` : String(distance);
  }
}
