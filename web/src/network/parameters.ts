// What a reader can change about a network and the keys on its wires, and how it stands in a URL. Both figures of
// networks share it, so a link to one is a link to the other. Defaults are left out of the URL.

import type { NetworkKind } from "../generated/sorter.d.ts";

/** A comparator put in by the reader, before the layer `gap` of the plain network; `low` gets the smaller key. */
export interface Added {
  readonly gap: number;
  readonly low: number;
  readonly high: number;
}

export interface Parameters {
  readonly wires: number;
  readonly kind: NetworkKind;
  /** The keys on the wires; null is the shuffle that `shuffled` makes. */
  readonly keys: readonly number[] | null;
  /** Comparators of the plain network that are taken out, by their place in its list. */
  readonly cut: readonly number[];
  /** And those that are turned round. */
  readonly flip: readonly number[];
  readonly add: readonly Added[];
  /** Layers passed; null is the resting picture: all of them. */
  readonly t: number | null;
  /** Keys above so many of the sorted ones are ones, the others zeros; null is the middle. */
  readonly threshold: number | null;
}

export const WIRES_MIN = 2;
export const WIRES_MAX = 64;
/** All 2^n inputs of so many wires are tried while the reader looks on. */
export const PROOF_WIRES_MAX = 20;
/** More edits than this make an address that programs cut. */
export const EDITS_MAX = 200;

export const kinds: readonly NetworkKind[] = ["bitonic", "bitonic-by-recursion", "odd-even-merge"];

export const defaults: Parameters = {
  wires: 16,
  kind: "bitonic",
  keys: null,
  cut: [],
  flip: [],
  add: [],
  t: null,
  threshold: null,
};

/** Keys of a query that belong to a network figure; the keys on the wires stand in the fragment. */
export const address_keys = ["wires", "kind", "cut", "flip", "add", "t", "threshold"];

const golden = 0.618_033_988_749_895;

/** The numbers 1 to n in an order that looks random and is always the same: fractions of multiples of the golden ratio. */
export function shuffled(wires: number): number[] {
  const places = Array.from({ length: wires }, (_, wire) => ({ wire, at: ((wire + 3) ** 2 * golden) % 1 }));
  const keys = new Array<number>(wires);
  places.sort((a, b) => a.at - b.at).forEach(({ wire }, index) => (keys[wire] = index + 1));
  return keys;
}

export const keysOf = ({ keys, wires }: Parameters): readonly number[] => keys ?? shuffled(wires);
export const thresholdOf = ({ threshold, wires }: Parameters): number => threshold ?? wires >> 1;

/** A number as somebody may type it; anything that is no finite number is refused. */
export function readKey(text: string): number | null {
  const value = Number(text.replace("−", "-"));
  return text.trim() === "" || !Number.isFinite(value) ? null : value;
}

/** A list of keys in whatever way it is separated; null if it holds anything but numbers. */
export function readKeys(text: string): number[] | null {
  const words = text.split(/[\s,;，、；]+/u).filter((word) => word !== "");
  const keys = words.map(readKey);
  return keys.length === 0 || keys.includes(null) ? null : (keys as number[]);
}

function whole(text: string | null, low: number, high: number): number | null {
  if (text === null || !/^\d+$/.test(text)) return null;
  return Math.min(high, Math.max(low, Number(text)));
}

function places(text: string | null): number[] {
  const numbers = (text ?? "").split(",").filter((part) => /^\d+$/.test(part));
  return [...new Set(numbers.map(Number))].slice(0, EDITS_MAX).sort((a, b) => a - b);
}

/** `3.5.11`: before layer 3, between wires 5 and 11, the smaller key to 5. */
function readAdded(text: string | null, wires: number): Added[] {
  const found: Added[] = [];
  for (const part of (text ?? "").split(",").slice(0, EDITS_MAX)) {
    const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(part);
    if (!match) continue;
    const [gap, low, high] = [Number(match[1]), Number(match[2]), Number(match[3])];
    if (low !== high && low < wires && high < wires) found.push({ gap, low, high });
  }
  return found;
}

/** Reads a query and a fragment; whatever is missing or makes no sense takes its default. */
export function readParameters(query: URLSearchParams, fragment: URLSearchParams): Parameters {
  const listed = readKeys(fragment.get("keys") ?? "");
  const asked = whole(query.get("wires"), WIRES_MIN, WIRES_MAX);
  const wires = asked ?? defaults.wires;
  const keys = listed && listed.length >= wires ? listed.slice(0, wires) : null;
  return {
    wires,
    kind: kinds.find((name) => name === query.get("kind")) ?? defaults.kind,
    keys,
    cut: places(query.get("cut")),
    flip: places(query.get("flip")),
    add: readAdded(query.get("add"), wires),
    t: whole(query.get("t"), 0, 999),
    threshold: whole(query.get("threshold"), 0, wires),
  };
}

/** Writes what differs from `base` into the query and the fragment and removes what does not. */
export function writeParameters(
  parameters: Parameters,
  base: Parameters,
  query: URLSearchParams,
  fragment: URLSearchParams,
): void {
  const put = (into: URLSearchParams, key: string, value: string, unchanged: string): void => {
    if (value === unchanged) into.delete(key);
    else into.set(key, value);
  };
  const spelled = (from: Parameters): Record<string, string> => ({
    wires: String(from.wires),
    kind: from.kind,
    cut: from.cut.join(","),
    flip: from.flip.join(","),
    add: from.add.map(({ gap, low, high }) => `${gap}.${low}.${high}`).join(","),
    t: from.t === null ? "" : String(Math.floor(from.t)),
    threshold: from.threshold === null ? "" : String(from.threshold),
  });
  const [now, before] = [spelled(parameters), spelled(base)];
  for (const key of address_keys) put(query, key, now[key] ?? "", before[key] ?? "");
  put(fragment, "keys", parameters.keys?.join(",") ?? "", base.keys?.join(",") ?? "");
}
