// The English of the figure of passes.

import { grouped } from "../../draw/numbers.ts";
import { bytesWords, countWords, powerOfTwo, timeWords, type Text } from "./text.ts";

const n = (value: number): string => grouped(value, "en");
const passes = (count: number): string => (count === 1 ? "1 pass" : `${n(count)} passes`);
const steps = (count: number): string => (count === 1 ? "1 step" : `${count} steps`);
const keys = (bits: number): string => n(2 ** bits);

const kernels = {
  "register-sort": "sort in registers",
  "register-flip": "flip in registers",
  "register-merge": "merge in registers",
  "tile-sort": "sort in a tile",
  "tile-merge": "merge in a tile",
} as const;

export const en: Text = {
  language: "en",
  title: "A sort is a bill",
  figure: "Figure",

  plans: { naive: "naive", fused: "fused", blocked: "blocked", registers: "registers" },
  shape: ({ tile, registers }) =>
    tile === null
      ? registers === 1
        ? "one step a pass"
        : `${keys(registers)} keys a thread`
      : registers === 1
        ? `tile of ${keys(tile)}`
        : `tile ${keys(tile)}, thread ${keys(registers)}`,
  row: (count, bytes) => `${passes(count)} · ${bytesWords(bytes)}`,
  row_partly: (done, all, bytes) => `pass ${done} of ${all} · ${bytesWords(bytes)} so far`,
  bytes: bytesWords,
  bytes_moved: "bytes moved",
  ladder_heading: "Bytes moved by four plans",
  ladder_label: "One bar for each pass over memory, for four plans",
  raster_heading: "A column is a step, a frame one pass",
  raster_label: "At which distance each step compares, and which steps are done in one pass",
  stage: "stage",
  distance: (bit) => (bit < 5 ? String(2 ** bit) : powerOfTwo(bit)),
  tile_line: (bits) => `tile ${keys(bits)}`,
  pass: (pass, ms) => {
    const high = pass.kernel.endsWith("sort") ? pass.stage - 1 : pass.low + pass.steps - 1;
    const stage = pass.kernel.endsWith("sort") ? `stages 1 to ${pass.stage}` : `stage ${pass.stage}`;
    const distances =
      high === pass.low
        ? `distance ${powerOfTwo(high)}`
        : `distances ${powerOfTwo(high)} to ${powerOfTwo(pass.low)}`;
    const time = ms === null ? "" : `, ${timeWords(ms)}`;
    return `${kernels[pass.kernel]}: ${stage}, ${distances}, ${steps(pass.steps)}, ${bytesWords(pass.bytes)}${time}`;
  },
  resting: "Step through the passes of the chosen plan.",

  times: {
    heading: "Time on this device",
    label: "Measured times, on a logarithmic scale",
    rows: {
      gpu: "GPU, its own clock",
      wall: "GPU, by our clock",
      upload: "upload",
      readback: "read-back",
      radix: "CPU, radix sort",
      builtin: "CPU, .sort()",
    },
    none: "Run measures the GPU’s passes and the transfers there and back, and compares them with two sorts on the CPU.",
    running: "measuring …",
    milliseconds: timeWords,
    of: (runs) => `median of ${runs}, with the fastest and the slowest`,
    software: (name) =>
      `${name} computes on this device’s CPU. Its times say which plan suits it, and nothing about any GPU.`,
    no_timestamps: "this adapter has no clock of its own",
  },
  roof: {
    heading: "Roofline",
    label: "Comparisons per second over comparisons per byte, below the bandwidth of a plain copy",
    across: "comparisons per byte",
    up: "comparisons per second",
    roof: (bandwidth) => `copy: ${bytesWords(bandwidth)}/s`,
    no_gpu: "The CPU sorted this; it has no such roofline.",
    not_measured: "Run draws a point under the roofline for each plan you try.",
    reached: (fraction) => `${Math.round(fraction * 100)}% of the copy’s bandwidth`,
  },
  keys: { before: "keys before", after: "and after", label: "The keys before and after the sort" },

  count: "keys",
  count_bits: "keys 2ⁿ, n =",
  halve: "half as many keys",
  double: "twice as many keys",
  plan: "plan",
  presets: { automatic: "automatic", naive: "naive", fused: "fused", blocked: "blocked", registers: "registers" },
  run: "run",
  running: "running …",
  still: "A still of the plans. With scripts on, they sort in your browser.",
  summary: ({ kind, pattern, descending, count }) =>
    `${countWords(count, "en")} ${kind}, ${en.data.patterns[pattern]}, ${descending ? "descending" : "ascending"}`,
  verdict: ({ agrees, sorted, permutation }, count) =>
    agrees ? `${n(count)} keys in order, none lost` : sorted ? "Wrong: in order, but not the same keys" : permutation ? "Wrong: not in order" : "Wrong: not in order, and not the same keys",
  waiting: "not run",
  badge: ({ kind, name, software }) =>
    kind === "cpu" ? "CPU, WebAssembly" : software ? `${name} · software` : name,
  why: (reason) => reason,
  caption: ({ count, naive, passes: chosen, plan, bytes, naive_bytes, comparators, wrong }) => {
    if (wrong)
      return {
        claim: "It ran to the end, and it is wrong.",
        rest: "No error came from the GPU. Only the check noticed: it reads the keys back, walks through them once and compares fingerprints.",
      };
    if (plan === "naive" || chosen === naive)
      return {
        claim: `${passes(naive)} over memory, ${bytesWords(naive_bytes)}, for ${countWords(count, "en")} keys.`,
        rest: `Each pass reads every key, compares it once and writes it back: ${n(comparators)} comparisons, one for every 16 bytes.`,
      };
    return {
      claim: `${n(naive)} passes over memory, or ${n(chosen)}: the comparisons are the same.`,
      rest: `A bar is a pass, as wide as the bytes it moves and as high as the steps it does meanwhile. So every row has the same area, ${n(comparators)} comparisons; the width is what costs: ${bytesWords(naive_bytes)} one step at a time, ${bytesWords(bytes)} as planned here.`,
    };
  },
  legend: [
    "pass in a tile of workgroup memory",
    "pass in registers",
    "step of the network; dotted if a flip",
    "steps that one pass does",
    "in a tile from here down",
  ],
  readouts: {
    measured: "measured",
    modelled: "modeled",
    counted: "counted",
    passes: "passes over memory",
    bytes: "bytes read and written",
    comparators: "comparisons",
    time: "time, end to end",
    of_naive: (ratio) => `${ratio.toFixed(1)}× fewer than naive`,
    per_byte: (comparators) => `${comparators.toFixed(2)} a byte`,
    formula: (stages) => `n/4 · ${stages} · ${stages + 1}`,
    per_key: "a key",
    many: (count) =>
      count < 1e5 ? n(count) : `${Number((count / 1e6).toPrecision(3))} million`,
    spread: (min, max) => `${timeWords(min)} to ${timeWords(max)}`,
    one: "one run",
  },
  proof: {
    seed: (seed) => `seed ${seed}`,
    adapter: (name, why) => (name === null ? `no GPU: ${why}` : `adapter ${name}`),
    chosen: (plan) => `automatic: ${en.plans[plan]}`,
    checked: "every output checked: in order, and the same keys",
  },

  player: {
    first: "to the start",
    back: "step back",
    play: "play",
    pause: "pause",
    forward: "step forward",
    speed: "speed",
    scrub: "pass",
    ends: ["", ""],
    value: (step, all) => (step === 0 ? `before the first of ${all} passes` : `after pass ${step} of ${all}`),
    short_value: (step, all) => `pass ${step} of ${all}`,
  },
  tools: {
    reset: "reset",
    data: "keys and plan",
    break: "break",
    table: "table",
    share: "share",
    full: "full screen",
    open_full: "open in full",
    more: "more tools",
    help: "shortcuts",
    close: "close",
    copy_by_hand: "Copy this link:",
  },
  data: {
    tile: "keys in a tile",
    registers: "keys in a thread",
    kind: "type",
    order: "order",
    orders: ["ascending", "descending"],
    pattern: "input",
    patterns: {
      random: "random",
      sorted: "sorted",
      reversed: "reversed",
      "few-unique": "8 values",
      "all-equal": "all equal",
      "organ-pipe": "organ pipe",
      skewed: "skewed",
      specials: "NaN, ±0, ±∞",
    },
    device: "device",
    devices: { auto: "GPU, else CPU", gpu: "GPU only", cpu: "CPU" },
    seed: "seed",
    keys,
  },
  breaks: {
    title: "Break it",
    none: "no fault",
    name: { barrier: "leave out the barriers", word: "corrupt one word", tile: "a tile too large" },
    what: {
      barrier:
        "Threads of a workgroup read what others have not written yet. Nothing crashes. On some devices, the threads happen to run in step, and the result is even right.",
      word: "After the last pass, one bit of one key is flipped in the GPU’s memory. The order may survive that; the set of keys does not.",
      tile: "A tile four times as large as this device’s workgroup memory. The device refuses the shader, in its own words.",
    },
    needs_gpu: "There is no GPU here to break: the CPU’s sort has neither barriers nor tiles.",
    failed: "The device refused.",
    again: "run without the fault",
  },
  table: {
    caption: (plan) => `Passes of the plan “${en.plans[plan]}”`,
    columns: {
      pass: "pass",
      kernel: "does",
      stage: "stage",
      distances: "distances",
      steps: "steps",
      comparators: "comparisons",
      bytes: "bytes",
      time: "time",
    },
    kernels,
    totals: "Plans side by side",
    plan: "plan",
    passes: "passes",
  },
  help: [
    ["Space", "play, pause"],
    ["← →", "step back, step forward"],
    ["Home End", "to the start, to the end"],
    ["1 2 3 4", "choose a plan"],
    ["R", "run and measure"],
    ["B", "next fault"],
    ["T", "table"],
    ["E", "keys and plan"],
    ["F", "full screen"],
    ["Esc", "close"],
  ],
};
