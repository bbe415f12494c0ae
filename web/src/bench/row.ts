// What was measured, as lines of JSON: times of one call, and the bandwidths as nccl-tests define them. Pure.

export const OPS = ["barrier", "ping-pong", "broadcast", "all-gather", "reduce-scatter", "all-reduce"] as const;
export type Op = (typeof OPS)[number];

/** What the work is measured beside: nothing of ours, only what the browser gives. */
export const REFERENCE_OPS = ["copy", "wait-notify", "dissemination", "start"] as const;
export type ReferenceOp = (typeof REFERENCE_OPS)[number];

export const ENGINES = ["workers-shared", "workers-ports"] as const;
export type WorkerEngine = (typeof ENGINES)[number];
export type Engine = WorkerEngine | "threads" | "reference";

/** Which point of which line. */
export interface Point {
  readonly engine: Engine;
  readonly op: Op | ReferenceOp;
  readonly algorithm: string;
  readonly ranks: number;
  /** As nccl-tests count: the vector; of an all-gather the whole result, of a reduce-scatter the whole input of a rank. */
  readonly bytes: number;
}

export interface Row extends Point {
  /** Calls that were timed. */
  readonly iters: number;
  readonly median_us: number;
  readonly min_us: number;
  readonly max_us: number;
  /** Bytes by time; null where nothing is moved. */
  readonly algbw_GBps: number | null;
  /** What the wires of a best algorithm carry in that time, so that it can be compared over numbers of ranks. */
  readonly busbw_GBps: number | null;
}

/** Of several times, or of several ratios. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spread(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError("nothing was measured");
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] as number;
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  return { median, min: at(0), max: at(sorted.length - 1) };
}

/** From bytes by time to bus bandwidth; null where no bytes count. */
export function busFactor(op: Point["op"], ranks: number): number | null {
  switch (op) {
    case "all-reduce":
      return (2 * (ranks - 1)) / ranks;
    case "all-gather":
    case "reduce-scatter":
      return (ranks - 1) / ranks;
    case "broadcast":
    case "ping-pong":
    case "copy":
      return 1;
    default:
      return null;
  }
}

/** A row from what one call took, time after time. */
export function rowOf(point: Point, times_us: readonly number[], iters: number): Row {
  const { median, min, max } = spread(times_us);
  const factor = busFactor(point.op, point.ranks);
  const moved = point.op === "ping-pong" ? 2 * point.bytes : point.bytes;
  const algbw = factor === null || median <= 0 ? null : moved / median / 1000;
  const { engine, op, algorithm, ranks, bytes } = point;
  return {
    ...{ engine, op, algorithm, ranks, bytes, iters },
    ...{ median_us: rounded(median), min_us: rounded(min), max_us: rounded(max) },
    algbw_GBps: algbw === null ? null : rounded(algbw),
    busbw_GBps: algbw === null || factor === null ? null : rounded(algbw * factor),
  };
}

/** Five digits are more than any clock here has. */
const rounded = (value: number): number => Number(value.toPrecision(5));

/** What could not be measured, and why. */
export interface Trouble extends Omit<Point, "algorithm"> {
  readonly trouble: string;
}
