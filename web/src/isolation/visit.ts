// What one visit of a page has to do about isolation: a pure decision, so that every kind of place can be tried.

/** Where a page finds itself. */
export interface Visit {
  /** The page may share memory already. */
  readonly isolated: boolean;
  /** Scripts of this origin may ask for a service worker at all: https or loopback, no opaque origin. */
  readonly allowed: boolean;
  readonly framed: boolean;
  readonly query: URLSearchParams;
  /** The site's service worker answered for this page. */
  readonly controlled: boolean;
  /** Type of the navigation that led here; undefined where the browser does not say. */
  readonly navigation: string | undefined;
  /** Headers can isolate a frame whose parents are not isolated. */
  readonly frames_isolate: boolean;
}

export type Step = "nothing" | "remove" | "register" | "register and reload";

/**
 * A reload is tried only by a visit that is none itself. That is the whole memory there is: it needs no storage, stands
 * in no address, and rules out a loop. Where our service worker answered and the page still is not isolated, nothing more
 * can be done.
 */
export function stepOf(visit: Visit): Step {
  if (!visit.allowed) return "nothing";
  if (visit.query.has("nosw")) return "remove";
  if (visit.isolated || visit.controlled || visit.query.get("isolation") === "off") return "nothing";
  if (visit.framed) return visit.frames_isolate ? "register" : "nothing";
  return visit.navigation === "navigate" || visit.navigation === "back_forward"
    ? "register and reload"
    : "register";
}
