// The sorter of this project, as the built site carries it.

import type { Keys, PlanOptions, SortOptions } from "../src/generated/sorter.d.ts";
import { type Sorter, sort, sorter } from "../src/sorter.ts";
import { takeOver } from "../src/sorting/request.ts";
import { type Contender, type Prepared, type Times, timed } from "./contender.ts";

/** What figures do not use. */
interface GpuList {
  sort(): Promise<Times>;
  read(): Promise<Keys>;
  free(): void;
}
type Module = Sorter & { GpuList: { upload(keys: Keys, options: SortOptions | undefined): Promise<GpuList> } };

export const ours = (): Promise<Module> => sorter() as Promise<Module>;

const any = { keys: "u32", result: "sorted", any_count: true, usual: 22, full: 24 } as const;

/** Keys that stay on the GPU. */
const onGpu = (what: string, rest: Partial<Contender>, plan?: PlanOptions): Contender => ({
  ...any,
  what,
  ...rest,
  async prepare(keys) {
    const mine = takeOver(keys, plan ? { plan } : {});
    const list = await (await ours()).GpuList.upload(mine.keys, mine.options);
    return { measure: () => list.sort(), result: () => list.read(), dispose: () => list.free() };
  },
});

/** From array to array: with all copies, without the verdict. */
async function fromArray(keys: Keys, device: "gpu" | "cpu"): Promise<Prepared> {
  await ours();
  let values = keys;
  return {
    async measure() {
      let gpu_ms: number | null = null;
      const { wall_ms } = await timed(async () => {
        const sorted = await sort(keys, { device, verify: false });
        ({ values } = sorted);
        ({ gpu_ms } = sorted.times);
      });
      return { wall_ms, gpu_ms };
    },
    result: async () => values,
    dispose: () => undefined,
  };
}

export const OURS: readonly Contender[] = [
  onGpu("openhood", {}),
  onGpu("openhood, f32", { keys: "f32" }),
  onGpu("openhood, naive plan", { any_count: false, usual: 20 }, { registers: 2 }),
  { ...any, what: "openhood, end to end", any_count: false, prepare: (keys) => fromArray(keys, "gpu") },
  { ...any, what: "openhood, CPU", any_count: false, prepare: (keys) => fromArray(keys, "cpu") },
  { ...any, what: "openhood, CPU, f32", keys: "f32", any_count: false, prepare: (keys) => fromArray(keys, "cpu") },
];
