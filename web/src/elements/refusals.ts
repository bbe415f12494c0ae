// What stands over a picture when something was not taken, or could not be computed. Both say so where the reader
// looks, and neither leaves a doubt about what the picture shows.

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../draw/numbers.ts";
import { texts } from "../reading-text.ts";
import { icon } from "./icons.ts";
import type { Refused } from "./live-figure.ts";

/** Nobody reads more of them. */
const LISTED_MAX = 4;

/** What a figure has to say; every `LiveFigure` has it. */
export interface Troubled {
  readonly language: Language;
  readonly problem: string | null;
  readonly refused: Refused | null;
}

/** Words from the engine are English in both languages; `title` says in the reader's what they are about. */
export function trouble(figure: Troubled, title = ""): TemplateResult {
  return html`${refusals(figure)}${problem(figure, title)}`;
}

function refusals({ refused, language }: Troubled): TemplateResult | typeof nothing {
  if (refused === null) return nothing;
  const words = texts[language];
  const more = refused.all.length - LISTED_MAX;
  return html`
    <div class="oh-problem oh-refused" role="alert">
      <p>${icon("stop")}${words.heading[refused.from]}</p>
      <ul>
        ${refused.all.slice(0, LISTED_MAX).map((refusal) => html`<li>${words.one(refusal)}</li>`)}
        ${more > 0 ? html`<li>${words.more(more)}</li>` : nothing}
      </ul>
    </div>
  `;
}

const problem = ({ problem, language }: Troubled, title: string): TemplateResult | typeof nothing =>
  problem === null
    ? nothing
    : html`
        <p class="oh-problem" role="alert">
          ${icon("stop")}${title === "" ? nothing : html`<span>${title}:</span>`}
          <span lang="en">${problem}</span>
          <span>${texts[language].still_older}</span>
        </p>
      `;
