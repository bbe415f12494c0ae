// What figures use instead of the core: one run at a time over all figures of a page, so that their workers do not
// compete and times mean something; and an end to workers nobody has looked at for a while.

import { core, loaded } from "./core.ts";
import type { Capabilities, Experiment, Failure, Problem, Report, RunOptions } from "./generated/core.d.ts";

/** Hidden for so long, a page gives its workers back. */
const IDLE_MS = 30_000;

let queue: Promise<unknown> = Promise.resolve();

/** Waits for its turn; a run that was given up while waiting never starts. */
export function run(experiment: Experiment, signal?: AbortSignal, options: RunOptions = {}): Promise<Report> {
  const turn = queue.then(async () => {
    signal?.throwIfAborted();
    const glue = await core();
    return glue.run(experiment, signal ? { ...options, signal } : options);
  });
  queue = turn.catch(() => undefined);
  return turn;
}

export const capabilities = async (): Promise<Capabilities> => (await core()).capabilities();

/** The failure of a run, if that is what this error says. */
export const failureOf = (error: unknown): Failure | null =>
  (error as { failure?: Failure } | null)?.failure ?? null;

/** The problems of a refused experiment. */
export const problemsOf = (error: unknown): readonly Problem[] =>
  (error as { problems?: Problem[] } | null)?.problems ?? [];

let idle: ReturnType<typeof setTimeout> | undefined;

function release(): void {
  void loaded()?.then(
    (glue) => glue.dispose(),
    () => undefined,
  );
}

/** Called once by each page entry. */
export function watchIdleness(page: Document): void {
  page.addEventListener("visibilitychange", () => {
    clearTimeout(idle);
    if (page.hidden) idle = setTimeout(release, IDLE_MS);
  });
  page.defaultView?.addEventListener("pagehide", release);
}
