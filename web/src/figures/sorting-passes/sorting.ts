// Turns wishes into sorts: makes the keys, asks the module, repeats for the time, and puts the CPU beside it. One
// thing at a time, so that times mean something.

import type { Gpu, PlanOptions, Sorted, SortOptions } from "../../generated/sorter.d.ts";
import { sort, sorter } from "../../sorter.ts";
import { shapeOf, type Drawn, type Shape } from "./bills.ts";
import { spreadOf, type Times } from "./charts.ts";
import { copyBandwidth } from "./copy.ts";
import { sortKey, type Parameters } from "./parameters.ts";
import { keysOf, type Keys } from "../../sorting/keys.ts";
import {
  billsOf,
  sampled,
  type Bills,
  type Measured,
  type Outcome,
  type Refusal,
} from "./runs.ts";
import type { TimeRow } from "./text.ts";

/** What there is to sort with. */
export interface Machine {
  readonly gpu: Gpu | null;
  /** Why there is no GPU. */
  readonly why: string | null;
}

/** Repetitions behind a time, after one more to warm up; fewer where one takes long. */
const RUNS = 7;
const PATIENCE_MS = 4000;

const options = ({ tile, registers }: Shape): PlanOptions => ({
  registers: 2 ** registers,
  ...(tile === null ? {} : { tile: 2 ** tile }),
});

/** Eight bytes for each of 8,192 keys with a value: no device lends a workgroup so much memory. */
const TOO_LARGE: PlanOptions = { registers: 16, tile: 8192 };

function optionsOf(parameters: Parameters, plan: Drawn, machine: Machine): SortOptions {
  const { broken, descending, device, preset, count } = parameters;
  const shape = broken === "tile" ? TOO_LARGE : preset === "automatic" && broken === null ? null : options(shapeOf(plan, parameters));
  return {
    descending,
    device: broken !== null && machine.gpu && device === "auto" ? "gpu" : device,
    ...(shape ? { plan: shape } : {}),
    ...(broken === "tile" ? { payload: new Uint32Array(count) } : {}),
    ...(broken === "barrier" || broken === "word" ? { sabotage: broken } : {}),
  };
}

export class Sorting {
  #queue: Promise<unknown> = Promise.resolve();
  #kept: { readonly key: string; readonly keys: Keys } | null = null;
  #bandwidth = new Map<number, number | null>();

  async machine(): Promise<Machine> {
    return (await sorter()).adapter();
  }

  async bills(parameters: Parameters, machine: Machine): Promise<Bills> {
    const module = await sorter();
    return billsOf(parameters, machine.gpu, (count, shape) => module.plan(count, options(shape)));
  }

  /** One sort, checked. Refusals are answers too. */
  sort(parameters: Parameters, plan: Drawn, machine: Machine): Promise<Outcome | Refusal> {
    return this.#turn(async () => {
      try {
        const keys = this.#keys(parameters);
        const sorted = await sort(keys, optionsOf(parameters, plan, machine));
        return outcome(parameters, plan, keys, sorted);
      } catch (error) {
        return { parameters, message: error instanceof Error ? error.message : String(error) };
      }
    });
  }

  /** Several runs of the sort, and of what stands beside it; null as soon as nobody wants to know any more. */
  measure(
    parameters: Parameters,
    plan: Drawn,
    machine: Machine,
    wanted: () => boolean,
  ): Promise<Measured | null> {
    return this.#turn(() => this.#measure(parameters, plan, machine, wanted));
  }

  async #measure(
    parameters: Parameters,
    plan: Drawn,
    machine: Machine,
    wanted: () => boolean,
  ): Promise<Measured | null> {
    const keys = this.#keys(parameters);
    const wish = { ...optionsOf(parameters, plan, machine), verify: false };
    const sorts = await repeat(() => sort(keys, wish), wanted);
    const radix = await repeat(
      () => sort(keys, { descending: parameters.descending, device: "cpu", verify: false }),
      wanted,
    );
    const builtin = await repeat(() => Promise.resolve(timed(() => keys.slice().sort())), wanted);
    const first = sorts[0];
    if (!wanted() || !first) return null;
    const on_gpu = first.device.kind === "gpu";
    const profiled = on_gpu ? await sort(keys, { ...wish, profile: true }) : null;
    const bandwidth = on_gpu ? await this.#copy(parameters.count) : null;
    if (!wanted()) return null;
    const gpu = spreadOf(sorts.flatMap(({ times }) => times.gpu_ms ?? []));
    const waited = (it: Sorted): number => it.times.total_ms - it.times.upload_ms;
    const { comparators, bytes } = first.plan;
    const ms = gpu?.median ?? spreadOf(sorts.map(waited))?.median;
    return {
      parameters,
      runs: sorts.length,
      times: rows([
        ["gpu", on_gpu ? sorts.flatMap(({ times }) => times.gpu_ms ?? []) : []],
        ["wall", on_gpu ? sorts.map(({ times }) => times.total_ms) : []],
        ["upload", on_gpu ? sorts.map(({ times }) => times.upload_ms) : []],
        ["readback", on_gpu ? sorts.map(({ times }) => times.readback_ms) : []],
        ["radix", radix.map(({ times }) => times.total_ms)],
        ["builtin", builtin],
      ]),
      total: spreadOf(sorts.map(({ times }) => times.total_ms)),
      pass_ms: profiled?.times.passes_ms ? Array.from(profiled.times.passes_ms) : null,
      point: on_gpu && ms !== undefined ? { plan, comparators, bytes, ms } : null,
      bandwidth,
    };
  }

  async #copy(count: number): Promise<number | null> {
    let known = this.#bandwidth.get(count);
    if (known === undefined) {
      known = await copyBandwidth(count);
      this.#bandwidth.set(count, known);
    }
    return known;
  }

  #keys(parameters: Parameters): Keys {
    const { count, kind, pattern, seed } = parameters;
    const key = JSON.stringify([count, kind, pattern, seed]);
    if (this.#kept?.key !== key) this.#kept = { key, keys: keysOf(parameters) };
    return this.#kept.keys;
  }

  #turn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

const rows = (all: readonly (readonly [TimeRow, readonly number[]])[]): Times =>
  all.flatMap(([row, values]) => {
    const spread = spreadOf(values);
    return spread ? [[row, spread] as const] : [];
  });

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** As often as patience lasts, and at least once; the first run warms up and counts only if it is the only one. */
async function repeat<T>(run: () => Promise<T>, wanted: () => boolean): Promise<T[]> {
  const start = performance.now();
  const results = [await run()];
  while (wanted() && results.length <= RUNS && performance.now() - start < PATIENCE_MS)
    results.push(await run());
  return results.length > 1 ? results.slice(1) : results;
}

function outcome(parameters: Parameters, plan: Drawn, keys: Keys, sorted: Sorted): Outcome {
  const { verdict, values, device, times } = sorted;
  if (!verdict) throw new Error(`the sort of ${sortKey(parameters)} was not checked`);
  const right = keys.slice().sort();
  if (parameters.descending) right.reverse();
  return {
    parameters,
    plan,
    device,
    verdict,
    times,
    pass_ms: times.passes_ms ? Array.from(times.passes_ms) : null,
    before: sampled(keys, right, parameters.descending),
    after: sampled(values, right, parameters.descending),
  };
}
