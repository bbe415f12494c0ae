// What is measured together, and which goals that decides. Pure.

import { ENGINES, OPS, type Engine, type Op, type Point, type ReferenceOp, type WorkerEngine } from "./row.ts";

/** A point before it is measured: which algorithm it is the module says. */
export interface Spec extends Omit<Point, "algorithm"> {
  readonly algorithm?: string;
}

/** One thing beside another: how many times as long as the second the first may take. */
export interface Goal {
  readonly goal: string;
  /** Indices into the contenders of the race. */
  readonly ours: number;
  readonly beside: number;
  readonly limit: number;
  /** What is wanted after that. */
  readonly next?: number;
}

/** What takes turns, sample by sample. */
export interface Race {
  readonly contenders: readonly Spec[];
  readonly goals: readonly Goal[];
}

export const DETAILS = ["quick", "usual", "full"] as const;
export type Detail = (typeof DETAILS)[number];

export interface Wishes {
  readonly detail: Detail;
  readonly engines: readonly WorkerEngine[];
  readonly ops: readonly Op[];
  readonly ranks: readonly number[];
  readonly min_bytes: number;
  readonly max_bytes: number;
  /** Whether the goals are judged, and whether there is anything else. */
  readonly goals: boolean;
  readonly curves: boolean;
}

const KIB = 1024;
export const MIB = KIB * KIB;
export const BYTES_MIN = 8;
export const BYTES_MAX = 64 * MIB;
export const RANKS = [2, 4, 8] as const;

export const USUAL: Wishes = {
  detail: "usual",
  engines: ENGINES,
  ops: OPS,
  ranks: RANKS,
  min_bytes: BYTES_MIN,
  max_bytes: 16 * MIB,
  goals: true,
  curves: true,
};

/** From one size to the next; how many samples; how long all samples of a race may take together. */
export const EFFORT: Record<Detail, { readonly factor: number; readonly samples: number; readonly budget_us: number }> = {
  quick: { factor: 64, samples: 8, budget_us: 200_000 },
  usual: { factor: 8, samples: 20, budget_us: 600_000 },
  full: { factor: 2, samples: 40, budget_us: 2_000_000 },
};

/** Goals are judged by so many samples each, whatever they take. */
export const GOAL_SAMPLES = 20;

export function sizes({ detail, min_bytes, max_bytes }: Wishes): number[] {
  const found: number[] = [];
  for (let bytes = min_bytes; bytes <= max_bytes; bytes *= EFFORT[detail].factor) found.push(bytes);
  if (found.length > 0 && found.at(-1) !== max_bytes) found.push(max_bytes);
  return found;
}

const spec = (engine: Engine, op: Op | ReferenceOp, ranks: number, bytes: number, algorithm?: string): Spec => ({
  ...{ engine, op, ranks, bytes },
  ...(algorithm === undefined ? {} : { algorithm }),
});

const RING = (engine: WorkerEngine): Spec => spec(engine, "all-reduce", 2, 16 * MIB);
const POOL = 8;

/** What this project promised itself. */
export const GOAL_RACES: readonly Race[] = [
  {
    contenders: [spec("reference", "copy", 2, 16 * MIB), RING("workers-shared"), RING("workers-ports")],
    goals: [
      { goal: "ring all-reduce of 16 MiB on 2 ranks, beside two workers copying", ours: 1, beside: 0, limit: 4, next: 3 },
      { goal: "the same over ports, beside shared memory", ours: 2, beside: 1, limit: 4 },
    ],
  },
  {
    contenders: [spec("reference", "wait-notify", 2, 4), spec("workers-shared", "ping-pong", 2, 8)],
    goals: [{ goal: "round trip of 8 bytes, beside a bare wait and notify", ours: 1, beside: 0, limit: 2 }],
  },
  {
    contenders: [spec("reference", "dissemination", POOL, 0), spec("workers-shared", "barrier", POOL, 0)],
    goals: [{ goal: "barrier of 8 ranks, beside a bare dissemination barrier", ours: 1, beside: 0, limit: 2.5 }],
  },
  {
    contenders: [spec("reference", "start", POOL, 0, "empty"), spec("workers-shared", "start", POOL, 0, "pool")],
    goals: [{ goal: "a ready pool of 8 ranks, beside 8 empty workers", ours: 1, beside: 0, limit: 2 }],
  },
];

/** Nothing but that start needs no shared memory to be a reference. */
const needsIsolation = ({ engine, op }: Spec): boolean =>
  op !== "start" && (engine === "reference" || engine === "workers-shared");

const name = ({ engine, op, ranks, bytes }: Spec): string => `${engine} ${op} ${ranks} ${bytes}`;

/** Every race that these wishes ask for and that this page can hold. */
export function plan(wishes: Wishes, isolated: boolean): Race[] {
  const small = ({ contenders }: Race): boolean => contenders.every(({ bytes }) => bytes <= wishes.max_bytes);
  const judged = wishes.goals ? GOAL_RACES.filter(small) : [];
  const known = new Set(judged.flatMap(({ contenders }) => contenders.map(name)));
  const fresh = (it: Spec): boolean => !known.has(name(it));
  const curves = wishes.curves ? curveRaces(wishes).map((contenders) => contenders.filter(fresh)) : [];
  const can = (it: Spec): boolean => isolated || !needsIsolation(it);
  return [
    ...judged.filter(({ contenders }) => contenders.some(can)).map((race) => restricted(race, can)),
    ...curves.map((contenders): Race => ({ contenders: contenders.filter(can), goals: [] })),
  ].filter(({ contenders }) => contenders.length > 0);
}

/** The race without those that cannot take part, and without the goals that need them. */
function restricted({ contenders, goals }: Race, can: (it: Spec) => boolean): Race {
  const left = contenders.filter(can);
  const index = (old: number): number => left.indexOf(contenders[old] as Spec);
  return {
    contenders: left,
    goals: goals
      .map((goal) => ({ ...goal, ours: index(goal.ours), beside: index(goal.beside) }))
      .filter(({ ours, beside }) => ours >= 0 && beside >= 0),
  };
}

function curveRaces(wishes: Wishes): Spec[][] {
  return wishes.ops.flatMap((op) => {
    // Two ranks play; more would only watch.
    const ranks = op === "ping-pong" ? wishes.ranks.filter((count) => count === 2) : wishes.ranks;
    const bytes = op === "barrier" ? [0] : sizes(wishes);
    return ranks.flatMap((count) =>
      bytes.map((size) => [
        ...wishes.engines.map((engine) => spec(engine, op, count, size)),
        ...referenceOf(op, count, size),
      ]),
    );
  });
}

/** What the browser alone could do, where it says something. */
function referenceOf(op: Op, ranks: number, bytes: number): Spec[] {
  if (op === "barrier") return [spec("reference", "dissemination", ranks, 0)];
  if (op === "all-reduce" && ranks === 2) return [spec("reference", "copy", 2, bytes)];
  return [];
}
