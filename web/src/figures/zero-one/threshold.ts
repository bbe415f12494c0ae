// The threshold: a slider along the sorted keys. Over its left are the keys that become zeros, over its right the ones.

import { html, svg, type TemplateResult } from "lit/html.js";
import { ink, muted, rule } from "../../draw/colors.ts";
import { segment, stroke, text } from "../../draw/marks.ts";
import type { Model } from "../../network/model.ts";
import { thresholdOf } from "../../network/parameters.ts";
import { sayKey } from "../../network/verdict.ts";
import { isOne, sortedKeys } from "./shadows.ts";
import type { Text } from "./text.ts";

const HEIGHT = 58;
const WIDTH_MAX = 720;

export const sliderWidth = (width: number): number => Math.min(WIDTH_MAX, width - 24);

export function thresholdMarks(model: Model, width: number): TemplateResult {
  const sorted = sortedKeys(model);
  const [x, step] = [(at: number): number => 12 + at * step, width / model.wires] as const;
  const every = Math.ceil(20 / step);
  const one = isOne(model);
  const cut = x(thresholdOf(model.parameters));
  return svg`${sorted.map((key, at) =>
    at % every > 0
      ? ""
      : svg`${text(x(at + 0.5), 12, sayKey(key), { size: 11, anchor: "middle", color: one(key) ? ink : muted, weight: one(key) ? 700 : 400 })}
        ${text(x(at + 0.5), 54, one(key) ? "1" : "0", { size: 12, anchor: "middle", color: one(key) ? ink : muted, weight: one(key) ? 700 : 400 })}`,
  )}
  ${stroke(segment(12, 29, 12 + width, 29), rule, 1)}${stroke(segment(cut, 29, 12 + width, 29), ink, 3)}${stroke(segment(cut, 4, cut, HEIGHT), ink, 1.5)}`;
}

export function thresholdInput(
  model: Model,
  width: number,
  words: Text,
  change: (threshold: number) => void,
  find: () => void,
): TemplateResult {
  const room = sliderWidth(width);
  const threshold = thresholdOf(model.parameters);
  const ones = model.keys.filter(isOne(model)).length;
  const says = words.threshold_value(sayKey(sortedKeys(model)[threshold] ?? Infinity), model.wires - ones, ones);
  return html`
    <div class="oh-threshold">
      <div class="oh-threshold-slider" .style=${`width:${room + 24}px`}>
        <svg width=${room + 24} height=${HEIGHT} aria-hidden="true">${thresholdMarks(model, room)}</svg>
        <input
          type="range"
          min="0"
          max=${model.wires}
          step="1"
          .value=${String(threshold)}
          aria-label=${words.threshold}
          aria-valuetext=${says}
          @input=${(event: Event) => change(Number((event.target as HTMLInputElement).value))}
        />
      </div>
      <div class="oh-threshold-words">
        <p>${says}</p>
        <button type="button" class="oh-button" @click=${find}>${words.find}</button>
      </div>
    </div>
  `;
}

/** The same without the slider, for a still. */
export const thresholdStill = (model: Model, words: Text): TemplateResult => {
  const ones = model.keys.filter(isOne(model)).length;
  const least = sortedKeys(model)[thresholdOf(model.parameters)] ?? Infinity;
  return html`<p class="oh-threshold-words">${words.threshold_value(sayKey(least), model.wires - ones, ones)}</p>`;
};
