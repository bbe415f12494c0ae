// What the bench page shows: controls, how far it is, the goals, the curves, the numbers.

import { html, nothing, svg, type TemplateResult } from "lit";
import { PLOT_HEIGHT, logLog, swatch, type Plot } from "../draw/log-log.ts";
import { icon } from "../elements/icons.ts";
import type { OpenHoodBench } from "./bench.ts";
import { engines, hasBandwidth, look, plots, shownOps, type View } from "./charts.ts";
import { BYTES_MAX, DETAILS, MIB, type Spec } from "./plan.ts";
import { OPS, type Engine } from "./row.ts";
import { goalTable, opName, rowTable, troubleList } from "./tables.ts";
import { byteWords, texts, type Text } from "./text.ts";

const LARGEST = [MIB / 16, MIB, 16 * MIB, BYTES_MAX] as const;
/** Plots stand side by side where each has so much room. */
const PLOT_WIDTH_MIN = 300;
const GAP = 20;

export function view(bench: OpenHoodBench): TemplateResult {
  const words = texts[bench.language];
  return html`<section class="oh-figure oh-bench" aria-label=${words.title}>
    ${controls(bench, words)}${status(bench, words)}${goalTable(bench.judgements, words)}
    ${bench.rows.length + bench.laid_over.length > 0 ? pictures(bench, words) : nothing}
    ${rowTable(bench.rows, words)}${troubleList(bench, words)}${files(bench, words)}
  </section>`;
}

function controls(bench: OpenHoodBench, words: Text): TemplateResult {
  const running = bench.progress !== null;
  const { detail, max_bytes } = bench.wishes;
  return html`<div class="oh-head">
    ${choice(words.detail, "oh-bench-detail", DETAILS, detail, words.details, running, (chosen) => {
      bench.wishes = { ...bench.wishes, detail: chosen };
    })}
    <label class="oh-select"
      >${words.largest}
      <select
        ?disabled=${running}
        @change=${(event: Event) => {
          const chosen = Number((event.target as HTMLSelectElement).value);
          bench.wishes = { ...bench.wishes, max_bytes: chosen };
        }}
      >
        ${LARGEST.map(
          (bytes) => html`<option value=${bytes} ?selected=${bytes === max_bytes}>${byteWords(bytes)}</option>`,
        )}
      </select>
    </label>
    <button
      type="button"
      class="oh-button oh-run"
      @click=${() => (running ? bench.stop() : void bench.perform())}
    >
      ${running ? icon("stop") : icon("play")}${running ? words.stop : bench.ending === null ? words.start : words.again}
    </button>
  </div>`;
}

function choice<T extends string>(
  legend: string,
  name: string,
  values: readonly T[],
  chosen: T,
  words: Record<T, string>,
  disabled: boolean,
  choose: (value: T) => void,
): TemplateResult {
  return html`<fieldset class="oh-choice" ?disabled=${disabled}>
    <legend>${legend}</legend>
    ${values.map(
      (value) =>
        html`<label
          ><input
            type="radio"
            name=${name}
            .checked=${value === chosen}
            ?disabled=${disabled}
            @change=${() => choose(value)}
          /><span>${words[value]}</span></label
        >`,
    )}
  </fieldset>`;
}

function status({ progress, ending, where }: OpenHoodBench, words: Text): TemplateResult {
  return html`<p class="oh-where">${words.where(where)}</p>
    ${where.isolated ? nothing : html`<p class="oh-warning">${isSecureContext ? words.not_isolated : words.not_secure}</p>`}
    ${progress
      ? html`<p class="oh-progress">
          <progress aria-label=${words.progress} max=${progress.total} value=${progress.done}></progress>
          <span>${words.running(progress.done, progress.total, what(progress.contenders, words))}</span>
        </p>`
      : nothing}
    <p class="oh-ending" role="status">${progress ? nothing : ended(ending, words)}</p>`;
}

function ended(ending: OpenHoodBench["ending"], words: Text): string {
  if (ending === null) return words.idle;
  return ending.kind === "failed" ? words.failed(ending.why) : words[ending.kind];
}

/** The race under way, by what is ours in it. */
function what(contenders: readonly Spec[], words: Text): string {
  const ours = contenders.find(({ engine }) => engine !== "reference") ?? contenders[0];
  if (!ours) return "";
  const name = words.on_ranks(opName(ours.op, words), ours.ranks);
  return ours.bytes === 0 ? name : `${name}, ${byteWords(ours.bytes)}`;
}

function pictures(bench: OpenHoodBench, words: Text): TemplateResult {
  const all = [...bench.rows, ...bench.laid_over];
  const ops = shownOps(all, OPS);
  const op = ops.includes(bench.op) ? bench.op : (ops[0] ?? bench.op);
  const { rows, laid_over, shown: view, where } = bench;
  const drawn = plots({ rows, laid_over, op, view, resolution_us: where.resolution_us }, words);
  const columns = Math.max(1, Math.min(drawn.length, Math.floor((bench.width + GAP) / (PLOT_WIDTH_MIN + GAP))));
  const width = Math.max(240, Math.floor((bench.width - GAP * (columns - 1)) / columns));
  const views: readonly View[] = ["time", "bandwidth"];
  const shown = hasBandwidth(op) ? bench.shown : "time";
  return html`<div class="oh-knobs">
      ${choice(words.op, "oh-bench-op", ops, op, words.ops, false, (chosen) => (bench.op = chosen))}
      ${choice(words.view, "oh-bench-view", views, shown, words.views, !hasBandwidth(op), (chosen) => {
        bench.shown = chosen;
      })}
    </div>
    <div class="oh-plots">${drawn.map((plot) => drawing(plot, width))}</div>
    <ul class="oh-legend" aria-label=${words.legend}>
      ${engines(bench.rows, op).map((engine) => entry(engine, false, words))}
      ${engines(bench.laid_over, op).map((engine) => entry(engine, true, words))}
    </ul>
    <p class="oh-panel-words">${words.chart}</p>`;
}

const drawing = (plot: Plot, width: number): TemplateResult =>
  html`<svg width=${width} height=${PLOT_HEIGHT} role="img" aria-label=${plot.title}>${logLog(plot, width)}</svg>`;

const entry = (engine: Engine, laid_over: boolean, words: Text): TemplateResult =>
  html`<li>
    ${html`<svg width="34" height="16" aria-hidden="true">${svg`${swatch(look(engine, laid_over))}`}</svg>`}
    ${laid_over ? words.laid_over(words.engines[engine]) : words.engines[engine]}
  </li>`;

function files(bench: OpenHoodBench, words: Text): TemplateResult {
  const measured = bench.rows.length > 0 && bench.progress === null;
  return html`<div class="oh-more-tools">
      <button type="button" class="oh-button" ?disabled=${!measured} @click=${() => save(bench.lines())}>
        ${words.export}
      </button>
      <label class="oh-button oh-file"
        >${words.lay}
        <input
          type="file"
          accept=".jsonl,.json,application/json"
          @change=${(event: Event) => {
            const input = event.target as HTMLInputElement;
            void bench.lay(input.files?.[0]).finally(() => (input.value = "")); // so that it may be chosen again
          }}
      /></label>
      ${bench.laid_over.length > 0
        ? html`<button type="button" class="oh-button" @click=${() => void bench.lay(undefined)}>
            ${words.take_off}
          </button>`
        : nothing}
    </div>
    ${bench.file_trouble === null ? nothing : html`<p class="oh-warning" role="status">${words.refused(bench.file_trouble)}</p>`}`;
}

/** Gives the lines to the reader as a file. */
function save(lines: string): void {
  const url = URL.createObjectURL(new Blob([lines], { type: "application/jsonl" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: "openhood-bench.jsonl" });
  link.click();
  // The browser has its own hold on the file by the next turn.
  setTimeout(() => URL.revokeObjectURL(url));
}
