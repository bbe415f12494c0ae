// What panels of all figures are made of: the frame, a choice of a few names, the link, the keys.

import { html, type TemplateResult } from "lit";

export interface PanelText {
  readonly close: string;
  readonly copy_by_hand: string;
}

export const panelFrame = (
  name: string,
  body: TemplateResult,
  words: PanelText,
  close: () => void,
): TemplateResult => html`
  <section class="oh-panel" aria-label=${name}>
    <button type="button" class="oh-close" aria-label=${words.close} @click=${close}>×</button>
    ${body}
  </section>
`;

/** One of a few, as radio buttons that look like one bar. */
export function choice<T extends string>(
  name: string,
  all: readonly T[],
  chosen: T,
  say: (value: T) => string,
  barred: (value: T) => boolean,
  choose: (value: T) => void,
): TemplateResult {
  return html`
    <fieldset class="oh-choice">
      <legend>${name}</legend>
      ${all.map(
        (value) => html`
          <label>
            <input
              type="radio"
              name=${name}
              .checked=${value === chosen}
              ?disabled=${barred(value)}
              @change=${() => choose(value)}
            />
            <span>${say(value)}</span>
          </label>
        `,
      )}
    </fieldset>
  `;
}

export const helpPanel = (rows: readonly (readonly [string, string])[]): TemplateResult => html`
  <dl class="oh-keys">
    ${rows.map(
      ([key, meaning]) => html`
        <div>
          <dt><kbd>${key}</kbd></dt>
          <dd>${meaning}</dd>
        </div>
      `,
    )}
  </dl>
`;

/** The link alone, for as long as the other forms of sharing are not loaded. */
export const linkPanel = (address: string, words: PanelText): TemplateResult => html`
  <label class="oh-link">
    <span>${words.copy_by_hand}</span>
    <input
      type="text"
      readonly
      .value=${address}
      @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()}
    />
  </label>
`;
