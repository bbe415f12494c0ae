// What a caller gives `sort`, taken over before anything is waited for: what happens to it later changes nothing.
// Every field is read once. What the module will refuse stays as it is; the module says why, in words.

import type { Keys, PlanOptions, SortOptions } from "../generated/sorter.d.ts";

/** Numbers, options and a signal that are nobody else's. */
export interface SortRequest {
  readonly keys: Keys;
  readonly options: SortOptions | undefined;
  /** Stops listening to the caller's signal. */
  readonly release: () => void;
}

/** The module takes no longer lists (`COUNT_MAX` in `reader.rs`), so there is no need to copy them. */
const KEYS_MAX = 2 ** 27;

const copied = { Uint32Array, Int32Array, Float32Array };

const OPTIONS = Object.keys({
  descending: 0,
  payload: 0,
  stable: 0,
  argsort: 0,
  device: 0,
  verify: 0,
  signal: 0,
  plan: 0,
  profile: 0,
  sabotage: 0,
} satisfies Record<keyof SortOptions, 0>);

const PLAN = Object.keys({
  registers: 0,
  tile: 0,
  pairs: 0,
  subgroups: 0,
} satisfies Record<keyof PlanOptions, 0>);

/** Throws what a getter of the caller throws, and where the browser has no memory for the copies. */
export function takeOver(keys: unknown, options: unknown): SortRequest {
  const own_keys = copyOf("keys", keys) as Keys;
  if (!isRecord(options)) return { keys: own_keys, options: options as undefined, release: () => undefined };
  const fields = fieldsOf(options, OPTIONS);
  if (isRecord(fields.plan)) fields.plan = fieldsOf(fields.plan, PLAN);
  fields.payload = copyOf("payload", fields.payload);
  const { signal, release } = follow(fields.signal);
  fields.signal = signal;
  return { keys: own_keys, options: fields, release };
}

/** Lists are objects, but hold no fields with names. */
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** The known fields, inherited ones too, and the names of the others, which the module refuses. */
const fieldsOf = (record: Record<string, unknown>, known: readonly string[]): Record<string, unknown> =>
  Object.fromEntries([
    ...Object.keys(record).map((name) => [name, undefined]),
    ...known.map((name) => [name, record[name]]),
  ]);

/** What typed arrays have in common. Its getters tell an array of any page or frame by what it is, and no proxy. */
const typed = Object.getPrototypeOf(Uint8Array.prototype) as object;

/** A copy on a buffer of its own, which no other thread sees and nobody resizes: GPUs are given nothing else. */
function copyOf(field: string, value: unknown): unknown {
  const kind = copied[Reflect.get(typed, Symbol.toStringTag, value) as keyof typeof copied];
  if (!kind) return value;
  const count = Reflect.get(typed, "length", value) as number;
  if (count > KEYS_MAX) return value;
  try {
    return new kind(value as ArrayLike<number>);
  } catch (error) {
    // Its buffer is gone, or has become shorter than it.
    if (error instanceof TypeError) return value;
    throw new Error(`the browser has no memory for a copy of ${field}: ${count} numbers`, { cause: error });
  }
}

/** What there is of a signal, whichever page, frame or library it comes from. */
interface Signal {
  readonly aborted: unknown;
  readonly reason?: unknown;
  addEventListener?(type: "abort", listener: () => void): void;
  removeEventListener?(type: "abort", listener: () => void): void;
}

/** A signal of our own that aborts when this one does, for the same reason. */
function follow(signal: unknown): { signal: unknown; release: () => void } {
  const idle = { signal, release: () => undefined };
  if (typeof signal !== "object" || signal === null) return idle;
  const theirs = signal as Signal;
  const aborted = theirs.aborted;
  if (typeof aborted !== "boolean" || typeof theirs.addEventListener !== "function") return idle;
  const ours = new AbortController();
  const abort = (): void => ours.abort(attempt(() => theirs.reason));
  if (aborted) {
    abort();
    return { ...idle, signal: ours.signal };
  }
  theirs.addEventListener("abort", abort);
  // Whatever comes of this, the sort has its result.
  return { signal: ours.signal, release: () => void attempt(() => theirs.removeEventListener?.("abort", abort)) };
}

/** What `get` returns or, if it throws, that. */
function attempt(get: () => unknown): unknown {
  try {
    return get();
  } catch (error) {
    return error;
  }
}
