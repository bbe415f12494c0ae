// A whole benchmark: race after race, told as it goes.

import { loaded } from "../core.ts";
import { sampleFloor } from "./clock.ts";
import { contender, type Contender } from "./contender.ts";
import { EFFORT, GOAL_SAMPLES, plan, type Race, type Spec, type Wishes } from "./plan.ts";
import { compare, race, type Comparison, type Lane } from "./race.ts";
import { rowOf, type Row, type Trouble } from "./row.ts";

/** How one thing did beside another. */
export interface Judgement extends Comparison {
  readonly goal: string;
  readonly limit: number;
  readonly next: number | null;
  readonly reached: boolean;
}

export type News =
  | { readonly kind: "progress"; readonly done: number; readonly total: number; readonly contenders: readonly Spec[] }
  | { readonly kind: "row"; readonly row: Row }
  | { readonly kind: "trouble"; readonly trouble: Trouble }
  | { readonly kind: "judgement"; readonly judgement: Judgement };

/** From so many bytes in all ranks on, workers are given back after a race: memory of a module never shrinks. */
const HEAVY_BYTES = 64 * 1024 * 1024;

export async function* perform(
  wishes: Wishes,
  clock: { readonly isolated: boolean; readonly resolution_us: number },
  signal: AbortSignal,
): AsyncGenerator<News> {
  const races = plan(wishes, clock.isolated);
  for (const [done, each] of races.entries()) {
    signal.throwIfAborted();
    yield { kind: "progress", done, total: races.length, contenders: each.contenders };
    yield* held(each, wishes, sampleFloor(clock.resolution_us), signal);
    if (each.contenders.some(({ ranks, bytes }) => ranks * bytes >= HEAVY_BYTES)) (await loaded())?.dispose();
  }
  yield { kind: "progress", done: races.length, total: races.length, contenders: [] };
}

async function* held(each: Race, wishes: Wishes, floor_us: number, signal: AbortSignal): AsyncGenerator<News> {
  const judged = each.goals.length > 0;
  const { samples, budget_us } = EFFORT[wishes.detail];
  const rules = judged ? { samples: GOAL_SAMPLES, budget_us: Infinity } : { samples, budget_us };
  const started = new Map<Spec, Contender>();
  let lanes: Lane[];
  try {
    for (const spec of each.contenders)
      try {
        started.set(spec, await contender(spec, signal));
      } catch (error) {
        signal.throwIfAborted();
        yield troubled(spec, error instanceof Error ? error.message : String(error));
      }
    lanes = await race([...started.values()], { ...rules, floor_us }, signal);
  } finally {
    started.forEach((it) => it.end());
  }
  for (const lane of lanes) yield brought(lane);
  const laneOf = (index: number): Lane | undefined =>
    lanes.find((lane) => lane.contender === started.get(each.contenders[index] as Spec));
  for (const { goal, ours, beside, limit, next = null } of each.goals) {
    const [mine, reference] = [laneOf(ours), laneOf(beside)];
    const comparison = mine && reference ? compare(mine, reference) : null;
    if (comparison === null) continue;
    const reached = comparison.ratio <= limit;
    yield { kind: "judgement", judgement: { goal, ...comparison, limit, next, reached } };
  }
}

function brought({ contender: { point }, batch, times_us, trouble }: Lane): News {
  return trouble === null
    ? { kind: "row", row: rowOf(point, times_us, times_us.length * batch) }
    : troubled(point, trouble);
}

const troubled = ({ engine, op, ranks, bytes }: Spec, trouble: string): News => ({
  kind: "trouble",
  trouble: { engine, op, ranks, bytes, trouble },
});
