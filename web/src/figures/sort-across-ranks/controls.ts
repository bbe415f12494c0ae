// The panels that open under the picture: keys and faults; and the box of a failed run. Templates only.

import { html, nothing, type TemplateResult } from "lit";
import type { Fault, FaultKind } from "../../generated/core.d.ts";
import { icon } from "../../elements/icons.ts";
import "../../elements/number-field.ts";
import { choice } from "../../elements/panels.ts";
import { key_kinds, patterns } from "../../sorting/keys.ts";
import { ELEMENT_COUNT_MAX, SEED_MAX, fault_kinds, faultOf, type Parameters } from "./parameters.ts";
import { isFailure, type Result } from "./runs.ts";
import type { Text } from "./text.ts";

const never = (): boolean => false;

function number(
  label: string,
  value: number,
  max: number,
  change: (value: number) => void,
): TemplateResult {
  return html`
    <oh-number
      label=${label}
      fewer="${label} −"
      more="${label} +"
      .value=${value}
      .min=${0}
      .max=${max}
      @oh-change=${(event: CustomEvent<number>) => change(event.detail)}
    ></oh-number>
  `;
}

export function dataPanel(
  parameters: Parameters,
  words: Text,
  change: (parameters: Parameters) => void,
): TemplateResult {
  const { data } = words;
  const put = (part: Partial<Parameters>): void => change({ ...parameters, ...part });
  return html`
    <div class="oh-knobs">
      ${number(data.elements, parameters.elements, ELEMENT_COUNT_MAX, (elements) => put({ elements }))}
      ${choice(data.kind, key_kinds, parameters.kind, (kind) => kind, never, (kind) => put({ kind }))}
      ${choice(
        data.pattern,
        patterns,
        parameters.pattern,
        (pattern) => data.patterns[pattern],
        never,
        (pattern) => put({ pattern }),
      )}
      ${number(data.seed, parameters.seed, SEED_MAX, (seed) => put({ seed }))}
    </div>
  `;
}

export function faultPanel(
  parameters: Parameters,
  words: Text,
  change: (fault: Fault | null) => void,
): TemplateResult {
  const { faults } = words;
  const rank = parameters.fault?.rank ?? Math.min(2, parameters.ranks - 1);
  const kind = parameters.fault?.kind ?? null;
  const option = (value: FaultKind | null): TemplateResult => html`
    <label>
      <input
        type="radio"
        name="oh-fault"
        .checked=${value === kind}
        @change=${() => change(value === null ? null : faultOf(value, rank))}
      />
      <span>${value === null ? faults.none : faults.name[value]}</span>
    </label>
  `;
  return html`
    <div class="oh-knobs">
      <fieldset class="oh-choice">
        <legend>${faults.title}</legend>
        ${option(null)}${fault_kinds.map(option)}
      </fieldset>
      ${number(faults.on_rank, rank, parameters.ranks - 1, (at) => kind !== null && change(faultOf(kind, at)))}
    </div>
    ${kind === null ? nothing : html`<p class="oh-panel-words">${faults.what[kind] ?? ""}</p>`}
  `;
}

/** A failed run in its own words; they come from the engine and are English in both languages. */
export function failureBox(result: Result, words: Text, again: () => void): TemplateResult | typeof nothing {
  if (!isFailure(result.chosen)) return nothing;
  const { message, waiting } = result.chosen;
  return html`
    <div class="oh-failure" role="alert">
      <p><b>${icon("stop")}${words.faults.failed}</b></p>
      <p lang="en">${message}</p>
      ${
        waiting.length === 0
          ? nothing
          : html`
              <details>
                <summary>${words.faults.waits}</summary>
                <ul>
                  ${waiting.map(
                    ({ rank, on, call, since_us }) => html`<li>${words.faults.waiting(rank, on, call, since_us)}</li>`,
                  )}
                </ul>
              </details>
            `
      }
      <button type="button" class="oh-button" @click=${again}>${words.faults.again}</button>
    </div>
  `;
}
