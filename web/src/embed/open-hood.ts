// <open-hood figure="...">. The frame stands in a shadow root, before whatever is in the element itself: that belongs
// to the page. A tag that closes itself (<open-hood />) has the rest of the page in it, and a link for places where no
// script runs may be there too; such a link says slot="fallback" and gives way to the figure.

import { chosenLanguage } from "../language.ts";
import { FRAGMENT_KEYS } from "../url.ts";
import { around, languageAround, schemeAround } from "./surroundings.ts";
import { noHost } from "./text.ts";

const HEIGHT_START = 720;
const HEIGHT_MIN = 200;
const HEIGHT_MAX = 4000;

/** Attributes that are no parameters of the figure. */
const OWN = new Set(
  "figure theme lang host height title class id style hidden slot part role tabindex dir inert draggable".split(" "),
);
/** Nor are those of frameworks and of accessibility, and what is called when something happens. */
const isForeign = (name: string): boolean => name.includes("-") || name.startsWith("on");

const within = (height: number): number => Math.min(HEIGHT_MAX, Math.max(HEIGHT_MIN, Math.ceil(height)));

/** `i` is there to notice: whatever makes the computed color scheme another one starts a transition. */
const STYLE =
  ":host{display:block}:host([hidden]:not([hidden=until-found i])){display:none}" +
  "i{position:absolute;visibility:hidden;color:CanvasText;transition:color 1ms}" +
  "i{transition:color 1ms,color-scheme 1ms allow-discrete}" +
  "iframe{display:block;width:100%;border:0}iframe~[name]{display:none}";

export class OpenHood extends HTMLElement {
  /** The folder that this script came from, if it knows. */
  static root: URL | null = null;

  #frame: HTMLIFrameElement | null = null;
  /** What stands before the page's own children: the frame, or a word on why there is none. */
  #shown: HTMLElement | null = null;
  #fallback = document.createElement("slot");
  /** The address without language and theme that the frame is for. */
  #loaded = "";
  #told = "";
  #around = new MutationObserver(() => this.#follow());

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    // As objects, not as text: a page's policy may forbid styles in its markup.
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [style];
    const probe = document.createElement("i");
    probe.addEventListener("transitionrun", () => this.#follow());
    this.#fallback.name = "fallback";
    shadow.append(probe, this.#fallback, document.createElement("slot"));
  }

  connectedCallback(): void {
    const height = Number.parseFloat(this.getAttribute("height") ?? "");
    this.#load(Number.isNaN(height) ? HEIGHT_START : height);
    addEventListener("message", this.#hear);
    this.#watch();
  }

  disconnectedCallback(): void {
    removeEventListener("message", this.#hear);
    this.#around.disconnect();
    this.#show(null);
  }

  /** Moved without being taken out: the frame lives on, in other surroundings. */
  connectedMoveCallback(): void {
    this.#watch();
    this.#follow();
  }

  #watch(): void {
    this.#around.disconnect();
    for (const element of around(this)) this.#around.observe(element, { attributes: true });
  }

  get #name(): string {
    return this.getAttribute("figure") ?? "ring-all-reduce";
  }

  get #theme(): string {
    const wish = this.getAttribute("theme");
    return wish === "light" || wish === "dark" ? wish : (schemeAround(this) ?? "auto");
  }

  /** Where the figures are: as the author says, else beside this script. */
  #root(): URL | null {
    const said = this.getAttribute("host");
    if (!said) return OpenHood.root;
    const folder = said.endsWith("/") ? said : `${said}/`;
    const root = URL.canParse(folder, document.baseURI) ? new URL(folder, document.baseURI) : null;
    return root?.protocol.startsWith("http") ? root : null;
  }

  /** The figure and its parameters: what makes it another figure when it changes. Null if nobody says where it is. */
  #address(): URL | null {
    const root = this.#root();
    if (!root) return null;
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
    const url = this.#address();
    if (!url) return this.#complain();
    this.#loaded = url.href;
    url.searchParams.set("lang", languageAround(this));
    url.searchParams.set("theme", this.#theme);
    const frame = document.createElement("iframe");
    frame.src = url.href;
    frame.loading = "lazy";
    frame.allow = "cross-origin-isolated; fullscreen";
    frame.style.height = `${within(height)}px`;
    this.#dress(frame);
    this.#show(frame);
    this.#frame = frame;
  }
  /** In the figure's place, since nothing else will stand there, and where the author of the page looks first. */
  #complain(): void {
    const language = chosenLanguage(languageAround(this), navigator.languages);
    const words = noHost[language](this.getAttribute("host") ?? "");
    if (this.#shown?.textContent === words) return;
    const line = document.createElement("p");
    line.textContent = words;
    this.#show(line);
    console.error(words, this);
  }

  #show(what: HTMLElement | null): void {
    this.#frame = null;
    this.#shown?.remove();
    this.#shown = what;
    if (what) this.#fallback.before(what);
  }

  #dress(frame: HTMLIFrameElement): void {
    frame.title = this.getAttribute("title") ?? `Openhood: ${this.#name}`;
    // A frame of another color scheme than its content is painted white.
    frame.style.colorScheme = this.#theme === "auto" ? "light dark" : this.#theme;
  }

  #follow(): void {
    if (!this.#frame || this.#address()?.href !== this.#loaded)
      return this.#load(this.#frame?.offsetHeight || HEIGHT_START);
    this.#dress(this.#frame);
    if (this.#told !== `${this.#theme} ${languageAround(this)}`) this.#tell();
  }

  /** To whoever is in the frame: it is no secret, and a sandboxed frame has no origin to name. */
  #tell(): void {
    const [theme, lang] = [this.#theme, languageAround(this)];
    this.#told = `${theme} ${lang}`;
    for (const [type, value] of Object.entries({ theme, lang }))
      this.#frame?.contentWindow?.postMessage({ openhood: 1, type, value }, "*");
  }

  #hear = ({ source, origin, data }: MessageEvent): void => {
    const frame = this.#frame;
    if (!frame || source !== frame.contentWindow || data?.openhood !== 1) return;
    if (origin !== new URL(frame.src).origin && origin !== "null") return;
    const { type, height } = data as { type: unknown; height?: unknown };
    if (type === "height" && Number.isFinite(height)) {
      frame.style.height = `${within(height as number)}px`;
      this.#tell(); // the first height says that the figure listens
    } else if (type !== "state") return;
    this.dispatchEvent(new CustomEvent(`openhood-${type}`, { bubbles: true, detail: data }));
  };
}
