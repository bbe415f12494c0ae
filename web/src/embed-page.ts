// Entry of /embed/: nothing but one figure, chosen by the query. It never changes its own address (a host page would
// reload into something else), stores nothing and asks for nothing; it tells its parent how high it is and what the
// reader chose, and follows the parent's theme and language.

import { OpenHoodFigure, type FigureElement } from "./elements/open-hood-figure.ts";
import { watchIdleness } from "./engine.ts";
import { figures } from "./figures/registry.ts";
import { chosenLanguage } from "./language.ts";
import { applyTheme, isTheme } from "./theme.ts";
import { readAddress, withAddress } from "./url.ts";

const { query } = readAddress(new URL(location.href));
const name = query.get("figure") ?? [...figures.keys()][0] ?? "";
const theme = query.get("theme");

/** Height changes smaller than this are not worth a message. */
const HEIGHT_STEP = 4;

function post(message: Record<string, unknown>): void {
  if (parent !== window) parent.postMessage({ openhood: 1, ...message }, "*");
}

function setLanguage(wish: string | null): void {
  const language = chosenLanguage(wish, navigator.languages);
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  document.documentElement.dataset["lang"] = language;
  const host = document.querySelector<OpenHoodFigure>("open-hood-figure");
  host?.setAttribute("full-page", fullPage());
  if (host?.figure) {
    host.figure.language = language;
    host.figure.full_page = fullPage();
  }
}

const fullPage = (): string => `../${document.documentElement.dataset["lang"]}/figure/${name}/`;

function place(): OpenHoodFigure {
  const host = document.createElement("open-hood-figure") as OpenHoodFigure;
  for (const attribute of ["embedded", "address"]) host.setAttribute(attribute, "");
  host.setAttribute("name", name);
  host.setAttribute("full-page", fullPage());
  (document.querySelector("main") ?? document.body).append(host);
  return host;
}

/** Before there is a figure, or a word on why there is none, an empty page has no height to speak of. */
function watchHeight(): void {
  let told = 0;
  new ResizeObserver(() => {
    const host = document.querySelector<OpenHoodFigure>("open-hood-figure");
    if (!host?.figure && !host?.querySelector(".oh-still-note")) return;
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (Math.abs(height - told) < HEIGHT_STEP) return;
    told = height;
    post({ type: "height", height });
  }).observe(document.body);
}

function watchParent(): void {
  addEventListener("message", (event: MessageEvent) => {
    if (
      event.source !== parent ||
      typeof event.data !== "object" ||
      event.data === null ||
      event.data.openhood !== 1
    )
      return;
    const { type, value } = event.data as { type?: unknown; value?: unknown };
    if (type === "theme" && isTheme(value)) applyTheme(document, value);
    if (type === "lang" && typeof value === "string") setLanguage(value);
  });
}

applyTheme(document, isTheme(theme) ? theme : "auto");
setLanguage(query.get("lang"));
document.addEventListener("openhood-state", (event) => {
  const figure = event.target as FigureElement;
  const address = readAddress(new URL(location.href));
  figure.writeAddress(address);
  const url = withAddress(new URL(location.href), address, figure.keys);
  post({ type: "state", query: url.search.slice(1) + url.hash });
});
watchParent();
watchHeight();
watchIdleness(document);
await globalThis.openhoodIsolation;
customElements.define("open-hood-figure", OpenHoodFigure);
place();
