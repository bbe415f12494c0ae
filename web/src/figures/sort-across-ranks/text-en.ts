// The English of the figure of sorts across ranks.

import { grouped } from "../../draw/numbers.ts";
import type { Text } from "./text.ts";

const n = (value: number): string => grouped(value, "en");
const between = (values: readonly number[]): string => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? n(most) : `${n(least)} to ${n(most)}`;
};

export const en: Text = {
  language: "en",
  title: "A wire is a rank",
  figure: "Figure",

  lanes_heading: (rounds) => (rounds === 0 ? "No messages" : `${n(rounds)} rounds, one after the other`),
  lanes_label: "Blocks of all ranks after every step, and the messages between them",
  stage: (stage) => `stage ${stage}`,
  phases: { split: "compare-split", samples: "samples", splitters: "splitters", counts: "counts", keys: "keys" },
  bytes_heading: "Bytes each rank sends",
  volumes_label: "Bytes that each rank sends in three sorts, and how many keys it ends with",
  algorithms: { bitonic: "bitonic", sample: "sample" },
  transposition: "odd-even",
  keys_heading: "Keys held",
  at_end: "at the end",
  range: between,
  at_most: (values) => (new Set(values).size > 1 ? `≤ ${n(Math.max(...values))}` : between(values)),
  one_rank: "One rank has no partner: it sorts its own keys, and that is all.",

  ranks: "ranks",
  fewer: "fewer ranks",
  more: "more ranks",
  sort: "sort",
  summary: ({ elements, kind, pattern }) => `${n(elements)} ${kind} each, ${en.data.patterns[pattern]}`,
  running: "running …",
  still: "A still of one run. With scripts on, these ranks sort in your browser.",
  verdict: ({ agrees, keys, ranks, differs }) => {
    if (!agrees) return `Wrong: not the ${n(keys)} keys in order`;
    if (differs.length > 0) return `The replayed trace does not give what rank ${differs.join(", ")} returned`;
    return `${n(keys)} keys in order across ${ranks === 1 ? "1 rank" : `${ranks} ranks`}`;
  },
  caption: ({ parameters, failed, agrees, keys, bitonic, sample }) => {
    const { ranks, algorithm, elements } = parameters;
    if (failed)
      return {
        claim: "This run failed, as asked.",
        rest: "What is drawn above is how it should have gone; the message says how far it got.",
      };
    if (!agrees)
      return {
        claim: "Every rank finished, and the result is wrong.",
        rest: `Only the check noticed: it sorts all ${n(keys)} keys once more, as one list, and compares bit by bit.`,
      };
    if (ranks === 1) return { claim: "One rank is an ordinary sort.", rest: "There is nobody to send anything to." };
    if (algorithm === "sample")
      return {
        claim: "Sampled first, every key travels at most once.",
        rest: `A rank sends ${n(sample.bytes)} bytes at most, where the network sends ${n(bitonic.bytes)}. The price: ${sample.rounds} rounds against ${bitonic.rounds}, and blocks of ${n(sample.least)} to ${n(sample.most)} keys instead of ${n(elements)}.`,
      };
    return {
      claim: `The network that sorts ${ranks} numbers sorts ${n(keys)}.`,
      rest: `Read every wire as a rank and every comparator as a compare-split of two blocks: the upper rank keeps the smaller half. No rank looks at a key to know its partner: ${bitonic.rounds} rounds and ${n(bitonic.bytes)} bytes sent by the busiest rank, whatever the keys are.`,
    };
  },
  legend: [
    "a block in order; hue: where keys end",
    "two ranks exchange blocks, each keeps half",
    "bytes sent, counted",
    "bytes sent, by formula",
    "equal share; twice that",
  ],
  sources: { counted: "counted", modelled: "modeled", measured: "measured" },
  readouts: {
    rounds: "rounds",
    bytes: "bytes sent per rank",
    load: "most keys on one rank",
    time: "time, one run",
    time_of: (runs) => `time, median of ${runs} runs`,
    formula: ({ algorithm }) => (algorithm === "bitonic" ? "d(d + 1)/2" : "1 + d + 2(P − 1)"),
    blocks: (ratio) => `mean ${ratio.toFixed(2)} blocks`,
    of_average: (ratio) => `${ratio.toFixed(2)} × n/P`,
    resolution: (us) => `± ${n(Math.round(us))} µs`,
    not_measured: "not measured",
    coarse: (us) => `this page is not isolated: its clock steps by ${us.toFixed(0)} µs`,
    simulated: "simulated ranks have no time of their own",
    failed: "the run failed",
  },
  engine: {
    badge: ({ used }, ranks) =>
      ({
        "workers-shared": `${ranks} workers · shared memory`,
        "workers-ports": `${ranks} workers · message ports`,
        simulated: "simulated",
        threads: `${ranks} threads`,
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
    timer: (us) => `clock ± ${us < 1 ? us.toFixed(1) : Math.round(us)} µs`,
    seed: (seed) => `seed ${seed}`,
    trace: (hash) => `trace ${hash}`,
    replayed: (messages, keys) => `${n(messages)} messages replayed with ${n(keys)} keys, equal to the outputs bit by bit`,
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
    ends: ["", ""],
    value: (step, steps) => (step === 0 ? `blocks sorted, before step 1 of ${steps}` : `after step ${step} of ${steps}`),
    short_value: (step, steps) => `step ${step} of ${steps}`,
  },
  tools: {
    reset: "reset",
    data: "keys",
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
    elements: "keys per rank",
    kind: "type",
    pattern: "input",
    patterns: {
      random: "random",
      sorted: "sorted",
      reversed: "reversed",
      "few-unique": "8 values",
      "all-equal": "all equal",
      "organ-pipe": "organ pipe",
      skewed: "skewed",
      specials: "extremes",
    },
    seed: "seed",
  },
  faults: {
    title: "Break it",
    on_rank: "on rank",
    none: "no fault",
    name: { flip: "flipped bit", panic: "panic", silent: "silence", delay: "delay" },
    what: {
      flip: "One bit of that rank’s result is flipped. Every rank ends without an error; only the check notices.",
      panic: "That rank panics after its first exchange. Those who wait for it are told, and so are you.",
      silent: "That rank stops answering after its first exchange. Whoever waits for it gives up after 1.5 s.",
      delay: "That rank takes 30 ms longer. Nothing breaks; everyone downstream waits.",
    },
    failed: "The run failed.",
    waits: "Who waited for whom",
    again: "run without the fault",
    waiting: (rank, on, call, since_us) =>
      `rank ${rank} waited ${(since_us / 1000).toFixed(0)} ms for rank ${on} in ${call}`,
  },
  table: {
    messages: "Messages",
    ranks: "Ranks",
    no_message: "no message in this step",
    column_of: (step, steps) => `step ${step} of ${steps}`,
    columns: {
      rank: "rank",
      from: "from",
      to: "to",
      keys: "keys",
      bytes: "bytes",
      sent: "bytes sent",
      start: "keys at the start",
      end: "at the end",
    },
  },
  help: [
    ["Space", "play, pause"],
    ["← →", "step back, step forward"],
    ["Home End", "to the start, to the end"],
    ["A", "the other sort"],
    ["B", "next fault"],
    ["T", "table"],
    ["E", "keys"],
    ["F", "full screen"],
    ["Esc", "close"],
  ],
};
