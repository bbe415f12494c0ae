// /service-worker.js: adds the isolation headers to the site's own pages, for hosts that cannot send them. It stands at
// the site's root, so its scope is the site, under whatever path that is, and whatever else stands below it: that it
// leaves alone. It keeps nothing: no cache, no state, so it can serve nothing stale. Its version is its bytes: the
// browser compares them at each visit, and a changed one takes over at once. It claims no page that is already open: such
// a page has its headers, and a stranger's would hear of a worker that it knows nothing of. `?nosw` at any address
// removes it, and where the site has gone from its host it goes too.

import { carriesMark, concernOf, isGone, isolated } from "./answer.ts";

/** The headers of Trunk.toml. */
declare const OPENHOOD_HEADERS: Readonly<Record<string, string>>;
/** Where the site's pages are, from its root: the build lists those that carry the mark. */
declare const OPENHOOD_PAGES: readonly string[];

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** TypeScript's words for service workers and for pages exclude each other; these are the few needed here. */
interface ServiceWorkerScope {
  readonly location: { readonly href: string };
  readonly registration: { readonly scope: string; unregister(): Promise<boolean> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install", listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
}

const worker = self as unknown as ServiceWorkerScope;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("fetch", (event) => {
  const concern = concernOf(event.request, worker.registration.scope, OPENHOOD_PAGES);
  if (concern === "own page") event.respondWith(answer(event));
  if (concern === "strange page") event.waitUntil(leaveIfGone());
  if (concern === "farewell") event.waitUntil(worker.registration.unregister());
});

/** A failed fetch stays one: the promise rejects, and the reader sees the network's error. */
async function answer(event: FetchEvent): Promise<Response> {
  const answer = await fetch(event.request);
  if (await carriesMark(answer)) return isolated(answer, OPENHOOD_HEADERS);
  event.waitUntil(leaveIfGone());
  return answer;
}

/** A browser keeps a worker whose script is gone. So this one asks, whenever a page is not the site's. */
async function leaveIfGone(): Promise<void> {
  const asked = fetch(worker.location.href, { method: "HEAD", cache: "no-store", redirect: "manual" });
  const told = await asked.catch(() => null);
  if (told && isGone(told)) await worker.registration.unregister();
}
