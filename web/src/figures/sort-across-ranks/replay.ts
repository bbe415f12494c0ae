// Folds the trace of a sort into what every rank holds after every column of the picture: how many keys for which
// rank. The replay moves the reader's keys as the messages did, so it must end in what the ranks returned, bit by
// bit; `matches_outputs` says for each rank whether it does.

import type { Numbers, Report } from "../../generated/core.d.ts";
import { modulo } from "../../draw/partition.ts";

export interface Message {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly count: number;
  readonly bytes: number;
  readonly chain: number;
}

/** Steps that are drawn as one column: in bitonic sort each by itself, in sample sort those of a phase. */
export interface Column {
  readonly phase: Phase;
  readonly messages: readonly Message[];
}

export type Phase = "split" | "samples" | "splitters" | "counts" | "keys";

/** state[rank][r]: how many of the keys on `rank` end on rank r. */
export type State = readonly (readonly number[])[];

export interface SortReplay {
  readonly report: Report;
  readonly ranks: number;
  readonly columns: readonly Column[];
  /** states[t] is what everybody holds after t columns; states[0] are the inputs, each sorted where it lies. */
  readonly states: readonly State[];
  readonly matches_outputs: readonly boolean[];
}

/** NaNs with a sign; without the shift by so many, they would stand before all numbers. */
const NEGATIVE_NANS = 2 ** 23 - 1;

/** Keys as unsigned words in the order of typed arrays: every NaN last, -0 before +0, all bits kept. */
export function words(values: Numbers): Uint32Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  if (values instanceof Uint32Array) return bits.slice();
  if (values instanceof Int32Array) return bits.map((word) => word ^ 0x80000000);
  return bits.map((word) => (word >>> 31 === 1 ? ~word : word ^ 0x80000000) - NEGATIVE_NANS);
}

export function replaySort(report: Report): SortReplay {
  const { trace, experiment } = report;
  if (!trace) throw new Error("a report without a trace cannot be replayed");
  const ranks = experiment.ranks;
  const inputs = (experiment.inputs ?? []).map((input) => words(input as Numbers));
  const messages = messagesOf(report);
  const columns = columnsOf(messages, ranks, experiment.algorithm === "sample");
  const outputs = report.outputs.map((output) => words(output ?? new Uint32Array(0)));
  const { states, held } =
    experiment.algorithm === "sample"
      ? replaySample(inputs, columns, ranks)
      : replayBitonic(inputs, columns);
  const matches_outputs = held.map((keys, rank) => sameSorted(keys, outputs[rank] as Uint32Array));
  return { report, ranks, columns, states, matches_outputs };
}

function messagesOf({ trace }: Report): Message[] {
  const columns = trace?.messages;
  if (!columns) return [];
  return Array.from(columns.from, (from, index) => ({
    from,
    to: columns.to[index] as number,
    step: columns.step[index] as number,
    count: columns.count[index] as number,
    bytes: columns.bytes[index] as number,
    chain: columns.chain[index] as number,
  }));
}

function columnsOf(messages: readonly Message[], ranks: number, sample: boolean): Column[] {
  const steps = messages.reduce((most, { step }) => Math.max(most, step + 1), 0);
  if (!sample)
    return Array.from({ length: steps }, (_, step) => ({
      phase: "split",
      messages: messages.filter((message) => message.step === step),
    }));
  if (steps === 0) return [];
  const doublings = Math.ceil(Math.log2(ranks));
  const ends: [Phase, number][] = [
    ["samples", 1],
    ["splitters", 1 + doublings],
    ["counts", doublings + ranks],
    ["keys", steps],
  ];
  return ends.map(([phase, end], index) => ({
    phase,
    messages: messages.filter(({ step }) => step >= (ends[index - 1]?.[1] ?? 0) && step < end),
  }));
}

interface Replayed {
  readonly states: readonly State[];
  /** The keys of every rank at the end. */
  readonly held: readonly Uint32Array[];
}

/** Which of equal keys travels cannot be seen and does not matter: the lower rank keeps its own. */
function replayBitonic(inputs: readonly Uint32Array[], columns: readonly Column[]): Replayed {
  const key = concatenated(inputs);
  const before = (a: number, b: number): number => (key[a] as number) - (key[b] as number) || a - b;
  const longest = Math.max(0, ...inputs.map((input) => input.length));
  let start = 0;
  let now = inputs.map((input) => {
    const ids = Array.from(input, (_, index) => start + index).sort(before);
    start += input.length;
    return ids;
  });
  const history = [now];
  for (const { messages } of columns) {
    const next = now.slice();
    for (const { from: low, to: high } of messages) {
      if (low > high) continue;
      const both = [...(now[low] as number[]), ...(now[high] as number[])].sort(before);
      const kept = Math.min(longest, both.length);
      next[low] = both.slice(0, kept);
      next[high] = both.slice(kept);
    }
    history.push((now = next));
  }
  const destination = new Uint8Array(key.length);
  for (const [rank, ids] of now.entries()) for (const id of ids) destination[id] = rank;
  const states = history.map((state) =>
    state.map((ids) => {
      const counts = inputs.map(() => 0);
      for (const id of ids) counts[destination[id] as number] = (counts[destination[id] as number] ?? 0) + 1;
      return counts;
    }),
  );
  return { states, held: now.map((ids) => Uint32Array.from(ids, (id) => key[id] as number)) };
}

/** Every rank cuts its sorted keys into parts, one after the other, as long as its messages say. */
function replaySample(inputs: readonly Uint32Array[], columns: readonly Column[], ranks: number): Replayed {
  const parts = inputs.map((input, rank) => {
    const counts = inputs.map(() => 0);
    for (const { from, to, count } of columns.find(({ phase }) => phase === "keys")?.messages ?? [])
      if (from === rank) counts[to] = count;
    counts[rank] = input.length - counts.reduce((sum, count) => sum + count, 0);
    return counts;
  });
  const sorted = inputs.map((input) => input.slice().sort());
  const held = inputs.map((_, part) =>
    concatenated(
      sorted.map((keys, rank) => {
        const counts = parts[rank] as number[];
        const from = counts.slice(0, part).reduce((sum, count) => sum + count, 0);
        return keys.subarray(from, from + (counts[part] as number));
      }),
    ).sort(),
  );
  const end = held.map((keys, rank) => inputs.map((_, part) => (part === rank ? keys.length : 0)));
  const states = columns.map(() => parts);
  return { states: ranks === 1 ? [parts] : [...states, end], held };
}

function concatenated(blocks: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let start = 0;
  for (const block of blocks) {
    all.set(block, start);
    start += block.length;
  }
  return all;
}

const sameSorted = (a: Uint32Array, b: Uint32Array): boolean =>
  a.length === b.length && a.every((key, index) => key === b[index]);

/** Bytes that odd-even transposition would send: in each of P rounds, every rank with a neighbor sends its block. */
export function transpositionBytes(ranks: number, block_bytes: number): number[] {
  return Array.from({ length: ranks }, (_, rank) => {
    let sent = 0;
    for (let round = 0; round < ranks; round++) {
      const peer = modulo(round, 2) === modulo(rank, 2) ? rank + 1 : rank - 1;
      if (peer >= 0 && peer < ranks) sent += block_bytes;
    }
    return sent;
  });
}
