// Links to the other language keep the state of a page, and the place at which it is being read: both languages have
// the same parts in the same order, and in them about the same.

const PARTS = "main :is(section, open-hood-figure, open-hood-bench)";
const KEY = "openhood-place";

export interface Edges {
  readonly top: number;
  readonly bottom: number;
}

/** Which part is at the upper edge of the window, and how much of it is above; null before the first. */
export function placeIn(parts: readonly Edges[]): readonly [part: number, share: number] | null {
  const at = parts.filter(({ top }) => top <= 0).length - 1;
  const part = parts[at];
  return part ? [at, Math.min(1, -part.top / (part.bottom - part.top))] : null;
}

/** How far to scroll from here to that place. */
export function wayTo([at, share]: readonly [number, number], parts: readonly Edges[]): number {
  const part = parts[at];
  return part ? part.top + (part.bottom - part.top) * share : 0;
}

const edges = (page: Document): Edges[] =>
  Array.from(page.querySelectorAll(PARTS), (part) => part.getBoundingClientRect());

/** Storage is a favor: where there is none, the other language is read from its beginning. */
function favor(act: () => void): void {
  try {
    act();
  } catch {
    // Private windows and sandboxed frames throw.
  }
}

export function keepPlaceInLanguageLinks(page: Document): void {
  favor(() => {
    const place = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    if (place) scrollBy(0, wayTo(JSON.parse(place) as [number, number], edges(page)));
  });
  page.addEventListener(
    "click",
    (event) => {
      const link = (event.target as Element | null)?.closest?.<HTMLAnchorElement>("a[hreflang]");
      if (!link || link.origin !== location.origin) return;
      link.search = location.search;
      link.hash = location.hash;
      const place = placeIn(edges(page));
      favor(() => {
        if (place) sessionStorage.setItem(KEY, JSON.stringify(place));
      });
    },
    { capture: true },
  );
}
