// The goals and the numbers as tables.

import { html, nothing, type TemplateResult } from "lit";
import type { OpenHoodBench } from "./bench.ts";
import type { Judgement } from "./run.ts";
import { REFERENCE_OPS, type ReferenceOp, type Row, type Spread, type Trouble } from "./row.ts";
import { byteWords, digits, durationWords, type Text } from "./text.ts";

const range = ({ median, min, max }: Spread): TemplateResult =>
  html`${durationWords(median)} <small>${durationWords(min)} – ${durationWords(max)}</small>`;

/** Who wants to compare numbers scrolls: by keyboard too. */
const scrolling = (label: string, table: TemplateResult): TemplateResult =>
  html`<div class="oh-tables" tabindex="0" role="group" aria-label=${label}>${table}</div>`;

const header = (names: readonly string[]): TemplateResult =>
  html`<thead>
    <tr>
      ${names.map((name) => html`<th scope="col">${name}</th>`)}
    </tr>
  </thead>`;

export function goalTable(judgements: readonly Judgement[], words: Text): TemplateResult | typeof nothing {
  if (judgements.length === 0) return nothing;
  const rows = judgements.map((it) => goalRow(it, words));
  return html`<h3 class="oh-subhead">${words.goals}</h3>
    ${scrolling(
      words.goals,
      html`<table class="oh-goals">
        ${header([...words.goal_columns, ""])}
        <tbody>
          ${rows}
        </tbody>
      </table>`,
    )}`;
}

function goalRow(judgement: Judgement, words: Text): TemplateResult {
  const { goal, ours_us, reference_us, ratio, ratio_min, ratio_max, limit, next, reached } = judgement;
  const { verdicts } = words;
  const verdict = !reached ? verdicts.missed : next !== null && ratio <= next ? verdicts.all : verdicts.reached;
  return html`<tr>
    <th scope="row">${words.goal_names[goal] ?? goal}</th>
    <td>${range(ours_us)}</td>
    <td>${range(reference_us)}</td>
    <td><b>${digits(ratio)}</b> <small>${digits(ratio_min)} – ${digits(ratio_max)}</small></td>
    <td>${words.limit(limit, next)}</td>
    <td>${verdict}</td>
  </tr>`;
}

export function rowTable(rows: readonly Row[], words: Text): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  const body = rows.map(
    (row) => html`<tr>
      <th scope="row">${opName(row.op, words)}</th>
      <td>${words.engines[row.engine] ?? row.engine}</td>
      <td>${row.algorithm}</td>
      <td>${row.ranks}</td>
      <td>${row.bytes === 0 ? "–" : byteWords(row.bytes)}</td>
      <td>${durationWords(row.median_us)}</td>
      <td>${durationWords(row.min_us)} – ${durationWords(row.max_us)}</td>
      <td>${row.busbw_GBps === null ? "–" : digits(row.busbw_GBps)}</td>
    </tr>`,
  );
  return html`<details class="oh-all">
    <summary>${words.table} (${rows.length})</summary>
    ${scrolling(
      words.table,
      html`<table>
        ${header(words.columns)}
        <tbody>
          ${body}
        </tbody>
      </table>`,
    )}
  </details>`;
}

const isReference = (op: Row["op"]): op is ReferenceOp => (REFERENCE_OPS as readonly string[]).includes(op);

export const opName = (op: Row["op"], words: Text): string =>
  isReference(op) ? words.references[op] : (words.ops[op] ?? op);

export function troubleList(bench: OpenHoodBench, words: Text): TemplateResult | typeof nothing {
  if (bench.troubles.length === 0) return nothing;
  const item = ({ engine, op, ranks, bytes, trouble }: Trouble): TemplateResult =>
    html`<li>
      ${words.on_ranks(opName(op, words), ranks)}${bytes > 0 ? `, ${byteWords(bytes)}` : nothing},
      ${words.engines[engine]}: ${trouble}
    </li>`;
  return html`<div class="oh-failure">
    <p>${words.troubles}</p>
    <ul>
      ${bench.troubles.map(item)}
    </ul>
  </div>`;
}
