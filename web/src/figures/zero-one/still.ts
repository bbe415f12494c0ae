// The figure as a picture without scripts.

import type { Language } from "../../draw/numbers.ts";
import type { Parameters } from "../../network/parameters.ts";
import { networkStill, type RunNetwork } from "../../network/still.ts";
import { caption, drawn } from "./parts.ts";
import { own_texts } from "./text.ts";
import { thresholdStill } from "./threshold.ts";

/** `base` is still.json: the network that stands for the figure. */
export const still = (base: Partial<Parameters>, run: RunNetwork): Promise<Record<Language, string>> =>
  networkStill(base, run, {
    name: "zero-one",
    title: (language) => own_texts[language].title,
    drawn: (model) => drawn(model, model.layers.length),
    above: (model, words) => thresholdStill(model, own_texts[words.language]),
    caption,
  });
