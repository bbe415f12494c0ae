// The picture and what lies over it: fields for the keys on the left, the comparators as a list in the middle, and
// what comes out on the right.

import { html, noChange, nothing, svg, type TemplateResult } from "lit";
import { muted } from "../draw/colors.ts";
import type { Mark } from "../draw/marks.ts";
import { act } from "../elements/keyboard.ts";
import {
  comparators,
  draft,
  frame,
  frontLine,
  ground_marks,
  inputs,
  outputs,
  redundancy,
  traces,
  type TraceStyle,
} from "./drawing.ts";
import { GUTTER_WIDTH, gutter } from "./gutter.ts";
import { keyFields } from "./key-fields.ts";
import { front, gapAt, itemAt, layoutOf, scrolledTo, wireAt, type Layout } from "./layout.ts";
import { runBy, type Model } from "./model.ts";
import type { NetworkFigure } from "./network-figure.ts";
import type { Told } from "./text.ts";
import { sayKey } from "./verdict.ts";

export const STACKED = 640;

export interface Column {
  readonly width: number;
  marks(layout: Layout): Mark;
}

/** What one of the two figures draws differently. */
export interface Drawn {
  /** Names everything that `styleOf` depends on, so that the ways are only drawn again when it changes. */
  readonly style_of: readonly unknown[];
  styleOf(wire: number, layout: Layout): TraceStyle;
  /** Columns between the fields and the network, and between the network and what comes out. */
  readonly left?: Column;
  readonly right?: Column;
}

export interface Sides {
  readonly left: number;
  readonly right: number;
}

export const sidesOf = (width: number): Sides =>
  width < STACKED ? { left: 46, right: 40 } : { left: 90, right: 116 };

export function networkPicture(figure: NetworkFigure, model: Model, drawn: Drawn): TemplateResult {
  const { words, width } = figure;
  const sides = sidesOf(width);
  const extra = GUTTER_WIDTH + (drawn.left?.width ?? 0) + (drawn.right?.width ?? 0);
  const room = width - sides.left - sides.right - extra;
  const layout = layoutOf(model, room, figure.paper ? "paper" : width < STACKED ? "finger" : "mouse");
  const scrolled =
    figure.moment === null ? noChange : scrolledTo(front(layout, figure.passed), layout.width, room);
  const { height } = layout;
  const label = words.drawing_label(model.wires, model.comparators.length / 2, model.layers.length);
  const ends = figure.drawings.draw(
    "ends",
    [model, Math.floor(figure.passed), layout.width, sides.right, words],
    () =>
      svg`${outputs(model, layout, figure.passed, sides.right, sayKey, figure.passed >= model.layers.length)}`,
  );
  return html`
    <div class="oh-net">
      ${keyFields(figure, model, layout, sides.left, inputs(model, layout, sides.left - 48, figure.follow))}
      ${column({ width: GUTTER_WIDTH, marks: () => gutter(model.wires, layout, words.drawing) }, layout, "oh-net-gutter")}
      ${drawn.left ? column(drawn.left, layout, "oh-net-left") : nothing}
      <div class="oh-net-scroll" .scrollLeft=${scrolled}>
        <div class="oh-net-stage" .style=${`width:${layout.width}px`}>
          <svg width=${layout.width} height=${height} role="img" aria-label=${label}>
            ${standing(figure, model, layout)}${ways(figure, model, layout, drawn)}${sticks(figure, model, layout)}
          </svg>
          ${overlay(figure, model, layout)}
        </div>
      </div>
      ${drawn.right ? column(drawn.right, layout, "oh-net-right") : nothing}
      <svg class="oh-net-out" width=${sides.right} height=${height} aria-hidden="true">${ends}</svg>
    </div>
  `;
}

const column = (
  { width, marks }: Column,
  layout: Layout,
  kind: string,
): TemplateResult => html`
  <svg class=${kind} width=${width} height=${layout.height} aria-hidden="true">${marks(layout)}</svg>
`;

const standing = (figure: NetworkFigure, model: Model, layout: Layout): TemplateResult =>
  figure.drawings.draw("ground", [model, layout.width, layout.unit, figure.words], () =>
    svg`${ground_marks(model, layout, figure.words.drawing)}`,
  );

const ways = (figure: NetworkFigure, model: Model, layout: Layout, drawn: Drawn): TemplateResult =>
  figure.drawings.draw(
    "ways",
    [model, layout.width, layout.unit, figure.passed, figure.follow, ...drawn.style_of],
    () => svg`${traces(model, layout, figure.passed, (wire) => drawn.styleOf(wire, layout))}`,
  );

const sticks = (figure: NetworkFigure, model: Model, layout: Layout): TemplateResult =>
  figure.drawings.draw(
    "sticks",
    [model, layout.width, layout.unit, Math.floor(figure.passed), figure.redundant],
    () =>
      svg`${comparators(model, layout, figure.passed)}${redundancy(model, layout, figure.redundant)}`,
  );

/** The comparators as a list box: one option stands for the one that is active, so that 672 need no 672 elements. */
function overlay(figure: NetworkFigure, model: Model, layout: Layout): TemplateResult {
  const { words } = figure;
  const active = figure.selected ?? 0;
  const item = toldOf(figure, model, active);
  const at = (event: PointerEvent): { x: number; y: number } => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const press = (event: PointerEvent): void => {
    if (event.button !== 0 || !figure.draft) return;
    const { x, y } = at(event);
    figure.moveDraft(wireAt(layout, model.wires, y), gapAt(layout, x));
    figure.placeDraft();
  };
  const move = (event: PointerEvent): void => {
    const { x, y } = at(event);
    if (!figure.draft && event.pointerType === "mouse") figure.hovered = itemAt(model, layout, x, y);
    if (figure.draft) figure.moveDraft(wireAt(layout, model.wires, y), gapAt(layout, x));
  };
  const release = (event: PointerEvent): void => {
    const { draft } = figure;
    if (!draft || draft.from === null) return;
    const wire = wireAt(layout, model.wires, at(event).y);
    if (wire === draft.from) return;
    figure.moveDraft(wire, draft.gap);
    figure.placeDraft();
  };
  const click = (event: PointerEvent): void => {
    if (figure.draft || figure.just_placed) return;
    const { x, y } = at(event);
    figure.select(itemAt(model, layout, x, y));
  };
  return html`
    <div
      class="oh-net-list"
      role="listbox"
      tabindex="0"
      aria-label=${words.list_label}
      aria-activedescendant="oh-comparator"
      aria-keyshortcuts="Delete F A"
      ?data-drafting=${figure.draft !== null}
      @pointerdown=${press}
      @pointermove=${move}
      @pointerup=${release}
      @pointerleave=${() => (figure.hovered = null)}
      @click=${click}
      @keydown=${(event: KeyboardEvent) => listKey(figure, model, event)}
    >
      <div
        id="oh-comparator"
        role="option"
        aria-selected=${figure.selected === null ? "false" : "true"}
        aria-posinset=${active + 1}
        aria-setsize=${model.items.length}
      >
        ${item ? words.told(item) : words.nothing_selected}
      </div>
    </div>
    <svg class="oh-over" width=${layout.width} height=${layout.height} aria-hidden="true">
      ${figure.selected === null ? nothing : frame(model, layout, figure.selected, "var(--link)", 2)}
      ${figure.hovered === null ? nothing : frame(model, layout, figure.hovered, muted, 1.5)}
      ${figure.passed < model.layers.length ? frontLine(layout, figure.passed) : nothing}
      ${figure.draft ? draft(layout, figure.draft.gap, figure.draft.from ?? figure.draft.wire, figure.draft.wire) : nothing}
    </svg>
    ${tip(figure, model, layout)}
  `;
}

/** Beside the comparator that the mouse is on, or the keyboard: what it is. The list box says the same. */
function tip(figure: NetworkFigure, model: Model, layout: Layout): TemplateResult | typeof nothing {
  const index = figure.hovered ?? figure.selected;
  const told = index === null || figure.draft ? null : toldOf(figure, model, index);
  if (index === null || !told) return nothing;
  const x = layout.xs[index] ?? 0;
  const side = x < layout.width / 2 ? `left:${x + 14}px` : `right:${layout.width - x + 14}px`;
  const middle = (layout.y(told.low) + layout.y(told.high)) / 2;
  return html`
    <p class="oh-net-tip" aria-hidden="true" ?data-hovered=${figure.hovered !== null} .style=${`${side};top:${middle}px`}>
      ${figure.words.told(told)}
    </p>
  `;
}

/** Arrows walk through the comparators, or move the new one; letters and Delete change the one that is active. */
function listKey(figure: NetworkFigure, model: Model, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!(figure.draft ? draftKey(figure, event) : walkKey(figure, model, event))) return;
  event.preventDefault();
  event.stopPropagation();
}

function draftKey(figure: NetworkFigure, { key }: KeyboardEvent): boolean {
  const { draft } = figure;
  if (!draft) return false;
  const moves: Record<string, [number, number]> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  };
  const move = Object.hasOwn(moves, key) ? moves[key] : undefined;
  if (move) figure.moveDraft(draft.wire + move[0], draft.gap + move[1]);
  else if (key === "Enter" || key === " ") figure.placeDraft();
  else return false;
  return true;
}

function walkKey(figure: NetworkFigure, model: Model, event: KeyboardEvent): boolean {
  const count = model.items.length;
  const at = figure.selected;
  const go = (to: number): void => {
    if (count === 0) return;
    figure.select(Math.min(count - 1, Math.max(0, to)));
  };
  const layer = at === null ? -1 : (model.items[at]?.layer ?? 0);
  const first = (of_layer: number): number => model.items.findIndex((item) => item.layer === of_layer);
  const actions: Record<string, () => void> = {
    ArrowDown: () => go(at === null ? 0 : at + 1),
    ArrowUp: () => go(at === null ? count - 1 : at - 1),
    ArrowRight: () => go(layer + 1 < model.layers.length ? first(layer + 1) : count - 1),
    ArrowLeft: () => go(layer > 0 ? first(layer - 1) : 0),
    Home: () => go(0),
    End: () => go(count - 1),
    Delete: () => figure.cutSelected(),
    Backspace: () => figure.cutSelected(),
    f: () => figure.flipSelected(),
    a: () => figure.startDraft(),
  };
  return act(actions, event.key.length === 1 ? event.key.toLowerCase() : event.key);
}

/** One comparator in facts, for whoever cannot see it and for the line under the picture. */
export function toldOf(figure: NetworkFigure, model: Model, index: number): Told | null {
  const item = model.items[index];
  if (!item) return null;
  const { low, high, cut, turned, layer } = item;
  const row = item.index === null ? null : model.rows.subarray((item.index + 1) * model.wires);
  const shown = item.index !== null && item.index < runBy(model, Math.floor(figure.passed));
  return {
    number: index + 1,
    of: model.items.length,
    layer: layer + 1,
    low,
    high,
    cut,
    turned,
    redundant: item.index !== null && figure.redundant?.[item.index] === 1,
    keys:
      row && (shown || figure.moment === null)
        ? {
            low: sayKey(row[low] ?? 0),
            high: sayKey(row[high] ?? 0),
            swapped: model.swapped[item.index ?? 0] ?? false,
          }
        : null,
  };
}

