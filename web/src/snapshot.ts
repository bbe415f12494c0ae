// Arguments are looked at once, before a call returns: what their owner changes afterwards changes nothing. Plain data
// is copied here, first thing, for the modules are still loading then, or busy with an earlier call.

import type { Failure } from "./generated/core.d.ts";

/** So deep, and lists so long, the module looks at all: see crates/playground/src/value.rs. */
const DEPTH_MAX = 12;
const LENGTH_MAX = 2 ** 25;
const PARTS_MAX = 2 ** 20;

/** Plans by hand for a hundred ranks have fewer parts; what goes round in several circles has more than can be counted. */
const OBJECTS_MAX = 2 ** 18;

/** More numbers than these are refused unread: see crates/playground/src/weight.rs. */
const NUMBERS_MAX = 2 ** 27;

/** What stands for something that cannot be read: the module's own words for it, and it refuses them. */
const UNREADABLE = "a JavaScript object";

class NoMemory extends Error {
  readonly failure: Failure;

  constructor(count: number) {
    super(`no memory: the browser gives this page none for a copy of ${count} numbers`);
    this.failure = { kind: "memory", rank: null, peer: null, call: null, message: this.message, waiting: [] };
  }
}

/** A copy, with rows of numbers as typed arrays. Throws only where there is no memory for it. */
export function snapshot(value: unknown): unknown {
  let left = NUMBERS_MAX;
  let objects = 0;
  const views = new Map<object, Float64Array>(); // a row may be every rank's

  function copy(value: unknown, depth: number): unknown {
    if (typeof value !== "object" || value === null || depth === DEPTH_MAX) return value;
    if (++objects > OBJECTS_MAX) return UNREADABLE;
    try {
      const { length } = value as { length?: unknown };
      if (typeof length !== "number") return copyRecord(value, depth);
      return copyList(value as ArrayLike<unknown>, length, depth);
    } catch (error) {
      if (error instanceof NoMemory) throw error;
      return UNREADABLE; // a getter of somebody's, a proxy, a buffer that is gone
    }
  }

  const copyRecord = (record: object, depth: number): unknown =>
    Object.fromEntries(Object.entries(record).map(([name, part]) => [name, copy(part, depth + 1)]));

  function copyList(list: ArrayLike<unknown>, length: number, depth: number): unknown {
    if (length > LENGTH_MAX) return UNREADABLE;
    left -= length;
    if (left < 0) return { length };
    if (ArrayBuffer.isView(list)) {
      const known = views.get(list) ?? doubles(list as unknown as Float64Array, length);
      views.set(list, known);
      return known;
    }
    let numbers: Float64Array | null = null;
    let parts: unknown[] | null = null;
    for (let index = 0; index < Math.trunc(length); index++) {
      const part = list[index];
      if (parts === null && typeof part === "number") {
        numbers ??= doubles(Math.trunc(length), length);
        numbers[index] = part;
        continue;
      }
      if (length > PARTS_MAX) return UNREADABLE;
      parts ??= Array.from(numbers?.subarray(0, index) ?? []);
      parts.push(copy(part, depth + 1));
    }
    return parts ?? numbers ?? [];
  }

  return copy(value, 0);
}

/** So many doubles, or those of a typed array of any realm and any kind but that of big integers. */
function doubles(source: number | Float64Array, count: number): Float64Array {
  try {
    return new Float64Array(source as Float64Array);
  } catch (error) {
    throw error instanceof RangeError ? new NoMemory(count) : error;
  }
}

/**
 * Options, each read once; those named in `whole`, such as a signal, are not copied. What cannot be read becomes text,
 * which whoever wants something else refuses by its name.
 */
export function optionsOf<Options extends object>(
  options: Options | undefined,
  whole: readonly (keyof Options & string)[],
): Options | undefined {
  if (typeof options !== "object" || options === null) return options;
  const given = new Set<string>(whole);
  try {
    for (const name in options) given.add(name);
  } catch {
    // A proxy that lists nothing may still have what is asked for by name.
  }
  const copies: Record<string, unknown> = {};
  for (const name of given) {
    const value = read(options as Record<string, unknown>, name);
    if (value !== undefined) copies[name] = (whole as readonly string[]).includes(name) ? value : snapshot(value);
  }
  return copies as Options;
}

function read(options: Record<string, unknown>, name: string): unknown {
  try {
    return options[name];
  } catch {
    return UNREADABLE;
  }
}
