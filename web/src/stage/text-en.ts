// The English that all figures of collectives share.

import { grouped, microseconds } from "../draw/numbers.ts";
import type { Words } from "./text.ts";

const n = (value: number): string => grouped(value, "en");
const us = (value: number): string => `${microseconds(value, "en")} µs`;
const many = (count: number, one: string): string => `${n(count)} ${one}${count === 1 ? "" : "s"}`;
const ranks = (all: readonly (readonly [number, number])[]): string =>
  all.map(([first, last]) => (first === last ? `rank ${first}` : `ranks ${first} to ${last}`)).join(" and ");

export const en: Words = {
  language: "en",
  figure: "Figure",
  picture: "Messages of all ranks, and what each rank has after them",
  algorithm: (name) => name.replaceAll("-", " "),
  cost: ({ messages, rounds, time_us, failed }) =>
    failed
      ? `${many(messages, "message")} sent, then it failed`
      : [many(messages, "message"), rounds === null ? "" : many(rounds, "round"), time_us === null ? "" : us(time_us)]
          .filter((part) => part !== "")
          .join(" · "),
  units: { step: "round", model: "µs", wall: "µs" },
  load: {
    sends: "bytes sent",
    receives: "bytes received",
    bytes: (count) => (count === 0 ? "nothing" : n(count)),
  },

  ranks: "ranks",
  fewer: "fewer ranks",
  more: "more ranks",
  algorithms: "algorithm",
  beside: "compared with",
  none: "nothing",
  clock: "clock",
  clocks: { step: "rounds", model: "model", wall: "this device" },
  view: "view",
  views: { lanes: "by rank", tree: "as a tree", held: "what each holds", load: "bytes" },
  running: "running …",
  still: "A still of a recorded run. With scripts on, these ranks run in your browser.",
  failed: "The run failed.",
  waits: "Who waits for whom",
  again: "run without the fault",
  waits_for: (rank) => `waits for ${rank}`,
  waiting: (rank, on, call, since_us) =>
    `rank ${rank} waits for rank ${on} in ${call}, for ${(since_us / 1000).toFixed(0)} ms`,
  verdict: (agrees, count) =>
    agrees ? `right on ${count === 1 ? "1 rank" : `all ${count} ranks`}` : "wrong: not what the definition says",
  hint: "Point at a message to read what it carries and how that came to be.",
  message: ({ algorithm, from, to, round, count, whose, combined, arrives }) => {
    const what = count === 0 ? "an empty message" : many(count, "value");
    const origin = whose.length === 0 ? "" : ` that ${count === 1 ? "comes" : "come"} from ${ranks(whose)}`;
    const end =
      arrives === null ? "" : arrives === "never" ? " It never arrives." : ` It arrives after ${us(arrives.us)}.`;
    const does = combined ? " Its receiver adds it to its own." : "";
    return `${algorithm === null ? "" : `${en.algorithm(algorithm)}, `}round ${round + 1}: rank ${from} sends ${what}${origin} to rank ${to}.${does}${end}`;
  },
  legend: {
    copies: "a message that is stored",
    combines: "a message that is combined",
    critical: "what the end had to wait for",
    has: "what a rank has, in the hue of the rank it comes from",
    nothing: "nothing yet",
  },
  sources: { counted: "counted", modelled: "modeled", measured: "measured" },
  readouts: {
    rounds: "rounds",
    bytes: "bytes sent by the busiest rank",
    time: "time in the model",
    wall: "time, one run",
    besides: (algorithm, value) => `${en.algorithm(algorithm)}: ${value}`,
    resolution: (value) => `± ${n(Math.round(value))} µs`,
    not_measured: "not measured",
    coarse: (value) => `this page is not isolated: its clock steps by ${value.toFixed(0)} µs`,
    simulated: "simulated ranks have no time of their own",
    failed: "the run failed",
  },
  engine: {
    badge: ({ used }, count) =>
      ({
        "workers-shared": `${count} workers · shared memory`,
        "workers-ports": `${count} workers · message ports`,
        simulated: "simulated",
        threads: `${count} threads`,
      })[used],
  },
  proof: {
    proved: ({ right, complaints }) =>
      right
        ? "proved without running: every schedule ends, and every element is right"
        : `without running: ${complaints[0]?.message ?? "not right"}`,
    labels: "the walk of names gives the same values as the ranks, bit by bit",
    labels_differ: "the walk of names gives other values than the ranks",
    seed: (seed) => `seed ${seed}`,
    trace: (hash) => `trace ${hash}`,
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
    value: (step, steps) => (step === 0 ? "at the start" : `after step ${step} of ${steps}`),
    short_value: (step, steps) => `${step} of ${steps}`,
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
  data: { elements: "values", kind: "type", seed: "seed", root: "root", op: "operator" },
  faults: {
    title: "fault",
    on_rank: "on rank",
    none: "no fault",
    name: { flip: "flipped bit", panic: "panic", silent: "silence", delay: "delay" },
    what: {
      flip: "One bit of that rank’s result is flipped. Every rank ends as if nothing had happened; only the check notices.",
      panic: "That rank panics before its first round. Those who wait for it are told, and so are you.",
      silent: "That rank never says anything. Whoever waits for it gives up after 1.5 s.",
      delay: "That rank begins late: by 20 µs in the model, by 20 ms on real ranks. Whoever depends on it waits too.",
    },
  },
  table: {
    messages: "Messages",
    columns: ["round", "from", "to", "values", "bytes", "arrives"],
    nothing: "no message",
  },
  help: [
    ["Space", "play, pause"],
    ["← →", "step back, step forward"],
    ["Home End", "start, end"],
    ["N P", "next, previous message"],
    ["A", "next algorithm"],
    ["V", "next view"],
    ["C", "next clock"],
    ["B", "next fault"],
    ["T", "table"],
    ["F", "full screen"],
    ["Esc", "close"],
  ],
};
