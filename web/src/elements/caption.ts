// What stands under a figure: what it shows, in a sentence and a few more, and the marks it is drawn with. For whoever
// hears the page the title is the figure's name, and the caption, without its legend, describes it.

import { html, type TemplateResult } from "lit/html.js";
import type { Language } from "../draw/numbers.ts";

export interface Caption {
  readonly claim: string;
  readonly rest: string;
}

/** What a figure of this name is described by. */
export const captionId = (figure: string): string => `oh-caption-${figure}`;

export function figureCaption(
  figure: string,
  words: { readonly figure: string; readonly language: Language },
  { claim, rest }: Caption,
  marks: readonly TemplateResult[],
  names: readonly string[],
): TemplateResult {
  return html`<figcaption class="oh-caption"><span class="oh-caption-label">${words.figure}</span><p id=${captionId(figure)}><strong>${claim}</strong>${words.language === "en" ? " " : ""}${rest}</p><ul class="oh-legend">${marks.map((mark, index) => html`<li><svg width="40" height="22" aria-hidden="true">${mark}</svg>${names[index] ?? ""}</li>`)}</ul></figcaption>`;
}
