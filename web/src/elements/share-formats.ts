// What a figure can be shared as, in text: pure functions of where it is and what it shows.

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

const attribute = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** Names that go by themselves in Markdown and in Liquid. */
const plain = (text: string): string => text.replace(/["'\\[\]{}%]/g, "");

/** The embed's address: the figure, and in the fragment whatever is bulky. */
export function embedAddress({ name, root, language, state }: Shared): string {
  const url = new URL("embed/", root);
  const own = new URLSearchParams({ figure: name, lang: language, theme: "auto", v: VERSION });
  for (const [key, value] of state.query) if (!own.has(key)) own.set(key, value);
  url.search = readable(own);
  url.hash = readable(state.fragment);
  return url.href;
}

export const iframe = (shared: Shared): string =>
  `<iframe src="${attribute(embedAddress(shared))}" title="${attribute(shared.title)}" loading="lazy" ` +
  `allow="cross-origin-isolated; fullscreen" style="width:100%;height:${shared.height}px;border:0"></iframe>`;

/** The script once per page, the element wherever a figure shall be. */
export function element({ name, root, state }: Shared): string {
  const parameters = [...state.query, ...state.fragment].filter(([key]) => key !== "v");
  const attributes = parameters.map(([key, value]) => ` ${key}="${attribute(value)}"`).join("");
  return (
    `<script async src="${attribute(new URL("embed.js", root).href)}"></script>\n` +
    `<open-hood figure="${name}"${attributes}></open-hood>`
  );
}

export const markdown = ({ name, title, link }: Shared): string =>
  `[![${plain(title)}](${name}.svg)](${link.replaceAll("(", "%28").replaceAll(")", "%29")})`;

/** For blogs made with al-folio, whose `figure.liquid` shows a file from assets/img. */
export const alFolio = ({ name, title, link }: Shared): string =>
  `{% include figure.liquid path="assets/img/${name}.png" class="img-fluid" alt="${plain(title)}" ` +
  `caption='<a href="${attribute(link).replaceAll("'", "%27")}">${plain(title)}</a>' %}`;

