// Which language a page speaks. A page says so itself; an embed is told, or asks the reader's preference.

import type { Language } from "./draw/numbers.ts";

/** Chinese, as ISO 639 spells it, and the languages that the registry of BCP 47 counts under it. */
const CHINESE = new Set(
  "zh zho chi cdo cjy cmn cnp cpx csp czh czo gan hak hnm hsn luh lzh mnp nan sjc wuu yue".split(" "),
);
const ENGLISH = new Set(["en", "eng"]);

/** Ours for a language tag, by its primary subtag: whatever its case, script and region. Null where there is none. */
export function languageOf(tag: string): Language | null {
  const primary = tag.toLowerCase().split(/[-_]/, 1)[0] ?? "";
  if (CHINESE.has(primary)) return "zh";
  return ENGLISH.has(primary) ? "en" : null;
}

export const pageLanguage = (page: Document): Language => languageOf(page.documentElement.lang) ?? "en";

/** The language of the wish, or the first of the reader's that there is, or English. */
export function chosenLanguage(wish: string | null, preferences: readonly string[]): Language {
  for (const tag of [wish ?? "", ...preferences]) {
    const language = languageOf(tag);
    if (language) return language;
  }
  return "en";
}
