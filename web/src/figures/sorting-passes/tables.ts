// The same as numbers: the plans side by side, and every pass of the chosen one.

import { html, type TemplateResult } from "lit/html.js";
import { grouped } from "../../draw/numbers.ts";
import type { Bill } from "./bills.ts";
import { fromNothing } from "./bills.ts";
import type { Bills, Measured } from "./runs.ts";
import { powerOfTwo, timeWords, type Text } from "./text.ts";

export function tables(bills: Bills, bill: Bill, measured: Measured | null, words: Text): TemplateResult {
  return html`
    <div class="oh-tables" tabindex="0" role="group" aria-label=${words.tools.table}>
      ${totals(bills, words)}${passes(bill, measured?.pass_ms ?? null, words)}
    </div>
  `;
}

function totals(bills: Bills, words: Text): TemplateResult {
  const { columns } = words.table;
  const number = (value: number): string => grouped(value, words.language);
  return html`
    <table>
      <caption>${words.table.totals}</caption>
      <thead>
        <tr>
          <th scope="col">${words.table.plan}</th>
          <th scope="col">${words.table.passes}</th>
          <th scope="col">${columns.bytes}</th>
          <th scope="col">${columns.comparators}</th>
        </tr>
      </thead>
      <tbody>
        ${bills.all.map(
          ({ name, plan }) => html`
            <tr>
              <th scope="row">${words.plans[name]}</th>
              <td>${number(plan.passes)}</td>
              <td>${number(plan.bytes)}</td>
              <td>${number(plan.comparators)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

function passes(bill: Bill, pass_ms: readonly number[] | null, words: Text): TemplateResult {
  const { columns, kernels } = words.table;
  const number = (value: number): string => grouped(value, words.language);
  const names = (["pass", "kernel", "stage", "distances", "steps", "comparators", "bytes"] as const).map(
    (key) => columns[key],
  );
  return html`
    <table>
      <caption>${words.table.caption(bill.name)}</caption>
      <thead>
        <tr>
          ${names.map((name) => html`<th scope="col">${name}</th>`)}
          ${pass_ms ? html`<th scope="col">${columns.time}</th>` : ""}
        </tr>
      </thead>
      <tbody>
        ${bill.plan.ladder.map((pass, index) => {
          const high = fromNothing(pass) ? pass.stage - 1 : pass.low + pass.steps - 1;
          const ms = pass_ms?.[index];
          return html`
            <tr>
              <th scope="row">${index + 1}</th>
              <td>${kernels[pass.kernel]}</td>
              <td>${fromNothing(pass) ? `1–${pass.stage}` : pass.stage}</td>
              <td>${high === pass.low ? powerOfTwo(high) : `${powerOfTwo(high)}–${powerOfTwo(pass.low)}`}</td>
              <td>${pass.steps}</td>
              <td>${number(pass.comparators)}</td>
              <td>${number(pass.bytes)}</td>
              ${pass_ms ? html`<td>${ms === undefined ? "–" : timeWords(ms)}</td>` : ""}
            </tr>
          `;
        })}
      </tbody>
    </table>
  `;
}
