// Turns wishes into results. A newer wish gives up the older run; only the newest ever answers. Runs are kept while
// only the clock, the view or the moment changes.

import { core } from "../core.ts";
import { failureOf, run } from "../engine.ts";
import type { CatalogueRow, Proof, Scene } from "../generated/core.d.ts";
import type { Definition } from "./definition.ts";
import type { Parameters } from "./parameters.ts";
import { experimentOf, faulty, rowsOf, runKey, type Result, type Telling } from "./runs.ts";

/** What could not be taken of a wish, and which names there are. */
export interface Unknown {
  readonly field: "algorithm" | "beside";
  readonly names: readonly string[];
  readonly instead: string | null;
}

export class Runner {
  readonly #definition: Definition;
  #current: AbortController | null = null;
  #kept: { readonly key: string; readonly told: readonly Telling[] } | null = null;
  #rows: readonly CatalogueRow[] = [];

  constructor(definition: Definition) {
    this.#definition = definition;
  }

  /** The algorithms that there are, once the engine is loaded. */
  get rows(): readonly CatalogueRow[] {
    return this.#rows;
  }

  /** Null when a newer wish came in between. */
  async go(parameters: Parameters, refuse: (unknown: Unknown) => void): Promise<Result | null> {
    this.stop();
    const { signal } = (this.#current = new AbortController());
    try {
      const glue = await core();
      this.#rows = glue.catalogue().filter(({ collective }) => collective === this.#definition.collective);
      if (signal.aborted) return null;
      const { rows, unknown } = rowsOf(this.#rows, parameters);
      const names = this.#rows.map(({ algorithm }) => algorithm);
      for (const field of unknown)
        refuse({ field, names, instead: field === "algorithm" ? (rows[0]?.algorithm ?? null) : null });
      const key = runKey(parameters) + rows.map(({ algorithm }) => algorithm).join();
      if (this.#kept?.key !== key) {
        const told: Telling[] = [];
        for (const { algorithm } of rows) told.push(await this.#tell(algorithm, parameters, signal));
        this.#kept = { key, told };
      }
      return signal.aborted ? null : { parameters, told: this.#kept.told };
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  async #tell(algorithm: string, parameters: Parameters, signal: AbortSignal): Promise<Telling> {
    const experiment = experimentOf(this.#definition, parameters, algorithm);
    const { fault } = parameters;
    const proof: Proof | null = await (await core()).prove(experiment).catch(() => null);
    const simulated = faulty({ ...experiment, engine: "simulated" }, fault, "modelled");
    const model = await run(simulated, signal, { scene: true }).catch(() => null);
    signal.throwIfAborted();
    try {
      const report = await run(faulty({ ...experiment, engine: "auto" }, fault, "real"), signal, { scene: true });
      if (!report.scene) throw new Error("a run came without its scene");
      return { algorithm, report, failure: null, scene: report.scene, model, proof };
    } catch (error) {
      const failure = failureOf(error);
      const scene = (error as { scene?: Scene }).scene;
      if (!failure || !scene) throw error;
      return { algorithm, report: null, failure, scene, model: null, proof };
    }
  }

  stop(): void {
    this.#current?.abort();
    this.#current = null;
  }
}
