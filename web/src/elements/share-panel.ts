// <oh-share>: everything a figure can be taken away as, one form at a time, each with a button that copies it. Loaded
// when somebody asks to share. Where the clipboard is refused the text is selected instead, to be copied by hand.

import { LitElement, html, nothing, type TemplateResult } from "lit";
import type { Language } from "../draw/numbers.ts";
import type { Address } from "../url.ts";
import { choice } from "./panels.ts";
import { pictureFile, pictureOfPixels, shownTheme } from "./picture-file.ts";
import { alFolio, element, iframe, link, markdown, type Shared } from "./share-formats.ts";
import { texts } from "./share-text.ts";

declare const OPENHOOD_ROOT: string; // from this script to the site's root; the build defines it

/** What the panel has to know about a figure; every `LiveFigure` has it. */
export interface Shareable extends HTMLElement {
  readonly language: Language;
  fullLink(): string;
  ownAddress(): Address;
}

export const formats = ["link", "iframe", "element", "svg", "png", "markdown", "al-folio"] as const;
export type Format = (typeof formats)[number];

type Outcome = "copied" | "refused" | "saved" | "failed" | null;

const root = new URL(OPENHOOD_ROOT, import.meta.url).href;

export class SharePanel extends LitElement {
  static override properties = {
    figure: { attribute: false },
    /** A link to what is shown: when it changes, so does everything here. */
    link: {},
    language: {},
    format: { state: true },
    outcome: { state: true },
  };
  declare figure: Shareable;
  declare link: string;
  declare language: Language;
  declare format: Format;
  declare outcome: Outcome;

  constructor() {
    super();
    this.format = "link";
    this.outcome = null;
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("format") || changed.has("link")) this.outcome = null;
  }

  override render(): TemplateResult {
    const words = texts[this.language];
    const is_picture = this.format === "svg" || this.format === "png";
    return html`
      <div class="oh-share">
        ${choice(
          words.as,
          formats,
          this.format,
          (format) => words.name[format],
          () => false,
          (format) => (this.format = format),
        )}
        <p class="oh-panel-words">${words.what[this.format]}</p>
        ${
          is_picture
            ? nothing
            : html`
                <textarea
                  readonly
                  spellcheck="false"
                  rows=${this.format === "link" || this.format === "markdown" ? 2 : 4}
                  aria-label=${words.name[this.format]}
                  .value=${this.#text()}
                  @focus=${(event: FocusEvent) => (event.target as HTMLTextAreaElement).select()}
                ></textarea>
              `
        }
        <p class="oh-share-acts">
          <button type="button" class="oh-button" @click=${() => void this.#copy()}>${words.copy}</button>
          ${
            is_picture
              ? html`
                  <button type="button" class="oh-button" @click=${() => void this.#save()}>${words.save}</button>
                `
              : nothing
          }
          <span role="status">${this.outcome === null ? "" : words.outcome[this.outcome]}</span>
        </p>
      </div>
    `;
  }

  #shared(): Shared {
    const host = this.figure.closest("open-hood-figure");
    const picture = this.figure.querySelector("figure");
    const panel = this.closest(".oh-panel");
    const height = (part: Element | null): number => part?.getBoundingClientRect().height ?? 0;
    return {
      name: host?.getAttribute("name") ?? "",
      title: this.#title(),
      link: this.link,
      root,
      language: this.language,
      state: this.figure.ownAddress(),
      height: Math.ceil(height(picture) - height(panel)),
    };
  }

  #title(): string {
    return this.figure.querySelector(".oh-plot")?.getAttribute("aria-label") ?? document.title;
  }

  #text(): string {
    const shared = this.#shared();
    switch (this.format) {
      case "iframe":
        return iframe(shared);
      case "element":
        return element(shared);
      case "markdown":
        return markdown(shared);
      case "al-folio":
        return alFolio(shared);
      default:
        return link(shared);
    }
  }

  /** The picture as it stands: SVG for either theme, pixels in the one that is shown. */
  #svg(): string {
    const plot = this.figure.querySelector(".oh-plot") as Element;
    const caption = this.figure.querySelector("figcaption p")?.textContent ?? "";
    const words = { title: this.#title(), description: `${caption.trim()} ${link(this.#shared())}` };
    return pictureFile(plot, words, this.format === "png" ? shownTheme(document) : null);
  }

  async #copy(): Promise<void> {
    try {
      if (this.format === "png") {
        const pixels = pictureOfPixels(this.#svg());
        await navigator.clipboard.write([new ClipboardItem({ "image/png": pixels })]);
      } else await navigator.clipboard.writeText(this.format === "svg" ? this.#svg() : this.#text());
      this.outcome = "copied";
    } catch {
      this.outcome = this.format === "svg" || this.format === "png" ? "failed" : "refused";
      this.querySelector("textarea")?.focus();
    }
  }

  async #save(): Promise<void> {
    try {
      const svg = this.#svg();
      const file =
        this.format === "png" ? await pictureOfPixels(svg) : new Blob([svg], { type: "image/svg+xml" });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = `${this.#shared().name}.${this.format}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000); // not before the browser has begun to read it
      this.outcome = "saved";
    } catch {
      this.outcome = "failed";
    }
  }
}

customElements.define("oh-share", SharePanel);
