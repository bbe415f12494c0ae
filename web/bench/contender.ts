// What is measured: anything that sorts keys, or only moves them, again and again.

import type { Keys } from "../src/generated/sorter.d.ts";

export interface Contender {
  readonly what: string;
  readonly keys: "u32" | "f32";
  /** What it makes of its keys: order, or, if it only moves them, nothing. */
  readonly result: "sorted" | "same";
  /** Whether it takes any number of keys, not only powers of two. */
  readonly any_count: boolean;
  /** Up to 2^usual keys it is measured by default, up to 2^full if everything is asked for. */
  readonly usual: number;
  readonly full: number;
  /** Takes keys to where they are sorted: none of this is timed. */
  prepare(keys: Keys): Promise<Prepared>;
}

export interface Prepared {
  /** Once more, from the keys as they were given. */
  measure(): Promise<Times>;
  /** What the last measurement left. */
  result(): Promise<Keys>;
  /** Gives the memory back. */
  dispose(): void;
}

export interface Times {
  /** From the first command to the word that it is done. */
  readonly wall_ms: number;
  /** By the GPU's own clock; null if there is none, or no GPU in it. */
  readonly gpu_ms: number | null;
}

/** The time of something that is done when it returns. */
export async function timed(work: () => unknown): Promise<Times> {
  const started = performance.now();
  await work();
  return { wall_ms: performance.now() - started, gpu_ms: null };
}
