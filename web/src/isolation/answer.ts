// What the service worker does to a request and its answer, apart from the worker, so that it can be tested.

/** The parts of a request that decide. */
type Asked = Pick<Request, "method" | "url" | "cache" | "mode">;

/** Whether the service worker answers: for files of the site only; all else goes its way untouched. */
export function concerns({ method, url, cache, mode }: Asked, scope: string): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  // Developer tools ask so; a `fetch` of the same request would throw.
  if (cache === "only-if-cached" && mode !== "same-origin") return false;
  return url.startsWith(scope);
}

/** Answers nobody can read: another origin's, a redirect that the browser has to follow itself, an error. */
const SEALED = ["cors", "opaque", "opaqueredirect", "error"];

/** The same answer with the isolation headers. */
export function isolated(answer: Response, headers: Readonly<Record<string, string>>): Response {
  if (answer.status === 0 || SEALED.includes(answer.type)) return answer;
  // A copy forgets where it came from, and relative addresses in it would be wrong: the browser goes there itself.
  if (answer.redirected) return Response.redirect(answer.url);
  const all = new Headers(answer.headers);
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  const { body, status, statusText } = answer;
  return new Response(body, { status, statusText, headers: all });
}
