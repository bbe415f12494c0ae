// <oh-player>: first, back, play, forward, scrub, speed. It shows a moment it is given and says what the reader
// wants: `oh-seek` with a step, `oh-play`, `oh-speed`. It keeps no time of its own.

import { LitElement, html, nothing, svg, type TemplateResult } from "lit";
import { edge, ink, muted } from "../draw/colors.ts";
import { segment, stroke } from "../draw/marks.ts";
import { icon, type Icon } from "./icons.ts";

export interface PlayerText {
  readonly first: string;
  readonly back: string;
  readonly play: string;
  readonly pause: string;
  readonly forward: string;
  readonly speed: string;
  readonly scrub: string;
  /** What stands at the two ends of the track, where there is room. */
  readonly ends: readonly [string, string];
  /** `half` and `cut`: as on the track. */
  value(step: number, steps: number, half: number, cut?: number | null): string;
  short_value(step: number, steps: number): string;
}

export class StepPlayer extends LitElement {
  static override properties = {
    t: { type: Number },
    steps: { type: Number },
    half: { type: Number },
    cut: { type: Number },
    fork: { type: Number },
    playing: { type: Boolean },
    speed: { type: Number },
    words: { attribute: false },
  };
  declare t: number;
  declare steps: number;
  /** Where the two halves meet. */
  declare half: number;
  /** A mark on the track; null is none. */
  declare cut: number | null;
  /** Where the old future leaves the track; null is nowhere. */
  declare fork: number | null;
  declare playing: boolean;
  declare speed: number;
  declare words: PlayerText;

  constructor() {
    super();
    this.fork = null;
    [this.t, this.steps, this.half, this.cut, this.playing, this.speed] = [0, 0, 0, 0, false, 1];
  }

  protected override createRenderRoot(): this {
    return this;
  }

  override render(): TemplateResult {
    const { words } = this;
    const step = Math.floor(this.t);
    return html`
      ${this.#button("first", words.first, () => this.#seek(0), "oh-wide")}
      ${this.#button("back", words.back, () => this.#seek(Math.ceil(this.t) - 1))}
      ${this.#button(this.playing ? "pause" : "play", this.playing ? words.pause : words.play, () => this.#send("oh-play"), "oh-play")}
      ${this.#button("forward", words.forward, () => this.#seek(step + 1))}
      <div class="oh-scrub">
        <svg viewBox="0 0 1000 56" preserveAspectRatio="none" aria-hidden="true">${this.#track()}</svg>
        <input
          type="range"
          min="0"
          max=${this.steps}
          step="1"
          .value=${String(step)}
          ?disabled=${this.steps === 0}
          aria-label=${words.scrub}
          aria-valuetext=${words.value(step, this.steps, this.half, this.cut)}
          @input=${(event: Event) => this.#seek(Number((event.target as HTMLInputElement).value))}
        />
        <span class="oh-scrub-names" aria-hidden="true">${this.#names(step)}</span>
      </div>
      <button
        type="button"
        class="oh-wide oh-speed"
        tabindex="-1"
        aria-label="${words.speed} ${this.speed}×"
        @click=${() => this.#send("oh-speed")}
      >
        ${this.speed}×
      </button>
    `;
  }

  #track(): TemplateResult {
    const x = (step: number): number => (this.steps === 0 ? 0 : (step / this.steps) * 1000);
    let [past, future] = ["", ""];
    for (let step = 0; step <= this.steps; step++) {
      const tick = segment(x(step), 17, x(step), 27);
      if (step <= this.t) past += tick;
      else future += tick;
    }
    const cut = this.cut === null ? "" : `M${x(this.cut)} 9V17`;
    const fork = this.fork === null ? null : x(this.fork);
    const ghost =
      fork === null
        ? ""
        : `M${fork} 22C${fork + 12} 22 ${fork + 8} 33 ${fork + 20} 33H1000` +
          Array.from({ length: this.steps - (this.fork ?? 0) }, (_, k) => segment(x((this.fork ?? 0) + k + 1), 30, x((this.fork ?? 0) + k + 1), 36)).join("");
    return svg`<g>${stroke(ghost, edge, 1, "3 2")}${stroke(segment(0, 22, 1000, 22), edge, 1)}${stroke(future, edge, 1)}
      <rect x="0" y="20.5" width=${x(this.t)} height="3" fill=${ink}></rect>${stroke(past, ink, 1)}${stroke(cut, this.cut === this.half ? muted : ink, 2)}</g>`;
  }

  /** The step under the thumb, and the halves at the ends where there is room. */
  #names(step: number): TemplateResult {
    const part = this.steps === 0 ? 0 : step / this.steps;
    const inside = Math.min(0.88, Math.max(0.12, part));
    return html`
      ${
        part < 0.4
          ? nothing
          : html`
              <span class="oh-scrub-end">${this.words.ends[0]}</span>
            `
      }
      <b .style=${`left:${inside * 100}%`}>${this.words.short_value(step, this.steps)}</b>
      <span class="oh-scrub-end">${part > 0.6 ? nothing : this.words.ends[1]}</span>
    `;
  }

  #button(name: Icon, label: string, act: () => void, kind = ""): TemplateResult {
    return html`
      <button
        type="button"
        class=${kind}
        tabindex=${kind === "oh-play" ? 0 : -1}
        aria-label=${label}
        ?disabled=${this.steps === 0}
        @click=${act}
      >
        ${icon(name)}
      </button>
    `;
  }

  #seek(step: number): void {
    this.#send("oh-seek", Math.min(this.steps, Math.max(0, step)));
  }

  #send(name: string, detail?: number): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

customElements.define("oh-player", StepPlayer);
