// The runs behind the figure: the ring as one, a reduce-scatter on the same inputs, an all-gather on what that
// returned, and the naive sum as a witness. Where they run is the caller's business: the page's engine, or the
// command line when stills are rendered. Nothing here touches the document.

import type { Experiment, Failure, Report } from "../../generated/core.d.ts";
import { braid, checkOutputs, type Braid, type RankCheck } from "../../draw/compare.ts";
import { criticalThread } from "../../draw/lanes.ts";
import { replay, type Message, type Replay } from "../../draw/replay.ts";
import { cutOf, type Parameters } from "./parameters.ts";

export type Run = (experiment: Experiment, signal?: AbortSignal) => Promise<Report>;

export interface Halves {
  readonly scatter: Replay;
  readonly gather: Replay;
  readonly threads: readonly [ReadonlySet<Message>, ReadonlySet<Message>];
}

export interface Ring {
  readonly replay: Replay;
  readonly thread: ReadonlySet<Message>;
  readonly checks: readonly RankCheck[];
  readonly braid: Braid;
}

/** Everything one picture shows, and the parameters it was made with: they always travel together. */
export interface Result {
  readonly parameters: Parameters;
  readonly cut: number;
  readonly halves: Halves;
  /** The whole ring, or why there is none. */
  readonly ring: Ring | Failure;
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

/** What the runs depend on besides the cut and the fault: as long as it stays, the halves can be kept. */
export const dataKey = ({ ranks, elements, op, kind, seed, edits }: Parameters): string =>
  JSON.stringify([
    ranks,
    elements,
    op,
    kind,
    seed,
    edits.map(({ rank, index, value }) => [rank, index, String(value)]),
  ]);

/** The generated inputs with the reader's values typed over; they come from the engine, never from here. */
export async function inputsOf(parameters: Parameters, run: Run, signal?: AbortSignal): Promise<Inputs> {
  if (parameters.edits.length === 0) return { count: parameters.elements };
  const { ranks, kind, seed, elements } = parameters;
  const plain = await run(
    {
      collective: "all-gather",
      algorithm: "ring",
      ranks,
      kind,
      seed,
      count: elements,
      engine: "simulated",
      trace: false,
    },
    signal,
  );
  const inputs = (plain.experiment.inputs ?? []).map((values) => Array.from(values));
  for (const { rank, index, value } of parameters.edits) {
    const values = inputs[rank];
    if (values && index < values.length) values[index] = value;
  }
  return { inputs };
}

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
  const owned = scattered.outputs.map((output) => output ?? new Float32Array(0));
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
  return { scatter, gather, threads: [criticalThread(scatter), criticalThread(gather)] };
}

export async function runRing(
  parameters: Parameters,
  inputs: Inputs,
  halves: Halves,
  run: Run,
  signal?: AbortSignal,
): Promise<Ring> {
  const report = await run(ringExperiment(parameters, inputs), signal);
  const whole = replay(report);
  return {
    replay: whole,
    thread: criticalThread(whole),
    checks: checkOutputs(report),
    braid: braid(whole, halves.scatter, halves.gather),
  };
}

export async function runAll(parameters: Parameters, run: Run, signal?: AbortSignal): Promise<Result> {
  const inputs = await inputsOf(parameters, run, signal);
  const halves = await runHalves(parameters, inputs, run, signal);
  return {
    parameters,
    cut: cutOf(parameters),
    halves,
    ring: await runRing(parameters, inputs, halves, run, signal),
  };
}

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
