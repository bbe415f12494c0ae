// Folds a trace into what every rank holds after every step: values, and whose values are in them.
// Read this to know what the figure claims; it draws nothing. The arithmetic is that of the engine, so the
// last state must equal the report's outputs bit by bit; `matches_outputs` says for each rank whether it does.

import type { Experiment, Numbers, Report } from "../generated/core.d.ts";
import { combine, divide, numbersOf, sameBits } from "./arithmetic.ts";
import { modulo, partition, type Block } from "./partition.ts";

/** One chunk as it stood on one rank. States share versions that did not change. */
export interface Version {
  readonly values: Numbers;
  /** How often the value of rank j went in. A correct sum has 1 everywhere. */
  readonly contributions: Uint8Array;
  /** True when the last thing that happened to it was an addition, false when it was stored or is an input. */
  readonly combined: boolean;
}

export interface Message {
  readonly index: number;
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly chunk: number;
  readonly count: number;
  readonly bytes: number;
  readonly combines: boolean;
  readonly chain: number;
  readonly sent_us: number;
  readonly received_us: number;
}

/** state[rank][chunk]; null where that rank has nothing for that chunk yet. */
export type State = readonly (readonly (Version | null)[])[];

export interface Replay {
  readonly report: Report;
  readonly ranks: number;
  readonly blocks: readonly Block[];
  /** states[t] is what everybody holds after t steps; states[0] are the inputs. */
  readonly states: readonly State[];
  /** steps[s] are the messages of step s, ordered by sender. */
  readonly steps: readonly (readonly Message[])[];
  readonly matches_outputs: readonly boolean[];
}

/** How many values went in, in all. */
export const contributionCount = (version: Version): number =>
  version.contributions.reduce((sum, n) => sum + n, 0);

/** Every rank's value went in exactly once. */
export const isComplete = (version: Version): boolean => version.contributions.every((n) => n === 1);

/**
 * Replays a ring: all-reduce, reduce-scatter or all-gather. An all-gather of results that were sums before
 * passes those versions in `origins`, so that the picture keeps who contributed; a run that takes up another one
 * passes all that everybody held as `start`.
 */
export function replay(report: Report, origins?: readonly (Version | null)[], start?: State): Replay {
  const { experiment, trace } = report;
  if (!trace) throw new Error("a report without a trace cannot be replayed");
  const blocks = partition(resultLength(experiment), experiment.ranks);
  const steps = messagesByStep(report, blocks);
  const division = divisionOf(experiment, steps.length);
  const states: State[] = [divideAt(0, start ?? initialState(experiment, blocks, origins))];

  function divideAt(t: number, state: State): State {
    if (t !== division?.t) return state;
    return state.map((row, rank) =>
      row.map((version, chunk) =>
        version && division.divides(rank, chunk)
          ? { ...version, values: divide(version.values, experiment.ranks) }
          : version,
      ),
    );
  }

  for (const [index, messages] of steps.entries()) {
    const before = states[index] as State;
    const after = before.map((row) => row.slice());
    for (const message of messages) {
      const received = before[message.from]?.[message.chunk];
      const row = after[message.to];
      if (!received || !row)
        throw new Error(
          `step ${message.step}: rank ${message.from} sent chunk ${message.chunk} before it had it`,
        );
      row[message.chunk] = receive(
        experiment,
        message,
        received,
        before[message.to]?.[message.chunk] ?? null,
      );
    }
    states.push(divideAt(index + 1, after));
  }
  const last = states[states.length - 1] as State;
  const matches_outputs = report.outputs.map(
    (output, rank) => output !== null && sameBits(output, finalValues(experiment, last, rank, output)),
  );
  return { report, ranks: experiment.ranks, blocks, states, steps, matches_outputs };
}

/** Elements of the vector that the chunks cut. */
function resultLength(experiment: Experiment): number {
  const inputs = experiment.inputs ?? [];
  if (experiment.collective !== "all-gather") return inputs[0]?.length ?? 0;
  return inputs.reduce((sum, input) => sum + input.length, 0);
}

function initialState(
  experiment: Experiment,
  blocks: readonly Block[],
  origins?: readonly (Version | null)[],
): State {
  const kind = experiment.kind ?? "f32";
  const gathers = experiment.collective === "all-gather";
  return (experiment.inputs ?? []).map((input, rank) => {
    const own = numbersOf(kind, input);
    const alone = Uint8Array.from({ length: experiment.ranks }, (_, j) => (j === rank ? 1 : 0));
    return blocks.map((block, chunk): Version | null => {
      if (gathers && chunk !== rank) return null;
      const origin = origins?.[rank];
      return {
        values: gathers ? own : own.slice(block.start, block.start + block.count),
        contributions: origin?.contributions ?? alone,
        combined: origin?.combined ?? false,
      };
    });
  });
}

function messagesByStep(report: Report, blocks: readonly Block[]): Message[][] {
  const columns = report.trace?.messages;
  const steps: Message[][] = [];
  if (!columns) return steps;
  for (let index = 0; index < columns.step.length; index++) {
    const at = (column: ArrayLike<number>): number => column[index] as number;
    const step = at(columns.step);
    (steps[step] ??= []).push({
      index,
      step,
      from: at(columns.from),
      to: at(columns.to),
      chunk: chunkOf(report.experiment, blocks, step, at(columns.from), at(columns.start), at(columns.count)),
      count: at(columns.count),
      bytes: at(columns.bytes),
      combines: at(columns.combine) === 1,
      chain: at(columns.chain),
      sent_us: at(columns.send_posted_us),
      received_us: at(columns.recv_matched_us),
    });
  }
  return steps;
}

/**
 * Which chunk a message carries, from the elements it names. An empty chunk lies nowhere, so among equals the
 * schedule of the ring decides.
 */
function chunkOf(
  experiment: Experiment,
  blocks: readonly Block[],
  step: number,
  from: number,
  start: number,
  count: number,
): number {
  const names = (chunk: number): boolean =>
    blocks[chunk]?.count === count && (count === 0 || blocks[chunk]?.start === start);
  const scheduled = modulo(from - step - (experiment.collective === "all-gather" ? 0 : 1), experiment.ranks);
  if (names(scheduled)) return scheduled;
  const found = blocks.findIndex((_, chunk) => names(chunk));
  if (found < 0) throw new Error(`step ${step}: elements ${start}..${start + count} are not a chunk`);
  return found;
}

function receive(experiment: Experiment, message: Message, received: Version, own: Version | null): Version {
  if (!message.combines || !own) return { ...received, combined: false };
  return {
    values: combine(experiment.kind ?? "f32", experiment.op ?? "sum", received.values, own.values),
    contributions: own.contributions.map((n, rank) => n + (received.contributions[rank] ?? 0)),
    combined: true,
  };
}

interface Division {
  readonly t: number;
  divides(rank: number, chunk: number): boolean;
}

/**
 * When a mean divides, and which chunks of each rank. Every call divides its result at its end: a reduce-scatter the
 * chunk that each rank keeps. In the ring that is the same, bit by bit, as to divide the chunk that each rank is about
 * to send when it stops adding, as long as that goes all the way round from there; so it is part of the state on the
 * cut, in both.
 */
function divisionOf(experiment: Experiment, step_count: number): Division | null {
  const { op, collective, ranks, cut = ranks - 1 } = experiment;
  if (op !== "mean" || collective === "all-gather" || step_count === 0) return null;
  if (collective === "reduce-scatter") return { t: step_count, divides: (rank, chunk) => chunk === rank };
  if (cut > ranks - 1) return { t: step_count, divides: () => true };
  return { t: cut, divides: (rank, chunk) => chunk === modulo(rank - 1 - cut, ranks) };
}

function finalValues(experiment: Experiment, last: State, rank: number, output: Numbers): Numbers {
  const row = last[rank] ?? [];
  const kept = experiment.collective === "reduce-scatter" ? [row[rank]] : row;
  const values = output.slice();
  let at = 0;
  for (const version of kept) {
    if (version) values.set(version.values as Float64Array, at);
    at += version?.values.length ?? 0;
  }
  return values;
}
