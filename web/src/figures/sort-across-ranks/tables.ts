// The same as numbers: the messages of the step that is shown, and what every rank sent and holds.

import { html, type TemplateResult } from "lit/html.js";
import { grouped } from "../../draw/numbers.ts";
import { transpositionBytes } from "./replay.ts";
import type { Result } from "./runs.ts";
import type { Text } from "./text.ts";

export const tables = (result: Result, step: number, words: Text): TemplateResult => html`
  <div class="oh-tables" tabindex="0" role="group" aria-label=${words.tools.table}>
    ${ranks(result, words)}${messages(result, step, words)}
  </div>
`;

function ranks(result: Result, words: Text): TemplateResult {
  const { columns } = words.table;
  const { parameters, volumes } = result;
  const number = (value: number | undefined): string => grouped(value ?? 0, words.language);
  const transposition = transpositionBytes(parameters.ranks, parameters.elements * 4);
  return html`
    <table>
      <caption>${words.table.ranks}</caption>
      <thead>
        <tr>
          <th scope="col">${columns.rank}</th>
          <th scope="col">${columns.sent}: ${words.algorithms.bitonic}</th>
          <th scope="col">${words.algorithms.sample}</th>
          <th scope="col">${words.transposition}</th>
          <th scope="col">${columns.start}</th>
          <th scope="col">${columns.end}: ${words.algorithms.bitonic}</th>
          <th scope="col">${words.algorithms.sample}</th>
        </tr>
      </thead>
      <tbody>
        ${transposition.map(
          (bytes, rank) => html`
            <tr>
              <th scope="row">${rank}</th>
              <td>${number(volumes.bitonic.bytes[rank])}</td>
              <td>${number(volumes.sample.bytes[rank])}</td>
              <td>${number(bytes)}</td>
              <td>${number(parameters.elements)}</td>
              <td>${number(volumes.bitonic.lengths[rank])}</td>
              <td>${number(volumes.sample.lengths[rank])}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

function messages({ sound }: Result, step: number, words: Text): TemplateResult {
  const { columns } = words.table;
  const shown = sound.columns[step - 1]?.messages ?? [];
  const number = (value: number): string => grouped(value, words.language);
  return html`
    <table>
      <caption>${words.table.messages}, ${words.table.column_of(step, sound.columns.length)}</caption>
      <thead>
        <tr>
          <th scope="col">${columns.from}</th>
          <th scope="col">${columns.to}</th>
          <th scope="col">${columns.keys}</th>
          <th scope="col">${columns.bytes}</th>
        </tr>
      </thead>
      <tbody>
        ${shown.length === 0 ? html`<tr><td colspan="4">${words.table.no_message}</td></tr>` : ""}
        ${shown.map(
          ({ from, to, count, bytes }) => html`
            <tr>
              <th scope="row">${from}</th>
              <td>${to}</td>
              <td>${number(count)}</td>
              <td>${number(bytes)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}
