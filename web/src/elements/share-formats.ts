// What a figure can be shared as, in text: pure functions of where it is and what it shows.

import { inertAddress, inertHtml, inertWords } from "../inert.ts";
import { VERSION, readable, type Address } from "../url.ts";

export interface Shared {
  readonly name: string; // of the figure, as in the registry
  readonly title: string;
  readonly link: string; // to this state, for people
  readonly root: string; // of the site
  readonly language: string;
  /** What differs from the figure's own defaults. */
  readonly state: Address;
  /** How high the figure is here. */
  readonly height: number;
}

/** Parameters that an element can have as attributes: others it would not pass on, or a page would run them. */
const IS_ATTRIBUTE = /^(?!on)[a-z][a-z0-9]*$/;

export const link = (shared: Shared): string => inertAddress(shared.link);

/** The embed's address: the figure, and in the fragment whatever is bulky. */
export function embedAddress({ name, root, language, state }: Shared): string {
  const url = new URL("embed/", root);
  const own = new URLSearchParams({ figure: name, lang: language, theme: "auto", v: VERSION });
  for (const [key, value] of state.query) if (!own.has(key)) own.set(key, value);
  url.search = readable(own);
  url.hash = readable(state.fragment);
  return inertAddress(url.href);
}

export const iframe = (shared: Shared): string =>
  `<iframe src="${inertHtml(embedAddress(shared))}" title="${inertHtml(shared.title)}" loading="lazy" ` +
  `allow="cross-origin-isolated; fullscreen" style="width:100%;height:${shared.height}px;border:0"></iframe>`;

/** The script once per page, the element wherever a figure shall be; the link in it is for where no script runs. */
export function element(shared: Shared): string {
  const { name, root, state, title } = shared;
  const parameters = [...state.query, ...state.fragment].filter(([key]) => IS_ATTRIBUTE.test(key) && key !== "v");
  const attributes = parameters.map(([key, value]) => ` ${key}="${inertHtml(value)}"`).join("");
  return (
    `<script async src="${inertHtml(inertAddress(new URL("embed.js", root).href))}"></script>\n` +
    `<open-hood figure="${inertHtml(name)}"${attributes}>\n` +
    `<a href="${inertHtml(link(shared))}" slot="fallback">${inertHtml(title)}</a>\n` +
    "</open-hood>"
  );
}

export const markdown = (shared: Shared): string =>
  `[![${inertWords(shared.title)}](${encodeURIComponent(shared.name)}.svg)](${link(shared)})`;

/** For blogs made with al-folio, whose `figure.liquid` shows a file from assets/img. */
export function alFolio(shared: Shared): string {
  const [file, title] = [encodeURIComponent(shared.name), inertWords(shared.title)];
  return (
    `{% include figure.liquid path="assets/img/${file}.png" class="img-fluid" alt="${title}" ` +
    `caption='<a href="${inertHtml(link(shared))}">${title}</a>' %}`
  );
}
