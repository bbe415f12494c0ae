// The panels that open under the picture: keys and shapes, and ways to break the sort. Templates only.

import { html, nothing, type TemplateResult } from "lit";
import "../../elements/number-field.ts";
import { choice } from "../../elements/panels.ts";
import { key_kinds, patterns } from "../../sorting/keys.ts";
import {
  COUNT_MAX,
  COUNT_MIN,
  REGISTER_BITS,
  SEED_MAX,
  TILE_BITS,
  breaks,
  devices,
  type Break,
  type Parameters,
} from "./parameters.ts";
import type { Text } from "./text.ts";

type Change = (parameters: Parameters) => void;

const never = (): boolean => false;

function number(
  label: string,
  value: number,
  [min, max]: readonly [number, number],
  change: (value: number) => void,
): TemplateResult {
  return html`
    <oh-number
      label=${label}
      fewer="${label} −"
      more="${label} +"
      .value=${value}
      .min=${min}
      .max=${max}
      @oh-change=${(event: CustomEvent<number>) => change(event.detail)}
    ></oh-number>
  `;
}

/** A power of two: chosen from a list, since most numbers are not allowed. */
function power(
  label: string,
  bits: number,
  { min, max }: { min: number; max: number },
  words: Text,
  change: (bits: number) => void,
): TemplateResult {
  const all = Array.from({ length: max - min + 1 }, (_, index) => min + index);
  return html`
    <label class="oh-select">
      <span>${label}</span>
      <select @change=${(event: Event) => change(Number((event.target as HTMLSelectElement).value))}>
        ${all.map((it) => html`<option value=${it} ?selected=${it === bits}>${words.data.keys(it)}</option>`)}
      </select>
    </label>
  `;
}

export function dataPanel(parameters: Parameters, words: Text, change: Change): TemplateResult {
  const { data } = words;
  const put = (part: Partial<Parameters>): void => change({ ...parameters, ...part });
  return html`
    <div class="oh-knobs">
      ${number(words.count, parameters.count, [COUNT_MIN, COUNT_MAX], (count) => put({ count }))}
      ${choice(data.kind, key_kinds, parameters.kind, (kind) => kind, never, (kind) => put({ kind }))}
      ${choice(
        data.order,
        ["ascending", "descending"] as const,
        parameters.descending ? "descending" : "ascending",
        (order) => data.orders[order === "ascending" ? 0 : 1],
        never,
        (order) => put({ descending: order === "descending" }),
      )}
      ${choice(
        data.pattern,
        patterns,
        parameters.pattern,
        (pattern) => data.patterns[pattern],
        never,
        (pattern) => put({ pattern }),
      )}
      ${number(data.seed, parameters.seed, [0, SEED_MAX], (seed) => put({ seed }))}
      ${power(data.tile, parameters.tile, TILE_BITS, words, (tile) => put({ tile }))}
      ${power(data.registers, parameters.registers, REGISTER_BITS, words, (registers) => put({ registers }))}
      ${choice(
        data.device,
        devices,
        parameters.device,
        (device) => data.devices[device],
        never,
        (device) => put({ device }),
      )}
    </div>
  `;
}

export function breakPanel(
  parameters: Parameters,
  words: Text,
  change: Change,
): TemplateResult {
  const { broken } = parameters;
  const option = (value: Break | null): TemplateResult => html`
    <label>
      <input
        type="radio"
        name="oh-broken"
        .checked=${value === broken}
        @change=${() => change({ ...parameters, broken: value })}
      />
      <span>${value === null ? words.breaks.none : words.breaks.name[value]}</span>
    </label>
  `;
  return html`
    <div class="oh-knobs">
      <fieldset class="oh-choice">
        <legend>${words.breaks.title}</legend>
        ${option(null)}${breaks.map(option)}
      </fieldset>
    </div>
    ${broken === null ? nothing : html`<p class="oh-panel-words">${words.breaks.what[broken]}</p>`}
  `;
}
