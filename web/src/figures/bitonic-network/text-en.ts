// English words of the network figure.

import { grouped } from "../../draw/numbers.ts";
import { powerOfTwo } from "../../network/counts.ts";
import type { CaptionFacts, Text } from "./text.ts";

const n = (value: number): string => grouped(value, "en");
const plural = (count: number, one: string): string => `${n(count)} ${one}${count === 1 ? "" : "s"}`;

function sorting({ wires, kind, comparators, layers, inputs, edits }: CaptionFacts): string {
  const power = 2 ** Math.ceil(Math.log2(wires));
  const any =
    kind !== "odd-even-merge" && power !== wires && edits === 0
      ? ` It is the network for ${power} wires without the comparators that touch one of the ${power - wires} missing ones.`
      : "";
  const proved =
    inputs === null
      ? ` At this size the ${powerOfTwo(wires)} inputs of zeros and ones are not tried.`
      : ` All ${n(inputs)} inputs of zeros and ones come out sorted; that settles every list in every order.`;
  return `${plural(comparators, "comparator")} in ${plural(layers, "layer")}, each sending the smaller key up and the larger one down.${any}${proved}`;
}

export const en: Text = {
  title: "Sorting network",
  caption: (facts) => {
    const { cut, edits, inputs, failing, wrong } = facts;
    if (edits === 0) return { claim: "The wiring never looks at the data.", rest: sorting(facts) };
    if (inputs === null)
      return {
        claim: `${plural(edits, "edit")}, and nobody has tried all inputs.`,
        rest: wrong > 0 ? "These keys already come out wrong." : "These keys come out sorted, which proves nothing.",
      };
    if (failing === 0)
      return { claim: "It still sorts everything.", rest: `All ${n(inputs)} inputs come out sorted after ${plural(edits, "edit")}.` };
    const missing = cut === edits ? `${plural(cut, "comparator")} taken out` : plural(edits, "edit");
    const seen = wrong > 0 ? "The keys on the wires show it." : "The keys on the wires do not show it: they come out sorted.";
    return {
      claim: `${missing}: ${n(failing)} of ${n(inputs)} inputs ${failing === 1 ? "comes" : "come"} out wrong.`,
      rest: `${seen} The smallest failing input stands under the picture, and beside it a list of the numbers 1 to ${facts.wires} that comes out wrong for the same reason.`,
    };
  },
  legend: () => [
    "comparator: the larger key goes to the arrow",
    "keys exchanged here",
    "taken out",
    "redundant: it sorts without it",
    "reversed",
    "a small key, a large key",
    "neighbors in the wrong order",
  ],
  help: [
    ["Space", "play, pause"],
    ["← →", "step back, step forward"],
    ["Shift ← →", "one stage back or forward"],
    ["Home End", "to the start, to the end"],
    ["[ ]", "speed: slower, faster"],
    ["0–9", "follow the key of that wire"],
    ["E T", "keys, table"],
    ["U", "undo"],
    ["in a key: ↑ ↓", "one up, one down"],
    ["Alt ↑ ↓", "to the key above, below"],
    ["in the list of comparators: ↑ ↓", "one by one"],
    ["← →", "layer by layer"],
    ["Delete", "take out, put back"],
    ["F", "reverse"],
    ["A", "add: arrows, then Enter twice"],
  ],
};
