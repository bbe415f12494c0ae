// Loads WebAssembly modules: each once per page, from wherever this script came from, so that it works under any path
// and from another origin.

import { explained } from "./policy.ts";
import "./trusted.ts"; // what starts workers asks for it

declare const OPENHOOD_ROOT: string; // from this script to the site's root; the build defines it

interface Glue {
  default(options: { module_or_path: URL }): Promise<unknown>;
}

/**
 * A module's glue is one script per page, however many scripts import it, but this file is bundled into several of
 * them: a page's own and openhood.js. Initializing glue a second time before the first has finished would exchange
 * the memory under running code, so all copies share this map from the glue's address to its only initialization.
 */
const shared = globalThis as { [modules: symbol]: Map<string, Promise<Glue>> | undefined };
const modules = (shared[Symbol.for("openhood.modules")] ??= new Map<string, Promise<Glue>>());

const root = new URL(OPENHOOD_ROOT, import.meta.url);

/** One WebAssembly module, and when it is loaded. */
export class Module<Exports> {
  readonly #glue: string;
  readonly #wasm: URL;

  /** Both are file names under the site's root. */
  constructor(glue: string, wasm: string) {
    this.#glue = new URL(glue, root).href;
    this.#wasm = new URL(wasm, root);
  }

  /** Loads once; a failed attempt (a lost connection) may be repeated. */
  load(): Promise<Exports> {
    let loading = modules.get(this.#glue);
    if (!loading) {
      loading = this.#initialize();
      modules.set(this.#glue, loading);
      loading.catch(() => modules.delete(this.#glue));
    }
    return loading as Promise<unknown> as Promise<Exports>;
  }

  /** Whether anything was loaded, for `dispose`, which must not load anything in order to throw it away. */
  loaded(): Promise<Exports> | undefined {
    return modules.get(this.#glue) as Promise<unknown> as Promise<Exports> | undefined;
  }

  #initialize(): Promise<Glue> {
    return explained([this.#glue, this.#wasm.href], async () => {
      const glue = (await import(this.#glue)) as Glue;
      await glue.default({ module_or_path: this.#wasm });
      return glue;
    });
  }
}
