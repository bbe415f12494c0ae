// The page that measures; `sort.mjs` opens it and calls these.

import { sort } from "../src/sorter.ts";
import type { Contender } from "./contender.ts";
import { gpu } from "./gpu.ts";
import { equal, measure, randomKeys } from "./measure.ts";
import { OURS, ours } from "./ours.ts";
import { PEERS } from "./peers.ts";
import { REFERENCES } from "./references.ts";
import type { Row } from "./report.ts";

const CONTENDERS: readonly Contender[] = [...OURS, ...PEERS, ...REFERENCES];

const bench = {
  /** What sorts on the GPU here, and whether all devices belong to the same adapter. */
  async adapter() {
    const { gpu: adapter, why } = await (await ours()).adapter();
    if (!adapter) throw new Error(why ?? "no GPU");
    const { vendor, architecture, description } = (await gpu()).device.adapterInfo;
    const others = [vendor, architecture, description].filter(Boolean).join(" ");
    if (others !== adapter.name) throw new Error(`two adapters: ${adapter.name} and ${others}`);
    return adapter;
  },

  measure: (log2: number, odd: boolean, full: boolean): Promise<Row[]> => measure(CONTENDERS, log2, odd, full),

  /** The time of the first sort on this page. The module is there; adapter, device and pipelines are not. */
  async first(count: number): Promise<number> {
    await ours();
    const keys = randomKeys("u32", count);
    const started = performance.now();
    const { values } = await sort(keys, { device: "gpu", verify: false });
    const wall_ms = performance.now() - started;
    if (!equal(values as Uint32Array, keys.slice().sort() as Uint32Array)) throw new Error("wrong output");
    return wall_ms;
  },
};

Object.assign(globalThis, { bench });
