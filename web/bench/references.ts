// What a sort has to be seen beside: the sorts that a page has anyway, and what a GPU needs merely to move the keys.

import type { Keys } from "../src/generated/sorter.d.ts";
import { type Contender, type Prepared, timed } from "./contender.ts";
import { type Gpu, gpu, USAGE } from "./gpu.ts";

const reference = { keys: "u32", result: "sorted", any_count: false, usual: 22, full: 24 } as const;

/** `sort` of typed arrays, without a comparator: the browser's fast path. */
const typedArray = (what: string, keys: Contender["keys"]): Contender => ({
  ...reference,
  what,
  keys,
  async prepare(given) {
    const copy = given.slice();
    return {
      measure() {
        copy.set(given);
        return timed(() => copy.sort());
      },
      result: async () => copy,
      dispose: () => undefined,
    };
  },
});

/** The module of `reference/`. */
interface Reference {
  memory: WebAssembly.Memory;
  room(count: number): number;
  sort_unstable(): void;
  sort_radix(): void;
}

const inModule = (sort: "sort_unstable" | "sort_radix") => async (keys: Keys): Promise<Prepared> => {
  const { instance } = await WebAssembly.instantiateStreaming(fetch("reference.wasm"));
  const { memory, room, [sort]: run } = instance.exports as unknown as Reference;
  let at = 0;
  const inside = () => new Uint32Array(memory.buffer, at, keys.length);
  return {
    measure() {
      at = room(keys.length);
      inside().set(keys);
      return timed(run);
    },
    result: async () => inside(),
    dispose: () => undefined,
  };
};

/** Reads every key and writes it: what a pass costs that does nothing. */
const copyPass = (workgroup: number): Contender => ({
  ...reference,
  what: `copy pass, workgroups of ${workgroup}`,
  result: "same",
  async prepare(keys) {
    const on = await gpu();
    const [from, to] = [on.holding(keys), on.buffer(keys.byteLength, USAGE.storage | USAGE.copy_src)];
    const module = on.device.createShaderModule({ code: copyShader(workgroup) });
    const pipeline = await on.device.createComputePipelineAsync({ layout: "auto", compute: { module } });
    const entries = [from, to].map((buffer, binding) => ({ binding, resource: { buffer } }));
    const group = on.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    const groups = Math.ceil(keys.length / workgroup);
    const columns = Math.min(groups, on.device.limits.maxComputeWorkgroupsPerDimension);
    return {
      measure: () =>
        on.pass((pass) => {
          pass.setPipeline(pipeline);
          pass.setBindGroup(0, group);
          pass.dispatchWorkgroups(columns, Math.ceil(groups / columns));
        }),
      result: async () => new Uint32Array(await on.read(to, keys.byteLength)),
      dispose: () => [from, to].forEach((buffer) => buffer.destroy()),
    };
  },
});

const copyShader = (workgroup: number) => `
@group(0) @binding(0) var<storage, read> given: array<u32>;
@group(0) @binding(1) var<storage, read_write> copied: array<u32>;
@compute @workgroup_size(${workgroup})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = id.y * groups.x * ${workgroup}u + id.x;
  if (index < arrayLength(&copied)) {
    copied[index] = given[index];
  }
}`;

/** Keys to the GPU and back, through buffers that are there already. */
async function uploadAndReadBack(keys: Keys): Promise<Prepared> {
  const on: Gpu = await gpu();
  const buffer = on.holding(keys);
  const staging = on.buffer(keys.byteLength, USAGE.map_read | USAGE.copy_dst);
  let read = new Uint32Array();
  return {
    measure() {
      return timed(async () => {
        on.device.queue.writeBuffer(buffer, 0, keys as BufferSource);
        read = new Uint32Array(await on.readThrough(staging, buffer, keys.byteLength));
      });
    },
    result: async () => read,
    dispose: () => [buffer, staging].forEach((it) => it.destroy()),
  };
}

export const REFERENCES: readonly Contender[] = [
  typedArray("Uint32Array.sort()", "u32"),
  typedArray("Float32Array.sort()", "f32"),
  { ...reference, what: "sort_unstable in WebAssembly", prepare: inModule("sort_unstable") },
  { ...reference, what: "our radix sort in WebAssembly", prepare: inModule("sort_radix") },
  copyPass(64),
  copyPass(256),
  { ...reference, what: "upload and read-back", result: "same", prepare: uploadAndReadBack },
];
