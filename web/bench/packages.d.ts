// What is used of other people's packages. They are installed only where the benchmark runs, and one has no types.

declare module "three/webgpu" {
  export class StorageBufferAttribute {
    constructor(array: Uint32Array, itemSize: number);
  }
  export class WebGPURenderer {
    constructor(options: { device: GPUDevice });
    init(): Promise<void>;
    getArrayBufferAsync(attribute: StorageBufferAttribute): Promise<ArrayBuffer>;
    readonly backend: { get(attribute: StorageBufferAttribute): { buffer: GPUBuffer } };
  }
}

declare module "three/tsl" {
  import type { StorageBufferAttribute } from "three/webgpu";
  export interface StorageBuffer {
    readonly value: StorageBufferAttribute;
  }
  export function instancedArray(array: Uint32Array, type: "uint"): StorageBuffer;
}

declare module "three/addons/gpgpu/BitonicSort.js" {
  import type { StorageBuffer } from "three/tsl";
  import type { WebGPURenderer } from "three/webgpu";
  export class BitonicSort {
    constructor(renderer: WebGPURenderer, data: StorageBuffer);
    readonly tempBuffer: StorageBuffer;
    readonly infoStorage: StorageBuffer;
    compute(renderer: WebGPURenderer): void;
  }
}

declare module "@jax-js/jax" {
  export interface Array {
    /** The same array, counted once more: functions take what they are given. */
    readonly ref: Array;
    blockUntilReady(): Promise<Array>;
    data(): Promise<Uint32Array>;
    dispose(): void;
  }
  export function init(device: "webgpu"): Promise<string[]>;
  export function defaultDevice(device: "webgpu"): string;
  export const numpy: {
    readonly uint32: "uint32";
    array(values: Uint32Array, options: { dtype: "uint32" }): Array;
    sort(values: Array): Array;
  };
}
