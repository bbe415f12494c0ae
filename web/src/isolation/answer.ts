// What the service worker does about a request and its answer, apart from the worker, so that it can be tried.

/** The parts of a request that decide. */
type Asked = Pick<Request, "method" | "url" | "cache" | "mode">;

/** What a request is to the service worker. */
export type Concern = "nothing" | "farewell" | "own page" | "strange page";

/**
 * Only pages matter: on an isolated page all files of its own origin load as they come from the host. At the root of a host
 * every page of every other project there is in the scope, so ours are known by their paths, which the build lists, from
 * the scope on. The decision is made before anything is awaited, so that all else goes its way as if nobody had looked.
 */
export function concernOf(asked: Asked, scope: string, pages: readonly string[]): Concern {
  if (asked.mode !== "navigate") return "nothing";
  const { pathname, searchParams } = new URL(asked.url);
  if (searchParams.has("nosw")) return "farewell";
  const path = pathname.slice(new URL(scope).pathname.length).replace(/(^|\/)index\.html$/, "$1");
  // A history may ask for what is cached and nothing else; a `fetch` of the same request would throw.
  const can_answer = asked.method === "GET" && asked.cache !== "only-if-cached";
  return can_answer && pages.includes(path) ? "own page" : "strange page";
}

/** The mark stands in the first tag of our pages (web/templates), so it comes with the first bytes. */
const FIRST_TAG = /<html\b[^>]*>/i;
const MARK = /\sdata-openhood[\s=>]/i;
/** No further than browsers look for the encoding. */
const BEGINNING_MAX = 1024;

/** Whether it is a page of ours that came: somebody else's may have taken its place. The answer can still be read. */
export async function carriesMark(answer: Response): Promise<boolean> {
  const beginning = answer.body && answer.clone().body?.getReader();
  if (!beginning) return false;
  const words = new TextDecoder();
  let text = "";
  while (text.length < BEGINNING_MAX && !FIRST_TAG.test(text)) {
    const { done, value } = await beginning.read();
    if (done) break;
    text += words.decode(value, { stream: true });
  }
  // Not awaited: it is over only when the other reader has all.
  beginning.cancel().catch(() => undefined);
  const [tag = ""] = FIRST_TAG.exec(text.slice(0, BEGINNING_MAX)) ?? [];
  return MARK.test(tag);
}

/** The same answer with those of the isolation headers that the host does not send itself. */
export function isolated(answer: Response, headers: Readonly<Record<string, string>>): Response {
  const all = new Headers(answer.headers);
  for (const [name, value] of Object.entries(headers)) if (!all.has(name)) all.set(name, value);
  const { body, status, statusText } = answer;
  return new Response(body, { status, statusText, headers: all });
}

/** The parts of an answer that tell whether the host still has the worker's script. */
type Told = Pick<Response, "status" | "ok" | "type" | "headers">;

/** Whether the host has the script. */
export const isScript = ({ status, headers }: Told): boolean =>
  status === 200 && /javascript/.test(headers.get("content-type") ?? "");

/** Whether the host says that it has no such script. One in trouble, or that wants to know who asks, does not say so. */
export const isGone = (told: Told): boolean =>
  !isScript(told) && (told.ok || told.type === "opaqueredirect" || told.status === 404 || told.status === 410);
