// The same figure in worse places: no isolation headers, ports asked for, somebody else's page.

import assert from "node:assert/strict";
import {
  FIGURE,
  assertSum,
  browse,
  foreignPage,
  openFigure,
  serve,
  settled,
  shown,
  scenario,
} from "./harness.mjs";

const PAGE = "/en/figure/ring-all-reduce/";

scenario("without isolation: message ports, the same outputs, and the badge says why", async (t) => {
  const { page, complaints } = await browse(t);
  await openFigure(page, (await serve()) + PAGE);
  const shared = await shown(page);
  await openFigure(page, (await serve({ isolated: false })) + PAGE);
  await page.waitForSelector(".oh-why");
  const ports = await shown(page);
  assert.equal(ports.engine.used, "workers-ports");
  assert.equal(ports.badge, "6 workers · message ports");
  assert.match(ports.why, /not cross-origin isolated/);
  assert.deepEqual(ports.outputs, shared.outputs);
  assert.match(ports.words, /not measured/);
  assert.deepEqual(complaints, []);
});

scenario("?isolation=off gives ports on an isolated page, and the address keeps it", async (t) => {
  const { page } = await browse(t);
  await openFigure(page, `${await serve()}${PAGE}?isolation=off`);
  await page.waitForSelector(".oh-why");
  assert.equal((await shown(page)).engine.used, "workers-ports");
  assert.match((await shown(page)).why, /asked for/);
  await page.getByRole("button", { name: "more ranks" }).click();
  await settled(page);
  assert.match(page.url(), /isolation=off/);
  assert.match(page.url(), /ranks=7/);
});

scenario("in an iframe on a foreign page it works, and its address never changes", async (t) => {
  const site = await serve();
  const source = `${site}/embed/?figure=ring-all-reduce&lang=en&theme=dark&ranks=4&elements=40`;
  const host = await foreignPage(
    t,
    `<!doctype html><title>a blog</title><script>addEventListener("message", (event) => (window.heard ??= []).push(event.data))</script>
    <iframe title="figure" src="${source}" width="800" height="900"></iframe>`,
  );
  const { page, complaints } = await browse(t);
  await page.goto(host);
  const frame = page.frames().find((candidate) => candidate.url().startsWith(site));
  await settled(frame);
  const before = await shown(frame);
  assert.match(before.engine.used, /^workers-/);
  assertSum(before);
  assert.equal(await frame.evaluate(() => document.documentElement.dataset.theme), "dark");
  await frame.getByRole("button", { name: "more ranks" }).click();
  await settled(frame);
  await frame.getByRole("button", { name: "step", exact: true }).click();
  assert.equal((await shown(frame)).outputs.length, 5);
  assert.equal(await frame.evaluate(() => location.href), source, "the embed's address");
  const heard = await page.evaluate(() => window.heard);
  assert.ok(heard.every((message) => message.openhood === 1));
  assert.ok(heard.some((message) => message.type === "height" && message.height > 300));
  assert.ok(heard.some((message) => message.type === "state" && /ranks=5/.test(message.query)));
  const full = await frame.getByRole("link", { name: "open in full" }).getAttribute("href");
  assert.match(full, /\/en\/figure\/ring-all-reduce\/\?.*ranks=5/);
  assert.equal(
    await frame.evaluate(() => {
      try {
        return localStorage.length;
      } catch {
        return 0;
      }
    }),
    0,
    "stores nothing",
  );
  await frame.evaluate(() => location.reload());
  await settled(frame);
  assert.equal((await shown(frame)).outputs.length, 4, "a reload is the authored figure again");
  assert.deepEqual(complaints, []);
});

scenario("embed.js makes the iframe, follows its height and the page's theme", async (t) => {
  const site = await serve();
  const host = await foreignPage(
    t,
    `<!doctype html><html lang="zh" data-theme="light"><title>blog</title><script async src="${site}/embed.js"></script>
    <open-hood figure="ring-all-reduce" ranks="3" elements="12"></open-hood></html>`,
  );
  const { page, complaints } = await browse(t);
  await page.goto(host);
  await page.waitForSelector("open-hood iframe");
  const frame = await page.waitForSelector("open-hood iframe").then((element) => element.contentFrame());
  await settled(frame);
  assert.equal((await shown(frame)).outputs.length, 3);
  assert.equal(await frame.evaluate(() => document.documentElement.lang), "zh-Hans");
  const heights = () => page.evaluate(() => document.querySelector("open-hood iframe").offsetHeight);
  const wanted = await frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
  await page.waitForFunction(
    (height) => Math.abs(document.querySelector("open-hood iframe").offsetHeight - height) <= 8,
    wanted,
  );
  assert.ok((await heights()) > 300);
  await page.evaluate(() => (document.documentElement.dataset.theme = "dark"));
  await frame.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  assert.deepEqual(complaints, []);
});

scenario("without workers the simulator answers and the badge says so", async (t) => {
  const { page } = await browse(t);
  await page.addInitScript(() => {
    globalThis.Worker = class {
      constructor() {
        throw new Error("workers are switched off");
      }
    };
  });
  await openFigure(page, (await serve()) + PAGE);
  const seen = await shown(page);
  assert.equal(seen.engine.used, "simulated");
  assert.equal(seen.badge, "simulated");
  assert.ok(seen.why, "says why");
  assertSum(seen);
  assert.equal(await page.locator(`${FIGURE} .oh-absent`).count(), 1);
});
