// Contenders take turns after a few samples each, so that what else the machine does meets all of them.

import { spread, type Spread } from "./row.ts";
import type { Contender } from "./contender.ts";

export interface Rules {
  /** A sample lasts at least so long; calls are repeated until it does. */
  readonly floor_us: number;
  /** Samples of each contender; fewer if they would take longer than the budget, but never fewer than five. */
  readonly samples: number;
  readonly budget_us: number;
}

/** What one contender brought home. */
export interface Lane<C extends Contender = Contender> {
  readonly contender: C;
  readonly batch: number;
  /** One call's time, sample after sample. */
  readonly times_us: readonly number[];
  readonly trouble: string | null;
}

const SAMPLES_MIN = 5;
const BATCH_MAX = 1_000_000;
/** So much is aimed above the floor, since the next sample may be quicker. */
const MARGIN = 1.25;
/** For so long a contender runs before it is measured, in ever longer laps; but none is longer than that. */
const WARM_US = 50_000;
const CALLS_WARM_MAX = 100_000;
/** Samples that one contender takes before it is the next one's turn, unless the race decides a goal. */
const TURN = 4;

/** A race; one that fails is out, and the others go on. */
export async function race<C extends Contender>(
  contenders: readonly C[],
  rules: Rules,
  signal: AbortSignal,
): Promise<Lane<C>[]> {
  const lanes = contenders.map((contender) => ({
    contender,
    batch: 1,
    lap_us: 0,
    times_us: [] as number[],
    trouble: null as string | null,
  }));
  const guarded = async (lane: (typeof lanes)[number], work: () => Promise<void>): Promise<void> => {
    if (lane.trouble !== null) return;
    try {
      await work();
    } catch (error) {
      signal.throwIfAborted();
      lane.trouble = error instanceof Error ? error.message : String(error);
    }
  };
  for (const lane of lanes)
    await guarded(lane, async () => {
      Object.assign(lane, await calibrated(lane.contender, rules.floor_us, signal));
    });
  const samples = affordable(rules, lanes.reduce((sum, { lap_us }) => sum + lap_us, 0));
  const turn = rules.budget_us === Infinity ? 1 : Math.min(TURN, samples);
  for (let done = 0, round = 0; done < samples; done += turn, round++) {
    const count = Math.min(turn, samples - done);
    for (const lane of round % 2 === 0 ? lanes : lanes.toReversed())
      await guarded(lane, async () => {
        const laps = await lane.contender.sample(lane.batch, count, signal);
        lane.times_us.push(...laps.map((lap) => lap / lane.batch));
      });
  }
  return lanes;
}

/** So many calls that a sample lasts long enough, and how long it then lasts. */
async function calibrated(
  contender: Contender,
  floor_us: number,
  signal: AbortSignal,
): Promise<{ batch: number; lap_us: number }> {
  const lap = async (calls: number): Promise<number> => {
    const [lap_us = NaN] = await contender.sample(calls, 1, signal);
    if (!Number.isFinite(lap_us)) throw new Error("a sample has no time");
    return lap_us;
  };
  // The first time pays for starting. What follows runs in code that was compiled in a hurry, until the browser has seen
  // it run for a while; it would be measured half way.
  for (let calls = 1, spent_us = 0; spent_us < WARM_US && calls <= CALLS_WARM_MAX; calls *= 2)
    spent_us += await lap(calls);
  for (let batch = 1; ; ) {
    const lap_us = await lap(batch);
    if (lap_us >= floor_us || batch >= BATCH_MAX) return { batch, lap_us };
    const factor = Math.min(10, Math.max(1.5, (MARGIN * floor_us) / Math.max(lap_us, 1e-3)));
    batch = Math.min(BATCH_MAX, Math.ceil(batch * factor));
  }
}

/** Each turn has its warm-up, which may last as long as a sample. */
function affordable({ samples, budget_us }: Rules, round_us: number): number {
  const fitting = round_us > 0 ? Math.floor(budget_us / (2 * round_us)) : samples;
  return Math.max(SAMPLES_MIN, Math.min(samples, fitting));
}

/** One beside another: the ratio of their medians, and of what was measured in the same turn. */
export interface Comparison {
  readonly ours_us: Spread;
  readonly reference_us: Spread;
  readonly ratio: number;
  readonly ratio_min: number;
  readonly ratio_max: number;
}

export function compare(ours: Lane, reference: Lane): Comparison | null {
  const pairs = Math.min(ours.times_us.length, reference.times_us.length);
  if (ours.trouble !== null || reference.trouble !== null || pairs === 0) return null;
  const ratios = ours.times_us.slice(0, pairs).map((time, k) => time / (reference.times_us[k] as number));
  const [ours_us, reference_us, ratio] = [spread(ours.times_us), spread(reference.times_us), spread(ratios)];
  return {
    ours_us,
    reference_us,
    ratio: ours_us.median / reference_us.median,
    ratio_min: ratio.min,
    ratio_max: ratio.max,
  };
}
