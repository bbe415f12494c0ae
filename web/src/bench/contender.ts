// What takes part in a race: work of ours, or a reference that uses nothing of ours.

import { core } from "../core.ts";
import { Gang, emptyWorkers } from "./gang.ts";
import type { Spec } from "./plan.ts";
import type { Op, Point, WorkerEngine } from "./row.ts";

export interface Contender {
  /** Its algorithm is known once something was measured. */
  readonly point: Point;
  /** Samples of so many calls each, back to back: how long each sample took, in microseconds, for the rank that was last. */
  sample(batch: number, samples: number, signal: AbortSignal): Promise<number[]>;
  /** Gives back what it holds. */
  end(): void;
}

/** Samples that are not kept, before each turn: caches and branch predictors forget while others have theirs. */
const WARMUP = 1;

/** Terminated workers need a moment until they no longer take part in what comes next. */
const SETTLE_MS = 150;

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SETTLE_MS));

export async function contender(spec: Spec, signal: AbortSignal): Promise<Contender> {
  if (spec.op === "start") return new Start(spec);
  if (spec.engine !== "reference") return new Work(spec, spec.engine as WorkerEngine, spec.op as Op);
  const kind = spec.op as "copy" | "wait-notify" | "dissemination";
  return new Reference(spec, await Gang.start(kind, spec.ranks, spec.bytes, signal));
}

/** An operation of ours. */
class Work implements Contender {
  point: Point;
  readonly #spec: Spec;
  readonly #engine: WorkerEngine;
  readonly #op: Op;

  constructor(spec: Spec, engine: WorkerEngine, op: Op) {
    [this.#spec, this.#engine, this.#op] = [spec, engine, op];
    this.point = { ...spec, algorithm: spec.algorithm ?? "" };
  }

  async sample(batch: number, samples: number, signal: AbortSignal): Promise<number[]> {
    const { ranks, bytes } = this.#spec;
    const asked = { engine: this.#engine, op: this.#op, ranks, bytes, warmup: WARMUP, samples, batch };
    const glue = await core();
    const measured = await glue.measure(asked, { signal });
    this.point = { ...this.point, algorithm: measured.algorithm };
    return Array.from({ length: samples }, (_, k) => Math.max(...measured.laps_us.map((laps) => laps[k] ?? NaN)));
  }

  end(): void {
    // The pool stays for whoever is next.
  }
}

class Reference implements Contender {
  readonly point: Point;
  readonly #gang: Gang;

  constructor(spec: Spec, gang: Gang) {
    this.point = { ...spec, algorithm: spec.algorithm ?? "bare" };
    this.#gang = gang;
  }

  async sample(batch: number, samples: number, signal: AbortSignal): Promise<number[]> {
    for (let k = 0; k < WARMUP; k++) await this.#gang.sample(batch, signal);
    const laps: number[] = [];
    while (laps.length < samples) laps.push(await this.#gang.sample(batch, signal));
    return laps;
  }

  end(): void {
    this.#gang.end();
  }
}

/** Workers from nothing: a pool of ours until it may be given work, or empty ones until all were heard. */
class Start implements Contender {
  readonly point: Point;

  constructor(spec: Spec) {
    this.point = { ...spec, algorithm: spec.algorithm ?? "" };
  }

  async sample(batch: number, samples: number, signal: AbortSignal): Promise<number[]> {
    const laps: number[] = [];
    while (laps.length < samples) {
      let lap = 0;
      for (let k = 0; k < batch; k++) lap += await this.#once(signal);
      laps.push(lap);
    }
    return laps;
  }

  async #once(signal: AbortSignal): Promise<number> {
    const { engine, ranks } = this.point;
    const glue = await core();
    glue.dispose();
    await settled();
    signal.throwIfAborted();
    if (engine === "reference") return emptyWorkers(ranks, signal);
    const started = performance.now();
    await glue.ready(ranks);
    return (performance.now() - started) * 1000;
  }

  end(): void {
    // Its pool stays; its empty workers have ended.
  }
}
