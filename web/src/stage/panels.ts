// The panels of a stage: data, faults, the messages as a table; and the box of a failed run.

import { html, nothing, type TemplateResult } from "lit";
import { grouped, microseconds } from "../draw/numbers.ts";
import { icon } from "../elements/icons.ts";
import "../elements/number-field.ts";
import { choice } from "../elements/panels.ts";
import type { Fault, FaultKind } from "../generated/core.d.ts";
import type { Definition } from "./definition.ts";
import { ELEMENT_COUNT_MAX, SEED_MAX, faultOf, kinds, ops, type Parameters } from "./parameters.ts";
import type { Plot } from "./picture.ts";
import type { Result } from "./runs.ts";
import type { Words } from "./text.ts";

const never = (): boolean => false;
const own = (name: string): string => name;

function number(label: string, value: number, max: number, change: (value: number) => void): TemplateResult {
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
  definition: Definition,
  parameters: Parameters,
  words: Words,
  change: (parameters: Parameters) => void,
): TemplateResult {
  const { data } = words;
  const { choose } = definition;
  const put = (part: Partial<Parameters>): void => change({ ...parameters, ...part });
  return html`
    <div class="oh-knobs">
      ${choose.includes("root") ? number(data.root, parameters.root, parameters.ranks - 1, (root) => put({ root })) : nothing}
      ${choose.includes("elements") ? number(data.elements, parameters.elements, ELEMENT_COUNT_MAX, (elements) => put({ elements })) : nothing}
      ${choose.includes("op") ? choice(data.op, ops, parameters.op, own, never, (op) => put({ op })) : nothing}
      ${choose.includes("kind") ? choice(data.kind, kinds, parameters.kind, own, never, (kind) => put({ kind })) : nothing}
      ${number(data.seed, parameters.seed, SEED_MAX, (seed) => put({ seed }))}
    </div>
  `;
}

export function faultPanel(
  definition: Definition,
  parameters: Parameters,
  words: Words,
  change: (fault: Fault | null) => void,
): TemplateResult {
  const { faults } = words;
  const rank = parameters.fault?.rank ?? Math.floor(parameters.ranks / 2);
  const kind = parameters.fault?.kind ?? null;
  const option = (value: FaultKind | null): TemplateResult => html`
    <label>
      <input
        type="radio"
        name="oh-fault"
        .checked=${value === kind}
        @change=${() => change(value === null ? null : faultOf(value, rank))}
      />
      <span>${value === null ? faults.none : (faults.name[value] ?? value)}</span>
    </label>
  `;
  return html`
    <div class="oh-knobs">
      <fieldset class="oh-choice">
        <legend>${faults.title}</legend>
        ${option(null)}${definition.faults.map(option)}
      </fieldset>
      ${number(faults.on_rank, rank, parameters.ranks - 1, (at) => kind !== null && change(faultOf(kind, at)))}
    </div>
    ${kind === null ? nothing : html`<p class="oh-panel-words">${faults.what[kind] ?? ""}</p>`}
  `;
}

/** Failed runs in their own words; they come from the engine and are English in both languages. */
export function failureBox(result: Result, words: Words, again: () => void): TemplateResult | typeof nothing {
  const failed = result.told.filter(({ failure }) => failure !== null);
  if (failed.length === 0) return nothing;
  return html`
    <div class="oh-failure" role="alert">
      <p><b>${icon("stop")}${words.failed}</b></p>
      ${failed.map(
        ({ algorithm, failure }) => html`
          <p>${words.algorithm(algorithm)}: <span lang="en">${failure?.message}</span></p>
          ${
            failure && failure.waiting.length > 0
              ? html`
                  <details>
                    <summary>${words.waits}</summary>
                    <ul>
                      ${failure.waiting.map(({ rank, on, call, since_us }) => html`<li>${words.waiting(rank, on, call, since_us)}</li>`)}
                    </ul>
                  </details>
                `
              : nothing
          }
        `,
      )}
      <button type="button" class="oh-button" @click=${again}>${words.again}</button>
    </div>
  `;
}

/** Every message of every run on show. */
export function table(plot: Plot, kind: string, words: Words): TemplateResult {
  const n = (value: number): string => grouped(value, words.language);
  const size = kind === "f64" ? 8 : 4;
  const when = (at: number | null | undefined): string =>
    typeof at !== "number" ? "–" : plot.clock === "step" ? n(at) : `${microseconds(at, words.language)} µs`;
  return html`
    <div class="oh-tables" tabindex="0" role="group" aria-label=${words.tools.table}>
      ${plot.lanes.map(
        ({ telling, sends, track }) => html`
          <table>
            <caption>${words.table.messages}: ${words.algorithm(telling.algorithm)}</caption>
            <thead>
              <tr>${words.table.columns.map((name) => html`<th scope="col">${name}</th>`)}</tr>
            </thead>
            <tbody>
              ${sends.length === 0 ? html`<tr><td colspan=${words.table.columns.length}>${words.table.nothing}</td></tr>` : nothing}
              ${sends.map(
                ({ row, round, from, to, count }) => html`
                  <tr>
                    <th scope="row">${n(round + 1)}</th>
                    <td>${from}</td>
                    <td>${to}</td>
                    <td>${n(count)}</td>
                    <td>${n(count * size)}</td>
                    <td>${when(track.received[row])}</td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
        `,
      )}
    </div>
  `;
}
