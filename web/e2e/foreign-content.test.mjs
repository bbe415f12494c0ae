// What the author of a page wrote belongs to the author, also where HTML puts it into our element: a tag that closes
// itself takes in the rest of the page.

import assert from "node:assert/strict";
import { blog, inBoth, until, visit } from "./browsers.mjs";
import { browse, foreignPage, scenario } from "./harness.mjs";
import { otherHost } from "./strangers.mjs";

const POST = `
<p id="first">First</p>
<open-hood figure="ring-all-reduce" ranks="4" />
<p id="second">Second <button>press</button></p>
<open-hood figure="bitonic-network" style="margin: 0" />
<h2 id="end">End</h2>
<div id="closed"><open-hood figure="sorting-passes"><a id="link" href="data:," slot="fallback">a link</a>
  <a id="other" href="data:,">another</a></open-hood></div>`;

/** Adds the script, and waits until so many figures stand. */
async function addScript(page, host, count) {
  await page.evaluate((src) => {
    document.head.append(Object.assign(document.createElement("script"), { src }));
  }, `${host}embed.js`);
  await figures(page, count);
}

const figures = (page, count) =>
  until(`${count} figures`, () =>
    page.evaluate((count) => {
      const elements = [...document.querySelectorAll("open-hood")];
      const frames = elements.map((it) => (it.shadowRoot ?? it).querySelector("iframe"));
      return frames.filter((frame) => frame?.offsetHeight > 0).length === count;
    }, count),
  );

const isShown = (page, id) => page.evaluate((id) => document.getElementById(id).getClientRects().length > 0, id);

/** Nobody's markup changes: what a page asks its document is what it wrote. */
const markup = (page) => page.evaluate(() => document.body.innerHTML);

inBoth("a tag that closes itself hides nothing of the page and loses nothing of it", async (t, browser) => {
  const host = await otherHost(t);
  const { page, complaints } = await visit(t, browser);
  await page.goto(await foreignPage(t, blog(POST)));
  assert.equal(await isShown(page, "link"), true, "before there is a figure the link stands for it");
  await page.evaluate(() => {
    globalThis.pressed = 0;
    globalThis.nodes = [...document.body.querySelectorAll("*")];
    document.querySelector("button").addEventListener("click", () => (globalThis.pressed += 1));
  });
  const before = await markup(page);
  await addScript(page, host, 3);
  assert.equal(await markup(page), before);
  const same = await page.evaluate(() => nodes.every((node, nth) => document.body.querySelectorAll("*")[nth] === node));
  assert.equal(same, true, "the very elements");
  for (const id of ["first", "second", "end", "other"]) assert.equal(await isShown(page, id), true, id);
  assert.equal(await isShown(page, "link"), false, "the figure stands in the link's place");
  await page.evaluate(() => document.querySelector("button").click());
  assert.equal(await page.evaluate(() => pressed), 1, "what listened listens");
  const order = await page.evaluate(() => {
    const elements = [...document.querySelectorAll("open-hood")];
    const [ring, network, passes] = elements.map((it) => it.shadowRoot.querySelector("iframe"));
    const [first, second, end] = ["first", "second", "end"].map((id) => document.getElementById(id));
    const parts = [first, ring, second, network, end, passes].map((part) => part.getBoundingClientRect());
    return parts.every(({ top }, nth) => nth === 0 || top >= parts[nth - 1].bottom - 1);
  });
  assert.equal(order, true, "in the order in which they were written");
  assert.deepEqual(complaints, []);
});

inBoth("children that come later, move or go leave the figure alone, and it leaves them", async (t, browser) => {
  const host = await otherHost(t);
  const { page, complaints } = await visit(t, browser);
  await page.goto(await foreignPage(t, blog(`<main></main><open-hood hidden></open-hood><aside></aside>`)));
  await addScript(page, host, 0);
  await page.evaluate(() => (document.querySelector("open-hood").hidden = false));
  await figures(page, 1);
  const kept = (change) =>
    page.evaluate((change) => {
      const element = document.querySelector("open-hood");
      const frame = element.shadowRoot.querySelector("iframe");
      new Function("element", change)(element);
      return element.shadowRoot.querySelector("iframe") === frame;
    }, change);
  assert.equal(await kept(`element.innerHTML = "<p id='late'>late</p>"`), true);
  assert.equal(await isShown(page, "late"), true);
  assert.equal(await kept(`element.replaceChildren()`), true);
  assert.equal(await kept(`element.append(Object.assign(document.createElement("p"), { id: "later" }), "text")`), true);
  assert.equal(await kept(`document.querySelector("main").moveBefore(element, null)`), true, "moved as it is");
  await page.evaluate(() => document.querySelector("aside").append(document.querySelector("open-hood")));
  await figures(page, 1);
  const copy = await page.evaluate(() => document.querySelector("open-hood").cloneNode(true).outerHTML);
  assert.equal(copy, '<open-hood><p id="later"></p>text</open-hood>');
  assert.deepEqual(complaints, []);
});

scenario("a height that is no height starts within the limits", async (t) => {
  const host = await otherHost(t);
  const { page } = await browse(t);
  await page.goto(await foreignPage(t, blog(`<script src="${host}embed.js"></script>`)));
  const heights = await page.evaluate(() =>
    ["1e9", "Infinity", "-5", "0", "333", "333.5px", "", "tall"].map((height) => {
      const element = document.createElement("open-hood");
      element.setAttribute("height", height);
      document.body.append(element);
      return element.shadowRoot.querySelector("iframe").style.height;
    }),
  );
  assert.deepEqual(heights, ["4000px", "4000px", "200px", "200px", "333px", "334px", "720px", "720px"]);
});
