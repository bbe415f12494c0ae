// Entry of every page: theme and language links, and the figures on it. The first figure owns the address: what the
// reader changes stands in it at once, with replaceState, so that "back" still leaves the page.

import { followAddress } from "./elements/figure-host.ts";
import { OpenHoodFigure } from "./elements/open-hood-figure.ts";
import type { FigureElement } from "./elements/open-hood-figure.ts";
import { watchIdleness } from "./engine.ts";
import { keepPlaceInLanguageLinks } from "./place.ts";
import { watchThemeButton } from "./theme.ts";
import { readAddress, withAddress } from "./url.ts";

watchThemeButton(document);
keepPlaceInLanguageLinks(document);
watchIdleness(document);

document.querySelector("open-hood-figure")?.setAttribute("address", "");
document.addEventListener("openhood-state", (event) => {
  const figure = event.target as FigureElement;
  if (!figure.closest("open-hood-figure")?.hasAttribute("address")) return;
  const address = readAddress(new URL(location.href));
  figure.writeAddress(address);
  history.replaceState(history.state, "", withAddress(new URL(location.href), address, figure.keys));
});

/** Figures in links of the text: "pull the cut to 4" does it, in the figure above, and "back" undoes it. */
function followLinks(): void {
  const host = document.querySelector<OpenHoodFigure>("open-hood-figure");
  const follow = (): void => {
    if (host?.figure) followAddress(host, host.figure);
  };
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("main a[href]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (
      !link ||
      !plain ||
      !host?.figure ||
      link.target !== "" ||
      link.origin + link.pathname !== location.origin + location.pathname
    )
      return;
    if (!new URLSearchParams(link.search).has("v")) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    follow();
    const { top, bottom } = host.getBoundingClientRect();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (top < 0 || bottom > innerHeight)
      host.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  });
  addEventListener("popstate", follow);
}

followLinks();
await globalThis.openhoodIsolation;
customElements.define("open-hood-figure", OpenHoodFigure);
