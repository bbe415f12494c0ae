// What a reader can change about this figure, and how it stands in a URL. Defaults are left out of the URL.

import { Reader, ignore, type Refuse } from "../../reading.ts";
import { key_kinds, patterns, type KeyKind, type Pattern } from "../../sorting/keys.ts";

/** Plans that can be asked for; the first is chosen for the adapter by the module. */
export const presets = ["automatic", "naive", "fused", "blocked", "registers"] as const;
export type Preset = (typeof presets)[number];

export const devices = ["auto", "gpu", "cpu"] as const;
export type DeviceWish = (typeof devices)[number];

/** Ways to break the sort: a barrier left out, a word corrupted on the GPU, a tile beyond the device's limit. */
export const breaks = ["barrier", "word", "tile"] as const;
export type Break = (typeof breaks)[number];

export interface Parameters {
  readonly count: number;
  readonly preset: Preset;
  /** log2 of the keys that a workgroup holds. */
  readonly tile: number;
  /** log2 of the keys that a thread holds. */
  readonly registers: number;
  readonly kind: KeyKind;
  readonly descending: boolean;
  readonly pattern: Pattern;
  readonly device: DeviceWish;
  readonly seed: number;
  readonly broken: Break | null;
  /** After how many passes of the chosen plan the picture stands; null is the resting picture, after all of them. */
  readonly t: number | null;
}

export const COUNT_MIN = 2;
export const COUNT_MAX = 2 ** 22;
export const TILE_BITS = { min: 6, max: 13 };
export const REGISTER_BITS = { min: 1, max: 6 };
export const SEED_MAX = 2 ** 32 - 1;
const orders = ["ascending", "descending"] as const;
/** No plan has more passes; which steps there are is known when it is made. */
const STEP_MAX = 1000;

export const defaults: Parameters = {
  count: 2 ** 20,
  preset: "automatic",
  tile: 12,
  registers: 4,
  kind: "u32",
  descending: false,
  pattern: "random",
  device: "auto",
  seed: 1,
  broken: null,
  t: null,
};

/** The keys of this figure in a query. */
export const address_keys = [
  "count",
  "plan",
  "tile",
  "registers",
  "kind",
  "order",
  "pattern",
  "device",
  "seed",
  "break",
  "t",
];

/** Reads a query; what is missing takes its default, and so does what is refused. */
export function readParameters(query: URLSearchParams, refuse: Refuse = ignore): Parameters {
  const from = new Reader(query, refuse);
  return {
    count: from.whole("count", COUNT_MIN, COUNT_MAX, defaults.count),
    preset: from.named("plan", presets, defaults.preset),
    tile: from.whole("tile", TILE_BITS.min, TILE_BITS.max, defaults.tile),
    registers: from.whole("registers", REGISTER_BITS.min, REGISTER_BITS.max, defaults.registers),
    kind: from.named("kind", key_kinds, defaults.kind),
    descending: from.named("order", orders, "ascending") === "descending",
    pattern: from.named("pattern", patterns, defaults.pattern),
    device: from.named("device", devices, defaults.device),
    seed: from.whole("seed", 0, SEED_MAX, defaults.seed),
    broken: from.named("break", breaks, null),
    t: from.whole("t", 0, STEP_MAX, null),
  };
}

/** Writes what differs from `base` into the query and removes what does not. */
export function writeParameters(parameters: Parameters, base: Parameters, query: URLSearchParams): void {
  const put = (key: string, value: string | number | null, usual: string | number | null): void => {
    if (value === null || value === usual) query.delete(key);
    else query.set(key, String(value));
  };
  const order = ({ descending }: Parameters): string => (descending ? "descending" : "ascending");
  put("count", parameters.count, base.count);
  put("plan", parameters.preset, base.preset);
  put("tile", parameters.tile, base.tile);
  put("registers", parameters.registers, base.registers);
  put("kind", parameters.kind, base.kind);
  put("order", order(parameters), order(base));
  put("pattern", parameters.pattern, base.pattern);
  put("device", parameters.device, base.device);
  put("seed", parameters.seed, base.seed);
  put("break", parameters.broken, null);
  put("t", parameters.t === null ? null : Math.floor(parameters.t), null);
}

/** What the picture depends on: as long as it stays, the plans can be kept. */
export const planKey = ({ count, tile, registers }: Parameters): string => [count, tile, registers].join();

/** What a sort depends on: as long as it stays, its result can be kept. */
export const sortKey = (parameters: Parameters): string =>
  JSON.stringify({ ...parameters, t: null });
