// The site at the root of a host that it shares with other people's projects, in both engines: their pages are as if there
// were no site, and where the site has gone nothing of it stays in readers' browsers.

import assert from "node:assert/strict";
import { embed, inBoth, settle, until, visit } from "./browsers.mjs";
import { assertSum, foreignPage, shown } from "./harness.mjs";
import { plainHost } from "./plain-host.mjs";

const PAGE = "en/figure/ring-all-reduce/";
const OTHER = "en/figure/zero-one/"; // not opened before, so that no cache has it

const document = (body) => ({ body: `<!doctype html><html lang="en"><title>another project</title><link rel="icon" href="data:,">${body}</html>` });

/** Opens a page of ours and waits until it is isolated by its service worker. */
async function isolate(page, host) {
  await page.goto(host.address + PAGE).catch(() => undefined); // the reload may overtake the first load
  await until("an isolated page", () => page.evaluate(() => crossOriginIsolated));
  await settle(page);
}

const registered = (page) =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope));

const isGone = (page) => until("no service worker", async () => (await registered(page)).length === 0);

inBoth("another project's pages below the site's root are as without the site", async (t, browser) => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"></svg>`;
  const image = await foreignPage(t, svg, { "content-type": "image/svg+xml" });
  const script = await foreignPage(t, "globalThis.widget = 'here'", { "content-type": "text/javascript" });
  const login = await foreignPage(t, `<script>opener?.postMessage("signed in", "*"); document.title = "login"</script>`);
  const media = `<img src="${image}"><script src="${script}"></script>`;
  const host = await plainHost(t, {
    prefix: "/",
    others: {
      "blog/": document(`${media}<a href="${login}" target="_blank" rel="opener">sign in</a><iframe src="inner/"></iframe>
        <script>const heard = []; addEventListener("message", ({ data }) => heard.push(data))</script>`),
      "blog/inner/": { ...document(media), headers: { "cross-origin-opener-policy": "unsafe-none" } },
      "blog/own/": { ...document(""), headers: { "cross-origin-embedder-policy": "credentialless" } },
      "blog/figure/": document(`<iframe src="/embed/?figure=ring-all-reduce&ranks=4&elements=40" width="800" height="800"></iframe>`),
      "blog/204": { status: 204 },
      "blog/205": { status: 205 },
    },
  });
  const { page } = await visit(t, browser);
  await isolate(page, host);

  await page.goto(`${host.address}blog/`);
  const look = () =>
    until("what the page loads", async () => {
      const state = (it) => [it.crossOriginIsolated, it.document.querySelector("img").naturalWidth, it.widget];
      const [outer, inner] = await page.evaluate(`[(${state})(globalThis), (${state})(frames[0])]`);
      return inner[1] > 0 && outer[2] && inner[2] && [outer, inner];
    });
  for (const seen of await look()) assert.deepEqual(seen, [false, 7, "here"]);
  await page.click("a");
  await until("word from the window that was opened", () => page.evaluate(() => heard.includes("signed in")));
  await page.bringToFront();
  const answers = await page.evaluate(async () => {
    const asked = ["204", "205", "own/", "inner/"].map((path) => fetch(path).then((it) => [it.status, ...it.headers.keys()]));
    return Promise.all(asked);
  });
  assert.deepEqual(answers.map(([status]) => status), [204, 205, 200, 200]);
  const policies = answers.map((it) => it.filter((name) => /^cross-origin|isolation/.test(name)));
  assert.deepEqual(policies, [[], [], ["cross-origin-embedder-policy"], ["cross-origin-opener-policy"]]);

  await page.evaluate(() => (location.href = "204"));
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  assert.equal(await page.evaluate(() => location.pathname), "/blog/", "no content is no page");
  await page.goto(`${host.address}blog/own/`);
  assert.equal(await page.evaluate(() => crossOriginIsolated), false);
  await page.goto(`${host.address}blog/figure/`);
  const frame = await embed(page);
  await settle(frame);
  assertSum(await shown(frame));
  assert.equal((await shown(frame)).engine.used, browser === "Chromium" ? "workers-shared" : "workers-ports");
  assert.deepEqual(await registered(page), [host.address], "it is still there, and still leaves others alone");
});

inBoth("the service worker goes when the site has gone, and by ?nosw, whichever page of the host is visited", async (t, browser) => {
  const host = await plainHost(t, { prefix: "/", others: { "blog/": document("") } });
  const { page } = await visit(t, browser);
  for (const [what, path] of [["another project", "blog/"], ["a page that was ours", OTHER], ["no page", "nothing/here"]]) {
    host.trouble = null;
    await isolate(page, host);
    host.trouble = 503;
    await page.goto(host.address + path);
    await page.goto(`${host.address}blog/`);
    assert.deepEqual(await registered(page), [host.address], "a host in trouble still has its site");
    host.trouble = 404;
    await page.goto(host.address + path);
    assert.equal(await page.evaluate(() => crossOriginIsolated), false, what);
    await isGone(page);
  }
  host.trouble = null;
  for (const path of ["nothing/here?nosw", "blog/?a=1&nosw"]) {
    await isolate(page, host);
    await page.goto(host.address + path);
    await isGone(page);
  }
});

inBoth("headers of the host and a service worker of another project are neither overruled, replaced nor removed", async (t, browser) => {
  const script = { "content-type": "text/javascript", "service-worker-allowed": "/" };
  const others = { "blog/": document(""), "blog.js": { headers: script, body: "onfetch = () => undefined" } };
  const { page, complaints } = await visit(t, browser);
  const say = { "cross-origin-opener-policy": "same-origin-allow-popups", "document-isolation-policy": "none" };
  const strict = await plainHost(t, { prefix: "/", say });
  await page.goto(strict.address + PAGE).catch(() => undefined);
  await until("the page once more", async () => strict.asked.filter((it) => it === `GET ${PAGE}`).length === 2);
  await settle(page);
  assert.equal((await shown(page)).engine.used, "workers-ports");
  assert.deepEqual(await registered(page), [strict.address]);

  const workers = () =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map(({ active }) => active?.scriptURL));
  for (const prefix of ["/", "/openhood/"]) {
    const host = await plainHost(t, { prefix, others });
    const root = new URL("/", host.address).href;
    await page.goto(`${root}blog/`);
    await page.evaluate(async () => {
      await navigator.serviceWorker.register("/blog.js", { scope: "/" });
      await navigator.serviceWorker.ready;
    });
    // At the root there is room for one; below it the site has a scope of its own.
    const ours = prefix === "/" ? [] : [`${host.address}service-worker.js`];
    if (prefix !== "/") await isolate(page, host);
    else await page.goto(host.address + PAGE);
    await settle(page);
    assert.equal((await shown(page)).engine.used, prefix === "/" ? "workers-ports" : "workers-shared");
    assert.deepEqual((await workers()).sort(), [`${root}blog.js`, ...ours]);
    await page.goto(`${host.address}${PAGE}?nosw`);
    await settle(page);
    await until("the other one alone", async () => String(await workers()) === `${root}blog.js`);
  }
  assert.deepEqual(complaints, []);
});
