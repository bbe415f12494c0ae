// The live figure's markup around the picture: head, picture, tools, panels, numbers, caption.

import { html, nothing, type TemplateResult } from "lit";
import { captionId } from "../elements/caption.ts";
import { chrome, openPanel, type Chrome } from "../elements/chrome.ts";
import { engineBadge } from "../elements/engine-badge.ts";
import "../elements/number-field.ts";
import { choice } from "../elements/panels.ts";
import { trouble } from "../elements/refusals.ts";
import { dataPanel, failureBox, faultPanel, table } from "./panels.ts";
import { RANK_COUNT_MAX, clocks, type Parameters } from "./parameters.ts";
import { caption, numbers, proof, verdictOf } from "./parts.ts";
import { holds, moving, standing, type Plot } from "./picture.ts";
import { chosen, type Result } from "./runs.ts";
import { historyOf, stretches } from "./scene.ts";
import type { Stage } from "./stage.ts";

export function stageView(stage: Stage, result: Result, plot: Plot): TemplateResult {
  const { words, definition } = stage;
  const { title } = definition.words[stage.language];
  const row = chromeOf(stage, result, plot);
  return html`
    <figure
      class="oh-figure oh-stage"
      aria-label=${title}
      aria-describedby=${captionId(definition.name)}
      ?data-embedded=${stage.embedded}
      aria-busy=${stage.pending ? "true" : "false"}
    >
      ${head(stage, result, title)} ${trouble(stage)}
      <div
        class="oh-plot"
        tabindex="0"
        role="group"
        aria-label=${title}
        aria-keyshortcuts="Space ArrowLeft ArrowRight N P"
        @pointermove=${(event: PointerEvent) => stage.point(found(event))}
        @pointerdown=${(event: PointerEvent) => stage.point(found(event))}
        @pointerleave=${(event: PointerEvent) => event.pointerType === "mouse" && stage.point(null)}
      >
        ${picture(stage, result, plot)}
      </div>
      <p class="oh-told" role="status">${told(stage, plot)}</p>
      ${chrome(stage, row)} ${drawing(stage, plot)} ${openPanel(stage, row)}
      ${failureBox(result, words, () => stage.setFault(null))} ${numbers(result, words)}
      ${proof(result, words)} ${caption(definition, result, words)}
      <p class="oh-live" role="status">${stage.note}</p>
    </figure>
  `;
}

/** What lies under the pointer. */
function found(event: PointerEvent): { run: number; row: number } | null {
  const what = (event.target as Element).closest("[data-what]")?.getAttribute("data-what");
  const [run, row] = (what ?? "").split(":");
  return run === undefined || row === undefined ? null : { run: Number(run), row: Number(row) };
}

function head(stage: Stage, result: Result, title: string): TemplateResult {
  const { words, parameters } = stage;
  const names = stage.runner.rows.map(({ algorithm }) => algorithm);
  const [upper, lower] = result.told;
  const { report } = chosen(result);
  const never = (): boolean => false;
  const say = (name: string): string => words.algorithm(name);
  return html`
    <div class="oh-head">
      <b>${title}</b>
      <oh-number
        class="oh-ranks"
        label=${words.ranks}
        fewer=${words.fewer}
        more=${words.more}
        .value=${parameters.ranks}
        .min=${1}
        .max=${RANK_COUNT_MAX}
        @oh-change=${(event: CustomEvent<number>) => stage.setRanks(event.detail)}
      ></oh-number>
      ${stage.problem === null ? verdictOf(result, words) : nothing}
      <span class="oh-running" ?data-on=${stage.pending}>${words.running}</span>
      ${report ? engineBadge(words.engine.badge(report.engine, parameters.ranks), null, report.engine.used) : nothing}
    </div>
    <div class="oh-choices">
      ${
        names.length > 1
          ? html`${choice(words.algorithms, names, upper?.algorithm ?? "", say, never, (name) => stage.setAlgorithm(name))}
            ${choice(
              words.beside,
              ["", ...names.filter((name) => name !== upper?.algorithm)],
              lower?.algorithm ?? "",
              (name) => (name === "" ? words.none : say(name)),
              never,
              (name) => stage.setBeside(name === "" ? null : name),
            )}`
          : nothing
      }
    </div>
  `;
}

/** How it is drawn: on which clock, and what of it. */
function drawing(stage: Stage, plot: Plot): TemplateResult {
  const { words, parameters, definition } = stage;
  const failed = plot.lanes.some(({ telling }) => telling.failure !== null);
  return html`
    <div class="oh-choices">
      ${choice(words.view, definition.views, parameters.view, (view) => words.views[view], () => false, (view) => stage.setView(view))}
      ${choice(words.clock, clocks, plot.clock, (clock) => words.clocks[clock], (clock) => clock !== "step" && failed, (clock) => stage.setClock(clock))}
    </div>
  `;
}

function picture(stage: Stage, result: Result, plot: Plot): TemplateResult {
  const { words, pointed } = stage;
  const still = stage.drawings.draw("standing", [plot, words], () => standing(result, plot, words));
  const grips = stage.drawings.draw("grips", [plot], () => holds(plot));
  const rows = plot.lanes.map(({ telling, sends }, run) => {
    const send = pointed?.run === run ? sends[pointed.row] : undefined;
    return send ? historyOf(telling.scene, sends, send) : null;
  });
  return html`
    <div class="oh-lanes">
      <svg width=${plot.width} height=${plot.height} role="img" aria-label=${words.picture}>${still}</svg>
      <svg class="oh-over" width=${plot.width} height=${plot.height} aria-hidden="true">
        ${moving(plot, stage.moment, rows, words)}${grips}
      </svg>
    </div>
  `;
}

/** What somebody points at, in a sentence. */
function told({ words, pointed }: Stage, plot: Plot): string {
  const lanes = pointed && plot.lanes[pointed.run];
  const send = lanes?.sends[pointed?.row ?? -1];
  if (!lanes || !send) return plot.view === "lanes" || plot.view === "tree" ? words.hint : "";
  const { scene, algorithm } = lanes.telling;
  const received = lanes.track.received[send.row];
  const whose = send.carried.flatMap((content) => (content < 0 ? [] : [...stretches(scene, content)]));
  return words.message({
    algorithm: plot.lanes.length > 1 ? algorithm : null,
    from: send.from,
    to: send.to,
    round: send.round,
    count: send.count,
    whose: joined(whose),
    combined: send.combined,
    arrives: typeof received !== "number" ? "never" : plot.clock === "step" ? null : { us: received },
  });
}

/** Stretches of ranks in order, those that touch put together. */
function joined(all: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const sum: [number, number][] = [];
  for (const [first, last] of [...all].sort((a, b) => a[0] - b[0])) {
    const before = sum.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else sum.push([first, last]);
  }
  return sum;
}

function chromeOf(stage: Stage, result: Result, plot: Plot): Chrome {
  const { words, parameters, definition } = stage;
  const { tools } = words;
  const change = (next: Parameters): void => stage.change(next);
  return {
    player: words.player,
    tools,
    help: words.help,
    reset: () => stage.reset(),
    panels: [
      { name: "data", icon: "data", label: tools.data, body: () => dataPanel(definition, parameters, words, change) },
      {
        name: "break",
        icon: "break",
        label: tools.break,
        body: () => faultPanel(definition, parameters, words, (fault) => stage.setFault(fault)),
      },
      { name: "table", icon: "table", label: tools.table, body: () => table(plot, result.parameters.kind, words) },
    ],
  };
}
