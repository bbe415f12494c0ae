// The engine badge: what really ran, and why it was not the better engine.

import { html, nothing, type TemplateResult } from "lit/html.js";

export function engineBadge(words: string, why: string | null, used: string): TemplateResult {
  return html`
    <span class="oh-engine" data-engine=${used}>
      ${
        why === null
          ? nothing
          : html`
              <span class="oh-why">${why}</span>
            `
      }
      <span class="oh-tag">${words}</span>
    </span>
  `;
}
