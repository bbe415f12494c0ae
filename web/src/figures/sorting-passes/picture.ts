// The picture: the bills over the steps of the chosen plan, and below them what was measured. Narrow figures put one
// under the other.

import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Bill } from "./bills.ts";
import {
  ROOF_HEIGHT,
  STRIP_HEIGHT,
  keyStrip,
  roofChart,
  timesChart,
  timesHeight,
  type RoofPoint,
} from "./charts.ts";
import { ladder, ladderShape } from "./ladder.ts";
import { raster, rasterShape } from "./raster.ts";
import { stageCount } from "./bills.ts";
import type { Bills, Measured, Outcome } from "./runs.ts";
import type { Text } from "./text.ts";

/** The bills, and which keys meet in which pass of the chosen one. */
export function standing(
  bills: Bills,
  selected: Bill,
  passes: number,
  width: number,
  words: Text,
): TemplateResult {
  return html`${ladderPicture(bills, selected, passes, width, words)}${rasterPicture(bills, selected, passes, width, words)}`;
}

export function ladderPicture(
  bills: Bills,
  selected: Bill,
  passes: number,
  width: number,
  words: Text,
): TemplateResult {
  const shape = ladderShape(width, bills.all);
  return html`<svg
    class="oh-ladder"
    width=${width}
    height=${shape.height}
    viewBox="0 0 ${width} ${shape.height}"
    role="img"
    aria-label=${words.ladder_label}
  >${ladder(bills.all, { selected: selected.name, passes }, shape, words)}</svg>`;
}

export function rasterPicture(
  bills: Bills,
  selected: Bill,
  passes: number,
  width: number,
  words: Text,
): TemplateResult {
  const shape = rasterShape(width, stageCount(bills.parameters.count));
  return html`<svg
    class="oh-raster"
    width=${width}
    height=${shape.height}
    viewBox="0 0 ${width} ${shape.height}"
    role="img"
    aria-label=${words.raster_label}
  >${raster(selected, passes, shape, words)}</svg>`;
}

/** What was found out on this device. */
export interface Findings {
  readonly outcome: Outcome | null;
  readonly measured: Measured | null;
  readonly points: readonly RoofPoint[];
  readonly measuring: boolean;
}

const GAP = 40;

export function findings(found: Findings, width: number, words: Text): TemplateResult {
  const wide = width >= 900;
  const third = wide ? Math.floor((width - 2 * GAP) / 3) : width;
  const half = wide ? third : width >= 560 ? Math.floor((width - GAP) / 2) : width;
  return html`
    <div class="oh-findings">
      <section .style=${`width:${wide ? third : width}px`}>
        <p class="oh-subhead">${words.times.heading}</p>
        ${times(found, wide ? third : width, words)}
      </section>
      <section .style=${`width:${half}px`}>
        <p class="oh-subhead">${words.roof.heading}</p>
        ${roof(found, half, words)}
      </section>
      <section .style=${`width:${half}px`}>
        <p class="oh-subhead">${words.keys.before}</p>
        ${strip(found.outcome?.before ?? [], half)}
        <p class="oh-subhead">${words.keys.after}</p>
        ${strip(found.outcome?.after ?? [], half)}
      </section>
    </div>
  `;
}

function times({ measured, measuring, outcome }: Findings, width: number, words: Text): TemplateResult {
  const software =
    outcome?.device.software === true && outcome.device.kind === "gpu"
      ? html`<p class="oh-warning">${words.times.software(outcome.device.name)}</p>`
      : nothing;
  if (!measured)
    return html`${software}<p class="oh-panel-words">${measuring ? words.times.running : words.times.none}</p>`;
  const height = timesHeight(measured.times.length);
  return html`
    <svg width=${width} height=${height} role="img" aria-label=${words.times.label}>
      ${timesChart(measured.times, width, words)}
    </svg>
    <p class="oh-panel-words">${words.times.of(measured.runs)}</p>
    ${software}
  `;
}

function roof({ measured, points, outcome }: Findings, width: number, words: Text): TemplateResult {
  const newest = measured?.point;
  if (!measured?.bandwidth || !Number.isFinite(measured.bandwidth) || !newest || newest.ms === 0)
    return html`<p class="oh-panel-words">${outcome?.device.kind === "cpu" ? words.roof.no_gpu : words.roof.not_measured}</p>`;
  const reached = (newest.bytes / newest.ms) * 1000;
  return html`
    <svg width=${width} height=${ROOF_HEIGHT} role="img" aria-label=${words.roof.label}>
      ${roofChart(points, measured.bandwidth, newest.plan, width, words)}
    </svg>
    <p class="oh-panel-words">${words.bytes(reached)}/s, ${words.roof.reached(reached / measured.bandwidth)}</p>
  `;
}

const strip = (ranks: readonly number[], width: number): TemplateResult => html`
  <svg width=${width} height=${STRIP_HEIGHT} aria-hidden="true">${keyStrip(ranks, width)}</svg>
`;
