// <oh-values>: the real input values of one rank's chunk, a window of them at a time. Every change is sent at once as
// `oh-edit`; a cell given back its generated value is sent as null. What the kind of the numbers cannot hold is not sent:
// the cell keeps its value, and the line below says so.

import { LitElement, html, nothing, type TemplateResult } from "lit";
import type { Kind } from "../../generated/core.d.ts";
import { plain } from "../../draw/numbers.ts";
import type { Block } from "../../draw/partition.ts";
import "../../elements/number-field.ts";
import { texts } from "../../reading-text.ts";
import { readValue, type Refusal } from "../../reading.ts";
import type { Edit } from "./parameters.ts";
import type { Text } from "./text.ts";

/** Values shown at a time: few enough to tab through. */
export const WINDOW = 16;

export interface EditDetail {
  readonly rank: number;
  readonly index: number;
  readonly value: number | null;
}

export class ValueEditor extends LitElement {
  static override properties = {
    heading: {},
    inputs: { attribute: false },
    blocks: { attribute: false },
    edits: { attribute: false },
    words: { attribute: false },
    kind: {},
    rank: { type: Number },
    chunk: { type: Number },
    first: { state: true },
    wrong: { state: true },
  };
  declare heading: string;
  declare inputs: readonly ArrayLike<number>[];
  declare blocks: readonly Block[];
  declare edits: readonly Edit[];
  declare words: Text;
  declare kind: Kind;
  declare rank: number;
  declare chunk: number;
  declare first: number;
  /** What was typed last, if it could not be taken. */
  declare wrong: Refusal | null;

  constructor() {
    super();
    [this.kind, this.rank, this.chunk, this.first, this.wrong] = ["f32", 0, 0, 0, null];
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("chunk") || changed.has("rank")) this.first = 0;
    if (changed.has("chunk") || changed.has("rank") || changed.has("kind")) this.wrong = null;
  }

  override render(): TemplateResult {
    const words = this.words.data;
    const block = this.blocks[this.chunk] ?? { start: 0, count: 0 };
    const count = Math.max(0, Math.min(WINDOW, block.count - this.first));
    const choose = (key: "rank" | "chunk") => (event: CustomEvent<number>) => {
      event.stopPropagation();
      this[key] = event.detail;
    };
    return html`
      <div class="oh-values-head">
        <b>${this.heading}</b>
        <oh-number
          label=${words.rank}
          fewer="${words.rank} −"
          more="${words.rank} +"
          .value=${this.rank}
          .min=${0}
          .max=${this.blocks.length - 1}
          @oh-change=${choose("rank")}
        ></oh-number>
        <oh-number
          label=${words.chunk}
          fewer="${words.chunk} −"
          more="${words.chunk} +"
          .value=${this.chunk}
          .min=${0}
          .max=${this.blocks.length - 1}
          @oh-change=${choose("chunk")}
        ></oh-number>
        ${block.count > WINDOW ? this.#pages(block, count) : nothing}
      </div>
      ${
        block.count === 0
          ? html`
              <p>${words.empty}</p>
            `
          : html`
              <div class="oh-values-grid">
                ${Array.from({ length: count }, (_, k) => this.#cell(block.start + this.first + k))}
              </div>
            `
      }
      <div class="oh-values-foot">
        <span role="status">
          ${this.wrong === null ? words.tap : texts[this.words.language].one(this.wrong)}
        </span>
        ${
          this.edits.length > 0
            ? html`
                <span>${words.edited(this.edits.length)}</span>
                <button
                  type="button"
                  class="oh-button"
                  @click=${() => this.dispatchEvent(new CustomEvent("oh-restore", { bubbles: true }))}
                >
                  ${words.restore}
                </button>
              `
            : nothing
        }
      </div>
    `;
  }

  #pages(block: Block, count: number): TemplateResult {
    const words = this.words.data;
    return html`
      <span class="oh-pages">
        <button
          type="button"
          class="oh-button"
          aria-label=${words.earlier}
          ?disabled=${this.first === 0}
          @click=${() => (this.first -= WINDOW)}
        >
          ‹
        </button>
        <span>${words.window(this.first + 1, this.first + count, block.count)}</span>
        <button
          type="button"
          class="oh-button"
          aria-label=${words.later}
          ?disabled=${this.first + WINDOW >= block.count}
          @click=${() => (this.first += WINDOW)}
        >
          ›
        </button>
      </span>
    `;
  }

  #cell(index: number): TemplateResult {
    const edited = this.edits.find((edit) => edit.rank === this.rank && edit.index === index);
    const value = edited?.value ?? this.inputs[this.rank]?.[index] ?? 0;
    const shown = plain(value, this.kind);
    return html`
      <label class=${edited ? "oh-edited" : ""}>
        <span>${index}</span>
        <input
          type="text"
          inputmode="decimal"
          spellcheck="false"
          autocomplete="off"
          .value=${shown}
          aria-label=${this.words.data.element(this.rank, index)}
          @change=${(event: Event) => this.#typed(index, event.target as HTMLInputElement, shown)}
        />
      </label>
    `;
  }

  #typed(index: number, input: HTMLInputElement, shown: string): void {
    const { rank, kind } = this;
    const got = input.value;
    const empty = got.trim() === "";
    const value = empty ? null : readValue(got, kind);
    const field = this.words.data.element(rank, index);
    const refused = value === null && !empty;
    this.wrong = refused ? { field, got, allowed: { is: "value", kind }, instead: shown } : null;
    if (value === null) input.value = shown; // until another is rendered
    if (refused) return;
    this.dispatchEvent(
      new CustomEvent<EditDetail>("oh-edit", { detail: { rank, index, value }, bubbles: true }),
    );
  }
}

customElements.define("oh-values", ValueEditor);
