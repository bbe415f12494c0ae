// What people carry into other documents must mean nothing there. A link or a snippet may land in HTML, in Markdown, or
// in a template of Liquid, Jinja, Go or MDX, which reads the whole file before anything else does.

/** All but letters, digits and the marks that no such language takes for its own inside an address. */
const LOUD_IN_ADDRESS = /%(?![0-9a-f]{2})|[^\w.~:/?&+,=%-]/gi;

/** An address is made of printable ASCII, so a mark is a byte. */
const percent = (text: string): string =>
  text.replace(LOUD_IN_ADDRESS, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

/** The same address, quiet. The host stays as it is: a browser lets nothing loud into it but the brackets of IPv6. */
export function inertAddress(href: string): string {
  const { protocol, host, pathname, search, hash } = new URL(href);
  const fragment = hash === "" ? "" : `#${percent(hash.slice(1))}`;
  return `${protocol}//${host}${percent(pathname)}${percent(search)}${fragment}`;
}

/** What could end an attribute or a paragraph, or begin a code span, a link, a formula or the tag of a template. */
const LOUD_IN_HTML = /[\u0000-\u001f"'`<>{}[\]|\\*$]/g;
const NAMED: Record<string, string> = { '"': "&quot;", "<": "&lt;", ">": "&gt;" };

/** Text for an attribute, or between tags. */
export const inertHtml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replace(LOUD_IN_HTML, (mark) => NAMED[mark] ?? `&#${mark.charCodeAt(0)};`);

/** Words for places where Markdown and templates share no way to escape: what one of them would read is left out. */
export const inertWords = (text: string): string =>
  text
    .replace(/[\u0000-\u001f"'`<>{}[\]|\\*_$^%&#~]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
