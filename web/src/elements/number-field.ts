// <oh-number>: a whole number between two buttons. The number itself can be typed, dragged sideways, or changed with
// the arrow keys. Sends `oh-change` with the new value; during a drag with every step. What was typed and is no such
// number is sent as `oh-refuse`.

import { LitElement, html, type TemplateResult } from "lit";
import type { Refusal } from "../reading.ts";
import { icon } from "./icons.ts";
import { Scrub } from "./scrub.ts";

export class NumberField extends LitElement {
  static override properties = {
    value: { type: Number },
    min: { type: Number },
    max: { type: Number },
    step: { type: Number },
    label: {},
    fewer: {},
    more: {},
  };
  declare value: number;
  declare min: number;
  declare max: number;
  declare step: number;
  declare label: string;
  declare fewer: string;
  declare more: string;

  readonly #scrub = new Scrub((value) => this.#change(value));

  constructor() {
    super();
    [this.value, this.min, this.max, this.step] = [0, 0, 100, 1];
    [this.label, this.fewer, this.more] = ["", "−", "+"];
  }

  protected override createRenderRoot(): this {
    return this;
  }

  override render(): TemplateResult {
    return html`
      <span class="oh-number-label" aria-hidden="true">${this.label}</span>
      <button
        type="button"
        tabindex="-1"
        aria-label=${this.fewer}
        ?disabled=${this.value <= this.min}
        @click=${() => this.#change(this.value - this.step)}
      >
        ${icon("minus")}
      </button>
      <input
        type="number"
        inputmode="numeric"
        aria-label=${this.label}
        .value=${String(this.value)}
        min=${this.min}
        max=${this.max}
        step=${this.step}
        @change=${(event: Event) => this.#typed(event.target as HTMLInputElement)}
        @pointerdown=${(event: PointerEvent) => this.#scrub.press(event, this.value, this.step)}
        @pointermove=${this.#scrub.move}
        @pointerup=${this.#scrub.release}
        @pointercancel=${this.#scrub.release}
      />
      <button
        type="button"
        tabindex="-1"
        aria-label=${this.more}
        ?disabled=${this.value >= this.max}
        @click=${() => this.#change(this.value + this.step)}
      >
        ${icon("plus")}
      </button>
    `;
  }

  #typed(input: HTMLInputElement): void {
    const got = input.value;
    const bad = input.validity.badInput; // no number at all: the browser keeps it to itself
    const wish = Number(got);
    const whole = got !== "" && Number.isInteger(wish);
    if (whole) this.#change(wish);
    input.value = String(this.value);
    if (whole ? wish === this.value : got === "" && !bad) return;
    const allowed = { is: "whole", low: this.min, high: this.max } as const;
    const detail: Refusal = { field: this.label, got, allowed, instead: String(this.value) };
    this.dispatchEvent(new CustomEvent("oh-refuse", { detail, bubbles: true }));
  }

  #change(wish: number): void {
    const value = Math.min(this.max, Math.max(this.min, wish));
    if (value === this.value) return;
    this.value = value;
    this.dispatchEvent(new CustomEvent("oh-change", { detail: value, bubbles: true }));
  }
}

customElements.define("oh-number", NumberField);
