// The bandwidth that a sort is measured against: a pass that copies n words and does nothing else, on a device of its
// own that is given back at once.

const SHADER = `
@group(0) @binding(0) var<storage, read> source: array<u32>;
@group(0) @binding(1) var<storage, read_write> goal: array<u32>;
@compute @workgroup_size(256) fn copy(
  @builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u,
) {
  let index = id.y * groups.x * 256 + id.x;
  if (index < arrayLength(&goal)) { goal[index] = source[index]; }
}`;

/** Copies in one submission, so that what a submission costs does not count. */
const COPIES = 16;
const SUBMISSIONS = 5;
const WORKGROUPS_MAX = 65_535;
/** GPUBufferUsage.STORAGE; a page without WebGPU does not have that name. */
const STORAGE = 0x80;

/** Bytes a second of copying `count` words: the fastest of several submissions. */
export async function copyBandwidth(count: number): Promise<number | null> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  const device = await adapter?.requestDevice();
  if (!device) return null;
  try {
    const encode = await copies(device, count);
    let best = Infinity;
    for (let run = 0; run <= SUBMISSIONS; run++) {
      const commands = encode();
      const start = performance.now();
      device.queue.submit([commands]);
      await device.queue.onSubmittedWorkDone();
      if (run > 0) best = Math.min(best, performance.now() - start);
    }
    return ((8 * count * COPIES) / best) * 1000;
  } finally {
    device.destroy();
  }
}

async function copies(device: GPUDevice, count: number): Promise<() => GPUCommandBuffer> {
  const module = device.createShaderModule({ code: SHADER });
  const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module } });
  const [from, to] = [0, 1].map(() =>
    device.createBuffer({ size: 4 * count, usage: STORAGE }),
  ) as [GPUBuffer, GPUBuffer];
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [from, to].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const groups = Math.ceil(count / 256);
  return () => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    for (let copy = 0; copy < COPIES; copy++)
      pass.dispatchWorkgroups(Math.min(groups, WORKGROUPS_MAX), Math.ceil(groups / WORKGROUPS_MAX));
    pass.end();
    return encoder.finish();
  };
}
