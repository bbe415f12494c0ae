// The live figure's markup around the picture: head, player, panels, numbers, caption.

import { html, nothing, type TemplateResult } from "lit";
import { engineBadge } from "../../elements/engine-badge.ts";
import { captionId } from "../../elements/caption.ts";
import { chrome, openPanel, type Chrome } from "../../elements/chrome.ts";
import "../../elements/number-field.ts";
import { trouble } from "../../elements/refusals.ts";
import { verdictPill } from "../../elements/verdict-pill.ts";
import { forkBar, gapBar } from "./branches.ts";
import { failureBox } from "./failure.ts";
import type { Panels } from "./figure.ts";
import type RingAllReduceFigure from "./figure.ts";
import { RANK_COUNT_MAX } from "./parameters.ts";
import { caption, numbers, proof, verdictWords } from "./parts.ts";
import { picture } from "./picture.ts";
import { isFailure, type Result } from "./runs.ts";

type Figure = RingAllReduceFigure;

export function figureView(figure: Figure, result: Result): TemplateResult {
  const { words } = figure;
  const row = chromeOf(figure, result);
  return html`
    <figure
      class="oh-figure"
      aria-label=${words.title}
      aria-describedby=${captionId("ring-all-reduce")}
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
      ${gapBar(figure, result)} ${forkBar(figure, result)} ${chrome(figure, row)} ${openPanel(figure, row)}
      ${numbers(result, figure.afterwards?.timing ?? null, words)}
      ${proof(result, words, { naive: figure.afterwards?.naive ?? null, host: figure.host })}
      ${caption(result, words, figure.swapped)}
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
        tabindex="-1"
        aria-expanded=${figure.panel === "data" ? "true" : "false"}
        @click=${() => figure.togglePanel("data")}
      >
        ${words.data_summary(result.parameters)}
      </button>
      ${verdict && figure.problem === null ? verdictPill(verdict.agrees, verdict.words) : nothing}
      <span class="oh-running" ?data-on=${figure.pending}>${words.running}</span>
      ${engineBadge(words.engine.badge(engine, result.parameters.ranks), words.engine.why(engine, figure.host), engine.used)}
    </div>
  `;
}

function chromeOf(figure: Figure, result: Result): Chrome {
  const { words, parameters } = figure;
  const { tools } = words;
  const half = result.parameters.ranks - 1;
  const body = (of: (panels: Panels) => TemplateResult) => (): TemplateResult => {
    if (figure.panels) return of(figure.panels);
    void figure.loadPanels();
    return html`<p class="oh-panel-words">…</p>`;
  };
  return {
    player: words.player,
    tools,
    help: words.help,
    reset: () => figure.reset(),
    marks: { half, cut: figure.cut, fork: result.ghost?.fork.t ?? null },
    panels: [
      { name: "data", icon: "data", label: tools.data, body: body((panels) => panels.dataPanel(result, words, figure)) },
      {
        name: "break",
        icon: "break",
        label: tools.break,
        body: body((panels) => panels.faultPanel(parameters, words, (fault) => figure.setFault(fault))),
      },
      { name: "table", icon: "table", label: tools.table, body: body((panels) => panels.tables(result, figure.step, words)) },
    ],
  };
}
