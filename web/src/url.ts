// A page's address as two bags of parameters: the query, and the fragment where bulky state stands (it never
// reaches a server's log). A fragment that is a heading's id is left alone. Unknown keys stay. v=1 names the format.
// Addresses come from strangers, so only so much of them is read.

import { ignore, type Refuse } from "./reading.ts";

export const VERSION = "1";

/** Figure state in a fragment begins with one of these keys; anything else is a place on the page. */
export const FRAGMENT_KEYS = ["data", "keys", "fork"];

/** Of the query and of the fragment so much is read; what figures write is a tenth of it. */
export const ADDRESS_LENGTH_MAX = 65_536;
export const FIELD_COUNT_MAX = 256;

export interface Address {
  readonly query: URLSearchParams;
  readonly fragment: URLSearchParams;
}

const holdsState = (fragment: string): boolean =>
  FRAGMENT_KEYS.some((key) => fragment.startsWith(`${key}=`) || fragment.includes(`&${key}=`));

export function readAddress(url: URL, refuse: Refuse = ignore): Address {
  const fragment = url.hash.slice(1);
  return {
    query: bagOf("?", url.search.slice(1), refuse),
    fragment: bagOf("#", holdsState(fragment) ? fragment : "", refuse),
  };
}

/** The fields that fit, and none in part: half a number is another number. */
function bagOf(field: string, text: string, refuse: Refuse): URLSearchParams {
  let end = 0;
  for (let count = 0; count < FIELD_COUNT_MAX && end < text.length; count++) {
    const next = text.indexOf("&", end + 1);
    const stop = next < 0 ? text.length : next;
    if (stop > ADDRESS_LENGTH_MAX) break;
    end = stop;
  }
  const limits = { is: "length", fields: FIELD_COUNT_MAX, characters: ADDRESS_LENGTH_MAX } as const;
  if (end < text.length) refuse({ field, got: String(text.length - end), allowed: limits, instead: null });
  return new URLSearchParams(text.slice(0, end));
}

/** Takes over from one bag into another what stands under these keys. */
export function takeOver(from: URLSearchParams, into: URLSearchParams, keys: readonly string[]): void {
  for (const key of keys) {
    const value = from.get(key);
    if (value !== null) into.set(key, value);
  }
}

/** The same page with this state. A page without any state keeps a clean address. */
export function withAddress(url: URL, address: Address, keys: readonly string[]): URL {
  const result = new URL(url);
  const query = new URLSearchParams(address.query);
  query.delete("v");
  if (keys.some((key) => query.has(key)) || address.fragment.size > 0) query.set("v", VERSION);
  result.search = readable(query);
  const fragment = readable(address.fragment);
  if (fragment !== "") result.hash = fragment;
  else if (holdsState(url.hash.slice(1))) result.hash = "";
  return result;
}

/** Query text with the separators that need no escape left as they are: links are read by people. */
export const readable = (bag: URLSearchParams): string =>
  bag.toString().replaceAll("%3A", ":").replaceAll("%7E", "~").replaceAll("%2C", ",");
