// Which language a page speaks. A page says so itself; an embed is told, or asks the reader's preference.

import type { Language } from "./draw/numbers.ts";

export const pageLanguage = (page: Document): Language =>
  page.documentElement.lang.startsWith("zh") ? "zh" : "en";

/** `zh`, `en`, or the first of the reader's languages that is one of them. */
export function chosenLanguage(wish: string | null, preferences: readonly string[]): Language {
  if (wish === "zh" || wish === "en") return wish;
  const known = preferences
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .find((tag) => tag === "zh" || tag === "en");
  return known === "zh" ? "zh" : "en";
}

/** Links to the other language keep the state and the place of this page. */
export function keepPlaceInLanguageLinks(page: Document): void {
  page.addEventListener(
    "click",
    (event) => {
      const link = (event.target as Element | null)?.closest?.<HTMLAnchorElement>("a[hreflang]");
      if (!link || link.origin !== location.origin) return;
      link.search = location.search;
      link.hash = location.hash;
    },
    { capture: true },
  );
}
