// The live figure's markup around the picture: head, player, panels, numbers, caption.

import { html, nothing, type TemplateResult } from "lit";
import { engineBadge } from "../../elements/engine-badge.ts";
import { icon, type Icon } from "../../elements/icons.ts";
import "../../elements/number-field.ts";
import { helpPanel, linkPanel, panelFrame } from "../../elements/panels.ts";
import "../../elements/step-player.ts";
import { verdictPill } from "../../elements/verdict-pill.ts";
import { dataPanel, failureBox, faultPanel } from "./controls.ts";
import type RingAllReduceFigure from "./figure.ts";
import type { Panel } from "./figure.ts";
import { RANK_COUNT_MAX } from "./parameters.ts";
import { caption, numbers, proof, verdictWords } from "./parts.ts";
import { picture } from "./picture.ts";
import { isFailure, type Result } from "./runs.ts";
import { tables } from "./tables.ts";

type Figure = RingAllReduceFigure;

export function figureView(figure: Figure, result: Result): TemplateResult {
  const { words } = figure;
  return html`
    <figure
      class="oh-figure"
      ?data-embedded=${figure.embedded}
      aria-busy=${figure.pending ? "true" : "false"}
    >
      ${head(figure, result)}
      ${
        figure.problem === null
          ? nothing
          : html`
              <p class="oh-problem" role="alert">
                ${icon("stop")}
                <span lang="en">${figure.problem}</span>
              </p>
            `
      }
      ${failureBox(result, words, () => figure.setFault(null))}
      <div
        class="oh-plot"
        tabindex="0"
        role="group"
        aria-label=${words.title}
        aria-keyshortcuts="Space ArrowLeft ArrowRight"
      >
        ${picture(figure, result)}
      </div>
      ${chrome(figure, result)} ${panel(figure, result)}
      ${numbers(result, figure.afterwards?.timing ?? null, words)}
      ${proof(result, words, { naive: figure.afterwards?.naive ?? null, host: figure.host })}
      ${caption(result, words)}
      <p class="oh-live" role="status">${figure.note}</p>
    </figure>
  `;
}

function head(figure: Figure, result: Result): TemplateResult {
  const { words, parameters } = figure;
  const verdict = verdictWords(result, words);
  const engine = (isFailure(result.ring) ? result.halves.scatter : result.ring.replay).report.engine;
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
        aria-expanded=${figure.panel === "data" ? "true" : "false"}
        @click=${() => figure.togglePanel("data")}
      >
        ${words.data_summary(result.parameters)}
      </button>
      ${verdict ? verdictPill(verdict.agrees, verdict.words) : nothing}
      <span class="oh-running" ?data-on=${figure.pending}>${words.running}</span>
      ${engineBadge(words.engine.badge(engine, result.parameters.ranks), words.engine.why(engine, figure.host), engine.used)}
    </div>
  `;
}

function chrome(figure: Figure, result: Result): TemplateResult {
  const { words } = figure;
  const { tools } = words;
  const panelButton = (panel: Panel & string, name: Icon, label: string): TemplateResult => html`
    <button
      type="button"
      class="oh-tool oh-wide"
      aria-expanded=${figure.panel === panel ? "true" : "false"}
      aria-label=${label}
      @click=${() => figure.togglePanel(panel)}
    >
      ${icon(name)}
      <span>${label}</span>
    </button>
  `;
  const action = (name: Icon, label: string, act: () => void): TemplateResult => html`
    <button type="button" class="oh-tool oh-wide" aria-label=${label} @click=${act}>
      ${icon(name)}
      <span>${label}</span>
    </button>
  `;
  return html`
    <div class="oh-chrome">
      <oh-player
        .t=${figure.moment ?? figure.step}
        .steps=${2 * (result.parameters.ranks - 1)}
        .half=${result.parameters.ranks - 1}
        .cut=${figure.cut}
        .playing=${figure.playing}
        .speed=${figure.speed}
        .words=${words.player}
        @oh-play=${() => figure.toggle()}
        @oh-seek=${(event: CustomEvent<number>) => figure.seek(event.detail)}
        @oh-speed=${() => figure.nextSpeed()}
      ></oh-player>
      <i class="oh-separator oh-wide"></i>
      ${action("reset", tools.reset, () => figure.reset())}
      ${
        figure.embedded
          ? html`
              <a
                class="oh-tool oh-open"
                aria-label=${tools.open_full}
                href=${figure.fullLink()}
                target="_blank"
                rel="noopener"
              >
                ${icon("full")}
                <span>${tools.open_full}</span>
              </a>
            `
          : html`
              ${panelButton("data", "data", tools.data)}${panelButton("break", "break", tools.break)}${panelButton("table", "table", tools.table)}
              ${action("link", tools.link, () => void figure.share())}${action("full", tools.full, () => figure.fullScreen())}
              <button
                type="button"
                class="oh-wide oh-help"
                aria-label=${tools.help}
                aria-expanded=${figure.panel === "help" ? "true" : "false"}
                @click=${() => figure.togglePanel("help")}
              >
                ?
              </button>
              <button
                type="button"
                class="oh-more"
                aria-label=${tools.more}
                aria-expanded=${figure.panel === "more" ? "true" : "false"}
                @click=${() => figure.togglePanel("more")}
              >
                ${icon("more")}
              </button>
            `
      }
    </div>
  `;
}

function panel(figure: Figure, result: Result): TemplateResult | typeof nothing {
  const { words, parameters } = figure;
  const { tools } = words;
  const bodies: Record<Panel & string, () => readonly [string, TemplateResult]> = {
    data: () => [
      tools.data,
      dataPanel(parameters, result, figure.place, words, {
        change: (next) => figure.change(next),
        edit: (detail) => figure.edit(detail),
        restore: () => figure.change({ ...parameters, edits: [] }),
      }),
    ],
    break: () => [tools.break, faultPanel(parameters, words, (fault) => figure.setFault(fault))],
    table: () => [tools.table, tables(result, figure.step, words)],
    link: () => [tools.link, linkPanel(figure.fullLink(), figure.copied, tools)],
    help: () => [tools.help, helpPanel(words.help)],
    more: () => [tools.more, moreTools(figure)],
  };
  if (figure.panel === null) return nothing;
  const [name, body] = bodies[figure.panel]();
  return panelFrame(name, body, tools, () => (figure.panel = null));
}

/** On a phone the tools that do not fit into the row. */
function moreTools(figure: Figure): TemplateResult {
  const { tools } = figure.words;
  const entries: [Icon, string, () => void][] = [
    ["reset", tools.reset, () => figure.reset()],
    ["data", tools.data, () => figure.togglePanel("data")],
    ["break", tools.break, () => figure.togglePanel("break")],
    ["table", tools.table, () => figure.togglePanel("table")],
    ["link", tools.link, () => void figure.share()],
    ["full", tools.full, () => figure.fullScreen()],
    ["help", tools.help, () => figure.togglePanel("help")],
  ];
  return html`
    <div class="oh-more-tools">
      ${entries.map(
        ([name, label, act]) => html`
          <button type="button" class="oh-button" @click=${act}>${icon(name)}${label}</button>
        `,
      )}
      <button type="button" class="oh-button" @click=${() => figure.nextSpeed()}>${figure.speed}×</button>
    </div>
  `;
}
