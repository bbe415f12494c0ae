// The runs behind the figure: the ring as one, a reduce-scatter on the same inputs, an all-gather on what that
// returned, and the naive sum as a witness. Where they run is the caller's business: the page's engine, or the
// command line when stills are rendered. Nothing here touches the document.

import type { Experiment, Failure, Numbers, Report } from "../../generated/core.d.ts";
import { numbersOf } from "../../draw/arithmetic.ts";
import { braid, checkBits, checkOutputs, type Braid, type RankCheck } from "../../draw/compare.ts";
import { criticalThread } from "../../draw/lanes.ts";
import { replay, type Message, type Replay, type State } from "../../draw/replay.ts";
import { spelled } from "../../reading.ts";
import type { Difference, Fork, Rules } from "./fork.ts";
import { work, type Work, type Worked } from "./gap.ts";
import { cutOf, type Parameters } from "./parameters.ts";

export type Run = (experiment: Experiment, signal?: AbortSignal) => Promise<Report>;

export interface Halves {
  readonly scatter: Replay;
  readonly gather: Replay;
  readonly threads: readonly [ReadonlySet<Message>, ReadonlySet<Message>];
  /** The work between them, and what it made of the chunk of each rank. */
  readonly gap: { readonly work: Work; readonly chunks: readonly Worked[] } | null;
}

export interface Ring {
  readonly replay: Replay;
  readonly thread: ReadonlySet<Message>;
  readonly checks: readonly RankCheck[];
  readonly braid: Braid;
  /** The same work on the whole result of every rank, and the halves’ outputs checked against it bit by bit. */
  readonly gap: { readonly whole: readonly Worked[]; readonly checks: readonly RankCheck[] } | null;
}

/** The future as it was before the last fork, and where it differs. */
export interface Ghost {
  readonly ring: Ring;
  readonly fork: Fork;
  readonly difference: Difference;
}

/** Everything one picture shows, and the parameters it was made with: they always travel together. */
export interface Result {
  readonly parameters: Parameters;
  readonly cut: number;
  readonly halves: Halves;
  /** The whole ring, or why there is none. */
  readonly ring: Ring | Failure;
  /** The branch that the last fork left, if there is one. */
  readonly ghost: Ghost | null;
}

export const isFailure = (ring: Ring | Failure): ring is Failure => "message" in ring;

/** α and β of the modelled time, printed beside it. */
export const network = { alpha_us: 5, beta_ns_per_byte: 1 };

/** A silent rank is waited for this long; readers should not wait the five seconds of the default. */
export const SILENCE_MS = 1500;

const shared = ({
  ranks,
  op,
  kind,
  seed,
}: Parameters): Pick<Experiment, "ranks" | "op" | "kind" | "seed" | "network"> => ({
  ranks,
  op,
  kind,
  seed,
  network,
});

type Inputs = Pick<Experiment, "inputs"> | Pick<Experiment, "count">;

function ringExperiment(parameters: Parameters, inputs: Inputs): Experiment {
  const { cut, fault } = parameters;
  return {
    collective: "all-reduce",
    algorithm: "ring",
    ...shared(parameters),
    ...inputs,
    ...(cut === null ? {} : { cut }),
    ...(fault ? { faults: [fault], ...(fault.kind === "silent" ? { limit_ms: SILENCE_MS } : {}) } : {}),
  };
}

/** What the runs depend on besides cut, fault and forks: as long as it stays, the halves can be kept. */
export const dataKey = ({ ranks, elements, op, kind, seed, gap, token, edits }: Parameters): string =>
  JSON.stringify([
    ranks,
    elements,
    op,
    kind,
    seed,
    gap,
    token,
    edits.map(({ rank, index, value }) => [rank, index, spelled(value)]),
  ]);

/** The generated inputs with the reader's values typed over, rounded as their kind has it; they come from the engine. */
export async function inputsOf(parameters: Parameters, run: Run, signal?: AbortSignal): Promise<Inputs> {
  if (parameters.edits.length === 0) return { count: parameters.elements };
  const inputs = await generated(parameters, run, signal);
  for (const { rank, index, value } of parameters.edits) {
    const values = inputs[rank];
    if (values && index < values.length) values[index] = value;
  }
  return { inputs };
}

/** Generated numbers, one vector per rank. */
async function generated(
  { ranks, kind, seed, elements }: Pick<Parameters, "ranks" | "kind" | "seed" | "elements">,
  run: Run,
  signal?: AbortSignal,
): Promise<Numbers[]> {
  const experiment: Experiment = { collective: "all-gather", algorithm: "ring", ranks, kind, seed };
  const { inputs } = (
    await run({ ...experiment, count: elements, engine: "simulated", trace: false }, signal)
  ).experiment;
  return (inputs ?? []).map((values) => numbersOf(kind, values));
}

/** Weights and momentum of an optimizer come from the engine too, from a seed that no gradient has. */
async function workOf(parameters: Parameters, run: Run, signal?: AbortSignal): Promise<Work | null> {
  const { gap, token, kind, elements, seed } = parameters;
  if (gap === "none") return null;
  const none = { weights: new Float32Array(0), momentum: new Float32Array(0) };
  if (gap !== "optimizer") return { gap, token, model: none };
  const wish = { ranks: 2, kind, elements, seed: (seed ^ MODEL_SEED) >>> 0 };
  const [weights = none.weights, momentum = none.momentum] = await generated(wish, run, signal);
  return { gap, token, model: { weights, momentum } };
}
const MODEL_SEED = 0x6d6f6465;

export async function runHalves(
  parameters: Parameters,
  inputs: Inputs,
  run: Run,
  signal?: AbortSignal,
): Promise<Halves> {
  const scattered = await run(
    { collective: "reduce-scatter", algorithm: "ring", ...shared(parameters), ...inputs },
    signal,
  );
  const scatter = replay(scattered);
  const sums = scattered.outputs.map((output) => output ?? new Float32Array(0));
  const task = await workOf(parameters, run, signal);
  const chunks =
    task && sums.map((values, rank) => work(task, values, scatter.blocks[rank]?.start ?? 0));
  const owned = chunks?.map(({ values }) => values) ?? sums;
  const { op: _, ...moved } = shared(parameters);
  const gathered = await run(
    { collective: "all-gather", algorithm: "ring", ...moved, inputs: owned },
    signal,
  );
  const last = scatter.states[scatter.states.length - 1];
  const gather = replay(
    gathered,
    owned.map((__, rank) => last?.[rank]?.[rank] ?? null),
  );
  return {
    scatter,
    gather,
    threads: [criticalThread(scatter), criticalThread(gather)],
    gap: task && chunks && { work: task, chunks },
  };
}

export async function runRing(
  parameters: Parameters,
  inputs: Inputs,
  halves: Halves,
  run: Run,
  signal?: AbortSignal,
): Promise<Ring> {
  return compared(replay(await run(ringExperiment(parameters, inputs), signal)), halves);
}

/** A replay of the ring, held against the definition and against the two halves. */
function compared(whole: Replay, halves: Halves): Ring {
  const { scatter, gather, gap } = halves;
  const { report, blocks } = whole;
  const worked =
    gap && report.outputs.map((output) => work(gap.work, output ?? new Float32Array(0), 0));
  const expected = worked?.map(({ values }) =>
    blocks.map(({ start, count }) => ({
      values: values.subarray(start, start + count),
      contributions: new Uint8Array(0),
      combined: false,
    })),
  );
  return {
    replay: whole,
    thread: criticalThread(whole),
    checks: checkOutputs(report),
    braid: braid(whole, scatter, gather, expected),
    gap: worked && {
      whole: worked,
      checks: checkBits(
        gather.report.outputs,
        worked.map(({ values }) => values),
        blocks,
      ),
    },
  };
}

/** Runs the rest of the ring again after every fork. */
export async function runForks(
  trunk: Ring,
  parameters: Parameters,
  halves: Halves,
  run: Run,
  signal?: AbortSignal,
): Promise<{ readonly ring: Ring; readonly ghost: Ghost | null }> {
  const fork = parameters.forks[parameters.forks.length - 1];
  if (!fork) return { ring: trunk, ghost: null };
  const { continuation, difference, forkState, grafted, rulesAfter } = await import("./fork.ts");
  let [ring, before] = [trunk, trunk];
  let rules: Rules = { cut: cutOf(parameters), op: parameters.op };
  for (const change of parameters.forks) {
    rules = rulesAfter(rules, change);
    const state: State = forkState(ring.replay, change);
    const report = await run(continuation(ring.replay, state, change.t, rules), signal);
    before = ring;
    ring = compared(grafted(ring.replay, state, change.t, report), halves);
  }
  return { ring, ghost: { ring: before, fork, difference: difference(ring.replay, before.replay, fork.t) } };
}

/** The same two branches with their places exchanged. */
export function swapped(result: Result): Result {
  const { ring, ghost } = result;
  if (!ghost || isFailure(ring)) return result;
  return { ...result, ring: ghost.ring, ghost: { ...ghost, ring } };
}

export async function runAll(parameters: Parameters, run: Run, signal?: AbortSignal): Promise<Result> {
  const inputs = await inputsOf(parameters, run, signal);
  const halves = await runHalves(parameters, inputs, run, signal);
  const trunk = await runRing(parameters, inputs, halves, run, signal);
  const branches = await runForks(trunk, parameters, halves, run, signal);
  return { parameters, cut: branchCut(parameters), halves, ...branches };
}

/** Where the cut stands on the branch that is shown. */
export const branchCut = (parameters: Parameters, forks: readonly Fork[] = parameters.forks): number =>
  forks.reduce((cut, fork) => fork.cut ?? cut, cutOf(parameters));

/** The naive rival on the same inputs: root 0 gathers, adds in rank order and broadcasts. */
export const naiveExperiment = (parameters: Parameters, inputs: Inputs): Experiment => ({
  collective: "all-reduce",
  algorithm: "gather-broadcast",
  ...shared(parameters),
  ...inputs,
  trace: false,
});

/** The plain ring again, for timing: no trace, no fault. */
export const timedExperiment = (parameters: Parameters, inputs: Inputs): Experiment => ({
  ...ringExperiment({ ...parameters, fault: null }, inputs),
  trace: false,
});
