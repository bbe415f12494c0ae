// From rows to curves: one plot for each number of ranks, one curve for each engine. Pure.

import { edge } from "../draw/colors.ts";
import { decades, looks, spanned, type Axis, type Curve, type CurvePoint, type Look, type Plot } from "../draw/log-log.ts";
import type { Engine, Op, ReferenceOp, Row } from "./row.ts";
import { byteWords, durationWords, speedWords, type Text } from "./text.ts";

export type View = "time" | "bandwidth";

/** What a plot is about, and what it is laid over. */
export interface Picture {
  readonly rows: readonly Row[];
  /** From a file: the same operations on another machine, or on another engine. */
  readonly laid_over: readonly Row[];
  readonly op: Op;
  readonly view: View;
  readonly resolution_us: number;
}

const LOOKS: Record<Engine, Look> = {
  "workers-shared": looks.first,
  "workers-ports": looks.second,
  threads: looks.third,
  reference: looks.reference,
};
export const look = (engine: Engine, laid_over: boolean): Look =>
  laid_over ? { ...LOOKS[engine], color: edge } : LOOKS[engine];

/** The reference that stands beside an operation. */
const BESIDE: Partial<Record<Op, ReferenceOp>> = {
  barrier: "dissemination",
  "ping-pong": "wait-notify",
  "all-reduce": "copy",
};

const belongs = ({ op }: Pick<Row, "op">, to: Op): boolean => op === to || op === BESIDE[to];

/** Whether there is bandwidth to look at: nothing moves in a barrier. */
export const hasBandwidth = (op: Op): boolean => op !== "barrier";

/** The operations that something was measured of. */
export const shownOps = (rows: readonly Row[], ops: readonly Op[]): Op[] =>
  ops.filter((op) => rows.some((row) => row.op === op));

/** The engines in the plots of an operation, in the order of the legend. */
export function engines(rows: readonly Row[], op: Op): Engine[] {
  const order: readonly Engine[] = ["workers-shared", "workers-ports", "threads", "reference"];
  return order.filter((engine) => rows.some((row) => row.engine === engine && belongs(row, op)));
}

export function plots(picture: Picture, words: Text): Plot[] {
  const { op, view, resolution_us } = picture;
  const counts_bytes = hasBandwidth(op);
  const asked: View = counts_bytes ? view : "time";
  const usable = (row: Row): boolean => belongs(row, op) && (asked === "time" || (row.busbw_GBps ?? 0) > 0);
  const rows = picture.rows.filter(usable);
  const laid_over = picture.laid_over.filter(usable);
  const all = [...rows, ...laid_over];
  if (all.length === 0) return [];
  const x = horizontal(all, counts_bytes);
  const y = vertical(all, asked);
  const floor = asked === "time" ? { value: resolution_us, name: words.floor(durationWords(resolution_us)) } : null;
  const groups = counts_bytes ? [...new Set(all.map(({ ranks }) => ranks))].toSorted((a, b) => a - b) : [null];
  return groups.map((ranks): Plot => {
    const inside = (row: Row): boolean => ranks === null || row.ranks === ranks;
    const title = ranks === null ? words.ops[op] : words.on_ranks(words.ops[op], ranks);
    const own = curves(rows.filter(inside), asked, false, words);
    return { title, x, y, floor, curves: [...curves(laid_over.filter(inside), asked, true, words), ...own] };
  });
}

/** Every second power of eight, and with every power of two of ranks. */
function horizontal(rows: readonly Row[], counts_bytes: boolean): Axis {
  if (!counts_bytes) return spanned(rows.map(({ ranks }) => ranks), [2, 4, 8, 16, 32], String);
  const marks = Array.from({ length: 12 }, (_, k) => 8 ** (k + 1));
  return spanned(rows.map(({ bytes }) => Math.max(bytes, 1)), marks, byteWords);
}

function vertical(rows: readonly Row[], view: View): Axis {
  const values = rows.flatMap((row) => {
    const { y, low, high } = measured(row, view);
    return [y, low, high];
  });
  const seen = values.filter((value) => value > 0 && Number.isFinite(value));
  return decades(seen, view === "time" ? durationWords : speedWords);
}

/** The median with its range; speed falls as time grows. */
function measured(row: Row, view: View): { readonly y: number; readonly low: number; readonly high: number } {
  const { median_us, min_us, max_us, busbw_GBps } = row;
  if (view === "time") return { y: median_us, low: min_us || median_us, high: max_us };
  const speed = busbw_GBps ?? 0;
  return { y: speed, low: (speed * median_us) / max_us, high: (speed * median_us) / (min_us || median_us) };
}

function curves(rows: readonly Row[], view: View, laid_over: boolean, words: Text): Curve[] {
  const found = [...new Set(rows.map(({ engine }) => engine))];
  return found.map((engine) => {
    const own = rows.filter((row) => row.engine === engine);
    const points = own.map((row): CurvePoint => {
      const x = hasBandwidth(row.op as Op) && row.op !== "dissemination" ? Math.max(row.bytes, 1) : row.ranks;
      return { x, ...measured(row, view), label: words.point(row) };
    });
    return { look: look(engine, laid_over), points: points.toSorted((a, b) => a.x - b.x) };
  });
}
