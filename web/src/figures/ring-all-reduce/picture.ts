// The picture in one of its three layouts: lanes beside rails, lanes over rails, or the phone's tabs. Here drawings
// meet the inputs that lie over them: the cut's slider, the button over the cells.

import { html, nothing, type TemplateResult } from "lit";
import type RingAllReduceFigure from "./figure.ts";
import type { Tab } from "./figure.ts";
import {
  RAILS_WIDTH,
  STACKED,
  geometry,
  railsAlone,
  railsBeside,
  type Geometry,
  type Rails,
} from "./geometry.ts";
import { bufferPane, ghostMarks, moment, outputPane, sidePane, spaceTime, type View } from "./plot.ts";
import type { Result } from "./runs.ts";
import { STRIP_HEIGHT, strip, stripShape } from "./strip.ts";

type Figure = RingAllReduceFigure;

export function picture(figure: Figure, result: Result): TemplateResult {
  const { ranks } = result.parameters;
  const view: View = {
    cut: result.parameters.ranks === figure.parameters.ranks ? figure.cut : result.cut,
    t: figure.moment,
    follow: figure.follow,
  };
  if (ranks === 1) {
    const rails = railsAlone(Math.min(figure.width, 360), ranks, 70);
    return html`
      <p class="oh-one-rank">${figure.words.one_rank}</p>
      <div class="oh-panes">
        ${buffers(figure, result, view, rails)}${outputs(figure, result, view, rails)}
      </div>
    `;
  }
  if (figure.width < STACKED) return phone(figure, result, view);
  const lanes = geometry(figure.width, ranks);
  if (lanes.two_panes)
    return html`
      <div class="oh-panes">
        ${lanesPane(figure, result, view, lanes)}${sideRails(figure, result, view, lanes)}
      </div>
    `;
  const rails = railsAlone(Math.floor((figure.width - 24) / 2), ranks, 70);
  return html`
    ${lanesPane(figure, result, view, lanes)}
    <div class="oh-panes">${buffers(figure, result, view, rails)}${outputs(figure, result, view, rails)}</div>
  `;
}

function lanesPane(figure: Figure, result: Result, view: View, lanes: Geometry): TemplateResult {
  const { words } = figure;
  const standing = figure.drawings.draw("lanes", [result, view.cut, view.follow, lanes.width, words], () =>
    spaceTime(result, view, lanes, words),
  );
  const follow = (event: MouseEvent): void => {
    const y = event.clientY - (event.currentTarget as Element).getBoundingClientRect().top;
    const top = y < lanes.lower_top ? lanes.upper_top : lanes.lower_top;
    const rank = Math.floor((y - top) / lanes.upper.pitch);
    if (rank >= 0 && rank < lanes.ranks) figure.followRank(rank);
  };
  return html`
    <div class="oh-lanes" @click=${follow}>
      <svg width=${lanes.width} height=${lanes.height} role="img" aria-label=${words.space_time_label}>
        ${standing}
      </svg>
      <svg class="oh-over" width=${lanes.width} height=${lanes.height} aria-hidden="true">
        ${moment(result, view, lanes)}${ghostMarks(result, lanes)}
      </svg>
      ${cutInput(figure, view, lanes.x_ring(0), lanes.x_ring(lanes.steps), 20)}${gapButton(figure, lanes)}
    </div>
  `;
}

/** A press on the gap puts the next piece of work into it. */
function gapButton(figure: Figure, g: Geometry): TemplateResult | typeof nothing {
  const { words, parameters } = figure;
  if (figure.embedded || parameters.kind !== "f32") return nothing;
  const next = (event: Event): void => {
    event.stopPropagation();
    figure.nextGap();
  };
  return html`
    <button
      type="button"
      class="oh-gap"
      tabindex="-1"
      aria-label="${words.gaps.title}: ${words.gaps.name[parameters.gap]}"
      .style=${`left:${g.wall_left}px;top:${g.lower_top}px;width:${g.wall_right - g.wall_left}px;height:${g.lower_bottom - g.lower_top}px`}
      @click=${next}
    ></button>
  `;
}

/** The native slider under the drawn handle: its thumb is the handle, its track is not there. */
function cutInput(
  figure: Figure,
  view: View,
  from: number,
  to: number,
  y: number,
): TemplateResult | typeof nothing {
  if (figure.steps === 0) return nothing;
  return html`
    <input
      class="oh-cut"
      type="range"
      min="0"
      max=${figure.steps}
      step="1"
      .value=${String(view.cut)}
      aria-label=${figure.words.cut_input}
      aria-valuetext=${figure.words.cut_value(view.cut, figure.parameters.ranks)}
      .style=${`left:${from - 22}px;width:${to - from + 44}px;top:${y - 22}px`}
      @input=${(event: Event) => figure.setCut(Number((event.target as HTMLInputElement).value))}
    />
  `;
}

function sideRails(figure: Figure, result: Result, view: View, lanes: Geometry): TemplateResult {
  const { words } = figure;
  const marks = figure.drawings.draw(
    "side",
    [result, figure.step, view.t === null, view.follow, lanes.height, words],
    () => sidePane(result, view, lanes, words),
  );
  return html`
    <div class="oh-rails">
      <svg width=${RAILS_WIDTH} height=${lanes.height} role="img" aria-label=${words.rails_label}>
        ${marks}
      </svg>
      ${cellButton(figure, railsBeside(lanes))}
    </div>
  `;
}

function buffers(figure: Figure, result: Result, view: View, rails: Rails): TemplateResult {
  const { words } = figure;
  const marks = figure.drawings.draw(
    "buffers",
    [result, figure.step, view.t === null, view.follow, rails.width, words],
    () => bufferPane(result, view, rails, words),
  );
  return html`
    <div class="oh-rails">
      <svg width=${rails.width} height=${rails.height} role="img" aria-label=${words.rails_label}>
        ${marks}
      </svg>
      ${cellButton(figure, rails)}
    </div>
  `;
}

function outputs(figure: Figure, result: Result, view: View, rails: Rails): TemplateResult {
  const { words } = figure;
  const marks = figure.drawings.draw("outputs", [result, view.follow, rails.width, words], () =>
    outputPane(result, view, rails, words),
  );
  return html`
    <div class="oh-rails">
      <svg width=${rails.width} height=${rails.height} role="img" aria-label=${words.outputs}>${marks}</svg>
    </div>
  `;
}

/** One button over all cells: a tap opens the values of the cell under it, Enter those of the last one. */
function cellButton(figure: Figure, rails: Rails): TemplateResult {
  const { cells, cell_width, ranks, rows } = rails.buffers;
  const top = rows.y(0) - rows.pitch / 2;
  const open = (event: MouseEvent): void => {
    if (event.detail === 0) return figure.editCell(figure.place.rank, figure.place.chunk);
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const within = (value: number): number => Math.min(ranks - 1, Math.max(0, Math.floor(value)));
    figure.editCell(
      within((event.clientY - box.top) / rows.pitch),
      within((event.clientX - box.left) / cell_width),
    );
  };
  return html`
    <button
      type="button"
      class="oh-cells"
      aria-label=${figure.words.data.tap}
      .style=${`left:${cells}px;top:${top}px;width:${cell_width * ranks}px;height:${rows.pitch * ranks}px`}
      @click=${open}
    ></button>
  `;
}

function phone(figure: Figure, result: Result, view: View): TemplateResult {
  const { words, width } = figure;
  const { ranks } = result.parameters;
  const names: [Tab, string][] = [
    ["buffers", words.tab_buffers],
    ["space-time", words.tab_space_time],
    ["outputs", words.tab_outputs],
  ];
  const choose = (tab: Tab) => (): void => void (figure.tab = tab);
  const turn = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    figure.tab =
      names[(names.findIndex(([tab]) => tab === figure.tab) + by + names.length) % names.length]?.[0] ??
      "buffers";
    void figure.updateComplete.then(() =>
      figure.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus(),
    );
  };
  return html`
    <div class="oh-tabs" role="tablist" aria-label=${words.views} @keydown=${turn}>
      ${names.map(
        ([tab, name]) => html`
          <button
            type="button"
            role="tab"
            id="oh-tab-${tab}"
            aria-controls="oh-tab-panel"
            aria-selected=${figure.tab === tab ? "true" : "false"}
            tabindex=${figure.tab === tab ? 0 : -1}
            @click=${choose(tab)}
          >
            ${name}
          </button>
        `,
      )}
    </div>
    <div id="oh-tab-panel" role="tabpanel" aria-labelledby="oh-tab-${figure.tab}">
      ${phoneTab(figure, result, view, width, ranks)}
    </div>
  `;
}

function phoneTab(figure: Figure, result: Result, view: View, width: number, ranks: number): TemplateResult {
  const { words } = figure;
  if (figure.tab === "space-time") return lanesPane(figure, result, view, geometry(width, ranks));
  if (figure.tab === "outputs")
    return outputs(
      figure,
      result,
      view,
      railsAlone(width, ranks, ranks > 12 ? 0 : ranks > 6 || width < 340 ? 20 : 70),
    );
  const shape = stripShape(width, ranks);
  const marks = figure.drawings.draw(
    "strip",
    [result, view.cut, figure.step, view.t === null, width, words],
    () => strip(result, view, shape, words),
  );
  return html`
    <div class="oh-lanes">
      <svg width=${width} height=${STRIP_HEIGHT} role="img" aria-label=${words.strip_label}>${marks}</svg>
      ${cutInput(figure, view, shape.x_ring(0), shape.x_ring(figure.steps), 15)}
    </div>
    ${buffers(figure, result, view, railsAlone(width, ranks, 0))}
  `;
}
