// What a reader can change about a network and the keys on its wires, and how it stands in a URL. Both figures of
// networks share it, so a link to one is a link to the other. Defaults are left out of the URL.

import type { NetworkKind } from "../generated/sorter.d.ts";
import { Reader, atMost, ignore, items, readValue, spelled, withPluses, type Refuse } from "../reading.ts";

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
/** No network has more layers; which steps there are is known when it is built. */
const STEP_MAX = 999;

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

/** A key as somebody may write it: any finite number. */
export function readKey(text: string): number | null {
  const value = readValue(text, "f64");
  return value !== null && Number.isFinite(value) ? value : null;
}

/** A list of keys in whatever way it is separated; null if there is none, or if one was refused. */
export function readKeys(text: string, field = "keys", refuse: Refuse = ignore): number[] | null {
  const words = text.split(/[\s,;，、；]+/u).filter((word) => word !== "");
  const keys = words.flatMap((word) => readKey(word) ?? []);
  if (keys.length === words.length) return keys.length > 0 ? keys : null;
  for (const got of words)
    if (readKey(got) === null) refuse({ field, got, allowed: { is: "finite" }, instead: null });
  return null;
}

/** As many keys as there are wires; null where the shuffle takes their place. */
function readWires(text: string, wires: number, refuse: Refuse): number[] | null {
  const keys = readKeys(withPluses(text), "keys", refuse);
  if (keys === null || keys.length === wires) return keys;
  const instead = keys.length > wires ? String(wires) : null;
  refuse({ field: "keys", got: String(keys.length), allowed: { is: "items", least: wires, most: wires }, instead });
  return keys.length > wires ? keys.slice(0, wires) : null;
}

function places(field: string, text: string | null, refuse: Refuse): number[] {
  const numbers = new Set<number>();
  for (const got of atMost(EDITS_MAX, field, items(text, ","), refuse))
    if (/^\d+$/.test(got)) numbers.add(Number(got));
    else refuse({ field, got, allowed: { is: "form", example: "3,11" }, instead: null });
  return [...numbers].sort((a, b) => a - b);
}

/** `3.5.11`: before layer 3, between wires 5 and 11, the smaller key to 5. */
function readAdded(text: string | null, wires: number, refuse: Refuse): Added[] {
  const found: Added[] = [];
  for (const got of atMost(EDITS_MAX, "add", items(text, ","), refuse)) {
    const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(got);
    const [gap, low, high] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
    if (match && low !== high && low < wires && high < wires) found.push({ gap, low, high });
    else refuse({ field: "add", got, allowed: { is: "form", example: `0.0.${wires - 1}` }, instead: null });
  }
  return found;
}

/** Reads a query and a fragment; what is missing takes its default, and so does what is refused. */
export function readParameters(
  query: URLSearchParams,
  fragment: URLSearchParams,
  refuse: Refuse = ignore,
): Parameters {
  const from = new Reader(query, refuse);
  const wires = from.whole("wires", WIRES_MIN, WIRES_MAX, defaults.wires);
  return {
    wires,
    kind: from.named("kind", kinds, defaults.kind),
    keys: readWires(fragment.get("keys") ?? "", wires, refuse),
    cut: places("cut", query.get("cut"), refuse),
    flip: places("flip", query.get("flip"), refuse),
    add: readAdded(query.get("add"), wires, refuse),
    t: from.whole("t", 0, STEP_MAX, null),
    threshold: from.whole("threshold", 0, wires, null),
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
  const fields = (from: Parameters): Record<string, string> => ({
    wires: String(from.wires),
    kind: from.kind,
    cut: from.cut.join(","),
    flip: from.flip.join(","),
    add: from.add.map(({ gap, low, high }) => `${gap}.${low}.${high}`).join(","),
    t: from.t === null ? "" : String(Math.floor(from.t)),
    threshold: from.threshold === null ? "" : String(from.threshold),
  });
  const [now, before] = [fields(parameters), fields(base)];
  for (const key of address_keys) put(query, key, now[key] ?? "", before[key] ?? "");
  const keysText = ({ keys }: Parameters): string => keys?.map(spelled).join(",") ?? "";
  put(fragment, "keys", keysText(parameters), keysText(base));
}
