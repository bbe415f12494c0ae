// The live figure's markup around the picture: head, tools, panels, numbers, caption.

import { html, nothing, type TemplateResult } from "lit";
import { captionId } from "../../elements/caption.ts";
import { chrome, openPanel, type Chrome } from "../../elements/chrome.ts";
import { engineBadge } from "../../elements/engine-badge.ts";
import "../../elements/number-field.ts";
import { choice } from "../../elements/panels.ts";
import { trouble } from "../../elements/refusals.ts";
import { verdictPill } from "../../elements/verdict-pill.ts";
import { dataPanel, failureBox, faultPanel } from "./controls.ts";
import type SortAcrossRanksFigure from "./figure.ts";
import { RANK_COUNT_MAX, algorithms, type Parameters } from "./parameters.ts";
import { caption, numbers, proof, verdictOf } from "./parts.ts";
import { VOLUMES_WIDTH, geometry, lanes, moment, volumes } from "./plot.ts";
import { isFailure, type Result } from "./runs.ts";
import { tables } from "./tables.ts";

type Figure = SortAcrossRanksFigure;

export function figureView(figure: Figure, result: Result): TemplateResult {
  const { words } = figure;
  const row = chromeOf(figure, result);
  return html`
    <figure
      class="oh-figure"
      aria-label=${words.title}
      aria-describedby=${captionId("sort-across-ranks")}
      ?data-embedded=${figure.embedded}
      aria-busy=${figure.pending ? "true" : "false"}
    >
      ${head(figure, result)}
      ${trouble(figure)} ${failureBox(result, words, () => figure.setFault(null))}
      <div
        class="oh-plot"
        tabindex="0"
        role="group"
        aria-label=${words.title}
        aria-keyshortcuts="Space ArrowLeft ArrowRight"
      >
        ${picture(figure, result)}
      </div>
      ${chrome(figure, row)} ${openPanel(figure, row)} ${numbers(result, figure.timing, words)}
      ${proof(result, figure.host, words)} ${caption(result, words)}
      <p class="oh-live" role="status">${figure.note}</p>
    </figure>
  `;
}

function head(figure: Figure, result: Result): TemplateResult {
  const { words, parameters } = figure;
  const verdict = verdictOf(result, words);
  const { engine } = (isFailure(result.chosen) ? result.sound : result.chosen).report;
  return html`
    <div class="oh-head">
      <b>${words.title}</b>
      <oh-number
        class="oh-ranks"
        label=${words.ranks}
        fewer=${words.fewer}
        more=${words.more}
        .value=${parameters.ranks}
        .min=${1}
        .max=${RANK_COUNT_MAX}
        @oh-change=${(event: CustomEvent<number>) => figure.setRanks(event.detail)}
      ></oh-number>
      <button
        type="button"
        class="oh-summary oh-quiet"
        tabindex="-1"
        aria-expanded=${figure.panel === "data" ? "true" : "false"}
        @click=${() => figure.togglePanel("data")}
      >
        ${words.summary(result.parameters)}
      </button>
      ${verdict && figure.problem === null ? verdictPill(verdict.agrees, verdict.words) : nothing}
      <span class="oh-running" ?data-on=${figure.pending}>${words.running}</span>
      ${engineBadge(words.engine.badge(engine, result.parameters.ranks), words.engine.why(engine, figure.host), engine.used)}
    </div>
    <div class="oh-plans">
      ${choice(
        words.sort,
        algorithms,
        parameters.algorithm,
        (name) => words.algorithms[name],
        () => false,
        (algorithm) => figure.setAlgorithm(algorithm),
      )}
    </div>
  `;
}

function picture(figure: Figure, result: Result): TemplateResult {
  const { words, width } = figure;
  const { sound, parameters } = result;
  const g = geometry(width, parameters.ranks, sound.columns.length);
  const standing = figure.drawings.draw("lanes", [result, width, words], () => lanes(sound, g, words));
  const side = g.two_panes ? VOLUMES_WIDTH : width;
  const bars = figure.drawings.draw("volumes", [result, side, words], () =>
    volumes(result, g.rows, side, words),
  );
  return html`
    ${parameters.ranks === 1 ? html`<p class="oh-one-rank">${words.one_rank}</p>` : nothing}
    <div class="oh-panes oh-sort-panes">
      <div class="oh-lanes">
        <svg width=${g.width} height=${g.height} role="img" aria-label=${words.lanes_label}>${standing}</svg>
        <svg class="oh-over" width=${g.width} height=${g.height} aria-hidden="true">
          ${moment(sound, figure.moment, g)}
        </svg>
      </div>
      <svg width=${side} height=${g.height} role="img" aria-label=${words.volumes_label}>${bars}</svg>
    </div>
  `;
}

function chromeOf(figure: Figure, result: Result): Chrome {
  const { words, parameters } = figure;
  const { tools } = words;
  const change = (next: Parameters): void => figure.change(next);
  return {
    player: words.player,
    tools,
    help: words.help,
    reset: () => figure.reset(),
    panels: [
      { name: "data", icon: "data", label: tools.data, body: () => dataPanel(parameters, words, change) },
      {
        name: "break",
        icon: "break",
        label: tools.break,
        body: () => faultPanel(parameters, words, (fault) => figure.setFault(fault)),
      },
      { name: "table", icon: "table", label: tools.table, body: () => tables(result, figure.step, words) },
    ],
  };
}
