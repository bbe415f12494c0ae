// English words of the 0-1 figure.

import { grouped } from "../../draw/numbers.ts";
import { en as network } from "../bitonic-network/text-en.ts";
import type { Text } from "./text.ts";

const n = (value: number): string => grouped(value, "en");

export const en: Text = {
  title: "0-1 principle",
  threshold: "threshold",
  threshold_value: (least, zeros, ones) =>
    ones === 0
      ? `No key reaches the threshold: ${n(zeros)} zeros.`
      : `Keys from ${least} up are ones: ${n(zeros)} zeros, ${n(ones)} ones.`,
  find: "find a counterexample",
  none_found: (inputs) => `There is none: all ${n(inputs)} inputs of zeros and ones come out sorted.`,
  too_many: "There are too many inputs to try here.",
  strip: { start: "start", after: (layers) => `after ${layers}` },
  strip_label: "All shadows: a row for each wire, a column for each threshold",
  agreeing: (count, of) =>
    `${count} of ${of} shadows, sent through alone, stay the shadow of the keys after every comparator`,
  caption: ({ wires, edits, inputs, failing }) => {
    const columns = `Slide the threshold: the shadow that it casts of the keys goes through the same comparators, and comes out sorted when they do. All ${wires + 1} shadows side by side are the bars below; each column is one of them.`;
    if (inputs === null)
      return { claim: "Sorting keys is sorting all their shadows at once.", rest: columns };
    if (failing > 0)
      return {
        claim: `${n(failing)} of ${n(inputs)} shadows betray this network.`,
        rest: `A failing column of zeros and ones becomes a failing list: zeros turn into small keys, ones into large ones, each in the order of the wires.`,
      };
    const still = edits > 0 ? " The network has been changed, and still sorts them all." : "";
    return {
      claim: "Sorting keys is sorting all their shadows at once.",
      rest: `${columns} There are only ${n(inputs)} columns of ${wires} zeros and ones, and all of them come out sorted.${still}`,
    };
  },
  legend: () => [
    "a zero, a one",
    "all shadows of the keys; this threshold",
    "comparator: the larger key goes to the arrow",
    "taken out",
    "redundant: it sorts without it",
    "some zeros and ones come out wrong here",
  ],
  help: network.help,
};
