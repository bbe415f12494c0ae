// What was measured, as a table, and which goals that reaches.

/** Of several times, in milliseconds. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Row {
  readonly what: string;
  readonly n: number;
  readonly keys: "u32" | "f32";
  readonly wall_ms: Spread | null;
  /** By the GPU's own clock. */
  readonly gpu_ms: Spread | null;
  /** Wall without GPU. */
  readonly rest_ms: Spread | null;
  /** Why there are no times, or fewer. */
  readonly trouble: string | null;
}

export interface Goal {
  readonly goal: string;
  /** What was measured; null if something that it needs was not. */
  readonly value: number | null;
  /** The same from minima: closer to the truth where the machine has other things to do. */
  readonly by_minima: number | null;
  readonly at_least?: number;
  readonly at_most?: number;
  readonly unit: "x" | "ms";
}

/** A time of one row, as its median or as its minimum. */
type Pick = (what: string, n: number, field?: "wall_ms" | "rest_ms") => number | null;

/** What is wanted, and how to find it. */
interface Wanted extends Omit<Goal, "value" | "by_minima"> {
  readonly measure: (pick: Pick) => number | null;
}

const THREE = "three.js BitonicSort";
const STD = "sort_unstable in WebAssembly";
export const FIRST = "openhood, first sort";

/** How often one time goes into another. */
const ratio = (slow: number | null, fast: number | null) => (slow === null || fast === null ? null : slow / fast);

/** How often our sort on the GPU would go into something slower, or something faster into it. */
const slower = (what: string, n: number) => (pick: Pick) => ratio(pick(what, n), pick("openhood", n));
const beside = (what: string, n: number) => (pick: Pick) => ratio(pick("openhood", n), pick(what, n));

/** The goals that this project set itself, on a software adapter. */
const WANTED: readonly Wanted[] = [
  { goal: "2^16: faster than three.js", measure: slower(THREE, 2 ** 16), at_least: 40, unit: "x" },
  { goal: "2^16: faster than jax-js", measure: slower("jax-js np.sort", 2 ** 16), at_least: 80, unit: "x" },
  { goal: "2^20: beside a copy pass", measure: beside("copy pass", 2 ** 20), at_most: 20, unit: "x" },
  { goal: `2^20: beside ${STD}`, measure: beside(STD, 2 ** 20), at_most: 8, unit: "x" },
  { goal: `2^22: beside ${STD}`, measure: beside(STD, 2 ** 22), at_most: 10, unit: "x" },
  ...[16, 18, 20].map((log2): Wanted => {
    const measure = (pick: Pick) => ratio(pick("openhood", 2 ** log2 + 1), pick("openhood", 2 ** log2));
    return { goal: `2^${log2} + 1: beside 2^${log2}`, measure, at_most: 1.3, unit: "x" };
  }),
  ...[16, 20].map((log2): Wanted => {
    const goal = `2^${log2}: first sort, with its pipelines`;
    return { goal, measure: (pick) => pick(FIRST, 2 ** log2), at_most: 500, unit: "ms" };
  }),
  ...[20, 22].map((log2): Wanted => {
    const n = 2 ** log2;
    const goal = `2^${log2}: end to end without GPU time, beside upload and read-back`;
    const measure = (pick: Pick) =>
      ratio(pick("openhood, end to end", n, "rest_ms"), pick("upload and read-back", n));
    return { goal, measure, at_most: 2, unit: "x" };
  }),
  ...[
    ["our CPU sort", "our radix sort in WebAssembly"],
    ["our CPU sort with both copies", "openhood, CPU"],
  ].map(([name, what = ""]): Wanted => {
    const goal = `2^20: ${name}, faster than Uint32Array.sort()`;
    const measure = (pick: Pick) => ratio(pick("Uint32Array.sort()", 2 ** 20), pick(what, 2 ** 20));
    return { goal, measure, at_least: 4, unit: "x" };
  }),
];

/** The goals, with what was measured of each. */
export const goals = (rows: readonly Row[]): Goal[] =>
  WANTED.map(({ measure, ...rest }) => ({
    ...rest,
    value: measure(picker(rows, "median")),
    by_minima: measure(picker(rows, "min")),
  }));

export const reached = ({ value, at_least = 0, at_most = Infinity }: Goal): boolean | null =>
  value === null ? null : value >= at_least && value <= at_most;

/** Of variants that differ in the size of their workgroups, the fastest counts. */
function picker(rows: readonly Row[], statistic: "median" | "min"): Pick {
  return (what, n, field = "wall_ms") => {
    const named = (row: Row) => row.what === what || row.what.startsWith(`${what}, workgroups`);
    const found = rows.filter((row) => row.n === n && row.trouble === null && named(row));
    const times = found.flatMap((row) => row[field]?.[statistic] ?? []);
    return times.length > 0 ? Math.min(...times) : null;
  };
}

/** One line for each row, under a heading for each n. */
export function table(rows: readonly Row[]): string[] {
  const counts = [...new Set(rows.map((row) => row.n))].toSorted((a, b) => a - b);
  return counts.flatMap((n) => {
    const ours = picker(rows, "median")("openhood", n);
    const lines = rows.filter((row) => row.n === n).map((row) => line(row, ours));
    return ["", `${power(n)} = ${n} keys`.padEnd(42) + columns("wall ms", "[min .. max]", "GPU ms", "beside ours"), ...lines];
  });
}

const columns = (wall: string, range: string, gpu: string, ratio: string): string =>
  wall.padStart(10) + range.padStart(24) + gpu.padStart(10) + ratio.padStart(13);

function line({ what, wall_ms, gpu_ms, trouble }: Row, ours: number | null): string {
  if (trouble !== null || wall_ms === null) return `  ${what.padEnd(40)}${trouble ?? "not measured"}`;
  const { median, min, max } = wall_ms;
  const gpu = gpu_ms ? digits(gpu_ms.median) : "-";
  const times = columns(digits(median), `[${digits(min)} .. ${digits(max)}]`, gpu, multiple(median, ours));
  return `  ${what.padEnd(40)}${times}`;
}

const multiple = (time: number, ours: number | null): string => (ours === null ? "-" : `${digits(time / ours)}x`);

/** What was to be reached, what was measured, and the verdict. */
export function goalLine(goal: Goal): string {
  const { value, by_minima, at_least, at_most, unit } = goal;
  const limit = at_least === undefined ? `at most ${at_most}` : `at least ${at_least}`;
  const shown = (it: number | null) => (it === null ? "-" : digits(it)).padStart(8);
  const verdict = { true: "reached", false: "not reached", null: "not measured" }[`${reached(goal)}`];
  return `  ${goal.goal.padEnd(66)}${shown(value)}${shown(by_minima)}   ${`${limit} ${unit}`.padEnd(16)}${verdict}`;
}

/** Over those lines. */
export const GOAL_HEADING = `${"goals for a software adapter".padEnd(68)}${"medians".padStart(8)}${"minima".padStart(8)}`;

const power = (n: number): string =>
  Number.isInteger(Math.log2(n)) ? `2^${Math.log2(n)}` : `2^${Math.log2(n - 1)} + 1`;

/** Three digits that matter. */
const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3))));
