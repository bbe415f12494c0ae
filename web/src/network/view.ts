// The markup around the picture that both figures of networks have: head, editing, player, panels, numbers.

import { html, nothing, type TemplateResult } from "lit";
import { captionId } from "../elements/caption.ts";
import { chrome, openPanel, type Chrome } from "../elements/chrome.ts";
import "../elements/number-field.ts";
import { trouble } from "../elements/refusals.ts";
import { verdictPill } from "../elements/verdict-pill.ts";
import { dataPanel, editBar, findings, tablePanel } from "./controls.ts";
import type { Model } from "./model.ts";
import type { NetworkFigure } from "./network-figure.ts";
import { numbers, proofLine } from "./numbers.ts";
import { PROOF_WIRES_MAX, WIRES_MAX, WIRES_MIN } from "./parameters.ts";
import { networkPicture, type Drawn } from "./picture.ts";
import { verdictOf } from "./verdict.ts";

/** What one of the two figures brings along. */
export interface Own {
  /** As in the registry. */
  readonly name: string;
  readonly title: string;
  readonly help: readonly (readonly [string, string])[];
  readonly drawn: Drawn;
  /** Over the picture. */
  readonly above: TemplateResult | typeof nothing;
  /** Under it, and under what edits it. */
  readonly below: TemplateResult | typeof nothing;
  /** What else the numbers rest on. */
  readonly proof: readonly string[];
  readonly caption: TemplateResult;
}

export function networkView(figure: NetworkFigure, model: Model, own: Own): TemplateResult {
  const { words } = figure;
  const row: Chrome = {
    player: words.player,
    tools: words.tools,
    help: own.help,
    panels: [
      { name: "data", icon: "data", label: words.data, body: () => dataPanel(figure, model) },
      { name: "table", icon: "table", label: words.table, body: () => tablePanel(figure, model) },
    ],
    reset: () => figure.reset(),
  };
  return html`
    <figure
      class="oh-figure"
      aria-label=${own.title}
      aria-describedby=${captionId(own.name)}
      ?data-embedded=${figure.embedded}
    >
      ${head(figure, model, own.title)} ${trouble(figure, words.starting)} ${own.above}
      <div class="oh-plot" tabindex="0" role="group" aria-label=${own.title} aria-keyshortcuts="Space ArrowLeft ArrowRight">
        ${networkPicture(figure, model, own.drawn)}
      </div>
      ${editBar(figure, model)} ${chrome(figure, row)} ${openPanel(figure, row) ?? nothing} ${own.below}
      ${findings(figure, model)} ${numbers(model, words)} ${proofLine(model, words, own.proof)} ${own.caption}
      <p class="oh-live" role="status">${figure.note}</p>
    </figure>
  `;
}

function head(figure: NetworkFigure, model: Model, title: string): TemplateResult {
  const { words, parameters } = figure;
  const verdict = figure.problem === null ? verdictOf(model, words) : null;
  return html`
    <div class="oh-head">
      <b>${title}</b>
      <oh-number
        class="oh-ranks"
        label=${words.wires}
        fewer=${words.fewer}
        more=${words.more}
        .value=${parameters.wires}
        .min=${WIRES_MIN}
        .max=${WIRES_MAX}
        @oh-change=${(event: CustomEvent<number>) => figure.setWires(event.detail)}
      ></oh-number>
      <button
        type="button"
        class="oh-summary oh-quiet"
        tabindex="-1"
        aria-expanded=${figure.panel === "data" ? "true" : "false"}
        @click=${() => figure.togglePanel("data")}
      >
        ${words.kinds[parameters.kind]}
      </button>
      ${
        verdict
          ? verdictPill(verdict.agrees, verdict.words)
          : html`
              <span class="oh-untried">${words.too_many(model.wires, PROOF_WIRES_MAX)}</span>
            `
      }
      <span class="oh-engine" data-engine="wasm"><span class="oh-tag">WebAssembly</span></span>
    </div>
  `;
}
