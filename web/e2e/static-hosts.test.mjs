// The site on a host that sends no header of ours, under a path, in both engines: its own service worker isolates it, at the
// cost of one reload, ever; and where it may not, everything works without.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { embed, inBoth, settle, until, visit } from "./browsers.mjs";
import { assertSum, foreignPage, scenario, serve, shown } from "./harness.mjs";
import { plainHost } from "./plain-host.mjs";

const PAGE = "en/figure/ring-all-reduce/";
const STATE = "?ranks=5&elements=40&v=1#data=0.0_7";

/** How often the host was asked for a page. */
const loads = (host, page = PAGE) => host.asked.filter((one) => one === `GET ${page}`).length;

/** Opens a page, waits for its figure, and says what came of it. */
async function open(page, address) {
  await page.goto(address).catch((error) => {
    // The reload may overtake the first load.
    if (!/aborted|ABORTED|interrupted|detached/i.test(String(error))) throw error;
  });
  await settle(page);
  const seen = await shown(page);
  assert.equal(seen.agrees, true);
  assertSum(seen);
  const state = await page.evaluate(() => ({
    isolated: crossOriginIsolated,
    arrived: performance.getEntriesByType("navigation")[0].type,
    href: location.href,
  }));
  return { ...seen, ...state };
}

/** The scopes of the site's service workers. */
const registered = (page) =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope));

inBoth("the first visit is isolated after one reload, later ones without", async (t, browser) => {
  const host = await plainHost(t);
  const { page, complaints } = await visit(t, browser);
  const first = await open(page, host.address + PAGE + STATE);
  assert.deepEqual(
    [first.isolated, first.arrived, first.engine.used],
    [true, "reload", "workers-shared"],
    first.engine.why,
  );
  assert.equal(loads(host), 2, "the page is loaded twice");
  assert.equal(first.href, host.address + PAGE + STATE, "no trace in the address");
  assert.equal(first.inputs[0][0], 7, "and the state is kept");
  assert.deepEqual(await registered(page), [host.address], "its scope is the site");

  const again = await open(page, `${host.address}zh/ring-all-reduce/`);
  assert.deepEqual([again.isolated, again.arrived], [true, "navigate"], "another page, no reload");
  const off = await open(page, `${host.address}${PAGE}?isolation=off`);
  assert.deepEqual([off.engine.used, off.arrived], ["workers-ports", "navigate"]);
  // The host redirects to the folder, through the worker.
  const moved = await open(page, host.address + PAGE.slice(0, -1));
  assert.deepEqual([moved.isolated, moved.href], [true, host.address + PAGE]);
  assert.deepEqual(complaints, []);
});

inBoth("the service worker changes headers of pages and nothing else: files come as from the host", async (t, browser) => {
  const host = await plainHost(t);
  host.edit.set("broken.js", "drop");
  const elsewhere = await foreignPage(t, "another origin", { "access-control-allow-origin": "*" });
  const { page } = await visit(t, browser);
  await open(page, host.address + PAGE);
  const answers = await page.evaluate(
    async (root, elsewhere) => {
      const ask = async (url, options) => {
        const answer = await fetch(url, { cache: "no-store", ...options });
        const { status, type, redirected } = answer;
        const bytes = (await answer.arrayBuffer()).byteLength;
        const header = (name) => answer.headers.get(name);
        return {
          ...{ status, type, redirected, bytes, url: answer.url },
          policies: ["cross-origin-embedder-policy", "cross-origin-resource-policy", "document-isolation-policy"].map(header),
          range: header("content-range"),
          length: header("content-length"),
        };
      };
      return {
        whole: await ask(`${root}embed.js`),
        head: await ask(`${root}embed.js`, { method: "HEAD" }),
        part: await ask(`${root}embed.js`, { headers: { range: "bytes=10-19" } }),
        missing: await ask(`${root}nothing-here`),
        folder: await ask(`${root}en`),
        broken: await fetch(`${root}broken.js`).then(String, (error) => error.name),
        elsewhere: await ask(elsewhere),
      };
    },
    host.address,
    elsewhere,
  );
  const { whole, head, part, missing, folder, broken } = answers;
  for (const one of Object.values(answers).filter(({ policies }) => policies))
    assert.deepEqual(one.policies, [null, null, null], one.url);
  assert.deepEqual([whole.status, whole.bytes], [200, Number(whole.length)]);
  assert.deepEqual([head.status, head.bytes, head.length], [200, 0, whole.length]);
  assert.deepEqual([part.status, part.bytes, part.range], [206, 10, `bytes 10-19/${whole.length}`]);
  assert.equal(missing.status, 404);
  assert.deepEqual([folder.status, folder.redirected, folder.url], [200, true, `${host.address}en/`]);
  assert.equal(broken, "TypeError", "a broken connection stays one");
  assert.deepEqual([answers.elsewhere.status, answers.elsewhere.type], [200, "cors"]);
});

inBoth("a new version replaces the old one; ?nosw removes it and is not remembered", async (t, browser) => {
  const host = await plainHost(t);
  const { page, complaints } = await visit(t, browser);
  await open(page, host.address + PAGE);
  host.edit.set("service-worker.js", (bytes) =>
    Buffer.concat([
      Buffer.from(`self.addEventListener("message", ({ source }) => source.postMessage("the new one"));`),
      bytes,
    ]),
  );
  await open(page, host.address + PAGE);
  await until("the new version", () =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          navigator.serviceWorker.onmessage = ({ data }) => resolve(data === "the new one");
          navigator.serviceWorker.startMessages();
          navigator.serviceWorker.controller.postMessage("who?");
          setTimeout(resolve, 200, false);
        }),
    ),
  );

  await open(page, `${host.address}${PAGE}?nosw`);
  assert.deepEqual(await registered(page), []);
  const without = await open(page, `${host.address}${PAGE}?nosw&ranks=4`);
  assert.deepEqual([without.isolated, without.arrived], [false, "navigate"], "nor is it asked for again");
  assert.equal(without.engine.used, "workers-ports");
  assert.deepEqual(await registered(page), []);
  const back = await open(page, host.address + PAGE);
  assert.deepEqual([back.isolated, back.arrived], [true, "reload"]);
  assert.deepEqual(complaints, []);
});

inBoth("a reader who is quicker is not interrupted; the next visit is isolated", async (t, browser) => {
  const host = await plainHost(t);
  const { page, complaints } = await visit(t, browser);
  let answer;
  host.edit.set("service-worker.js", (bytes) => new Promise((resolve) => (answer = () => resolve(bytes))));
  await page.goto(host.address + PAGE);
  await until("a question for the service worker", async () => answer);
  await page.keyboard.press("Shift");
  await settle(page);
  host.edit.clear();
  answer();
  await until("a service worker", async () => (await registered(page)).length === 1);
  const seen = await shown(page);
  assert.equal(seen.engine.used, "workers-ports");
  assert.match(seen.why, /isolat/);
  const next = await open(page, host.address + PAGE);
  assert.deepEqual([next.isolated, next.arrived, next.engine.used], [true, "navigate", "workers-shared"]);
  assert.deepEqual(complaints, []);
});

inBoth("where service workers are blocked it works over ports, and says why", async (t, browser) => {
  const host = await plainHost(t);
  const { page, complaints } = await visit(t, browser, "no service workers");
  const seen = await open(page, host.address + PAGE);
  assert.deepEqual([seen.isolated, seen.arrived, seen.engine.used], [false, "navigate", "workers-ports"]);
  assert.match(seen.badge, /message ports/);
  assert.match(seen.why, /not cross-origin isolated/);
  assert.equal(loads(host), 1, "no reload");
  assert.deepEqual(complaints, []);
});

inBoth("a host without the service worker's script is left in peace", async (t, browser) => {
  const host = await plainHost(t);
  // A host that does not know what a script is: the browser would refuse it, and say so on the console.
  host.edit.set("service-worker.js", "untyped");
  const { page, complaints } = await visit(t, browser);
  const seen = await open(page, host.address + PAGE);
  assert.deepEqual([seen.isolated, seen.engine.used], [false, "workers-ports"]);
  assert.equal(loads(host), 1, "no reload");
  assert.deepEqual(complaints, []);
});

inBoth("in a foreign page it runs at once, and is isolated at the next visit where that is possible", async (t, browser) => {
  const host = await plainHost(t);
  const { page, complaints } = await visit(t, browser);
  const source = `${host.address}embed/?figure=ring-all-reduce&ranks=4&elements=40&lang=en`;
  const blog = await foreignPage(
    t,
    `<!doctype html><title>a blog</title><link rel="icon" href="data:,"><iframe title="figure" src="${source}" width="800" height="800"></iframe>`,
  );
  await page.goto(blog);
  let frame = await embed(page);
  await settle(frame);
  assert.equal((await shown(frame)).engine.used, "workers-ports");
  assertSum(await shown(frame));
  const possible = browser === "Chromium";
  if (possible) await until("a service worker", async () => (await registered(frame)).length === 1);
  else assert.ok(!host.asked.includes("HEAD service-worker.js"), "not even asked for");
  assert.equal(loads(host, "embed/"), 1, "a frame is never reloaded");
  await page.reload();
  frame = await embed(page);
  await settle(frame);
  assert.equal((await shown(frame)).engine.used, possible ? "workers-shared" : "workers-ports");
  assert.equal(await frame.evaluate(() => location.href), source);
  assert.deepEqual(complaints, []);
});

// Firefox cannot be told from outside to run no scripts; what stands in a page is the same for both.
scenario("Chromium: without scripts the article has its still picture, and nothing is registered", async (t) => {
  const host = await plainHost(t);
  const { page, complaints } = await visit(t, "Chromium");
  await page.setJavaScriptEnabled(false);
  await page.goto(`${host.address}en/ring-all-reduce/`);
  const box = await (await page.$(".oh-plot > svg")).boundingBox();
  assert.ok(box.width > 300 && box.height > 100, "a picture");
  assert.equal(loads(host, "en/ring-all-reduce/"), 1);
  assert.ok(!host.asked.some((one) => one.endsWith("service-worker.js")));
  assert.deepEqual(complaints, []);
});

scenario("Firefox: every figure starts", async (t) => {
  const site = await serve();
  const { page, complaints } = await visit(t, "Firefox");
  for (const name of await readdir(join(process.env.OPENHOOD_DIST, "en/figure"))) {
    await page.goto(`${site}/en/figure/${name}/`);
    await until(name, () => page.evaluate(() => document.querySelector("open-hood-figure").figure !== null));
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  }
  assert.deepEqual(complaints, []);
});
