// The first script of every page, before anything else runs. Where no server of the site sends the isolation headers, it
// asks the browser for the site's own service worker, which adds them, and loads the page once more. What starts
// figures waits for `openhoodIsolation`. Every refusal means message ports, and no word about it but the badge's.

import { trusted } from "../trusted.ts";
import { isScript } from "./answer.ts";
import { stepOf } from "./visit.ts";

declare global {
  /** Settles when figures may start: at once, unless this page is about to be loaded again. */
  var openhoodIsolation: Promise<void> | undefined;
}

/** A reader waits no longer for a service worker; it serves the next visit. */
const PATIENCE_MS = 2500;

/** What a reader does who is already using the page. Scrolling by script is not among it. */
const TOUCHES = ["pointerdown", "touchstart", "wheel", "keydown"];

const root = new URL("../", (document.currentScript as HTMLScriptElement).src);
const script = new URL("service-worker.js", root).href;

/** Sandboxed frames throw at the mere question, and some browsers have none in private windows. */
function serviceWorkers(): ServiceWorkerContainer | undefined {
  try {
    return navigator.serviceWorker;
  } catch {
    return undefined;
  }
}

/** Whether the host has the script: a refused registration would leave an error on the console. */
async function isOffered(): Promise<boolean> {
  return isScript(await fetch(script, { method: "HEAD", cache: "no-store" }));
}

/** The registration of the site's scope, and whether it is another project's: at the root of a host, that may be. */
async function standing(container: ServiceWorkerContainer): Promise<{ own?: ServiceWorkerRegistration; taken: boolean }> {
  const found = await container.getRegistration(root);
  if (found?.scope !== root.href) return { taken: false };
  const { active, waiting, installing } = found;
  const is_own = (active ?? waiting ?? installing)?.scriptURL === script;
  return is_own ? { own: found, taken: false } : { taken: true };
}

/** The registration, or undefined where the host or the browser gives none. Never rejects. */
async function register(container: ServiceWorkerContainer): Promise<unknown> {
  try {
    if ((await standing(container)).taken || !(await isOffered())) return undefined;
    // Past the cache: a host's update reaches the reader with the next page.
    return await container.register(trusted(script), { updateViaCache: "none" });
  } catch {
    return undefined;
  }
}

/** Loads the page once more when the service worker can answer, unless the reader was quicker. */
async function reload(container: ServiceWorkerContainer): Promise<void> {
  const leave = new AbortController();
  const touched = new Promise<boolean>((resolve) => {
    const options = { capture: true, passive: true, signal: leave.signal };
    for (const touch of TOUCHES) addEventListener(touch, () => resolve(false), options);
    if (navigator.userActivation?.hasBeenActive) resolve(false);
  });
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, PATIENCE_MS, false));
  const active = register(container).then(async (registration) => {
    if (!registration) return false;
    await container.ready;
    return true;
  });
  const isolates = await Promise.race([touched, late, active]);
  leave.abort();
  if (!isolates) return;
  location.reload();
  await new Promise(() => undefined); // figures wait for the page that comes
}

/** `?nosw` on any page: the site's service worker is gone from the next page on. */
async function remove(container: ServiceWorkerContainer): Promise<void> {
  try {
    await (await standing(container)).own?.unregister();
  } catch {
    // Where it may not be asked for, there is none.
  }
}

function start(): Promise<void> {
  const container = serviceWorkers();
  if (!container) return Promise.resolve();
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const step = stepOf({
    isolated: crossOriginIsolated,
    allowed: isSecureContext && origin !== "null",
    framed: top !== self,
    query: new URLSearchParams(location.search),
    controlled: container.controller?.scriptURL === script,
    navigation: navigation?.type,
    // Document-Isolation-Policy cannot be asked for. The engine that has it has these frames too; no other does, and
    // to be wrong costs a service worker that changes nothing.
    frames_isolate: "credentialless" in HTMLIFrameElement.prototype,
  });
  if (step === "register and reload") return reload(container);
  if (step === "remove") return remove(container);
  // In the background, and for the next visit: a frame never reloads under its host page.
  if (step === "register") addEventListener("load", () => void register(container), { once: true });
  return Promise.resolve();
}

globalThis.openhoodIsolation = start();
