// /service-worker.js: adds the isolation headers to the site's own files, for hosts that cannot send them. It stands at
// the site's root, so its scope is the site, under whatever path that is. It keeps nothing: no cache, no state, so
// it can serve nothing stale. Its version is its bytes: the browser compares them at each visit, and a changed one takes
// over at once. `?nosw` on any page removes it.

import { concerns, isolated } from "./answer.ts";

/** The headers of Trunk.toml. */
declare const OPENHOOD_HEADERS: Readonly<Record<string, string>>;

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** TypeScript's words for service workers and for pages exclude each other; these are the few needed here. */
interface ServiceWorkerScope {
  readonly clients: { claim(): Promise<void> };
  readonly registration: { readonly scope: string };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
}

const worker = self as unknown as ServiceWorkerScope;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  if (!concerns(event.request, worker.registration.scope)) return;
  // A failed fetch stays one: the promise rejects, and the page sees the network's error.
  event.respondWith(fetch(event.request).then((answer) => isolated(answer, OPENHOOD_HEADERS)));
});
