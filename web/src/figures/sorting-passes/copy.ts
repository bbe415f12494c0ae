// The bandwidth that a sort is measured against: a pass that copies n words and does nothing else, on a device of its
// own that is given back at once.

/** A thread moves 64 bytes, as much as one that sorts with 16 keys in its registers. */
const SHADER = `
@group(0) @binding(0) var<storage, read> source: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> goal: array<vec4u>;
@compute @workgroup_size(64) fn copy(
  @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) thread: u32,
) {
  let first = (group.y * groups.x + group.x) * 256 + thread;
  let end = arrayLength(&goal);
  for (var at = first; at < min(first + 256, end); at += 64) { goal[at] = source[at]; }
}`;
const GROUP_BYTES = 4096;

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
    device.createBuffer({ size: 16 * Math.ceil(count / 4), usage: STORAGE }),
  ) as [GPUBuffer, GPUBuffer];
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [from, to].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const groups = Math.ceil((4 * count) / GROUP_BYTES);
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
