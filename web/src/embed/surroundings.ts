// What the page around an element looks like and which language it speaks. The page's own words are only read, so it
// can use any of the ways that there are to say it.

import { languageOf } from "../language.ts";

type Scheme = "light" | "dark";

const XML = "http://www.w3.org/XML/1998/namespace";

/** Attributes by which themes say their scheme: `data-theme`, `data-bs-theme`, `data-color-mode` and their like. */
const ATTRIBUTE = /^(?:data-)?(?:(?:bs|color|joy|mantine|md|mui|theme|user)-)*(?:mode|scheme|theme)$/;
/** Classes by which they do: `dark`, `dark-mode`, `theme-dark`, `is-dark-theme` and their like. */
const CLASS = /^(?:(?:is|quarto|(?:color-?)?(?:mode|scheme|theme))--?)?(dark|light)(?:[-_]?(?:mode|scheme|theme))?$/;

/** An element and all that it stands in, from the inside out and through shadow roots. */
export function* around(element: Element): Generator<Element> {
  for (let at: Element | null = element; at; ) {
    yield at;
    const root = at.getRootNode();
    at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
}

/** `zh`, `en`, or `auto` where the text is in no language that a figure speaks, or does not say. */
export function languageAround(element: Element): string {
  for (const at of around(element)) {
    const tag = at.getAttributeNS(XML, "lang") ?? at.getAttribute("lang");
    if (tag !== null) return languageOf(tag) ?? "auto";
  }
  const stated = document.querySelector<HTMLMetaElement>('meta[http-equiv="content-language" i]');
  return languageOf(stated?.content ?? "") ?? "auto";
}

/**
 * The color scheme of the place where an element stands: what the browser computes for it, then what themes write on
 * the elements around it. Null where neither decides between the two, and the reader's preference counts.
 */
export function schemeAround(element: Element): Scheme | null {
  const computed = getComputedStyle(element).colorScheme;
  const stated = document.querySelector<HTMLMetaElement>('meta[name="color-scheme" i]')?.content;
  let scheme = theOneOf((computed === "normal" ? stated : computed) ?? "");
  for (const at of around(element)) scheme ??= byConvention(at);
  return scheme;
}

function byConvention(element: Element): Scheme | null {
  for (const { name, value } of element.attributes) {
    const scheme = ATTRIBUTE.test(name) ? theOneOf(value) : null;
    if (scheme) return scheme;
  }
  for (const name of element.classList) {
    const scheme = CLASS.exec(name.toLowerCase())?.[1];
    if (scheme) return scheme as Scheme;
  }
  return null;
}

/** The scheme that is named, if only one is: `light dark` leaves the choice to the reader. */
function theOneOf(text: string): Scheme | null {
  const words = text.toLowerCase().split(/[^a-z]+/);
  const [light, dark] = [words.includes("light"), words.includes("dark")];
  if (light === dark) return null;
  return dark ? "dark" : "light";
}
