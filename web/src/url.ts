// A page's address as two bags of parameters: the query, and the fragment where bulky state stands (it never
// reaches a server's log). A fragment that is a heading's id is left alone. Unknown keys stay. v=1 names the format.

export const VERSION = "1";

/** Figure state in a fragment begins with one of these keys; anything else is a place on the page. */
export const FRAGMENT_KEYS = ["data", "keys", "fork"];

export interface Address {
  readonly query: URLSearchParams;
  readonly fragment: URLSearchParams;
}

export function readAddress(url: URL): Address {
  const text = url.hash.slice(1);
  const holds_state = FRAGMENT_KEYS.some((key) => text.startsWith(`${key}=`) || text.includes(`&${key}=`));
  return { query: new URLSearchParams(url.search), fragment: new URLSearchParams(holds_state ? text : "") };
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
  else if (readAddress(url).fragment.size > 0) result.hash = "";
  return result;
}

/** Query text with the separators that need no escape left as they are: links are read by people. */
export const readable = (bag: URLSearchParams): string =>
  bag.toString().replaceAll("%3A", ":").replaceAll("%7E", "~").replaceAll("%2C", ",");
