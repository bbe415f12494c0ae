// English words of networks.

import { grouped } from "../draw/numbers.ts";
import { factorial, powerOfTwo } from "./counts.ts";
import type { NetworkText, Told } from "./text.ts";

const n = (value: number): string => grouped(value, "en");
const plural = (count: number, one: string, many = `${one}s`): string =>
  `${n(count)} ${count === 1 ? one : many}`;

function told({ number, of, layer, low, high, keys, ...item }: Told): string {
  const place = `comparator ${number} of ${of}, layer ${layer}, smaller key to wire ${low}, larger to ${high}`;
  const marks = `${item.turned ? ", reversed" : ""}${item.redundant ? ", redundant" : ""}`;
  if (item.cut) return `${place}: taken out`;
  if (!keys) return `${place}${marks}`;
  return `${place}${marks}: ${keys.low} and ${keys.high} come out, ${keys.swapped ? "exchanged" : "not exchanged"}`;
}

export const en: NetworkText = {
  language: "en",
  number: n,
  figure: "Figure",
  wires: "wires",
  fewer: "fewer wires",
  more: "more wires",
  kind: "network",
  kinds: {
    bitonic: "bitonic, by loops",
    "bitonic-by-recursion": "bitonic, by recursion",
    "odd-even-merge": "odd-even merge",
  },
  drawing: {
    stage: (stage, block) => `stage ${stage}: blocks of ${block}`,
    added: "added",
    distance: "distance",
    wire: "wire",
  },
  drawing_label: (wires, comparators, layers) =>
    `Sorting network on ${wires} wires: ${plural(comparators, "comparator")} in ${plural(layers, "layer")}`,
  list_label: "comparators",
  key_label: (wire) => `key on wire ${wire}`,
  told,
  nothing_selected: "Pick a comparator: click it, or step through them with the arrow keys.",

  cut: "take out",
  restore: "put back",
  flip: "reverse",
  add: "add one",
  adding_first: "New comparator: pick the wire that gets the smaller key",
  adding_second: "Now the wire that gets the larger one",
  adding_at: (wire, gap) => `at wire ${wire}, before layer ${gap + 1}`,
  leave: "cancel",
  undo: "undo",
  whole: "whole network",
  edited: (cut, turned, added) =>
    [cut && `${cut} taken out`, turned && `${turned} reversed`, added && `${added} added`]
      .filter(Boolean)
      .join(", "),

  sorts: ({ inputs }) => `sorts everything: ${n(inputs)} of ${n(inputs)}`,
  fails: ({ inputs, failing }) => `fails for ${n(failing)} of ${n(inputs)}`,
  too_many: (wires, most) => `${powerOfTwo(wires)} inputs are not tried here; up to ${most} wires they are`,
  these_sorted: () => "The keys on the wires come out sorted.",
  these_wrong: (places) => {
    const [first] = places;
    if (!first) return "";
    const rest = places.length > 1 ? `, and ${plural(places.length - 1, "more place")}` : "";
    return `The keys on the wires come out wrong: wire ${first.wire} ends with ${first.above}, wire ${first.wire + 1} with ${first.below}${rest}.`;
  },
  these_under_way: (layers, of) => `After layer ${layers} of ${of}.`,
  smallest: "smallest failing input, wire 0 first",
  breaking_list: "a list that comes out wrong",
  put_on_wires: "put it on the wires",
  put_shadow: "put the zeros and ones on the wires",
  on_wires: "It is on the wires now.",
  redundant_found: (count) =>
    `${plural(count, "comparator")} ${count === 1 ? "is" : "are"} redundant: without any one of them it still sorts everything`,

  data: "keys",
  list_input: "all keys as a list",
  list_hint: "Any numbers, separated by commas or spaces; there will be as many wires.",
  pattern: "fill with",
  patterns: {
    shuffled: "a shuffle",
    sorted: "sorted",
    reversed: "reversed",
    equal: "all equal",
    "zero-one": "zeros and ones",
  },

  comparators: "comparators",
  layers: "layers",
  depth: (depth) => `depth ${depth}`,
  inputs_and_orders: "inputs tried, in place of all orders",
  orders: (wires) => `${wires}! = ${factorial(wires, "en")}`,
  untried: "too many to try",
  proof_time: (inputs) => (inputs === null ? "time to try all inputs" : `time to try ${n(inputs)} inputs`),
  resolution: (ms) => `ms ± ${ms < 0.01 ? "0.005" : ms.toFixed(ms < 0.1 ? 2 : 1)}`,
  measured_live: "measured in the live figure",
  not_proved: "no proof at this size",
  sources: { counted: "counted", modelled: "modeled", measured: "measured" },
  proof: {
    where: "run and proved in WebAssembly, on this page",
    same: (comparators) => `loops and recursion give the same ${n(comparators)} comparators`,
    differs: "loops and recursion differ",
    timer: (ms) => `clock steps of ${ms < 0.1 ? `${Math.round(ms * 1000)} µs` : `${ms.toFixed(1)} ms`}`,
    edits: (count) => plural(count, "edit"),
  },

  table: "table",
  table_keys: "What the wires carry",
  after_layer: "after layer",
  wire: "wire",

  player: {
    first: "to the start",
    back: "step back",
    play: "play",
    pause: "pause",
    forward: "step forward",
    speed: "speed",
    scrub: "layers passed",
    ends: ["unsorted", "sorted"],
    value: (step, steps) => `${step} of ${steps} layers passed`,
    short_value: (step, steps) => `layer ${step} of ${steps}`,
  },
  tools: {
    reset: "reset",
    share: "share",
    full: "full screen",
    open_full: "open in full",
    more: "more tools",
    help: "shortcuts",
    close: "close",
    copy_by_hand: "Copy this link:",
  },
  still: "A still of one run. With scripts on, the network runs in your browser.",
  starting: "The module that computes could not be started",
};
