// Other people's sorts through WebGPU, as published on npm.

import { type Array as JaxArray, defaultDevice, init, numpy } from "@jax-js/jax";
import { BitonicSort } from "three/addons/gpgpu/BitonicSort.js";
import { instancedArray } from "three/tsl";
import { WebGPURenderer } from "three/webgpu";
import type { Keys } from "../src/generated/sorter.d.ts";
import { type Contender, type Prepared, timed } from "./contender.ts";
import { gpu } from "./gpu.ts";

const peer = { keys: "u32", result: "sorted", any_count: false } as const;

let renderer: Promise<WebGPURenderer> | undefined;

async function openRenderer(): Promise<WebGPURenderer> {
  const created = new WebGPURenderer({ device: (await gpu()).device });
  await created.init();
  return created;
}

/** With workgroups of 64, its default: those of 256 take up to twice as long on a software adapter. */
async function three(keys: Keys): Promise<Prepared> {
  const [on, its_renderer] = [await gpu(), await (renderer ??= openRenderer())];
  const data = instancedArray(keys.slice() as Uint32Array, "uint");
  const sort = new BitonicSort(its_renderer, data);
  const bufferOf = (it: typeof data) => its_renderer.backend.get(it.value).buffer;
  sort.compute(its_renderer); // makes the buffers and pipelines
  return {
    async measure() {
      on.device.queue.writeBuffer(bufferOf(data), 0, keys as BufferSource);
      await on.idle();
      return timed(() => {
        sort.compute(its_renderer);
        return on.idle();
      });
    },
    result: async () => new Uint32Array(await its_renderer.getArrayBufferAsync(data.value)),
    dispose: () => [data, sort.tempBuffer, sort.infoStorage].forEach((it) => bufferOf(it).destroy()),
  };
}

async function jax(keys: Keys): Promise<Prepared> {
  await init("webgpu");
  defaultDevice("webgpu");
  const given = numpy.array(keys as Uint32Array, { dtype: numpy.uint32 });
  await given.blockUntilReady();
  let sorted: JaxArray | undefined;
  return {
    measure() {
      sorted?.dispose();
      return timed(() => {
        sorted = numpy.sort(given.ref);
        return sorted.blockUntilReady();
      });
    },
    async result() {
      if (!sorted) throw new Error("nothing was sorted yet");
      return sorted.ref.data();
    },
    dispose() {
      sorted?.dispose();
      given.dispose();
    },
  };
}

export const PEERS: readonly Contender[] = [
  { ...peer, what: "three.js BitonicSort", usual: 18, full: 22, prepare: three },
  { ...peer, what: "jax-js np.sort", usual: 16, full: 20, prepare: jax },
];
