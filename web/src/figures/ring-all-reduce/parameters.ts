// What a reader can change about this figure, and how it stands in a URL. Defaults are left out of the URL.

import type { Fault, FaultKind, Kind, Op } from "../../generated/core.d.ts";

import {
  Reader,
  atMost,
  ignore,
  items,
  named,
  readNamedRank,
  readValue,
  spelled,
  whole,
  withPluses,
  type Allowed,
  type Refuse,
} from "../../reading.ts";
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

/** Reads a query and a fragment; what is missing takes its default, and so does what is refused. */
export function readParameters(
  query: URLSearchParams,
  fragment: URLSearchParams,
  refuse: Refuse = ignore,
): Parameters {
  const from = new Reader(query, refuse);
  const ranks = from.whole("ranks", 1, RANK_COUNT_MAX, defaults.ranks);
  const elements = from.whole("elements", 0, ELEMENT_COUNT_MAX, defaults.elements);
  const kind = from.named("kind", kinds, defaults.kind);
  const op = from.named("op", ops, defaults.op);
  const gap = from.named("gap", gaps, defaults.gap);
  const cut = from.whole("cut", 0, stepCount(ranks), null);
  const fault = readFault(query.get("fault"), ranks, refuse);
  const shape = { ranks, elements, kind };
  const fork = fragment.get("fork") ?? "";
  const together = (field: string, got: string, other: string, instead: string | null): void =>
    refuse({ field, got, allowed: { is: "together", other }, instead });
  const whole_mean = op === "mean" && kind !== "f32";
  if (whole_mean) together("op", op, kind, "sum");
  if (gap !== "none" && kind !== "f32") together("gap", gap, kind, "none");
  if (fork !== "" && fault) together("fork", fork, "fault", null);
  return {
    ...shape,
    op: whole_mean ? "sum" : op,
    seed: from.whole("seed", 0, SEED_MAX, defaults.seed),
    cut: cut === ranks - 1 ? null : cut,
    t: from.whole("t", 0, stepCount(ranks), null),
    fault,
    edits: readEdits("data", items(fragment.get("data"), "~"), shape, refuse),
    gap: kind === "f32" ? gap : "none",
    token: from.whole("token", 1, ELEMENT_COUNT_MAX, defaults.token),
    forks: fault ? [] : readForks(fork, shape, refuse),
  };
}

/** What numbers are read for: where there is room for them, and what it holds. */
type Shape = Pick<Parameters, "ranks" | "elements" | "kind">;

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

const written = ({ rank, index, value }: Edit): string => `${rank}.${index}_${spelled(value)}`;

/** `3,cut:4,2.17_3.5`: after three steps the cut moves to four, and rank 2's element 17 becomes 3.5. */
const writtenFork = ({ t, cut, op, edits }: Fork): string =>
  [t, ...(cut === null ? [] : [`cut:${cut}`]), ...(op === null ? [] : [`op:${op}`]), ...edits.map(written)].join(
    ",",
  );

/** Forks stand in the order in which they happen; one that comes too early, or changes nothing, is left out. */
function readForks(text: string, shape: Shape, refuse: Refuse): Fork[] {
  const field = "fork";
  const forks: Fork[] = [];
  const last = stepCount(shape.ranks) - 1;
  for (const part of atMost(FORK_COUNT_MAX, field, items(text, "~"), refuse)) {
    const [at = "", ...changes] = part.split(",");
    const first = (forks[forks.length - 1]?.t ?? 0) + 1;
    const t = /^\d+$/.test(at) && Number(at) >= first && Number(at) <= last ? Number(at) : null;
    if (t === null) {
      const allowed: Allowed =
        first > last ? { is: "together", other: `ranks=${shape.ranks}` } : { is: "whole", low: first, high: last };
      refuse({ field, got: at, allowed, instead: null });
      continue;
    }
    if (changes.length === 0)
      refuse({ field, got: part, allowed: { is: "form", example: `${part},cut:${t}` }, instead: null });
    const fork = readFork(t, changes, shape, refuse);
    if (fork.cut !== null || fork.op !== null || fork.edits.length > 0) forks.push(fork);
  }
  return forks;
}

/** A change is a new rule under its name, or a value typed over, as `data` has it. */
function readFork(t: number, changes: readonly string[], shape: Shape, refuse: Refuse): Fork {
  const rule = (name: string): string | null =>
    changes.find((change) => change.startsWith(`${name}:`))?.slice(name.length + 1) ?? null;
  const op = named("fork op", rule("op"), ops, null, refuse);
  const whole_mean = op === "mean" && shape.kind !== "f32";
  if (whole_mean) refuse({ field: "fork op", got: op, allowed: { is: "together", other: shape.kind }, instead: null });
  return {
    t,
    cut: whole("fork cut", rule("cut"), [0, stepCount(shape.ranks)], null, refuse),
    op: whole_mean ? null : op,
    edits: readEdits("fork", changes.filter((change) => !/^(cut|op):/.test(change)), shape, refuse),
  };
}

function readFault(text: string | null, ranks: number, refuse: Refuse): Fault | null {
  const named_fault = readNamedRank("fault", text, fault_kinds, ranks, refuse);
  return named_fault && faultOf(...named_fault, ranks);
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

/** `2.17_3.5`: rank 2's element 17 is 3.5. Of two for one element the later counts. */
function readEdits(field: string, list: readonly string[], shape: Shape, refuse: Refuse): Edit[] {
  const { ranks, elements, kind } = shape;
  const edits = new Map<string, Edit>();
  for (const got of atMost(EDIT_COUNT_MAX, field, list, refuse)) {
    const [, rank, index, text] = /^(\d+)\.(\d+)_(.+)$/.exec(got) ?? [];
    const edit = { rank: Number(rank), index: Number(index), value: readValue(withPluses(text ?? ""), kind) };
    const refused = (allowed: Allowed): void => refuse({ field, got, allowed, instead: null });
    if (text === undefined) refused({ is: "form", example: "2.17_3.5" });
    else if (edit.rank >= ranks || edit.index >= elements) refused({ is: "place", ranks, elements });
    else if (edit.value === null) refused({ is: "value", kind });
    else edits.set(`${edit.rank}.${edit.index}`, { ...edit, value: edit.value });
  }
  return [...edits.values()];
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
