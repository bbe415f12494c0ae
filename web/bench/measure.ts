// Contenders side by side: in turns, so that what else the machine does meets all of them; every output checked.

import type { Keys } from "../src/generated/sorter.d.ts";
import type { Contender, Prepared, Times } from "./contender.ts";
import type { Row, Spread } from "./report.ts";

const ROUNDS = 7;

interface Case {
  readonly contender: Contender;
  readonly keys: Keys;
  /** The bits that it has to leave. */
  readonly expected: Uint32Array;
  readonly times: Times[];
  prepared?: Prepared;
  trouble?: string;
}

/** Measures everything that takes 2^log2 keys; of sorts for any number of keys also what one key more costs. */
export async function measure(
  contenders: readonly Contender[],
  log2: number,
  odd: boolean,
  full: boolean,
): Promise<Row[]> {
  const fitting = contenders.filter((it) => log2 <= (full ? it.full : it.usual));
  const cases = [2 ** log2, ...(odd ? [2 ** log2 + 1] : [])].flatMap((count, index) => {
    const given = { u32: randomKeys("u32", count), f32: randomKeys("f32", count) };
    const sorted = { u32: bits(given.u32.slice().sort()), f32: bits(given.f32.slice().sort()) };
    return fitting
      .filter((it) => index === 0 || it.any_count)
      .map((contender): Case => {
        const keys = given[contender.keys];
        const expected = contender.result === "same" ? bits(keys) : sorted[contender.keys];
        return { contender, keys, expected, times: [] };
      });
  });
  for (const it of cases) await guarded(it, warmUp);
  for (let round = 0; round < ROUNDS; round++) for (const it of cases) await guarded(it, measureOnce);
  for (const it of cases) it.prepared?.dispose();
  return cases.map(row);
}

/** A contender that fails is out; the others go on. */
async function guarded(it: Case, work: (it: Case) => Promise<void>): Promise<void> {
  if (it.trouble !== undefined) return;
  try {
    await work(it);
  } catch (error) {
    it.trouble = String(error).split("\n", 1).join();
  }
}

/** The first run compiles; it counts for nobody. */
async function warmUp(it: Case): Promise<void> {
  it.prepared = await it.contender.prepare(it.keys);
  await it.prepared.measure();
}

async function measureOnce(it: Case): Promise<void> {
  if (!it.prepared) throw new Error("not prepared");
  const times = await it.prepared.measure();
  if (!equal(bits(await it.prepared.result()), it.expected)) throw new Error("wrong output");
  it.times.push(times);
}

function row({ contender, keys, times, trouble }: Case): Row {
  const with_gpu = times.filter((it) => it.gpu_ms !== null);
  const gpu = with_gpu.map((it) => it.gpu_ms ?? 0);
  const rest = with_gpu.map((it) => it.wall_ms - (it.gpu_ms ?? 0));
  return {
    what: contender.what,
    n: keys.length,
    keys: contender.keys,
    wall_ms: spread(times.map((it) => it.wall_ms)),
    gpu_ms: spread(gpu),
    rest_ms: spread(rest),
    trouble: trouble ?? null,
  };
}

/** None, if nothing was measured. */
export function spread(times: readonly number[]): Spread | null {
  const ordered = times.toSorted((a, b) => a - b);
  const [min, max] = [ordered.at(0), ordered.at(-1)];
  const median = ordered[ordered.length >> 1];
  return min === undefined || max === undefined || median === undefined ? null : { median, min, max };
}

/** Xorshift, so that every run sorts the same keys. As floats: of both signs, over a wide range, and no NaN. */
export function randomKeys(kind: "u32" | "f32", count: number): Keys {
  let state = 0x9e3779b9;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    return (state ^= state << 5);
  };
  return kind === "u32"
    ? Uint32Array.from({ length: count }, next)
    : Float32Array.from({ length: count }, () => (next() / 2 ** 31) * 2 ** (next() % 32));
}

const bits = ({ buffer, byteOffset, length }: Keys) => new Uint32Array(buffer, byteOffset, length);

export const equal = (a: Uint32Array, b: Uint32Array): boolean =>
  a.length === b.length && a.every((word, index) => word === b[index]);
