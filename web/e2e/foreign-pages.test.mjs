// Figures in other people's pages, in both engines: they run, follow height, theme and language, and no address changes.

import assert from "node:assert/strict";
import { blog, embed, frameElement, inBoth, press, settle, type, until, visit } from "./browsers.mjs";
import { FIGURE, assertSum, foreignPage, serve, shown } from "./harness.mjs";

/** What README.md offers to pages that want no script of ours, and a list of all that was said. */
const LISTENER = `<script>
const heard = [];
addEventListener("message", ({ data }) => heard.push(data));
addEventListener("message", ({ data, source }) => {
  if (data?.openhood !== 1 || data.type !== "height") return;
  for (const frame of document.querySelectorAll("iframe"))
    if (frame.contentWindow === source) frame.style.height = data.height + "px";
});
</script>`;

/** Only Chromium isolates a frame in a page that is not. */
const engineIn = (browser) => (browser === "Chromium" ? "workers-shared" : "workers-ports");

const offsetHeight = async (page, nth) =>
  (await frameElement(page, nth)).evaluate((frame) => frame.offsetHeight);

async function assertHeightFollows(page, frame, nth = 0) {
  let wanted;
  await until(`the height of frame ${nth}`, async () => {
    wanted = await frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
    return Math.abs((await offsetHeight(page, nth)) - wanted) <= 8;
  });
  return wanted;
}

/** Runs, is right, grows and shrinks with its content, and keeps every address. */
async function assertLives(page, nth, { engine, ranks }) {
  // A browser draws, and so measures, no frame that is far from the screen.
  await (await frameElement(page, nth)).evaluate((frame) => frame.scrollIntoView());
  const frame = await embed(page, nth);
  await settle(frame);
  const places = async () => [await page.evaluate(() => location.href), await frame.evaluate(() => location.href)];
  const before = await places();
  const steps = await page.evaluate(() => history.length);
  const seen = await shown(frame);
  assert.equal(seen.engine.used, engine, seen.engine.why);
  assert.equal(seen.agrees, true);
  assert.equal(seen.outputs.length, ranks);
  assertSum(seen);
  // What it learns when nothing else is to be done may need another line.
  await until("the comparison", () => frame.evaluate((name) => document.querySelector(name).afterwards !== null, FIGURE));
  const closed = await assertHeightFollows(page, frame, nth);
  await type(frame, "t");
  await until("a table", () => frame.evaluate(() => document.querySelector(".oh-panel") !== null));
  const open = await assertHeightFollows(page, frame, nth);
  assert.ok(open > closed + 50, `a table makes ${closed} px higher: ${open} px`);
  await type(frame, "t");
  await until("no table", () => frame.evaluate(() => document.querySelector(".oh-panel") === null));
  const back = await assertHeightFollows(page, frame, nth);
  assert.ok(Math.abs(back - closed) <= 8, `from ${closed} px to ${open} px and back to ${back} px`);
  await press(frame, "more ranks");
  await until("another rank", async () => (await shown(frame)).outputs.length === ranks + 1);
  await settle(frame);
  assertSum(await shown(frame));
  assert.deepEqual(await places(), before, "addresses of page and frame");
  assert.equal(await page.evaluate(() => history.length), steps, "steps in the page's history");
  return frame;
}

const themeOf = (frame) => frame.evaluate(() => document.documentElement.dataset.theme ?? "auto");
const isTheme = (frame, theme) => until(`theme ${theme}`, async () => (await themeOf(frame)) === theme);

/** The host page changes its theme and its language, and the figure with it. */
async function assertFollowsPage(page, frame) {
  for (const theme of ["dark", "light", "auto"]) {
    await page.evaluate((theme) => {
      if (theme === "auto") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = theme;
    }, theme);
    await isTheme(frame, theme);
  }
  await page.evaluate(() => (document.documentElement.lang = "zh-CN"));
  await until("Chinese", () => frame.evaluate(() => document.documentElement.lang === "zh-Hans"));
  await until("Chinese words", async () => /归约|步/.test((await shown(frame)).words));
}

inBoth("a bare iframe, and the page's own listener", async (t, browser) => {
  const source = `${await serve()}/embed/?figure=ring-all-reduce&ranks=4&elements=40&lang=en&theme=dark`;
  const iframe = `<iframe title="figure" src="${source}" width="100%" height="720" loading="lazy"></iframe>`;
  const { page, complaints } = await visit(t, browser);
  await page.goto(await foreignPage(t, blog(LISTENER + iframe)));
  const frame = await assertLives(page, 0, { engine: engineIn(browser), ranks: 4 });
  assert.equal(await themeOf(frame), "dark");
  await page.evaluate(() =>
    frames[0].postMessage({ openhood: 1, type: "theme", value: "light" }, "*"),
  );
  await isTheme(frame, "light");
  const heard = await page.evaluate(() => heard);
  assert.ok(heard.every(({ openhood, type }) => openhood === 1 && ["height", "state"].includes(type)));
  assert.ok(heard.some(({ type, query }) => type === "state" && /ranks=5/.test(query)), "what the reader chose");
  const link = await frame.evaluate(() => document.querySelector("a.oh-open").href);
  assert.match(link, /\/en\/figure\/ring-all-reduce\/\?.*ranks=5/, "open in full, as it is");
  assert.equal(await frame.evaluate(() => localStorage.length + document.cookie.length), 0, "stores nothing");
  await frame.evaluate(() => location.reload());
  await until("the authored figure again", async () => (await shown(await embed(page))).outputs.length === 4);
  assert.deepEqual(complaints, []);
});

inBoth("a script and an element, and attributes that change", async (t, browser) => {
  const script = `<script async src="${await serve()}/embed.js"></script>`;
  const { page, complaints } = await visit(t, browser);
  const element = `<open-hood figure="ring-all-reduce" ranks="3" elements="12" height="333"></open-hood>`;
  await page.goto(await foreignPage(t, blog(script + element)));
  const frame = await assertLives(page, 0, { engine: engineIn(browser), ranks: 3 });
  await assertFollowsPage(page, frame);
  const steps = await page.evaluate(() => history.length);
  await page.evaluate(() => document.querySelector("open-hood").setAttribute("ranks", "5"));
  await until("five ranks", async () => (await shown(await embed(page))).outputs.length === 5);
  await page.evaluate(() => document.querySelector("open-hood").setAttribute("theme", "dark"));
  await isTheme(await embed(page), "dark");
  assert.equal(page.frames().length, 2, "one frame, in the page");
  assert.equal(await page.evaluate(() => history.length), steps);
  assert.deepEqual(complaints, []);
});

inBoth("two on one page, one of them there before the script", async (t, browser) => {
  const site = await serve();
  const element = `<open-hood figure="ring-all-reduce" ranks="3" elements="12"></open-hood>`;
  const { page, complaints } = await visit(t, browser);
  // As a module, and a second version of the script, which finds the element defined.
  const scripts = `<script type="module" src="${site}/embed.js"></script><script async src="${site}/embed.js?2"></script>`;
  await page.goto(await foreignPage(t, blog(element + scripts)));
  await embed(page, 0);
  await page.evaluate(() => {
    const second = document.createElement("open-hood");
    for (const [name, value] of Object.entries({ figure: "ring-all-reduce", ranks: 6, elements: 36, theme: "dark" }))
      second.setAttribute(name, value);
    document.body.append(second);
    second.scrollIntoView();
  });
  const first = await assertLives(page, 0, { engine: engineIn(browser), ranks: 3 });
  const height = await offsetHeight(page, 0);
  const second = await assertLives(page, 1, { engine: engineIn(browser), ranks: 6 });
  assert.ok(Math.abs((await offsetHeight(page, 0)) - height) <= 8, "the other one's height is not its own");
  assert.deepEqual([await themeOf(first), await themeOf(second)], ["light", "dark"]);
  await assertFollowsPage(page, first);
  assert.equal(await themeOf(second), "dark", "its own wish comes first");
  assert.deepEqual(complaints, []);
});

inBoth("no referrer, no third-party storage, a sandbox without an origin", async (t, browser) => {
  const site = await serve();
  const body = `<script async src="${site}/embed.js"></script>${LISTENER}
    <open-hood figure="ring-all-reduce" ranks="4" elements="16"></open-hood>`;
  const sandboxedFrame = `<iframe title="figure" sandbox="allow-scripts" width="100%" height="720"
    src="${site}/embed/?figure=ring-all-reduce&ranks=5&elements=20&lang=en"></iframe>`;
  const { page, complaints } = await visit(t, browser, "no third-party storage");
  await page.goto(await foreignPage(t, blog(body), { "referrer-policy": "no-referrer" }));
  const frame = await assertLives(page, 0, { engine: engineIn(browser), ranks: 4 });
  assert.equal(await frame.evaluate(() => document.hasStorageAccess()), false, "storage is refused");
  assert.equal(await frame.evaluate(() => document.referrer), "");
  await assertFollowsPage(page, frame);
  await page.evaluate((html) => document.body.insertAdjacentHTML("beforeend", html), sandboxedFrame);
  // Chromium starts no module worker from a blob without an origin, so the simulator answers, and the badge says so.
  const alone = browser === "Chromium" ? "simulated" : "workers-ports";
  const sandboxed = await assertLives(page, 1, { engine: alone, ranks: 5 });
  assert.equal(await sandboxed.evaluate(() => origin), "null");
  assert.deepEqual(complaints, []);
});

inBoth("in an isolated page with a strict policy the figure shares memory too", async (t, browser) => {
  const site = await serve();
  const body = `<script async src="${site}/embed.js"></script>
    <open-hood figure="ring-all-reduce" ranks="4" elements="16"></open-hood>`;
  const { page, complaints } = await visit(t, browser);
  const host = await foreignPage(t, blog(body), {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "content-security-policy": `default-src 'none'; img-src data:; script-src ${site}; frame-src ${site}`,
  });
  await page.goto(host);
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  await assertLives(page, 0, { engine: "workers-shared", ranks: 4 });
  assert.deepEqual(complaints, []);
});
