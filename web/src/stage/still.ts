// A figure of a stage as a picture without scripts: the same drawing functions over runs made at build time. Three
// widths stand side by side in the markup; the style sheet shows the one that fits.

import { html, type TemplateResult } from "lit/html.js";
import type { Language } from "../draw/numbers.ts";
import { captionId } from "../elements/caption.ts";
import { engineBadge } from "../elements/engine-badge.ts";
import type { Experiment, Report } from "../generated/core.d.ts";
import { renderToString } from "../static.ts";
import type { Definition } from "./definition.ts";
import { startOf } from "./parameters.ts";
import { caption, numbers, proof, verdictOf } from "./parts.ts";
import { moving, plotOf, standing } from "./picture.ts";
import { chosen, experimentOf, type Result, type Telling } from "./runs.ts";
import { words as all_words, type Words } from "./text.ts";

export type Run = (experiment: Experiment & { scene: true }) => Promise<Report>;

const widths = [
  ["oh-still-wide", 1120],
  ["oh-still-stacked", 720],
  ["oh-still-narrow", 335],
] as const;

export async function stillOf(definition: Definition, run: Run): Promise<Record<Language, string>> {
  const parameters = startOf(definition);
  const told: Telling[] = [];
  for (const name of [parameters.algorithm ?? "auto", parameters.beside]) {
    if (name === null) continue;
    const report = await run({ ...experimentOf(definition, parameters, name), scene: true });
    if (!report.scene) throw new Error("a run came without its scene");
    const algorithm = report.experiment.algorithm ?? name;
    told.push({ algorithm, report, failure: null, scene: report.scene, model: report, proof: null });
  }
  const result = { parameters, told };
  const page = (words: Words): string => renderToString(figure(definition, result, words));
  return { en: page(all_words.en), zh: page(all_words.zh) };
}

function figure(definition: Definition, result: Result, words: Words): TemplateResult {
  const { parameters } = result;
  const { report } = chosen(result);
  const { title } = definition.words[words.language];
  return html`
    <figure class="oh-figure oh-stage" data-still aria-label=${title} aria-describedby=${captionId(definition.name)}>
      <div class="oh-head">
        <b>${title}</b>
        <span class="oh-ranks">${words.ranks}<b>${parameters.ranks}</b></span>
        ${verdictOf(result, words)}${report ? engineBadge(words.engine.badge(report.engine, parameters.ranks), null, report.engine.used) : ""}
      </div>
      <div class="oh-plot">${widths.map(([name, width]) => picture(name, width, result, words))}</div>
      <p class="oh-still-note">${words.still}</p>
      ${numbers(result, words)}${proof(result, words)} ${caption(definition, result, words)}
    </figure>
  `;
}

function picture(name: string, width: number, result: Result, words: Words): TemplateResult {
  const plot = plotOf(result, result.parameters.view, width);
  return html`
    <svg
      class=${name}
      width=${plot.width}
      height=${plot.height}
      viewBox="0 0 ${plot.width} ${plot.height}"
      role="img"
      aria-label=${words.picture}
    >
      <g>${standing(result, plot, words)}</g>
      <g>${moving(plot, null, [], words)}</g>
    </svg>
  `;
}
