// What stands over the picture when a run failed.

import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../../elements/icons.ts";
import { isFailure, type Result } from "./runs.ts";
import type { Text } from "./text.ts";

/** A failed run in its own words; they come from the engine and are English in both languages. */
export function failureBox(result: Result, words: Text, again: () => void): TemplateResult | typeof nothing {
  if (!isFailure(result.ring)) return nothing;
  const { message, waiting } = result.ring;
  return html`
    <div class="oh-failure" role="alert">
      <p><b>${icon("stop")}${words.faults.failed}</b></p>
      <p lang="en">${message}</p>
      ${
        waiting.length === 0
          ? nothing
          : html`
              <details>
                <summary>${words.faults.waits}</summary>
                <ul>
                  ${waiting.map(
                    (wait) => html`
                      <li>${words.faults.waiting(wait.rank, wait.on, wait.call, wait.since_us)}</li>
                    `,
                  )}
                </ul>
              </details>
            `
      }
      <button type="button" class="oh-button" @click=${again}>${words.faults.again}</button>
    </div>
  `;
}
