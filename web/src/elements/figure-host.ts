// How a page's attributes and address reach a figure.

import { pageLanguage } from "../language.ts";
import type { Refusal } from "../reading.ts";
import { FRAGMENT_KEYS, readAddress, takeOver, type Address } from "../url.ts";
import type { FigureElement } from "./open-hood-figure.ts";

export interface FigureHost extends HTMLElement {
  readonly figure: FigureElement | null;
}

/** Attributes that are not parameters of the figure. */
const OWN_ATTRIBUTES = new Set([
  "name",
  "embedded",
  "address",
  "full-page",
  "class",
  "id",
  "hidden",
  "style",
]);

function attributeParameters(host: HTMLElement): Address {
  const query = new URLSearchParams();
  const fragment = new URLSearchParams();
  for (const { name, value } of host.attributes) {
    if (OWN_ATTRIBUTES.has(name)) continue;
    (FRAGMENT_KEYS.includes(name) ? fragment : query).set(name, value);
  }
  return { query, fragment };
}

/** The author's attributes first; over them the address, where this figure is the one the address speaks of. */
export function applyAddress(host: HTMLElement, figure: FigureElement): void {
  figure.language = pageLanguage(document);
  figure.embedded = host.hasAttribute("embedded");
  figure.full_page = host.getAttribute("full-page") ?? "";
  figure.setDefaults(attributeParameters(host));
  if (host.hasAttribute("address")) followAddress(host, figure);
}

/** Takes over what the page's address says, on top of the author's attributes. */
export function followAddress(host: HTMLElement, figure: FigureElement): void {
  const authored = attributeParameters(host);
  const refused: Refusal[] = [];
  const address = readAddress(new URL(location.href), (refusal) => refused.push(refusal));
  takeOver(address.query, authored.query, figure.keys);
  takeOver(address.fragment, authored.fragment, FRAGMENT_KEYS);
  figure.readAddress(authored, refused);
}
