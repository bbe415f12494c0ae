// A device of its own for what is not ours: the bare references, and three.js.

import type { Times } from "./contender.ts";

/** Flags of the WebGPU standard, section 5.1. */
export const USAGE = {
  map_read: 0x1,
  copy_src: 0x4,
  copy_dst: 0x8,
  storage: 0x80,
  query_resolve: 0x200,
} as const;
const MAP_READ = 1;

/** Two timestamps. */
const STAMP_BYTES = 16;

export class Gpu {
  readonly device: GPUDevice;
  readonly #queries: GPUQuerySet | null;

  private constructor(device: GPUDevice) {
    this.device = device;
    const clock = device.features.has("timestamp-query");
    this.#queries = clock ? device.createQuerySet({ type: "timestamp", count: 2 }) : null;
  }

  static async open(): Promise<Gpu> {
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) throw new Error("the browser offers no GPU adapter");
    const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
    const device = await adapter.requestDevice({
      requiredFeatures: adapter.features.has("timestamp-query") ? ["timestamp-query"] : [],
      requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
    });
    return new Gpu(device);
  }

  buffer(bytes: number, usage: number): GPUBuffer {
    return this.device.createBuffer({ size: bytes, usage });
  }

  holding(keys: AllowSharedBufferSource & { byteLength: number }): GPUBuffer {
    const buffer = this.buffer(keys.byteLength, USAGE.storage | USAGE.copy_src | USAGE.copy_dst);
    this.device.queue.writeBuffer(buffer, 0, keys as BufferSource);
    return buffer;
  }

  idle(): Promise<void> {
    return this.device.queue.onSubmittedWorkDone();
  }

  /** Times one compute pass, as a page and as the GPU see it. */
  async pass(record: (pass: GPUComputePassEncoder) => void): Promise<Times> {
    await this.idle();
    const started = performance.now();
    const encoder = this.device.createCommandEncoder();
    const querySet = this.#queries;
    const stamps = querySet && { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 };
    const pass = encoder.beginComputePass(stamps ? { timestampWrites: stamps } : {});
    record(pass);
    pass.end();
    this.device.queue.submit([encoder.finish()]);
    await this.idle();
    const wall_ms = performance.now() - started;
    return { wall_ms, gpu_ms: querySet && (await this.#span(querySet)) };
  }

  async #span(queries: GPUQuerySet): Promise<number> {
    const resolved = this.buffer(STAMP_BYTES, USAGE.query_resolve | USAGE.copy_src);
    const encoder = this.device.createCommandEncoder();
    encoder.resolveQuerySet(queries, 0, 2, resolved, 0);
    this.device.queue.submit([encoder.finish()]);
    const [begin = 0n, end = 0n] = new BigUint64Array(await this.read(resolved, STAMP_BYTES));
    resolved.destroy();
    return Number(end - begin) / 1e6;
  }

  async read(buffer: GPUBuffer, bytes: number): Promise<ArrayBuffer> {
    const staging = this.buffer(bytes, USAGE.map_read | USAGE.copy_dst);
    const read = await this.readThrough(staging, buffer, bytes);
    staging.destroy();
    return read;
  }

  /** Copies to memory that the page can map, and from there. */
  async readThrough(staging: GPUBuffer, buffer: GPUBuffer, bytes: number): Promise<ArrayBuffer> {
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, bytes);
    this.device.queue.submit([encoder.finish()]);
    await staging.mapAsync(MAP_READ);
    const read = staging.getMappedRange().slice(0, bytes);
    staging.unmap();
    return read;
  }
}

let opened: Promise<Gpu> | undefined;

export const gpu = (): Promise<Gpu> => (opened ??= Gpu.open());
