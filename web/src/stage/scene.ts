// Reading a Scene: its columns as things, and the way of a value back to the inputs it is made of.

import type { Scene } from "../generated/core.d.ts";

/** Rows of some ends of a list of lists. */
export function part(ends: ArrayLike<number>, index: number): readonly [number, number] {
  return [index === 0 ? 0 : (ends[index - 1] as number), ends[index] as number];
}

export interface Send {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly round: number;
  /** Null if nobody received it. */
  readonly received: number | null;
  readonly count: number;
  readonly combined: boolean;
  /** Contents that it carries, and what its receiver made of each; -1 is none. */
  readonly carried: readonly number[];
  readonly became: readonly number[];
  /** Whether a piece of it is new to its receiver. */
  readonly first: boolean;
}

const slice = (column: ArrayLike<number>, [start, end]: readonly [number, number]): number[] =>
  Array.from({ length: end - start }, (_, index) => column[start + index] as number);

export function sendsOf(scene: Scene): readonly Send[] {
  const { sends } = scene;
  return Array.from({ length: sends.from.length }, (_, row) => {
    const pieces = sends.ends.length > 0 ? part(sends.ends, row) : ([0, 0] as const);
    const received = sends.received[row] as number;
    return {
      row,
      from: sends.from[row] as number,
      to: sends.to[row] as number,
      round: sends.round[row] as number,
      received: received < 0 ? null : received,
      count: sends.count[row] as number,
      combined: sends.combined[row] === 1,
      carried: slice(sends.carried, pieces),
      became: slice(sends.became, pieces),
      first: slice(sends.first, pieces).some((flag) => flag === 1),
    };
  });
}

/** How often each rank's input is in a content. */
export function contributions(scene: Scene, content: number): number[] {
  const times = new Array<number>(scene.ranks).fill(0);
  const [start, end] = part(scene.contents.whose_ends, content);
  for (let at = start; at < end; at += 3) {
    const [first, count, often] = slice(scene.contents.whose, [at, at + 3]) as [number, number, number];
    for (let rank = first; rank < first + count; rank++) times[rank] = often;
  }
  return times;
}

/** The ranks whose inputs are in a content, as stretches of ranks that follow each other. */
export function stretches(scene: Scene, content: number): readonly (readonly [number, number])[] {
  const [start, end] = part(scene.contents.whose_ends, content);
  const all: (readonly [number, number])[] = [];
  for (let at = start; at < end; at += 3) {
    const [first, count] = slice(scene.contents.whose, [at, at + 2]) as [number, number];
    all.push([first, first + count - 1]);
  }
  return all;
}

/** The first values of a content, as many as the scene shows. */
export const valuesOf = (scene: Scene, content: number): number[] =>
  slice(scene.contents.values, part(scene.contents.value_ends, content));

/** A slot at some moment of its rank: rows of the scene's table of slots. */
export function slotsAt(scene: Scene, rank: number, moment: number): number[] {
  const rows: number[] = [];
  const { slots } = scene;
  for (let row = 0; row < slots.rank.length; row++) {
    const there = (slots.from[row] as number) <= moment && moment < (slots.until[row] as number);
    if (slots.rank[row] === rank && there) rows.push(row);
  }
  return rows;
}

/** The messages by which a content came to a rank, with those that brought what it was made of. */
export function history(scene: Scene, sends: readonly Send[], content: number, rank: number): ReadonlySet<number> {
  const rows = new Set<number>();
  const seen = new Set<string>();
  const rest: (readonly [number, number])[] = [[content, rank]];
  for (let next = rest.pop(); next; next = rest.pop()) {
    const [now, at] = next;
    if (now < 0 || seen.has(next.join())) continue;
    seen.add(next.join());
    const home = scene.contents.rank[now] as number;
    const made = sends.find((send) => send.to === home && send.became.includes(now));
    if (at === home) {
      if (made) {
        rows.add(made.row);
        rest.push([made.carried[made.became.indexOf(now)] as number, made.from]);
      }
      for (const operand of [scene.contents.left[now], scene.contents.right[now]] as number[])
        if (operand >= 0 && !(made && made.carried.includes(operand))) rest.push([operand, at]);
      continue;
    }
    const brought = sends.find((send) => send.to === at && send.first && send.carried.includes(now));
    if (brought) {
      rows.add(brought.row);
      rest.push([now, brought.from]);
    }
  }
  return rows;
}

/** Everything that a message brings, with all that led to it. */
export function historyOf(scene: Scene, sends: readonly Send[], send: Send): ReadonlySet<number> {
  const rows = new Set([send.row]);
  for (const content of send.carried)
    if (content >= 0) for (const row of history(scene, sends, content, send.from)) rows.add(row);
  return rows;
}

/**
 * Ranks in the order of the tree on which values spread, or are gathered: every rank beside those that it serves.
 * Ranks that belong to none follow in their own order.
 */
export function treeOrder(scene: Scene, sends: readonly Send[]): readonly number[] {
  const root = scene.root ?? 0;
  const spreads = sends.some((send) => send.first);
  const children = new Map<number, number[]>();
  const parents = new Map<number, number>();
  for (const send of spreads ? sends : [...sends].reverse()) {
    const [parent, child] = spreads ? [send.from, send.to] : [send.to, send.from];
    if (child === root || parents.has(child) || (spreads && !send.first)) continue;
    parents.set(child, parent);
    children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  const order: number[] = [];
  const seen = new Set<number>();
  const visit = (rank: number): void => {
    if (seen.has(rank)) return;
    seen.add(rank);
    order.push(rank);
    // Who was served last has the smallest part below it.
    for (const child of [...(children.get(rank) ?? [])].reverse()) visit(child);
  };
  visit(root);
  for (let rank = 0; rank < scene.ranks; rank++) visit(rank);
  return order;
}
