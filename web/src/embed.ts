// /embed.js: a script for other people's pages. It defines <open-hood figure="...">, which becomes a lazy iframe on
// /embed/; attributes are the figure's parameters. Nothing of the figure runs in the host page itself.

import { FRAGMENT_KEYS } from "./url.ts";

(() => {
  const root = new URL(".", address());
  const HEIGHT_START = 720;
  const HEIGHT_MIN = 200;
  const HEIGHT_MAX = 4000;

  /** What the page looks like: told to a figure that runs already, instead of starting it again. */
  const OF_THE_PAGE = ["theme", "lang"];
  /** Attributes that are no parameters of the figure. */
  const OWN = new Set([
    ...OF_THE_PAGE,
    ..."figure height title class id style hidden slot part role tabindex dir inert draggable".split(" "),
  ]);
  /** Nor are those of frameworks and of accessibility, and what is called when something happens. */
  const isForeign = (name: string): boolean => name.includes("-") || name.startsWith("on");

  /** A classic script knows itself; a module has to look for itself among the page's scripts. */
  function address(): string {
    const own = document.currentScript as HTMLScriptElement | null;
    const named = own ?? [...document.scripts].find(({ src }) => /\/embed\.js(?:[?#]|$)/.test(src));
    return named?.src || location.href;
  }

  const isTheme = (wish: unknown): wish is string => wish === "light" || wish === "dark";

  class OpenHood extends HTMLElement {
    #frame: HTMLIFrameElement | null = null;
    /** The parameters that the frame was loaded with. */
    #loaded = "";
    #followed: MutationObserver | null = null;

    connectedCallback(): void {
      if (this.style.display === "") this.style.display = "block";
      this.#load(Number.parseFloat(this.getAttribute("height") ?? "") || HEIGHT_START);
      addEventListener("message", this.#hear);
      this.#followed = new MutationObserver(() => this.#follow());
      this.#followed.observe(document.documentElement, { attributeFilter: ["data-theme", "lang"] });
      this.#followed.observe(this, { attributes: true });
    }

    disconnectedCallback(): void {
      removeEventListener("message", this.#hear);
      this.#followed?.disconnect();
      this.#frame = null;
    }

    get #name(): string {
      return this.getAttribute("figure") ?? "ring-all-reduce";
    }

    get #theme(): string {
      const wishes = [this.getAttribute("theme"), document.documentElement.dataset["theme"]];
      return wishes.find(isTheme) ?? "auto";
    }

    get #language(): string {
      return this.closest("[lang]")?.getAttribute("lang")?.slice(0, 2) || "auto";
    }

    /** The figure and its parameters: what makes it another figure when it changes. */
    #parameters(): URL {
      const url = new URL("embed/", root);
      url.searchParams.set("figure", this.#name);
      const fragment = new URLSearchParams();
      for (const { name, value } of this.attributes) {
        if (FRAGMENT_KEYS.includes(name)) fragment.set(name, value);
        else if (!OWN.has(name) && !isForeign(name)) url.searchParams.set(name, value);
      }
      url.searchParams.set("v", "1");
      url.hash = fragment.toString();
      return url;
    }

    /** Always a frame of its own: a new address in an old frame would be a step in the host page's history. */
    #load(height: number): void {
      const url = this.#parameters();
      this.#loaded = url.href;
      url.searchParams.set("lang", this.#language);
      url.searchParams.set("theme", this.#theme);
      const frame = document.createElement("iframe");
      frame.src = url.href;
      frame.loading = "lazy";
      frame.allow = "cross-origin-isolated; fullscreen";
      frame.style.cssText = `display:block;width:100%;border:0;height:${height}px`;
      this.#frame = frame;
      this.#dress(frame);
      this.replaceChildren(frame);
    }

    #dress(frame: HTMLIFrameElement): void {
      frame.title = this.getAttribute("title") ?? `Openhood: ${this.#name}`;
      // A frame of another color scheme than its content is painted white.
      frame.style.colorScheme = this.#theme === "auto" ? "light dark" : this.#theme;
    }

    #follow(): void {
      const frame = this.#frame;
      if (!frame) return;
      if (this.#parameters().href !== this.#loaded) return this.#load(frame.offsetHeight);
      this.#dress(frame);
      this.#tell();
    }

    /** To whoever is in the frame: it is no secret, and a sandboxed frame has no origin to name. */
    #tell(): void {
      const post = (type: string, value: string): void =>
        this.#frame?.contentWindow?.postMessage({ openhood: 1, type, value }, "*");
      post("theme", this.#theme);
      post("lang", this.#language);
    }

    #hear = ({ source, origin, data }: MessageEvent): void => {
      const frame = this.#frame;
      if (!frame || source !== frame.contentWindow || data?.openhood !== 1) return;
      if (origin !== root.origin && origin !== "null") return;
      const { type, height } = data as { type: unknown; height?: unknown };
      if (type === "height" && Number.isFinite(height)) {
        const within = Math.min(HEIGHT_MAX, Math.max(HEIGHT_MIN, Math.ceil(height as number)));
        frame.style.height = `${within}px`;
        this.#tell(); // the first height says that the figure listens
      } else if (type !== "state") return;
      this.dispatchEvent(new CustomEvent(`openhood-${type}`, { bubbles: true, detail: data }));
    };
  }

  // Of several versions on a page the first one serves all its elements.
  if (!customElements.get("open-hood")) customElements.define("open-hood", OpenHood);
})();
