// The figure as a picture without scripts: the same drawing functions over plans made at build time. Three widths
// stand side by side in the markup; the style sheet shows the one that fits.

import { html, type TemplateResult } from "lit/html.js";
import type { SortPlan } from "../../generated/sorter.d.ts";
import { captionId } from "../../elements/caption.ts";
import type { Language } from "../../draw/numbers.ts";
import { renderToString } from "../../static.ts";
import type { Bill, Shape } from "./bills.ts";
import { defaults } from "./parameters.ts";
import { caption, numbers, proof } from "./parts.ts";
import { ladderPicture, rasterPicture } from "./picture.ts";
import { billNamed, billsOf, type Bills } from "./runs.ts";
import { texts, type Text } from "./text.ts";

const widths = [
  ["oh-still-wide", 1120],
  ["oh-still-stacked", 720],
  ["oh-still-narrow", 335],
] as const;

/** What the `ranks` program is asked for. */
type Ask = (request: { passes: { count: number } & Partial<Record<"tile" | "registers", number>> }) => Promise<SortPlan>;

/** `base` is still.json: how many keys. */
export async function still(base: { count: number }, ask: Ask): Promise<Record<Language, string>> {
  const planner = (count: number, { tile, registers }: Shape): Promise<SortPlan> =>
    ask({ passes: { count, registers: 2 ** registers, ...(tile === null ? {} : { tile: 2 ** tile }) } });
  const bills = await billsOf({ ...defaults, count: base.count }, null, planner);
  const bill = billNamed(bills, bills.automatic);
  const page = (words: Text): string => renderToString(figure(bills, bill, words));
  return { en: page(texts.en), zh: page(texts.zh) };
}

const figure = (bills: Bills, bill: Bill, words: Text): TemplateResult => html`
  <figure class="oh-figure" data-still aria-label=${words.title} aria-describedby=${captionId("sorting-passes")}>
    <div class="oh-head">
      <b>${words.title}</b>
      <span class="oh-summary">${words.summary(bills.parameters)}</span>
    </div>
    <div class="oh-plans"><span class="oh-summary">${words.plan}: ${words.plans[bill.name]}</span></div>
    <div class="oh-plot">
      ${widths.map(
        ([name, width]) => html`
          <div class=${name}>
            ${ladderPicture(bills, bill, bill.plan.passes, width, words)}
            ${rasterPicture(bills, bill, bill.plan.passes, width, words)}
          </div>
        `,
      )}
      <p class="oh-pass"></p>
    </div>
    <p class="oh-still-note">${words.still}</p>
    ${numbers(bills, bill, null, null, words)}${proof(bills, null, null, words)}
    ${caption(bills, bill, null, words)}
  </figure>
`;
