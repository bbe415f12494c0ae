// The figure as a picture without scripts: the same drawing functions over runs made at build time. Three widths
// stand side by side in the markup; the style sheet shows the one that fits.

import { html, type TemplateResult } from "lit/html.js";
import { captionId } from "../../elements/caption.ts";
import type { Language } from "../../draw/numbers.ts";
import { engineBadge } from "../../elements/engine-badge.ts";
import { verdictPill } from "../../elements/verdict-pill.ts";
import { renderToString } from "../../static.ts";
import { defaults } from "./parameters.ts";
import { caption, numbers, proof, verdictOf } from "./parts.ts";
import { VOLUMES_WIDTH, geometry, lanes, volumes } from "./plot.ts";
import { resultOf, runBoth, type Result, type Run } from "./runs.ts";
import { texts, type Text } from "./text.ts";

const widths = [
  ["oh-still-wide", 1120],
  ["oh-still-stacked", 720],
  ["oh-still-narrow", 335],
] as const;

/** `base` is still.json: how many ranks, and how many keys each of them brings. */
export async function still(
  base: { ranks: number; elements: number },
  run: Run,
): Promise<Record<Language, string>> {
  const parameters = { ...defaults, ...base };
  const both = await runBoth(parameters, run);
  const result = resultOf(parameters, both, both[parameters.algorithm]);
  const page = (words: Text): string => renderToString(figure(result, words));
  return { en: page(texts.en), zh: page(texts.zh) };
}

function figure(result: Result, words: Text): TemplateResult {
  const { parameters, sound } = result;
  const verdict = verdictOf(result, words);
  const { engine } = sound.report;
  return html`
    <figure class="oh-figure" data-still aria-label=${words.title} aria-describedby=${captionId("sort-across-ranks")}>
      <div class="oh-head">
        <b>${words.title}</b>
        <span class="oh-ranks">${words.ranks}<b>${parameters.ranks}</b></span>
        <span class="oh-summary">${words.summary(parameters)}</span>
        ${verdict ? verdictPill(verdict.agrees, verdict.words) : ""}${engineBadge(words.engine.badge(engine, parameters.ranks), null, engine.used)}
      </div>
      <div class="oh-plans"><span class="oh-summary">${words.sort}: ${words.algorithms[parameters.algorithm]}</span></div>
      <div class="oh-plot">${widths.map(([name, width]) => picture(name, width, result, words))}</div>
      <p class="oh-still-note">${words.still}</p>
      ${numbers(result, null, words)}${proof(result, null, words)} ${caption(result, words)}
    </figure>
  `;
}

function picture(name: string, width: number, result: Result, words: Text): TemplateResult {
  const { sound, parameters } = result;
  const g = geometry(width, parameters.ranks, sound.columns.length);
  const side = g.two_panes ? VOLUMES_WIDTH : width;
  const [x, y] = g.two_panes ? [width - side, 0] : [0, g.height + 16];
  const height = g.two_panes ? g.height : 2 * g.height + 16;
  return html`
    <svg
      class=${name}
      width=${width}
      height=${height}
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label=${words.lanes_label}
    >
      <g>${lanes(sound, g, words)}</g>
      <g transform="translate(${x} ${y})">${volumes(result, g.rows, side, words)}</g>
    </svg>
  `;
}
