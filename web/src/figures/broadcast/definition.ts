// What the figure of broadcasts starts with, and what may be changed about it.

import type { Definition } from "../../stage/definition.ts";
import { words as en } from "./text-en.ts";
import { words as zh } from "./text-zh.ts";

export const definition: Definition = {
  name: "broadcast",
  collective: "broadcast",
  start: { algorithm: "binomial-tree", beside: "linear", ranks: 8, elements: 1024, clock: "model" },
  choose: ["root", "elements", "kind"],
  views: ["lanes", "tree", "held", "load"],
  faults: ["delay", "silent", "panic", "flip"],
  words: { en, zh },
};
