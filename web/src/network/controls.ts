// What stands under the picture: the comparator that is selected and what can be done with it, the counterexample, and
// the panels for keys and table.

import { html, nothing, type TemplateResult } from "lit";
import { alongRow } from "../elements/button-row.ts";
import { icon } from "../elements/icons.ts";
import { choice } from "../elements/panels.ts";
import { bits, shadowOf } from "./counts.ts";
import { isEdited, patterns } from "./edits.ts";
import { keyField } from "./key-fields.ts";
import { carried, type Model } from "./model.ts";
import type { NetworkFigure } from "./network-figure.ts";
import { kinds, readKeys } from "./parameters.ts";
import { toldOf } from "./picture.ts";
import { sayKey, theseKeys } from "./verdict.ts";
import type { Icon } from "../elements/icons.ts";

/** Always there and always as high, so that nothing moves under the finger that works on the network. */
export function editBar(figure: NetworkFigure, model: Model): TemplateResult {
  const { words, draft, selectedItem: item } = figure;
  const told = figure.selected === null ? null : toldOf(figure, model, figure.selected);
  const line = draft
    ? `${draft.from === null ? words.adding_first : words.adding_second} (${words.adding_at(draft.wire, draft.gap)})`
    : told
      ? words.told(told)
      : words.nothing_selected;
  const button = (name: Icon, label: string, act: () => void, off = false): TemplateResult => html`
    <button
      type="button"
      class="oh-button"
      tabindex=${name === "plus" || name === "stop" ? 0 : -1}
      ?disabled=${off}
      @click=${act}
    >
      ${icon(name)}${label}
    </button>
  `;
  const start = (): void => {
    figure.startDraft();
    figure.querySelector<HTMLElement>(".oh-net-list")?.focus({ preventScroll: true });
  };
  return html`
    <div class="oh-net-edit">
      <p>${line}</p>
      <div role="toolbar" aria-label=${words.list_label} @focusin=${alongRow} @keydown=${alongRow}>
        ${button("minus", item?.cut ? words.restore : words.cut, () => figure.cutSelected(), !item)}
        ${button("flip", words.flip, () => figure.flipSelected(), !item)}
        ${draft ? button("stop", words.leave, () => (figure.draft = null)) : button("plus", words.add, start)}
        ${button("undo", words.undo, () => figure.undo(), figure.history.length === 0)}
        ${isEdited(figure.parameters) ? button("reset", words.whole, () => figure.wholeNetwork()) : nothing}
      </div>
    </div>
  `;
}

/** What becomes of these keys; and if the network fails, for which input, and which list breaks. */
export function findings(figure: NetworkFigure, model: Model): TemplateResult {
  const { words, redundant } = figure;
  const { proof, wires } = model;
  const count = redundant?.reduce((sum, it) => sum + it, 0) ?? 0;
  return html`
    <div class="oh-net-found">
      <p ?data-wrong=${model.wrong.length > 0 && figure.passed >= model.layers.length}>
        ${theseKeys(model, figure.passed, words)}
      </p>
      ${
        proof && proof.failing === 0 && count > 0
          ? html`
              <p><span class="oh-tag">${words.redundant_found(count)}</span></p>
            `
          : nothing
      }
      ${proof && proof.smallest !== null ? counterexample(figure, proof.smallest, proof.counterexample ?? [], wires) : nothing}
    </div>
  `;
}

function counterexample(
  figure: NetworkFigure,
  smallest: number,
  list: readonly number[],
  wires: number,
): TemplateResult {
  const { words } = figure;
  const on_wires = list.every((key, wire) => figure.model?.keys[wire] === key);
  const shadow = shadowOf(smallest, wires);
  return html`
    <dl class="oh-net-counter">
      <div>
        <dt>${words.smallest}</dt>
        <dd>
          <output class="oh-digits" data-smallest=${smallest}>${bits(smallest, wires)}</output>
          <button type="button" class="oh-button" @click=${() => figure.setKeys(shadow)}>
            ${words.put_shadow}
          </button>
        </dd>
      </div>
      <div>
        <dt>${words.breaking_list}</dt>
        <dd>
          <output class="oh-digits" data-breaks>${list.join(" ")}</output>
          ${
            on_wires
              ? html`
                  <span>${words.on_wires}</span>
                `
              : html`
                  <button type="button" class="oh-button" @click=${() => figure.setKeys(list)}>
                    ${words.put_on_wires}
                  </button>
                `
          }
        </dd>
      </div>
    </dl>
  `;
}

export function dataPanel(figure: NetworkFigure, model: Model): TemplateResult {
  const { words, parameters } = figure;
  const listed = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    input.setAttribute("aria-invalid", readKeys(input.value) ? "false" : "true");
    figure.typeKeys(input.value);
  };
  return html`
    <div class="oh-knobs">
      ${choice(
        words.kind,
        kinds,
        parameters.kind,
        (kind) => words.kinds[kind],
        () => false,
        (kind) => figure.setKind(kind),
      )}
      <span class="oh-patterns">
        ${words.pattern}
        ${patterns.map(
          (pattern) => html`
            <button type="button" class="oh-button" @click=${() => figure.setPattern(pattern)}>
              ${words.patterns[pattern]}
            </button>
          `,
        )}
      </span>
    </div>
    <label class="oh-link oh-net-keys">
      <span>${words.list_input}</span>
      <input type="text" spellcheck="false" .value=${model.keys.join(", ")} @change=${listed} />
      <small>${words.list_hint}</small>
    </label>
    <div class="oh-values-grid">
      ${model.keys.map(
        (_, wire) => html`
          <label>
            <span>${wire}</span>
            ${keyField(figure, model, wire)}
          </label>
        `,
      )}
    </div>
  `;
}

export function tablePanel(figure: NetworkFigure, model: Model): TemplateResult {
  const { words } = figure;
  const wires = [...model.keys.keys()];
  const rows = Array.from({ length: model.layers.length + 1 }, (_, layers) => carried(model, layers));
  return html`
    <div class="oh-tables" tabindex="0" role="group" aria-label=${words.table}>
      <table>
        <caption>${words.table_keys}</caption>
        <thead>
          <tr>
            <th scope="col">${words.after_layer}</th>
            ${wires.map(
              (wire) => html`
                <th scope="col">${words.wire} ${wire}</th>
              `,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row, layer) => html`
              <tr>
                <th scope="row">${layer}</th>
                ${wires.map(
                  (wire) => html`
                    <td>${sayKey(row[wire] ?? 0)}</td>
                  `,
                )}
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}
