// Forking the past. A change at step t leaves the steps before it as they were and lets real ranks run the rest again,
// from the buffers as they stood. The engine starts every ring at step 0; but a ring looks the same from every rank,
// so step t of ours is step 0 of one whose worker r plays our rank r + t: it sends the same chunks to the same
// neighbors. That run takes t steps more than we need; they are not looked at.

import type { Experiment, Numbers, Op, Report } from "../../generated/core.d.ts";
import { numbersOf, sameBits } from "../../draw/arithmetic.ts";
import { checkOutputs, type RankCheck } from "../../draw/compare.ts";
import { modulo } from "../../draw/partition.ts";
import { replay, type Message, type Replay, type State, type Version } from "../../draw/replay.ts";
import type { Edit } from "./parameters.ts";

/** What was changed after so many steps; null is "as before". */
export interface Fork {
  readonly t: number;
  readonly cut: number | null;
  readonly op: Op | null;
  /** Values typed over what a rank held at that moment. */
  readonly edits: readonly Edit[];
}

export interface Rules {
  readonly cut: number;
  readonly op: Op;
}

/** What the ranks do from a fork on. */
export const rulesAfter = (before: Rules, fork: Fork): Rules => ({
  cut: fork.cut ?? before.cut,
  op: fork.op ?? before.op,
});

/** What everybody holds when the branch begins: as before, but for the values typed over. */
export function forkState({ states, blocks }: Replay, fork: Fork): State {
  return (states[fork.t] as State).map((row, rank) =>
    row.map((version, chunk) => {
      const { start, count } = blocks[chunk] ?? { start: 0, count: 0 };
      const typed = fork.edits.filter(
        ({ index, ...at }) => at.rank === rank && index >= start && index < start + count,
      );
      if (!version || typed.length === 0) return version;
      const values = version.values.slice();
      for (const { index, value } of typed) values[index - start] = value;
      return { ...version, values };
    }),
  );
}

/** The rank that worker `worker` plays after `t` steps, and the other way round. */
const played = (worker: number, t: number, ranks: number): number => modulo(worker + t, ranks);
const worker = (rank: number, t: number, ranks: number): number => modulo(rank - t, ranks);

/** The run of the remaining steps. What is added is decided by the step, so a mean that has divided only copies. */
export function continuation(before: Replay, state: State, t: number, rules: Rules): Experiment {
  const { ranks, report } = before;
  const { kind = "f32", network } = report.experiment;
  const adding = Math.max(0, rules.cut - t);
  return {
    collective: "all-reduce",
    algorithm: "ring",
    ranks,
    kind,
    op: adding > 0 ? rules.op : "sum",
    cut: adding,
    ...(network ? { network } : {}),
    inputs: Array.from({ length: ranks }, (_, index) =>
      joined(kind, state[played(index, t, ranks)] as readonly Version[]),
    ),
  };
}

const joined = (kind: "f32" | "f64" | "i32" | "u32", row: readonly Version[]): Numbers =>
  numbersOf(kind, row.flatMap(({ values }) => Array.from(values)));

/** Past and new future as one replay. The outputs are what everybody holds after the last step. */
export function grafted(before: Replay, state: State, t: number, continued: Report): Replay {
  const { ranks, blocks } = before;
  const turned = (row: State): State => row.map((_, index) => row[played(index, t, ranks)] ?? []);
  const own = (row: State): State => row.map((_, rank) => row[worker(rank, t, ranks)] ?? []);
  const rest = replay(continued, undefined, turned(state));
  const left = before.steps.length - t;
  const states = [...before.states.slice(0, t), ...rest.states.slice(0, left + 1).map(own)];
  const steps = [
    ...before.steps.slice(0, t),
    ...rest.steps.slice(0, left).map((messages) => messages.map((message) => moved(message, t, ranks))),
  ];
  const last = states[states.length - 1] as State;
  const kind = before.report.experiment.kind ?? "f32";
  const report = judged({
    ...before.report,
    outputs: last.map((row) => joined(kind, row as readonly Version[])),
    totals: { ...before.report.totals, ...counted(steps, ranks) },
    time: { ...before.report.time, wall_us: null },
  });
  const matches_outputs = report.outputs.map(
    (_, rank) => rest.matches_outputs[worker(rank, t, ranks)] ?? false,
  );
  return { report, ranks, blocks, states, steps, matches_outputs };
}

const moved = (message: Message, t: number, ranks: number): Message => ({
  ...message,
  step: message.step + t,
  chain: message.chain + t,
  from: played(message.from, t, ranks),
  to: played(message.to, t, ranks),
});

function counted(
  steps: readonly (readonly Message[])[],
  ranks: number,
): Pick<Report["totals"], "messages" | "bytes_sent"> {
  const messages = Array.from({ length: ranks }, () => 0);
  const bytes_sent = messages.slice();
  for (const { from, bytes } of steps.flat()) {
    messages[from] = (messages[from] ?? 0) + 1;
    bytes_sent[from] = (bytes_sent[from] ?? 0) + bytes;
  }
  return { messages, bytes_sent };
}

/** The verdict on a branch is this page's own: no engine ran it from its first step to its last. */
function judged(report: Report): Report {
  const checks: readonly RankCheck[] = checkOutputs(report);
  return {
    ...report,
    verdict: {
      ...report.verdict,
      agrees: checks.every(({ wrong_count }) => wrong_count === 0),
      max_error: Math.max(0, ...checks.map(({ error }) => error)),
      identical_on_all_ranks: checks.every(({ identical_to_first }) => identical_to_first),
    },
  };
}

/** Where two branches hold different bits, from the moment on at which they part. */
export interface Difference {
  readonly t: number;
  readonly differ: number;
  readonly compared: number;
  readonly at: (t: number, rank: number, chunk: number) => boolean;
}

export function difference(one: Replay, other: Replay, t: number): Difference {
  const found = new Set<string>();
  let compared = 0;
  for (let moment = t; moment < one.states.length; moment++) {
    for (const [rank, row] of (one.states[moment] ?? []).entries()) {
      for (const [chunk, version] of row.entries()) {
        const opposite = other.states[moment]?.[rank]?.[chunk] ?? null;
        compared += 1;
        if (version !== opposite && !(version && opposite && sameBits(version.values, opposite.values)))
          found.add(`${moment} ${rank} ${chunk}`);
      }
    }
  }
  return {
    t,
    compared,
    differ: found.size,
    at: (moment, rank, chunk) => found.has(`${moment} ${rank} ${chunk}`),
  };
}
