// /embed.js: a classic script for other people's pages. It defines <open-hood figure="...">, which becomes a lazy
// iframe on /embed/; attributes are the figure's parameters. Nothing of the figure runs in the host page itself.

import { FRAGMENT_KEYS } from "./url.ts";

(() => {
  const script = document.currentScript as HTMLScriptElement | null;
  const root = new URL(".", script?.src ?? location.href);
  const HEIGHT_MIN = 200;
  const HEIGHT_MAX = 4000;
  const own = new Set(["figure", "theme", "lang", "height", "title", "class", "id", "style"]);

  function pageTheme(): string {
    const chosen = document.documentElement.dataset["theme"];
    return chosen === "light" || chosen === "dark" ? chosen : "auto";
  }

  class OpenHood extends HTMLElement {
    #frame: HTMLIFrameElement | null = null;
    #followed: MutationObserver | null = null;

    connectedCallback(): void {
      if (this.#frame) return;
      const frame = document.createElement("iframe");
      frame.src = this.#address().href;
      frame.loading = "lazy";
      frame.title = this.getAttribute("title") ?? `Openhood: ${this.#name()}`;
      frame.allow = "cross-origin-isolated; fullscreen";
      frame.style.cssText = `display:block;width:100%;border:0;height:${Number(this.getAttribute("height")) || 720}px`;
      frame.style.colorScheme = this.#theme() === "auto" ? "light dark" : this.#theme();
      this.#frame = frame;
      this.style.display = "block";
      this.replaceChildren(frame);
      addEventListener("message", this.#hear);
      this.#followed = new MutationObserver(() => this.#tell());
      this.#followed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    }

    disconnectedCallback(): void {
      removeEventListener("message", this.#hear);
      this.#followed?.disconnect();
      this.#frame = null;
    }

    static get observedAttributes(): string[] {
      return ["theme", "lang"];
    }

    attributeChangedCallback(): void {
      if (this.#frame) this.#tell();
    }

    #name(): string {
      return this.getAttribute("figure") ?? "ring-all-reduce";
    }

    #theme(): string {
      const wish = this.getAttribute("theme");
      return wish === "light" || wish === "dark" ? wish : pageTheme();
    }

    #language(): string {
      return this.getAttribute("lang") ?? (document.documentElement.lang.slice(0, 2) || "auto");
    }

    #address(): URL {
      const url = new URL("embed/", root);
      const set = (key: string, value: string): void => url.searchParams.set(key, value);
      set("figure", this.#name());
      set("lang", this.#language());
      set("theme", this.#theme());
      set("v", "1");
      const fragment = new URLSearchParams();
      for (const { name, value } of this.attributes) {
        if (FRAGMENT_KEYS.includes(name)) fragment.set(name, value);
        else if (!own.has(name)) set(name, value);
      }
      url.hash = fragment.toString();
      return url;
    }

    #tell(): void {
      const frame = this.#frame;
      if (!frame) return;
      frame.style.colorScheme = this.#theme() === "auto" ? "light dark" : this.#theme();
      frame.contentWindow?.postMessage({ openhood: 1, type: "theme", value: this.#theme() }, root.origin);
      frame.contentWindow?.postMessage({ openhood: 1, type: "lang", value: this.#language() }, root.origin);
    }

    #hear = (event: MessageEvent): void => {
      const frame = this.#frame;
      if (
        !frame ||
        event.source !== frame.contentWindow ||
        event.origin !== root.origin ||
        event.data?.openhood !== 1
      )
        return;
      const { type, height } = event.data as { type: string; height?: number };
      if (type === "height" && typeof height === "number") {
        frame.style.height = `${Math.min(HEIGHT_MAX, Math.max(HEIGHT_MIN, Math.ceil(height)))}px`;
        this.#tell(); // the first height says that the figure listens
      }
      this.dispatchEvent(new CustomEvent(`openhood-${type}`, { bubbles: true, detail: event.data }));
    };
  }

  if (!customElements.get("open-hood")) customElements.define("open-hood", OpenHood);
})();
