// The live figure's markup around the picture: head, tools, panels, numbers, caption.

import { html, nothing, type TemplateResult } from "lit";
import { captionId } from "../../elements/caption.ts";
import { chrome, openPanel, type Chrome } from "../../elements/chrome.ts";
import { icon } from "../../elements/icons.ts";
import "../../elements/number-field.ts";
import { choice } from "../../elements/panels.ts";
import { trouble } from "../../elements/refusals.ts";
import { verdictPill } from "../../elements/verdict-pill.ts";
import { drawn, type Bill } from "./bills.ts";
import { breakPanel, dataPanel } from "./controls.ts";
import type SortingPassesFigure from "./figure.ts";
import { ladderShape, rowAt } from "./ladder.ts";
import { COUNT_MAX, presets, type Parameters } from "./parameters.ts";
import { badge, caption, numbers, proof } from "./parts.ts";
import { findings, ladderPicture, rasterPicture } from "./picture.ts";
import { isRefusal, type Bills, type Outcome, type Refusal } from "./runs.ts";
import { tables } from "./tables.ts";
import type { Text } from "./text.ts";

type Figure = SortingPassesFigure;

const BITS_MAX = Math.log2(COUNT_MAX);

export function verdictOf(
  answer: Outcome | Refusal | null,
  words: Text,
): { agrees: boolean; words: string } | null {
  if (!answer || isRefusal(answer)) return null;
  return { agrees: answer.verdict.agrees, words: words.verdict(answer.verdict, answer.parameters.count) };
}

export function figureView(figure: Figure, bills: Bills, bill: Bill): TemplateResult {
  const { words } = figure;
  const row = chromeOf(figure, bills, bill);
  const outcome = figure.answer && !isRefusal(figure.answer) ? figure.answer : null;
  return html`
    <figure
      class="oh-figure"
      aria-label=${words.title}
      aria-describedby=${captionId("sorting-passes")}
      ?data-embedded=${figure.embedded}
      aria-busy=${figure.running === null ? "false" : "true"}
    >
      ${head(figure)} ${plans(figure)} ${trouble(figure)} ${broken(figure)}
      <div
        class="oh-plot"
        tabindex="0"
        role="group"
        aria-label=${words.title}
        aria-keyshortcuts="Space ArrowLeft ArrowRight"
      >
        ${picture(figure, bills, bill)}
        <p class="oh-pass">${passWords(figure, bill)}</p>
      </div>
      ${chrome(figure, row)} ${openPanel(figure, row)}
      ${numbers(bills, bill, figure.measured, outcome, words)}
      ${findings({ outcome, measured: figure.measured, points: figure.points, measuring: figure.running === "measure" }, figure.width, words)}
      ${proof(bills, outcome, figure.machine, words)}
      ${caption(bills, bill, outcome, words)}
      <p class="oh-live" role="status">${figure.note}</p>
    </figure>
  `;
}

function head(figure: Figure): TemplateResult {
  const { words, parameters } = figure;
  const verdict = figure.problem === null ? verdictOf(figure.answer, words) : null;
  const bits = Math.floor(Math.log2(parameters.count));
  const resize = (event: CustomEvent<number>): void =>
    figure.change({ ...parameters, count: 2 ** event.detail });
  return html`
    <div class="oh-head">
      <b>${words.title}</b>
      <oh-number
        class="oh-ranks"
        label=${words.count_bits}
        fewer=${words.halve}
        more=${words.double}
        .value=${bits}
        .min=${1}
        .max=${BITS_MAX}
        @oh-change=${resize}
      ></oh-number>
      <button
        type="button"
        class="oh-summary oh-quiet"
        tabindex="-1"
        aria-expanded=${figure.panel === "data" ? "true" : "false"}
        @click=${() => figure.togglePanel("data")}
      >
        ${words.summary(parameters)}
      </button>
      ${verdict ? verdictPill(verdict.agrees, verdict.words) : html`<span class="oh-waiting">${figure.running === null ? words.waiting : words.running}</span>`}
      ${badge(figure.answer, words)}
    </div>
  `;
}

/** Which plan, and the button that runs it. */
function plans(figure: Figure): TemplateResult {
  const { words, parameters } = figure;
  return html`
    <div class="oh-plans">
      ${choice(
        words.plan,
        presets,
        parameters.preset,
        (preset) => words.presets[preset],
        () => false,
        (preset) => figure.change({ ...parameters, preset }),
      )}
      <button
        type="button"
        class="oh-button oh-run"
        ?disabled=${figure.running !== null}
        @click=${() => void figure.run()}
      >
        ${icon("play")}${figure.running === null ? words.run : words.running}
      </button>
    </div>
  `;
}

/** A sort that did not happen, in the words of whoever refused it. */
function broken(figure: Figure): TemplateResult | typeof nothing {
  const { words, parameters, answer } = figure;
  const again = (): void => figure.change({ ...parameters, broken: null });
  if (answer && isRefusal(answer))
    return html`
      <div class="oh-failure" role="alert">
        <p><b>${icon("stop")}${words.breaks.failed}</b></p>
        <p lang="en">${answer.message}</p>
        ${parameters.broken === null ? nothing : html`<button type="button" class="oh-button" @click=${again}>${words.breaks.again}</button>`}
      </div>
    `;
  if (parameters.broken === null || answer?.device.kind !== "cpu") return nothing;
  return html`<p class="oh-problem" role="status">${icon("stop")}${words.breaks.needs_gpu}</p>`;
}

function picture(figure: Figure, bills: Bills, bill: Bill): TemplateResult {
  const { words, width, step } = figure;
  const standing = (name: string, draw: typeof ladderPicture): TemplateResult =>
    figure.drawings.draw(name, [bills, bill, step, width, words], () =>
      draw(bills, bill, step, width, words),
    );
  const choose = (event: MouseEvent): void => {
    const top = (event.currentTarget as Element).getBoundingClientRect().top;
    const preset = drawn[rowAt(event.clientY - top, ladderShape(width, bills.all))];
    if (preset) figure.change({ ...figure.parameters, preset });
  };
  return html`
    <div class="oh-bills" @click=${choose}>${standing("ladder", ladderPicture)}</div>
    ${standing("raster", rasterPicture)}
  `;
}

/** What the pass does on which the picture stands. */
function passWords(figure: Figure, bill: Bill): string {
  const pass = figure.moment === null ? undefined : bill.plan.ladder[figure.step - 1];
  if (!pass) return figure.words.resting;
  const ms = figure.measured?.pass_ms ?? (figure.answer && !isRefusal(figure.answer) ? figure.answer.pass_ms : null);
  return figure.words.pass(pass, ms?.[figure.step - 1] ?? null);
}

function chromeOf(figure: Figure, bills: Bills, bill: Bill): Chrome {
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
        body: () => breakPanel(parameters, words, change),
      },
      {
        name: "table",
        icon: "table",
        label: tools.table,
        body: () => tables(bills, bill, figure.measured, words),
      },
    ],
  };
}
