// Two independent witnesses for the figure's claim: the ring's buffers against those of its two halves, bit by
// bit at every moment; and every output against a definition in double precision that knows no ring.

import type { Numbers, Report } from "../generated/core.d.ts";
import { sameBits } from "./arithmetic.ts";
import { partition, type Block } from "./partition.ts";
import type { Replay, State, Version } from "./replay.ts";

export interface Braid {
  /** left[t][rank]: the ring's buffers after t steps equal those of the reduce-scatter. */
  readonly left: readonly (readonly boolean[])[];
  /** right[k][rank]: the ring's buffers after ranks - 1 + k steps equal what the all-gather has by then. */
  readonly right: readonly (readonly boolean[])[];
  readonly equal: number;
  readonly compared: number;
}

/**
 * Compares chunk by chunk; what the all-gather has not received yet is not compared. Where work was done between the
 * halves, `worked` is what the same work makes of each rank's whole result: the all-gather has to bring exactly that.
 */
export function braid(ring: Replay, scatter: Replay, gather: Replay, worked?: State): Braid {
  let equal = 0;
  let compared = 0;
  const known = new WeakMap<Version, WeakMap<Version, boolean>>();

  function same(left: Version, right: Version): boolean {
    let row = known.get(left);
    if (!row) known.set(left, (row = new WeakMap()));
    let answer = row.get(right);
    if (answer === undefined) row.set(right, (answer = sameBits(left.values, right.values)));
    return answer;
  }

  function compare(one: State | undefined, other: State): boolean[] {
    return other.map((row, rank) =>
      row.reduce((agrees, version, chunk) => {
        if (!version) return agrees;
        const opposite = one?.[rank]?.[chunk];
        const matches = !!opposite && same(opposite, version);
        compared += 1;
        equal += matches ? 1 : 0;
        return agrees && matches;
      }, true),
    );
  }

  const left = scatter.states.map((state, t) => compare(ring.states[t], state));
  const right = gather.states.map((state, k) => compare(worked ?? ring.states[ring.ranks - 1 + k], state));
  return { left, right, equal, compared };
}

/** What one rank's output is worth against the definition. */
export interface RankCheck {
  readonly wrong: readonly boolean[]; // by chunk
  readonly wrong_count: number;
  readonly error: number;
  /** Distance to the correctly rounded result in units of the last place; 0 for integers. */
  readonly ulp: number;
  readonly identical_to_first: boolean;
}

/** Checks outputs against expected ones, rank by rank, to the last bit. */
export function checkBits(
  outputs: readonly (Numbers | null)[],
  expected: readonly Numbers[],
  blocks: readonly Block[],
): RankCheck[] {
  const first = outputs[0];
  return outputs.map((output, rank) => {
    const want = expected[rank] as Numbers;
    const wrong = blocks.map(
      ({ start, count }) =>
        !output || !sameBits(output.subarray(start, start + count), want.subarray(start, start + count)),
    );
    const error = output ? largestError(output, want) : Infinity;
    return {
      wrong,
      wrong_count: wrong.filter(Boolean).length,
      error,
      ulp: largestUlp(output, want),
      identical_to_first: !!output && !!first && sameBits(output, first),
    };
  });
}

function largestError(left: Numbers, right: Numbers): number {
  let most = 0;
  for (const [index, value] of left.entries()) {
    const off = Math.abs(value - (right[index] as number));
    if (!Object.is(value, right[index])) most = Number.isNaN(off) ? Infinity : Math.max(most, off);
  }
  return most;
}

interface Definition {
  readonly value: Float64Array;
  readonly tolerance: Float64Array;
}

/**
 * Checks every rank's output of an all-reduce, as verdicts do: the nearest number is right, and what is within the
 * tolerance of the contract, 2 P eps times the magnitudes.
 */
export function checkOutputs(report: Report): RankCheck[] {
  const expected = definition(report);
  const blocks = partition(expected.value.length, report.experiment.ranks);
  const first = report.outputs[0];
  return report.outputs.map((output) => {
    const wrong = blocks.map(() => output === null);
    let error = 0;
    let ulp = 0;
    for (const [chunk, block] of blocks.entries()) {
      for (let index = block.start; output && index < block.start + block.count; index++) {
        const got = output[index] as number;
        const want = expected.value[index] as number;
        const nearest = output instanceof Float32Array ? Math.fround(want) : want;
        if (Object.is(got, want) || Object.is(got, nearest)) continue;
        const off = distance(report.experiment.op, got, want);
        if (!(off <= (expected.tolerance[index] as number))) wrong[chunk] = true;
        error = Math.max(error, off);
        ulp = Math.max(ulp, ulpDistance(output, got, want));
      }
    }
    const identical_to_first = !!output && !!first && sameBits(output, first);
    return { wrong, wrong_count: wrong.filter(Boolean).length, error, ulp, identical_to_first };
  });
}

/** Where numbers begin that are infinite in single precision: half a step beyond the largest one. */
const F32_END = 2 ** 128 - 2 ** 103;
const F32_SMALLEST_NORMAL = 2 ** -126;

/** Infinite where none makes sense: beside NaN, for a zero or a product with the wrong sign. */
function distance(op: string | undefined, got: number, want: number): number {
  const turned = isNegative(got) !== isNegative(want);
  if (turned && (op === "product" || (got === 0 && !(want < 0)))) return Infinity;
  const off = Math.abs((Number.isFinite(got) ? got : Math.sign(got) * F32_END) - want);
  return Number.isNaN(off) ? Infinity : off;
}

const isNegative = (number: number): boolean => number < 0 || Object.is(number, -0);

/** From rank 0 upwards in double precision; integers exactly, wrapping modulo 2^32. */
function definition({ experiment }: Report): Definition {
  const inputs = experiment.inputs ?? [];
  const { op = "sum", kind = "f32", ranks } = experiment;
  const floats = kind === "f32" || kind === "f64";
  const rounds = floats && op !== "min" && op !== "max";
  const epsilon = kind === "f32" ? 2 ** -23 : 2 ** -52;
  const length = inputs[0]?.length ?? 0;
  const value = new Float64Array(length);
  const tolerance = new Float64Array(length);
  for (let index = 0; index < length; index++) {
    const column = inputs.map((input) => input[index] ?? 0);
    const divisor = op === "mean" ? ranks : 1;
    const total =
      floats && op === "product" ? product(column) : column.reduce((left, right) => step(op, floats, left, right));
    value[index] = floats ? total / divisor : kind === "i32" ? total | 0 : total >>> 0;
    if (!rounds || !Number.isFinite(total)) continue;
    const sum = column.reduce((all, next) => all + Math.abs(next), 0);
    // A product with a 0 is exact; below the smallest normal number the spacing gets no finer.
    const least = column.includes(0) ? 0 : F32_SMALLEST_NORMAL;
    const magnitude = op === "product" ? Math.max(Math.abs(total), least) : sum;
    tolerance[index] = (2 * ranks * epsilon * magnitude) / divisor;
  }
  return { value, tolerance };
}

/** With the power of two kept aside, so that no order of the factors is too large or too small on the way. */
function product(factors: readonly number[]): number {
  let mantissa = 1;
  let power = 0;
  for (const factor of factors) {
    mantissa *= factor;
    const size = Math.abs(mantissa);
    if (size === 0 || !Number.isFinite(size)) continue;
    const shift = Math.floor(Math.log2(size));
    mantissa *= 2 ** -shift;
    power += shift;
  }
  // In two steps, for neither half of a power that is just in range is out of it.
  const half = Math.trunc(power / 2);
  return mantissa * 2 ** half * 2 ** (power - half);
}

function step(op: string, floats: boolean, total: number, next: number): number {
  if (op === "min") return Math.min(total, next);
  if (op === "max") return Math.max(total, next);
  if (op === "product") return Math.imul(total, next);
  return floats ? total + next : (total + next) | 0;
}

/** How many representable numbers lie between the output and the rounded definition. */
function ulpDistance(array: Numbers, got: number, want: number): number {
  if (array instanceof Float64Array)
    return Math.round(Math.abs(got - want) / (Math.abs(want) * 2 ** -52 || 2 ** -1074));
  if (!(array instanceof Float32Array)) return 0;
  return Math.abs(ordinal(got) - ordinal(Math.fround(want)));
}

/** The largest distance of two results, in units of the last place; for integers plainly their difference. */
export function largestUlp(left: Numbers | null, right: Numbers | null): number {
  let most = 0;
  for (let index = 0; left && right && index < left.length; index++) {
    const [a, b] = [left[index] as number, right[index] as number];
    if (Object.is(a, b)) continue;
    most = Math.max(most, left instanceof Float32Array ? ulpDistance(left, a, b) : Math.abs(a - b));
  }
  return most;
}

const scratch = new DataView(new ArrayBuffer(4));
/** Numbers f32 values in their order, so that neighbours differ by one. */
function ordinal(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getInt32(0);
  return bits < 0 ? -2147483648 - bits : bits;
}
