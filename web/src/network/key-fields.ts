// The keys on the wires as native number fields: to be typed, changed with the arrow keys, or dragged sideways. Where
// wires are too close for that the numbers are drawn, and the fields are in the panel.

import { html, nothing, svg, type TemplateResult } from "lit";
import { text, type Mark } from "../draw/marks.ts";
import { plain } from "../draw/numbers.ts";
import { Scrub } from "../elements/scrub.ts";
import { fitted } from "./drawing.ts";
import { hasFields, type Layout } from "./layout.ts";
import type { Model } from "./model.ts";
import type { NetworkFigure } from "./network-figure.ts";
import { readKey } from "./parameters.ts";
import { sayKey } from "./verdict.ts";

const FIELD_WIDTH = 46;
/** Of that a number has so much; bold digits are wide. */
const FIELD_ROOM = 30;
const FIELD_SIZE = 12;

export function keyFields(
  figure: NetworkFigure,
  model: Model,
  layout: Layout,
  width: number,
  bars: Mark,
): TemplateResult {
  const fields = hasFields(model.wires);
  return html`
    <div
      class="oh-net-in"
      role="group"
      aria-label=${figure.words.data}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
      .style=${`width:${width}px;height:${layout.height}px`}
    >
      <svg width=${width} height=${layout.height} aria-hidden="true">
        <g transform="translate(${FIELD_WIDTH} 0)">${width > FIELD_WIDTH + 10 ? bars : nothing}</g>
        ${fields ? nothing : numbers(model, layout)}
      </svg>
      ${fields ? model.keys.map((_, wire) => placed(figure, model, layout, wire)) : nothing}
    </div>
  `;
}

const numbers = (model: Model, layout: Layout): TemplateResult =>
  svg`${model.keys.map((key, wire) => text(FIELD_WIDTH - 8, layout.y(wire) + 3.5, sayKey(key), { size: 9.5, anchor: "end" }))}`;

function placed(figure: NetworkFigure, model: Model, layout: Layout, wire: number): TemplateResult {
  const top = layout.y(wire) - layout.pitch / 2;
  const size = fitted(plain(model.keys[wire] ?? 0, "f64"), FIELD_ROOM, FIELD_SIZE);
  return html`
    <div
      class="oh-net-key"
      .style=${`top:${top}px;height:${layout.pitch}px;width:${FIELD_WIDTH}px;--key-size:${size}px`}
    >
      ${keyField(figure, model, wire, wire === Math.min(figure.key_stop, model.wires - 1))}
    </div>
  `;
}

const scrubs = new WeakMap<NetworkFigure, Map<number, Scrub>>();

/** A drag outlives the renders it causes, so each wire keeps its own. */
function scrubOf(figure: NetworkFigure, wire: number): Scrub {
  const of_figure = scrubs.get(figure) ?? new Map<number, Scrub>();
  scrubs.set(figure, of_figure);
  const scrub = of_figure.get(wire) ?? new Scrub((value) => figure.setKey(wire, value));
  of_figure.set(wire, scrub);
  return scrub;
}

/** Beside the wires only one of the fields is a stop of the Tab key; from there arrows lead to the others. */
export function keyField(figure: NetworkFigure, model: Model, wire: number, is_stop = true): TemplateResult {
  const value = model.keys[wire] ?? 0;
  const scrub = scrubOf(figure, wire);
  const typed = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const got = input.value;
    const key = readKey(got);
    const shown = plain(value, "f64");
    // What is no number at all the browser keeps to itself.
    const refused = key === null && (got !== "" || input.validity.badInput);
    if (key !== null && !Object.is(key, value)) return figure.setKey(wire, key);
    input.value = shown;
    const field = figure.words.key_label(wire);
    if (refused) figure.refuse({ field, got, allowed: { is: "finite" }, instead: shown });
  };
  return html`
    <input
      type="number"
      step="any"
      inputmode="decimal"
      class="oh-key"
      tabindex=${is_stop ? 0 : -1}
      aria-label=${figure.words.key_label(wire)}
      .value=${plain(value, "f64")}
      @change=${typed}
      @keydown=${(event: KeyboardEvent) => step(figure, wire, value, event)}
      @focus=${() => (figure.follow = figure.key_stop = wire)}
      @blur=${() => figure.follow === wire && (figure.follow = null)}
      @pointerdown=${(event: PointerEvent) => scrub.press(event, value)}
      @pointermove=${scrub.move}
      @pointerup=${scrub.release}
      @pointercancel=${scrub.release}
    />
  `;
}

/**
 * With `step="any"` arrows would be the browser's business; here they are always one up or down. With Alt they lead to
 * the key above or below.
 */
function step(figure: NetworkFigure, wire: number, value: number, event: KeyboardEvent): void {
  const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
  if (by === 0) return;
  event.preventDefault();
  if (event.altKey) {
    const group = (event.target as Element).closest(".oh-net-in, .oh-values-grid");
    return group?.querySelectorAll<HTMLElement>(".oh-key")[wire - by]?.focus();
  }
  figure.setKey(wire, value + by * (event.shiftKey ? 10 : 1));
}
