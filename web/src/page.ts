// Entry of every page: theme and language links, and the figures on it. The first figure owns the address: what the
// reader changes stands in it at once, with replaceState, so that "back" still leaves the page.

import { OpenHoodFigure } from "./elements/open-hood-figure.ts";
import type { FigureElement } from "./elements/open-hood-figure.ts";
import { watchIdleness } from "./engine.ts";
import { keepPlaceInLanguageLinks } from "./language.ts";
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

customElements.define("open-hood-figure", OpenHoodFigure);
