// The figure as a picture without scripts.

import { keyStyle } from "../../network/drawing.ts";
import type { Parameters } from "../../network/parameters.ts";
import { networkStill, type RunNetwork } from "../../network/still.ts";
import type { Language } from "../../draw/numbers.ts";
import { caption } from "./parts.ts";
import { own_texts } from "./text.ts";

/** `base` is still.json: the network that stands for the figure. */
export const still = (
  base: Partial<Parameters>,
  run: RunNetwork,
): Promise<Record<Language, string>> =>
  networkStill(base, run, {
    name: "bitonic-network",
    title: (language) => own_texts[language].title,
    drawn: (model) => ({
      style_of: [],
      styleOf: (wire, { pitch }) => keyStyle(model, wire, null, pitch),
    }),
    above: () => "",
    caption,
  });
