// English words of the ring figure.

import { grouped, scientific } from "../../draw/numbers.ts";
import type { Text } from "./text.ts";
import { fork, forkCaption, gapCaption, gaps } from "./text-gap-en.ts";

const n = (value: number): string => grouped(value, "en");
const plural = (count: number, one: string, many = `${one}s`): string =>
  `${n(count)} ${count === 1 ? one : many}`;
const words = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];
const spelled = (count: number): string => words[count] ?? n(count);

export const en: Text = {
  language: "en",
  title: "Ring all-reduce: the cut",
  figure: "Figure",
  number: n,

  one_ring: "one all-reduce",
  ring_steps: (steps) => `${plural(steps, "step")}, uncut`,
  step: "step",
  cut_after: (cut) => (cut === 0 ? "cut before step 1" : `cut after step ${cut}`),
  cut_remark: (cut, ranks) => {
    const off = cut - (ranks - 1);
    return off === 0
      ? `P − 1 = ${ranks - 1}`
      : `${plural(Math.abs(off), "step")} too ${off < 0 ? "early" : "late"}`;
  },
  half_adds: (steps) => `${plural(steps, "step")}: the receiver adds`,
  half_copies: (steps) => `${plural(steps, "step")}: the receiver overwrites`,
  gap: "gap",
  chunk: "chunk",
  chunk_name: (chunk) => `chunk ${chunk}`,
  owns: "owns",
  verdict: "verdict",
  buffers_on_cut: "Buffers on the cut",
  buffers_after: (step) => (step === 0 ? "Buffers before step 1" : `Buffers after step ${step}`),
  halves_after: (step) => `Buffers of the halves after step ${step}`,
  buffers_remark: "columns are chunks, bars are contributions",
  buffers_remark_dense: "columns are chunks, height is contributions",
  outputs: "Output of every rank",
  outputs_remark: (report, checks) => {
    const wrong = checks.reduce((sum, check) => sum + check.wrong_count, 0);
    const same = checks.filter((check) => check.identical_to_first).length;
    return wrong > 0
      ? `${n(wrong)} of ${n(checks.length ** 2)} chunks wrong, ${same === checks.length ? "and all ranks agree" : "ranks disagree"}`
      : `first values; error ≤ ${scientific(report.verdict.max_error)}; bits equal on ${same} of ${checks.length} ranks`;
  },
  no_outputs: "the run failed: no rank returned anything",
  pill: (check) =>
    check.wrong_count > 0 ? `${check.wrong_count} wrong` : check.ulp > 999 ? "close" : `${check.ulp} ULP`,
  of_compared: (compared) => `of ${n(compared)}`,
  buffers_equal: "buffers equal, ring against halves,",
  compared_at: (moments) => `compared bit by bit at all ${moments} moments`,
  space_time_label: "Space-time of the ring and of its two halves",
  strip_label: "The steps of the ring, cut into two halves",
  rails_label: "What every rank holds, and what it returned",
  one_rank: "One rank: no neighbor, no message. The sum is the input.",

  ranks: "ranks",
  data_summary: ({ ranks, elements, op, kind }) => {
    const even = elements % ranks === 0;
    return `${plural(ranks, "chunk")} of ${even ? n(elements / ranks) : `${n(Math.floor(elements / ranks))}–${n(Math.ceil(elements / ranks))}`} ${kind}, ${op}`;
  },
  tab_buffers: "Buffers",
  tab_space_time: "Space-time",
  tab_outputs: "Output",
  views: "Views",
  still: "A still of one run. With scripts on, the ranks run in your browser.",
  starting: "starting the ranks …",
  running: "running …",
  verdict_line: ({ agrees, wrong, chunks, ranks, differs }) => {
    if (differs.length > 0)
      return `The replayed trace does not give what rank ${differs.join(", ")} returned.`;
    if (agrees) return `Right on ${ranks === 1 ? "the one rank" : `all ${ranks} ranks`}.`;
    return `Wrong: ${n(wrong)} of ${n(chunks)} chunks.`;
  },
  caption: (facts) => {
    const { ranks, cut, equal, compared, wrong, chunks } = facts;
    if (facts.failed)
      return {
        claim: "This run failed, as asked.",
        rest: "The lower lanes are the two halves without the fault; they ran to the end.",
      };
    if (ranks === 1)
      return {
        claim: "A ring of one has nothing to send.",
        rest: "Its reduce-scatter and its all-gather are both empty.",
      };
    if (facts.fault !== null && !facts.agrees)
      return {
        claim: `Wrong in ${n(wrong)} of ${n(chunks)} chunks.`,
        rest: "The ring ran to its end; only the check against the definition noticed.",
      };
    if (facts.fork !== null) return forkCaption(facts, facts.fork);
    if (facts.gap !== null) return gapCaption(facts, facts.gap);
    if (facts.agrees && cut === ranks - 1) {
      return {
        claim: `After step ${ranks - 1} every rank holds exactly one chunk that all ${spelled(ranks)} have added to.`,
        rest: `Stop there and the ring was a reduce-scatter; the ${ranks === 2 ? "one step" : `${spelled(ranks - 1)} steps`} left over are an all-gather. Run apart, the two halves give the ring’s buffers bit for bit: ${n(equal)} of ${n(compared)}.`,
      };
    }
    if (facts.agrees)
      return {
        claim: `Cut after step ${cut}, and the result is still right.`,
        rest: `With this data and this operator the output does not show where the cut is; ${n(equal)} of ${n(compared)} buffers are equal.`,
      };
    return {
      claim: `Cut after step ${cut}, and ${wrong === chunks ? `all ${n(wrong)}` : `${n(wrong)} of ${n(chunks)}`} chunks are wrong.`,
      rest: `${facts.identical ? `The run ends, and all ${spelled(ranks)} ranks agree bit for bit: agreement proves nothing.` : "The run ends, and the ranks do not even agree."} ${n(equal)} of ${n(compared)} buffers still match the two halves.`,
    };
  },
  legend: () => [
    "some ranks added so far",
    "finished by its last addition",
    "message, receiver adds",
    "message, receiver overwrites",
    "critical path, one of the longest chains",
    "bits equal, bits differ",
  ],

  readouts: {
    messages: "messages sent per rank",
    bytes: "bytes sent per rank",
    modelled_time: (alpha, beta) => `time, α ${alpha} µs, β ${beta} ns/B`,
    measured_time: (runs) => (runs > 1 ? `time, median of ${runs} runs` : "time, one run"),
    measured: "measured",
    modelled: "modeled",
    counted: "counted",
    not_measured: "not measured",
    not_measured_why: {
      coarse: (us) => `this page is not isolated: its clock steps by ${us.toFixed(0)} µs`,
      simulated: "simulated ranks have no time of their own",
    },
    resolution: (us) => `± ${n(Math.round(us))} µs`,
    of_vector: (ratio) => `${ratio.toFixed(2)} n`,
    uneven: (least, most) => `${n(least)}–${n(most)}`,
    failed: "the run failed",
  },
  engine: {
    badge: ({ used }, ranks) =>
      ({
        "workers-shared": `${plural(ranks, "worker")} · shared memory`,
        "workers-ports": `${plural(ranks, "worker")} · message ports`,
        simulated: "simulated",
        threads: `${plural(ranks, "thread")}`,
      })[used],
    why: ({ used, why }, host) => {
      if (used === "workers-ports" && host?.ports_wanted) return "message ports, as asked for";
      if (used === "workers-ports" && host?.secure === false)
        return "no shared memory: this page is not served over https";
      if (used === "workers-ports" && host?.isolated === false)
        return "no shared memory: this page is not cross-origin isolated";
      if (used === "simulated" && host?.workers === false) return "this page cannot start workers";
      return why;
    },
  },
  proof: {
    timer: (us) => `clock ± ${us < 1 ? us.toFixed(1) : us.toFixed(0)} µs`,
    seed: (seed, edits) =>
      edits > 0 ? `seed ${seed}, ${plural(edits, "value")} changed` : `seed ${seed}`,
    trace: (hash) => `trace ${hash}`,
    replayed: (messages) => `${plural(messages, "message")} replayed`,
    naive: (difference) => `naive sum (gather-broadcast) at most ${difference} away`,
    mismatch: (ranks) => `replay and output differ on rank ${ranks.join(", ")}`,
  },

  player: {
    first: "to the start",
    back: "step back",
    play: "play",
    pause: "pause",
    forward: "step forward",
    speed: "speed",
    scrub: "step",
    ends: ["reduce-scatter", "all-gather"],
    value: (step, steps, half, cut) =>
      `step ${step} of ${steps}: ${step === cut ? "on the cut" : step > half ? "all-gather" : "reduce-scatter"}`,
    short_value: (step, steps) => `step ${step} of ${steps}`,
  },
  tools: {
    reset: "reset",
    data: "data",
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
  fewer: "fewer ranks",
  more: "more ranks",
  cut_input: "place of the cut",
  cut_value: (cut, ranks) =>
    `after step ${cut} of ${2 * (ranks - 1)}${cut === ranks - 1 ? ", where both halves are whole" : ""}`,
  data: {
    elements: "elements per rank",
    operator: "operator",
    kind: "type",
    seed: "seed",
    ops: { sum: "sum", product: "product", min: "min", max: "max", mean: "mean" },
    values: "Input values",
    rank: "rank",
    chunk: "chunk",
    restore: "restore all values",
    tap: "tap a cell of the buffers to edit it",
    empty: "this chunk is empty",
    window: (from, to, count) => `${n(from)}–${n(to)} of ${n(count)}`,
    earlier: "earlier values",
    later: "later values",
    element: (rank, index) => `rank ${rank}, element ${index}`,
    edited: (count) => `${plural(count, "value")} changed`,
  },
  faults: {
    title: "Break it",
    on_rank: "on rank",
    none: "no fault",
    name: {
      panic: "panic",
      kill: "sudden death",
      silent: "silence",
      delay: "delay",
      op: "other operator",
      count: "other length",
      flip: "flipped bit",
    },
    what: {
      panic: "that rank’s code panics mid-run",
      kill: "that rank vanishes mid-run with its memory, without a word",
      silent: "that rank stops answering; the others give up after 1.5 s",
      delay: "that rank pauses for 100 ms; the result must not change",
      op: "that rank calls with another operator",
      count: "that rank calls with another length",
      flip: "one bit of that rank’s result is flipped after the run",
    },
    failed: "The run failed",
    waits: "Who waited for whom",
    again: "run without the fault",
    waiting: (rank, on, call, since) =>
      `rank ${rank} waited ${n(Math.round(since / 1000))} ms for rank ${on} in ${call}`,
  },
  gaps,
  fork,
  table: {
    messages: "Messages",
    outputs: "Outputs",
    no_message: "no message before step 1",
    step_of: (step, steps) => `step ${step} of ${steps}`,
    columns: {
      run: "run",
      from: "from",
      to: "to",
      chunk: "chunk",
      elements: "elements",
      bytes: "bytes",
      receiver: "receiver",
      sent: "sent, µs",
      received: "received, µs",
    },
    adds: "adds",
    stores: "overwrites",
    run_ring: "all-reduce",
    cell: (contributions, ranks) => `${contributions} of ${ranks}`,
    error: "largest error",
    ulp: "ULP",
    wrong: "wrong chunks",
    first_values: "first values",
  },
  help: [
    ["Space", "play, pause"],
    ["← →", "step back, step forward"],
    ["Shift ← →", "one half back or forward"],
    ["Home End", "to the start, to the end"],
    ["[ ]", "speed: slower, faster"],
    ["0–9", "follow a rank"],
    ["B", "next fault"],
    ["G", "next work in the gap"],
    ["X", "the other future"],
    ["T", "table"],
    ["E", "data"],
    ["F", "full screen"],
    ["?", "these shortcuts"],
    ["Esc", "close"],
  ],
};
