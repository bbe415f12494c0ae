// The figure as a picture without scripts: the same drawing functions over a run made at build time. Three widths
// stand side by side in the markup; the style sheet shows the one that fits.

import { html, svg, type TemplateResult } from "lit/html.js";
import type { Experiment } from "../../generated/core.d.ts";
import { captionId } from "../../elements/caption.ts";
import type { Language } from "../../draw/numbers.ts";
import { engineBadge } from "../../elements/engine-badge.ts";
import { verdictPill } from "../../elements/verdict-pill.ts";
import { renderToString } from "../../static.ts";
import { RAILS_WIDTH, geometry, railsAlone } from "./geometry.ts";
import { defaults, type Parameters } from "./parameters.ts";
import { caption, numbers, proof, verdictWords } from "./parts.ts";
import { bufferPane, outputPane, sidePane, spaceTime, viewOf } from "./plot.ts";
import { runAll, type Result, type Run } from "./runs.ts";
import { STRIP_HEIGHT, strip, stripShape } from "./strip.ts";
import type { Text } from "./text.ts";
import { texts } from "./texts.ts";

const WIDE = 1120;
const STACKED = 720;
const NARROW = 320;

/** `base` is still.json: the experiment that stands for the figure. */
export async function still(base: Experiment, run: Run): Promise<Record<Language, string>> {
  const parameters: Parameters = {
    ...defaults,
    ranks: base.ranks,
    elements: base.count ?? defaults.elements,
    op: base.op ?? defaults.op,
    seed: base.seed ?? defaults.seed,
  };
  const result = await runAll(parameters, run);
  return { en: renderToString(page(result, texts.en)), zh: renderToString(page(result, texts.zh)) };
}

function page(result: Result, words: Text): TemplateResult {
  const { parameters } = result;
  const verdict = verdictWords(result, words);
  const engine = result.halves.scatter.report.engine;
  return html`
    <figure class="oh-figure" data-still aria-label=${words.title} aria-describedby=${captionId("ring-all-reduce")}>
      <div class="oh-head">
        <b>${words.title}</b>
        <span class="oh-ranks">
          ${words.ranks}
          <b>${parameters.ranks}</b>
        </span>
        <span class="oh-summary">${words.data_summary(parameters)}</span>
        ${verdict ? verdictPill(verdict.agrees, verdict.words) : ""}${engineBadge(words.engine.badge(engine, parameters.ranks), null, engine.used)}
      </div>
      <div class="oh-plot">${wide(result, words)}${stacked(result, words)}${narrow(result, words)}</div>
      <p class="oh-still-note">${words.still}</p>
      ${numbers(result, null, words)}${proof(result, words, { naive: null, host: null })}
      ${caption(result, words)}
    </figure>
  `;
}

function picture(
  kind: string,
  width: number,
  height: number,
  label: string,
  marks: TemplateResult,
): TemplateResult {
  return html`
    <svg
      class=${kind}
      width=${width}
      height=${height}
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label=${label}
    >
      ${marks}
    </svg>
  `;
}

function wide(result: Result, words: Text): TemplateResult {
  const lanes = geometry(WIDE, result.parameters.ranks);
  const view = viewOf(result.parameters);
  return picture(
    "oh-still-wide",
    WIDE,
    lanes.height,
    words.space_time_label,
    svg`<g>${spaceTime(result, view, lanes, words)}</g>
    <g transform="translate(${WIDE - RAILS_WIDTH} 0)">${sidePane(result, view, lanes, words)}</g>`,
  );
}

function stacked(result: Result, words: Text): TemplateResult {
  const lanes = geometry(STACKED, result.parameters.ranks);
  const view = viewOf(result.parameters);
  const rails = railsAlone((STACKED - 24) / 2, result.parameters.ranks, 70);
  return picture(
    "oh-still-stacked",
    STACKED,
    lanes.height + 16 + rails.height,
    words.space_time_label,
    svg`<g>${spaceTime(result, view, lanes, words)}</g>
    <g transform="translate(0 ${lanes.height + 16})">${bufferPane(result, view, rails, words)}</g>
    <g transform="translate(${(STACKED + 24) / 2} ${lanes.height + 16})">${outputPane(result, view, rails, words)}</g>`,
  );
}

function narrow(result: Result, words: Text): TemplateResult {
  const view = viewOf(result.parameters);
  const rails = railsAlone(NARROW, result.parameters.ranks, 0);
  return picture(
    "oh-still-narrow",
    NARROW,
    STRIP_HEIGHT + 16 + rails.height,
    words.strip_label,
    svg`
    <g>${strip(result, view, stripShape(NARROW, result.parameters.ranks), words)}</g>
    <g transform="translate(0 ${STRIP_HEIGHT + 16})">${bufferPane(result, view, rails, words)}</g>`,
  );
}
