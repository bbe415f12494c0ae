// What a reader can change about this figure, and how it stands in a URL. Defaults are left out of the URL.

import type { Fault, FaultKind, Kind, Op } from "../../generated/core.d.ts";

import type { Fork } from "./fork.ts";
import { gaps, type Gap } from "./gap.ts";

/** One value typed by the reader over a generated one. */
export interface Edit {
  readonly rank: number;
  readonly index: number;
  readonly value: number;
}

export interface Parameters {
  readonly ranks: number;
  readonly elements: number;
  readonly op: Op;
  readonly kind: Kind;
  readonly seed: number;
  /** How many steps add; null is ranks - 1, the only place where the result is right. */
  readonly cut: number | null;
  /** The step shown; null is the resting picture: the whole run, buffers on the cut. */
  readonly t: number | null;
  readonly fault: Fault | null;
  readonly edits: readonly Edit[];
  /** Work between the halves; numbers other than f32 have none. */
  readonly gap: Gap;
  /** Elements of one token, which LayerNorm takes as a whole. */
  readonly token: number;
  /** Changes made in the middle of the run, each on what the ones before it left. */
  readonly forks: readonly Fork[];
}

export const RANK_COUNT_MAX = 32;
export const ELEMENT_COUNT_MAX = 65_536;
/** More branches on branches than this are not kept. */
export const FORK_COUNT_MAX = 8;
export const SEED_MAX = 2 ** 32 - 1;
/** Edits in a URL beyond this are dropped: a link of that length is cut by many programs anyway. */
export const EDIT_COUNT_MAX = 400;

export const defaults: Parameters = {
  ranks: 6,
  elements: 6144,
  op: "sum",
  kind: "f32",
  seed: 1,
  cut: null,
  t: null,
  fault: null,
  edits: [],
  gap: "none",
  token: 128,
  forks: [],
};

export const ops: readonly Op[] = ["sum", "product", "min", "max", "mean"];
export const kinds: readonly Kind[] = ["f32", "i32"];
export const fault_kinds: readonly FaultKind[] = ["flip", "panic", "kill", "silent", "op", "count", "delay"];

export const stepCount = (ranks: number): number => 2 * (ranks - 1);
export const cutOf = (parameters: Parameters): number => parameters.cut ?? parameters.ranks - 1;

function whole(text: string | null, low: number, high: number): number | null {
  if (text === null || !/^\d+$/.test(text)) return null;
  return Math.min(high, Math.max(low, Number(text)));
}

/** Reads a query and a fragment; whatever is missing or makes no sense takes its default. */
export function readParameters(query: URLSearchParams, fragment: URLSearchParams): Parameters {
  const ranks = whole(query.get("ranks"), 1, RANK_COUNT_MAX) ?? defaults.ranks;
  const elements = whole(query.get("elements"), 0, ELEMENT_COUNT_MAX) ?? defaults.elements;
  const kind = kinds.find((name) => name === query.get("kind")) ?? defaults.kind;
  const op = ops.find((name) => name === query.get("op")) ?? defaults.op;
  const steps = stepCount(ranks);
  const cut = whole(query.get("cut"), 0, steps);
  const gap = gaps.find((name) => name === query.get("gap")) ?? defaults.gap;
  const fault = readFault(query.get("fault"), ranks);
  return {
    ranks,
    elements,
    kind,
    op: op === "mean" && kind !== "f32" ? "sum" : op,
    seed: whole(query.get("seed"), 0, SEED_MAX) ?? defaults.seed,
    cut: cut === ranks - 1 ? null : cut,
    t: whole(query.get("t"), 0, steps),
    fault,
    edits: readEdits(fragment.get("data"), ranks, elements),
    gap: kind === "f32" ? gap : "none",
    token: whole(query.get("token"), 1, ELEMENT_COUNT_MAX) ?? defaults.token,
    forks: fault ? [] : readForks(fragment.get("fork"), ranks, elements, kind),
  };
}

/** Writes what differs from `base` into the query and the fragment and removes what does not. */
export function writeParameters(
  parameters: Parameters,
  base: Parameters,
  query: URLSearchParams,
  fragment: URLSearchParams,
): void {
  const put = (into: URLSearchParams, key: string, value: string | null): void => {
    if (value === null) into.delete(key);
    else into.set(key, value);
  };
  for (const key of ["ranks", "elements", "op", "kind", "seed", "gap", "token"] as const)
    put(query, key, parameters[key] === base[key] ? null : String(parameters[key]));
  put(query, "cut", parameters.cut === null ? null : String(parameters.cut));
  put(query, "t", parameters.t === null ? null : String(Math.floor(parameters.t)));
  put(query, "fault", parameters.fault ? `${parameters.fault.kind}:${parameters.fault.rank}` : null);
  put(
    fragment,
    "data",
    parameters.edits.length === 0
      ? null
      : parameters.edits.map(written).join("~"),
  );
  put(fragment, "fork", parameters.forks.length === 0 ? null : parameters.forks.map(writtenFork).join("~"));
}

const written = ({ rank, index, value }: Edit): string => `${rank}.${index}_${value}`;

/** `3,cut:4,2.17_3.5`: after three steps the cut moves to four, and rank 2's element 17 becomes 3.5. */
const writtenFork = ({ t, cut, op, edits }: Fork): string =>
  [t, ...(cut === null ? [] : [`cut:${cut}`]), ...(op === null ? [] : [`op:${op}`]), ...edits.map(written)].join(
    ",",
  );

/** Forks stand in the order in which they happen; one that comes too early, or changes nothing, is left out. */
function readForks(text: string | null, ranks: number, elements: number, kind: Kind): Fork[] {
  const forks: Fork[] = [];
  for (const part of (text ?? "").split("~").slice(0, FORK_COUNT_MAX)) {
    const [at, ...changes] = part.split(",");
    const t = whole(at ?? null, 0, stepCount(ranks));
    if (t === null || t <= (forks[forks.length - 1]?.t ?? 0) || t >= stepCount(ranks)) continue;
    const named = (name: string): string | null =>
      changes.find((change) => change.startsWith(`${name}:`))?.slice(name.length + 1) ?? null;
    const op = ops.find((known) => known === named("op")) ?? null;
    const fork: Fork = {
      t,
      cut: whole(named("cut"), 0, stepCount(ranks)),
      op: op === "mean" && kind !== "f32" ? null : op,
      edits: readEdits(changes.join("~"), ranks, elements),
    };
    if (fork.cut !== null || fork.op !== null || fork.edits.length > 0) forks.push(fork);
  }
  return forks;
}

function readFault(text: string | null, ranks: number): Fault | null {
  const [name, rank] = (text ?? "").split(":");
  const kind = fault_kinds.find((known) => known === name);
  const at = whole(rank ?? null, 0, ranks - 1);
  return kind && at !== null ? faultOf(kind, at, ranks) : null;
}

/** Faults strike in the middle of the run, where there is one; a delay is long enough to see in the times. */
export function faultOf(kind: FaultKind, rank: number, ranks: number): Fault {
  const step = ranks - 1;
  switch (kind) {
    case "panic":
    case "kill":
    case "silent":
      return ranks > 1 ? { kind, rank, step } : { kind, rank };
    case "delay":
      return { kind, rank, step, value: DELAY_MS };
    default:
      return { kind, rank };
  }
}
const DELAY_MS = 100;

/** `2.17_3.5~0.3_-1`: rank 2's element 17 is 3.5, rank 0's element 3 is -1. */
function readEdits(text: string | null, ranks: number, elements: number): Edit[] {
  const edits: Edit[] = [];
  for (const part of (text ?? "").split("~").slice(0, EDIT_COUNT_MAX)) {
    const match = /^(\d+)\.(\d+)_(.+)$/.exec(part);
    if (!match) continue;
    const edit = { rank: Number(match[1]), index: Number(match[2]), value: Number(match[3]) };
    const valid =
      edit.rank < ranks && edit.index < elements && (!Number.isNaN(edit.value) || match[3] === "NaN");
    if (valid) edits.push(edit);
  }
  return edits;
}

/** The same parameters with one value typed over, or given back when `value` is null. */
export function withEdit(
  parameters: Parameters,
  rank: number,
  index: number,
  value: number | null,
): Parameters {
  const others = parameters.edits.filter((edit) => edit.rank !== rank || edit.index !== index);
  return { ...parameters, edits: value === null ? others : [...others, { rank, index, value }] };
}

/** Another number of ranks has other steps and other chunks: the cut, the moment and the fault start over. */
export function withRanks(parameters: Parameters, ranks: number): Parameters {
  return {
    ...parameters,
    ranks,
    cut: null,
    t: null,
    fault: null,
    edits: parameters.edits.filter((edit) => edit.rank < ranks),
    forks: [],
  };
}

/** What of a fork a reader just changed. */
export type Change = Partial<Pick<Fork, "cut" | "op">> & {
  readonly edit?: { readonly rank: number; readonly index: number; readonly value: number | null };
};

/**
 * The same parameters with a change after `t` steps, on the branch that these forks make. What was changed later is
 * the future that this one replaces; what was changed at the same moment belongs to the same fork.
 */
export function withChange(
  parameters: Parameters,
  branch: readonly Fork[],
  t: number,
  { edit, ...rules }: Change,
): Parameters {
  const here = branch.find((fork) => fork.t === t) ?? { t, cut: null, op: null, edits: [] };
  const others = edit
    ? here.edits.filter(({ rank, index }) => rank !== edit.rank || index !== edit.index)
    : here.edits;
  const typed =
    edit && edit.value !== null ? [{ rank: edit.rank, index: edit.index, value: edit.value }] : [];
  const fork: Fork = { ...here, ...rules, edits: [...others, ...typed] };
  const empty = fork.cut === null && fork.op === null && fork.edits.length === 0;
  const earlier = branch.filter((one) => one.t < t).slice(0, FORK_COUNT_MAX - 1);
  return { ...parameters, forks: empty ? earlier : [...earlier, fork] };
}
