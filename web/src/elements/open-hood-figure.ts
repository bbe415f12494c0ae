// <open-hood-figure name="...">: stands in an article around a still picture and puts the live figure in its place
// as soon as that has its first real report. Until then, and if anything fails, the still stays.

import { applyAddress, type FigureHost } from "./figure-host.ts";
import { figures } from "../figures/registry.ts";
import type { Language } from "../draw/numbers.ts";
import { pageLanguage } from "../language.ts";
import type { Refusal } from "../reading.ts";
import type { Address } from "../url.ts";

/** What every figure's element offers to the page around it. */
export interface FigureElement extends HTMLElement {
  language: Language;
  embedded: boolean;
  /** Link to the figure's own page, without parameters; an embed shows it as "open in full". */
  full_page: string;
  /** Settles when the first report is drawn; rejects when there will be none. */
  readonly ready: Promise<void>;
  /** What the author of the page chose; the address leaves out what equals it. */
  setDefaults(address: Address): void;
  /** `refused` is what could not even be read of it. */
  readAddress(address: Address, refused?: readonly Refusal[]): void;
  writeAddress(address: Address): void;
  /** Keys of this figure in a query. */
  readonly keys: readonly string[];
}

/** A figure is started when it is so close to the screen. */
const NEAR = "400px";

/** A longer name than this is no slip of somebody's. */
const NAME_SHOWN_MAX = 60;

const NO_FIGURE: Readonly<Record<Language, (name: string, names: readonly string[]) => string>> = {
  en: (name, names) => `No figure is called “${name}”. There are ${names.join(", ")}.`,
  zh: (name, names) => `没有叫“${name}”的图。现有的图：${names.join("、")}。`,
};

export class OpenHoodFigure extends HTMLElement implements FigureHost {
  figure: FigureElement | null = null;
  #observer: IntersectionObserver | null = null;

  connectedCallback(): void {
    if (this.figure || this.#observer) return;
    this.#observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.#observer?.disconnect();
        void this.#start();
      },
      { rootMargin: NEAR },
    );
    this.#observer.observe(this);
  }

  disconnectedCallback(): void {
    this.#observer?.disconnect();
    this.#observer = null;
  }

  async #start(): Promise<void> {
    const name = this.getAttribute("name") ?? "";
    const load = figures.get(name);
    if (!load) {
      this.#miss(name);
      return;
    }
    try {
      const { default: Figure } = await load();
      const figure = new Figure();
      applyAddress(this, figure);
      figure.hidden = true;
      this.append(figure);
      await figure.ready;
      figure.hidden = false;
      for (const child of [...this.childNodes]) if (child !== figure) child.remove(); // moving the figure would restart it
      this.figure = figure;
      this.dispatchEvent(new CustomEvent("openhood-ready", { bubbles: true }));
    } catch (error) {
      this.#explain(error instanceof Error ? error.message : String(error));
    }
  }

  /** No figure has this name: says so, and which there are, in whatever language the page is told to speak. */
  #miss(name: string): void {
    const line = this.#explain("");
    const say = (): void => {
      line.textContent = NO_FIGURE[pageLanguage(document)](name.slice(0, NAME_SHOWN_MAX), [...figures.keys()]);
    };
    say();
    new MutationObserver(say).observe(document.documentElement, { attributeFilter: ["lang"] });
  }

  /** The still stays; a line under it says why it does not move. */
  #explain(message: string): HTMLElement {
    this.querySelector("[hidden]")?.remove();
    const line = document.createElement("p");
    line.className = "oh-still-note";
    line.setAttribute("role", "status");
    line.textContent = message;
    this.append(line);
    return line;
  }
}
