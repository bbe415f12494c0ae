// The readout strip as HTML: name, number, how it is known. Used by live figures and by stills.

import { html, nothing, svg, type TemplateResult } from "lit/html.js";
import type { Readout, Source } from "../draw/readouts.ts";

const marks: Record<Source, TemplateResult> = {
  counted: svg`<rect width="10" height="10" fill="currentColor"></rect>`,
  modelled: svg`<rect x=".75" y=".75" width="8.5" height="8.5" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2 1.5"></rect>`,
  measured: svg`<path d="M5 0v10M2 .75h6M2 9.25h6M2.5 5h5" fill="none" stroke="currentColor" stroke-width="1.5"></path>`,
};

export function readoutStrip(rows: readonly Readout[], words: Record<Source, string>): TemplateResult {
  return html`
    <dl class="oh-readouts">
      ${rows.map(
        (row) => html`
          <div>
            <dt>${row.name}</dt>
            <dd class="oh-value">
              ${row.value}
              <small>${row.unit}</small>
            </dd>
            <dd class="oh-source">
              <svg width="10" height="10" aria-hidden="true">${marks[row.source]}</svg>
              ${words[row.source]}
            </dd>
            ${
              row.absent === undefined
                ? nothing
                : html`
                    <dd class="oh-absent">${row.absent}</dd>
                  `
            }
          </div>
        `,
      )}
    </dl>
  `;
}
