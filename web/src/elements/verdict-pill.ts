// The verdict on a whole run, in words and a mark; no color carries it.

import { html, svg, type TemplateResult } from "lit/html.js";

export function verdictPill(agrees: boolean, words: string): TemplateResult {
  const mark = agrees
    ? svg`<path d="M2 6.5l3 3.2 5.5-7" fill="none" stroke="currentColor" stroke-width="1.6"></path>`
    : svg`<path d="M2.5 2.5l7 7M9.5 2.5l-7 7" fill="none" stroke="currentColor" stroke-width="1.6"></path>`;
  return html`
    <span class="oh-verdict" data-agrees=${agrees ? "yes" : "no"}>
      <svg width="12" height="12" aria-hidden="true">${mark}</svg>
      ${words}
    </span>
  `;
}
