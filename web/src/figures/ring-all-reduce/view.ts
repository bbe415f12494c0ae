// The live figure's markup: head, picture in one of three layouts, player, panels, numbers, caption.

import { html, nothing, type TemplateResult } from "lit";
import { engineBadge } from "../../elements/engine-badge.ts";
import { icon, type Icon } from "../../elements/icons.ts";
import "../../elements/number-field.ts";
import "../../elements/step-player.ts";
import { verdictPill } from "../../elements/verdict-pill.ts";
import { dataPanel, failureBox, faultPanel, helpPanel, linkPanel } from "./controls.ts";
import type RingAllReduceFigure from "./figure.ts";
import type { Panel, Tab } from "./figure.ts";
import { RAILS_WIDTH, STACKED, geometry, railsAlone, railsBeside, type Geometry, type Rails } from "./geometry.ts";
import { RANK_COUNT_MAX } from "./parameters.ts";
import { caption, numbers, proof, verdictWords } from "./parts.ts";
import { bufferPane, moment, outputPane, sidePane, spaceTime, type View } from "./plot.ts";
import { isFailure, type Result } from "./runs.ts";
import { STRIP_HEIGHT, strip, stripShape } from "./strip.ts";
import { tables } from "./tables.ts";

type Figure = RingAllReduceFigure;

export function figureView(figure: Figure, result: Result): TemplateResult {
  const { words } = figure;
  return html`<figure class="oh-figure" ?data-embedded=${figure.embedded} aria-busy=${figure.pending ? "true" : "false"}>
    ${head(figure, result)}
    ${figure.problem === null ? nothing : html`<p class="oh-problem" role="alert">${icon("stop")}<span lang="en">${figure.problem}</span></p>`}
    ${failureBox(result, words, () => figure.setFault(null))}
    <div class="oh-plot" tabindex="0" role="group" aria-label=${words.title} aria-keyshortcuts="Space ArrowLeft ArrowRight">${plot(figure, result)}</div>
    ${chrome(figure, result)}
    ${panel(figure, result)}
    ${numbers(result, figure.afterwards?.timing ?? null, words)}
    ${proof(result, words, { naive: figure.afterwards?.naive ?? null, isolated: figure.isolated })}
    ${caption(result, words)}
    <p class="oh-live" role="status">${figure.note}</p>
  </figure>`;
}

function head(figure: Figure, result: Result): TemplateResult {
  const { words, parameters } = figure;
  const verdict = verdictWords(result, words);
  const engine = (isFailure(result.ring) ? result.halves.scatter : result.ring.replay).report.engine;
  return html`<div class="oh-head"><b>${words.title}</b>
    <oh-number class="oh-ranks" label=${words.ranks} fewer=${words.fewer} more=${words.more} .value=${parameters.ranks} .min=${1} .max=${RANK_COUNT_MAX}
      @oh-change=${(event: CustomEvent<number>) => figure.setRanks(event.detail)}></oh-number>
    <button type="button" class="oh-summary oh-quiet" aria-expanded=${figure.panel === "data" ? "true" : "false"} @click=${() => figure.togglePanel("data")}>${words.data_summary(result.parameters)}</button>
    ${verdict ? verdictPill(verdict.agrees, verdict.words) : nothing}
    <span class="oh-running" ?data-on=${figure.pending}>${words.running}</span>
    ${engineBadge(words.engine.badge(engine, result.parameters.ranks), words.engine.why(engine, figure.isolated), engine.used)}</div>`;
}

// ---- the picture

function plot(figure: Figure, result: Result): TemplateResult {
  const { ranks } = result.parameters;
  const view: View = { cut: result.parameters.ranks === figure.parameters.ranks ? figure.cut : result.cut, t: figure.moment, follow: figure.follow };
  if (ranks === 1) {
    const rails = railsAlone(Math.min(figure.width, 360), ranks, 70);
    return html`<p class="oh-one-rank">${figure.words.one_rank}</p><div class="oh-panes">${buffers(figure, result, view, rails)}${outputs(figure, result, view, rails)}</div>`;
  }
  if (figure.width < STACKED) return phone(figure, result, view);
  const lanes = geometry(figure.width, ranks);
  if (lanes.two_panes) return html`<div class="oh-panes">${lanesPane(figure, result, view, lanes)}${sideRails(figure, result, view, lanes)}</div>`;
  const rails = railsAlone(Math.floor((figure.width - 24) / 2), ranks, 70);
  return html`${lanesPane(figure, result, view, lanes)}
    <div class="oh-panes">${buffers(figure, result, view, rails)}${outputs(figure, result, view, rails)}</div>`;
}

function lanesPane(figure: Figure, result: Result, view: View, lanes: Geometry): TemplateResult {
  const { words } = figure;
  const standing = figure.memo("lanes", [result, view.cut, view.follow, lanes.width, words], () => spaceTime(result, view, lanes, words));
  const follow = (event: MouseEvent): void => {
    const y = event.clientY - (event.currentTarget as Element).getBoundingClientRect().top;
    const top = y < lanes.lower_top ? lanes.upper_top : lanes.lower_top;
    const rank = Math.floor((y - top) / lanes.upper.pitch);
    if (rank >= 0 && rank < lanes.ranks) figure.followRank(rank);
  };
  return html`<div class="oh-lanes" @click=${follow}>
    <svg width=${lanes.width} height=${lanes.height} role="img" aria-label=${words.space_time_label}>${standing}</svg>
    <svg class="oh-over" width=${lanes.width} height=${lanes.height} aria-hidden="true">${moment(result, view, lanes)}</svg>
    ${cutInput(figure, view, lanes.x_ring(0), lanes.x_ring(lanes.steps), 20)}</div>`;
}

/** The native slider under the drawn handle: its thumb is the handle, its track is not there. */
function cutInput(figure: Figure, view: View, from: number, to: number, y: number): TemplateResult | typeof nothing {
  if (figure.steps === 0) return nothing;
  return html`<input class="oh-cut" type="range" min="0" max=${figure.steps} step="1" .value=${String(view.cut)} aria-label=${figure.words.cut_input}
    aria-valuetext=${figure.words.cut_value(view.cut, figure.parameters.ranks)} .style=${`left:${from - 22}px;width:${to - from + 44}px;top:${y - 22}px`}
    @input=${(event: Event) => figure.setCut(Number((event.target as HTMLInputElement).value))}>`;
}

function sideRails(figure: Figure, result: Result, view: View, lanes: Geometry): TemplateResult {
  const { words } = figure;
  const marks = figure.memo("side", [result, figure.step, view.t === null, view.follow, lanes.height, words], () => sidePane(result, view, lanes, words));
  return html`<div class="oh-rails"><svg width=${RAILS_WIDTH} height=${lanes.height} role="img" aria-label=${words.rails_label}>${marks}</svg>
    ${cellButton(figure, railsBeside(lanes))}</div>`;
}

function buffers(figure: Figure, result: Result, view: View, rails: Rails): TemplateResult {
  const { words } = figure;
  const marks = figure.memo("buffers", [result, figure.step, view.t === null, view.follow, rails.width, words], () => bufferPane(result, view, rails, words));
  return html`<div class="oh-rails"><svg width=${rails.width} height=${rails.height} role="img" aria-label=${words.rails_label}>${marks}</svg>
    ${cellButton(figure, rails)}</div>`;
}

function outputs(figure: Figure, result: Result, view: View, rails: Rails): TemplateResult {
  const { words } = figure;
  const marks = figure.memo("outputs", [result, view.follow, rails.width, words], () => outputPane(result, view, rails, words));
  return html`<div class="oh-rails"><svg width=${rails.width} height=${rails.height} role="img" aria-label=${words.outputs}>${marks}</svg></div>`;
}

/** One button over all cells: a tap opens the values of the cell under it, Enter those of the last one. */
function cellButton(figure: Figure, rails: Rails): TemplateResult {
  const { cells, cell_width, ranks, rows } = rails.buffers;
  const top = rows.y(0) - rows.pitch / 2;
  const open = (event: MouseEvent): void => {
    if (event.detail === 0) return figure.editCell(figure.place.rank, figure.place.chunk);
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const within = (value: number): number => Math.min(ranks - 1, Math.max(0, Math.floor(value)));
    figure.editCell(within((event.clientY - box.top) / rows.pitch), within((event.clientX - box.left) / cell_width));
  };
  return html`<button type="button" class="oh-cells" aria-label=${figure.words.data.tap} .style=${`left:${cells}px;top:${top}px;width:${cell_width * ranks}px;height:${rows.pitch * ranks}px`} @click=${open}></button>`;
}

function phone(figure: Figure, result: Result, view: View): TemplateResult {
  const { words, width } = figure;
  const { ranks } = result.parameters;
  const names: [Tab, string][] = [["buffers", words.tab_buffers], ["space-time", words.tab_space_time], ["outputs", words.tab_outputs]];
  const choose = (tab: Tab) => (): void => void (figure.tab = tab);
  const turn = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    figure.tab = names[(names.findIndex(([tab]) => tab === figure.tab) + by + names.length) % names.length]?.[0] ?? "buffers";
    void figure.updateComplete.then(() => figure.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus());
  };
  return html`<div class="oh-tabs" role="tablist" aria-label=${words.views} @keydown=${turn}>${names.map(([tab, name]) => html`<button type="button" role="tab"
      id="oh-tab-${tab}" aria-controls="oh-tab-panel" aria-selected=${figure.tab === tab ? "true" : "false"} tabindex=${figure.tab === tab ? 0 : -1} @click=${choose(tab)}>${name}</button>`)}</div>
    <div id="oh-tab-panel" role="tabpanel" aria-labelledby="oh-tab-${figure.tab}">${phoneTab(figure, result, view, width, ranks)}</div>`;
}

function phoneTab(figure: Figure, result: Result, view: View, width: number, ranks: number): TemplateResult {
  const { words } = figure;
  if (figure.tab === "space-time") return lanesPane(figure, result, view, geometry(width, ranks));
  if (figure.tab === "outputs") return outputs(figure, result, view, railsAlone(width, ranks, ranks > 12 ? 0 : ranks > 6 || width < 340 ? 20 : 70));
  const shape = stripShape(width, ranks);
  const marks = figure.memo("strip", [result, view.cut, figure.step, view.t === null, width, words], () => strip(result, view, shape, words));
  return html`<div class="oh-lanes"><svg width=${width} height=${STRIP_HEIGHT} role="img" aria-label=${words.strip_label}>${marks}</svg>
    ${cutInput(figure, view, shape.x_ring(0), shape.x_ring(figure.steps), 15)}</div>${buffers(figure, result, view, railsAlone(width, ranks, 0))}`;
}

// ---- under the picture

function chrome(figure: Figure, result: Result): TemplateResult {
  const { words } = figure;
  const { tools } = words;
  const panelButton = (panel: Panel & string, name: Icon, label: string): TemplateResult => html`<button type="button" class="oh-tool oh-wide"
    aria-expanded=${figure.panel === panel ? "true" : "false"} aria-label=${label} @click=${() => figure.togglePanel(panel)}>${icon(name)}<span>${label}</span></button>`;
  const action = (name: Icon, label: string, act: () => void): TemplateResult =>
    html`<button type="button" class="oh-tool oh-wide" aria-label=${label} @click=${act}>${icon(name)}<span>${label}</span></button>`;
  return html`<div class="oh-chrome">
    <oh-player .t=${figure.moment ?? figure.step} .steps=${2 * (result.parameters.ranks - 1)} .half=${result.parameters.ranks - 1} .cut=${figure.cut} .playing=${figure.playing} .speed=${figure.speed} .words=${words.player}
      @oh-play=${() => figure.toggle()} @oh-seek=${(event: CustomEvent<number>) => figure.seek(event.detail)} @oh-speed=${() => figure.nextSpeed()}></oh-player>
    <i class="oh-separator oh-wide"></i>
    ${action("reset", tools.reset, () => figure.reset())}
    ${figure.embedded ? html`<a class="oh-tool oh-open" aria-label=${tools.open_full} href=${figure.fullLink()} target="_blank" rel="noopener">${icon("full")}<span>${tools.open_full}</span></a>` : html`
      ${panelButton("data", "data", tools.data)}${panelButton("break", "break", tools.break)}${panelButton("table", "table", tools.table)}
      ${action("link", tools.link, () => void figure.share())}${action("full", tools.full, () => figure.fullScreen())}
      <button type="button" class="oh-wide oh-help" aria-label=${tools.help} aria-expanded=${figure.panel === "help" ? "true" : "false"} @click=${() => figure.togglePanel("help")}>?</button>
      <button type="button" class="oh-more" aria-label=${tools.more} aria-expanded=${figure.panel === "more" ? "true" : "false"} @click=${() => figure.togglePanel("more")}>${icon("more")}</button>`}
  </div>`;
}

function panel(figure: Figure, result: Result): TemplateResult | typeof nothing {
  const { words, parameters } = figure;
  const { tools } = words;
  const bodies: Record<Panel & string, () => readonly [string, TemplateResult]> = {
    data: () => [tools.data, dataPanel(parameters, result, figure.place, words, {
      change: (next) => figure.change(next), edit: (detail) => figure.edit(detail), restore: () => figure.change({ ...parameters, edits: [] }),
    })],
    break: () => [tools.break, faultPanel(parameters, words, (fault) => figure.setFault(fault))],
    table: () => [tools.table, tables(result, figure.step, words)],
    link: () => [tools.link, linkPanel(figure.fullLink(), figure.copied, words)],
    help: () => [tools.help, helpPanel(words)],
    more: () => [tools.more, moreTools(figure)],
  };
  if (figure.panel === null) return nothing;
  const [name, body] = bodies[figure.panel]();
  return html`<section class="oh-panel" aria-label=${name}>
    <button type="button" class="oh-close" aria-label=${tools.close} @click=${() => (figure.panel = null)}>×</button>${body}</section>`;
}

/** On a phone the tools that do not fit into the row. */
function moreTools(figure: Figure): TemplateResult {
  const { tools } = figure.words;
  const entries: [Icon, string, () => void][] = [
    ["reset", tools.reset, () => figure.reset()], ["data", tools.data, () => figure.togglePanel("data")],
    ["break", tools.break, () => figure.togglePanel("break")], ["table", tools.table, () => figure.togglePanel("table")],
    ["link", tools.link, () => void figure.share()], ["full", tools.full, () => figure.fullScreen()],
    ["help", tools.help, () => figure.togglePanel("help")],
  ];
  return html`<div class="oh-more-tools">${entries.map(([name, label, act]) => html`<button type="button" class="oh-button" @click=${act}>${icon(name)}${label}</button>`)}
    <button type="button" class="oh-button" @click=${() => figure.nextSpeed()}>${figure.speed}×</button></div>`;
}
