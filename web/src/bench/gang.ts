// The workers of a reference, seen from the page: plain workers from blobs, nothing of our module.

import { trusted } from "../trusted.ts";
import { referenceWorker, wordsFor, type Task } from "./reference-worker.ts";

/** A start or a sample that takes longer has failed. */
const PATIENCE_MS = 30_000;

const blobOf = (text: string): string => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));

/** Workers that all run the same script. */
class Workers {
  readonly all: readonly Worker[];
  readonly #url: string;

  constructor(text: string, count: number) {
    this.#url = blobOf(text);
    this.all = Array.from({ length: count }, () => new Worker(trusted(this.#url), { type: "module" }));
  }

  /** The next message of each. */
  heard(signal?: AbortSignal): Promise<number[]> {
    return Promise.all(this.all.map((worker) => nextMessage(worker, signal)));
  }

  end(): void {
    for (const worker of this.all) worker.terminate();
    URL.revokeObjectURL(this.#url);
  }
}

function nextMessage(worker: Worker, signal?: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const settled = new AbortController();
    const given_up = setTimeout(() => fail(new Error("a worker of the reference does not answer")), PATIENCE_MS);
    const done = (): void => {
      settled.abort();
      clearTimeout(given_up);
    };
    const fail = (error: unknown): void => {
      done();
      reject(error);
    };
    const options = { signal: settled.signal };
    worker.addEventListener("message", ({ data }: MessageEvent<number>) => (done(), resolve(data)), options);
    worker.addEventListener("error", ({ message }) => fail(new Error(message)), options);
    signal?.addEventListener("abort", () => fail(signal.reason), options);
    if (signal?.aborted) fail(signal.reason);
  });
}

/** A reference that is there to be asked, again and again. */
export class Gang {
  readonly #workers: Workers;

  private constructor(workers: Workers) {
    this.#workers = workers;
  }

  static async start(kind: Task["kind"], ranks: number, bytes: number, signal?: AbortSignal): Promise<Gang> {
    const workers = new Workers(`(${referenceWorker})()`, ranks);
    try {
      await workers.heard(signal);
      const words = new SharedArrayBuffer(wordsFor(ranks) * Int32Array.BYTES_PER_ELEMENT);
      for (const [rank, worker] of workers.all.entries())
        worker.postMessage({ kind, rank, ranks, bytes, words } satisfies Task);
      await workers.heard(signal);
      return new Gang(workers);
    } catch (error) {
      workers.end();
      throw error;
    }
  }

  /** How long a batch of calls took, in microseconds, for the worker that was last. */
  async sample(batch: number, signal?: AbortSignal): Promise<number> {
    const heard = this.#workers.heard(signal);
    for (const worker of this.#workers.all) worker.postMessage(batch);
    return Math.max(...(await heard));
  }

  end(): void {
    this.#workers.end();
  }
}

/** Starts workers that say one word, and returns after how many microseconds all were heard. */
export async function emptyWorkers(count: number, signal?: AbortSignal): Promise<number> {
  const started = performance.now();
  const workers = new Workers("postMessage(0)", count);
  try {
    await workers.heard(signal);
    return (performance.now() - started) * 1000;
  } finally {
    workers.end();
  }
}
