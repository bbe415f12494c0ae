// The table view: the same facts as the picture, as HTML tables, for whoever cannot or does not want to read it.

import { html, nothing, type TemplateResult } from "lit/html.js";
import { short, scientific } from "../../draw/numbers.ts";
import { contributionCount, type Message, type Replay } from "../../draw/replay.ts";
import { shownOutputs } from "./parts.ts";
import { isFailure, type Result } from "./runs.ts";
import type { Text } from "./text.ts";

/** Chunks whose first values are printed; more would not be read. */
const VALUE_COUNT_MAX = 8;

export function tables(result: Result, step: number, words: Text): TemplateResult {
  const { parameters, halves, ring } = result;
  const half = parameters.ranks - 1;
  const runs: [string, Replay | null, number][] = [
    [words.table.run_ring, isFailure(ring) ? null : ring.replay, step - 1],
    ...(step <= half
      ? [["reduce-scatter", halves.scatter, step - 1] as [string, Replay, number]]
      : [["all-gather", halves.gather, step - 1 - half] as [string, Replay, number]]),
  ];
  const columns = words.table.columns;
  const messages = runs.flatMap(([name, replay, index]) =>
    (replay?.steps[index] ?? []).map((message) => messageRow(name, message, words)),
  );
  return html`
    <div class="oh-tables" tabindex="0" role="region" aria-label=${words.table.messages}>
      <table>
        <caption>${words.table.messages}: ${words.table.step_of(step, 2 * half)}</caption>
        <thead>
          <tr>
            ${Object.values(columns).map(
              (name) => html`
                <th scope="col">${name}</th>
              `,
            )}
          </tr>
        </thead>
        <tbody>
          ${
            messages.length > 0
              ? messages
              : html`
                  <tr><td colspan="9">${half === 0 ? words.one_rank : words.table.no_message}</td></tr>
                `
          }
        </tbody>
      </table>
      ${buffers(result, step, words)}${outputs(result, words)}${gapTable(result, words)}
    </div>
  `;
}

function messageRow(name: string, message: Message, words: Text): TemplateResult {
  return html`
    <tr>
      <th scope="row">${name}</th>
      <td>${message.from}</td>
      <td>${message.to}</td>
      <td>${message.chunk}</td>
      <td>${words.number(message.count)}</td>
      <td>${words.number(message.bytes)}</td>
      <td>${message.combines ? words.table.adds : words.table.stores}</td>
      <td>${message.sent_us.toFixed(1)}</td>
      <td>${message.received_us.toFixed(1)}</td>
    </tr>
  `;
}

function chunkHeads(ranks: number, words: Text): TemplateResult {
  return html`
    <tr>
      <th scope="col">rank</th>
      ${Array.from(
        { length: ranks },
        (_, chunk) => html`
          <th scope="col">${words.chunk_name(chunk)}</th>
        `,
      )}
    </tr>
  `;
}

function buffers(result: Result, step: number, words: Text): TemplateResult {
  const { ring, halves, parameters, ghost } = result;
  const state = (isFailure(ring) ? halves.scatter : ring.replay).states[step] ?? [];
  return html`
    <table>
      <caption>${words.buffers_after(step)}</caption>
      <thead>${chunkHeads(parameters.ranks, words)}</thead>
      <tbody>
        ${state.map(
          (row, rank) => html`
            <tr>
              <th scope="row">${rank}</th>
              ${row.map(
                (version, chunk) => html`
                  <td>
                    ${version ? words.table.cell(contributionCount(version), parameters.ranks) : "–"}${ghost?.difference.at(step, rank, chunk) ? html`<span aria-label=${words.fork.legend}> ≠</span>` : nothing}
                  </td>
                `,
              )}
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

function outputs(result: Result, words: Text): TemplateResult {
  if (isFailure(result.ring))
    return html`
      <p>${words.no_outputs}</p>
    `;
  const rows = shownOutputs(result);
  if (!rows) return html``;
  const { checks } = rows;
  const shown = rows.blocks.slice(0, VALUE_COUNT_MAX);
  return html`
    <table>
      <caption>${words.table.outputs}</caption>
      <thead>
        <tr>
          <th scope="col">rank</th>
          <th scope="col">${words.table.wrong}</th>
          <th scope="col">${words.table.error}</th>
          <th scope="col">${words.table.ulp}</th>
          ${shown.map(
            (_, chunk) => html`
              <th scope="col">${words.chunk_name(chunk)}</th>
            `,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.outputs.map(
          (output, rank) => html`
            <tr>
              <th scope="row">${rank}</th>
              <td>${checks[rank]?.wrong_count ?? "–"}</td>
              <td>${scientific(checks[rank]?.error ?? 0)}</td>
              <td>${checks[rank]?.ulp ?? "–"}</td>
              ${shown.map(
                (block) => html`
                  <td>${output && block.count > 0 ? short(output[block.start] as number, 9) : "–"}</td>
                `,
              )}
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

/** What the work in the gap took, beside what it would take after an all-reduce. */
function gapTable(result: Result, words: Text): TemplateResult | typeof nothing {
  const { ring, halves } = result;
  if (!halves.gap || isFailure(ring) || !ring.gap) return nothing;
  const { whole, checks } = ring.gap;
  const number = (value: number | undefined): string => words.number(value ?? 0);
  return html`
    <table>
      <caption>${words.gap}: ${words.gaps.name[halves.gap.work.gap]}</caption>
      <thead>
        <tr>
          <th scope="col">rank</th>
          ${words.gaps.columns.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${halves.gap.chunks.map(
          ({ touched, state_bytes }, rank) => html`
            <tr>
              <th scope="row">${rank}</th>
              <td>${number(touched)}</td>
              <td>${number(whole[rank]?.touched)}</td>
              <td>${number(state_bytes)} / ${number(whole[rank]?.state_bytes)}</td>
              <td>${number(checks[rank]?.wrong_count)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}
