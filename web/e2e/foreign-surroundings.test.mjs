// A figure looks and speaks like the place where it stands, by what the browser computes there and by what themes
// write, from the first paint on and whenever that changes.

import assert from "node:assert/strict";
import { blog, embed, inBoth, until, visit } from "./browsers.mjs";
import { foreignPage, serve } from "./harness.mjs";

const GROUNDS = { light: "rgb(252, 252, 250)", dark: "rgb(19, 21, 25)" };
const READER = "light"; // what both browsers prefer here

const elementOf = (site) =>
  `<script async src="${site}/embed.js"></script><main><open-hood ranks="3" elements="6"></open-hood></main>`;

const painted = (frame, scheme) =>
  until(`a ${scheme} figure`, () =>
    frame.evaluate((ground) => getComputedStyle(document.body).backgroundColor === ground, GROUNDS[scheme]),
  );

/** Whether frame and content agree: a frame of another color scheme than its content is painted over in white. */
async function assertSeamless(page, frame) {
  const inside = await frame.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  const outside = await page.evaluate(() => {
    const shadow = document.querySelector("open-hood").shadowRoot;
    return getComputedStyle(shadow.querySelector("iframe")).colorScheme;
  });
  assert.ok(outside === inside || (outside === "light dark" && inside === READER), `${inside} in ${outside}`);
}

/** Marks that themes leave on `<html>` or `<body>`, and the scheme that each of them means. */
const MARKS = [
  ["class", "dark", "dark"],
  ["class", "no-js Dark-Mode wide", "dark"],
  ["class", "theme-dark", "dark"],
  ["class", "is-dark-theme", "dark"],
  ["class", "bg-dark navbar-dark text-light darkness", READER],
  ["data-theme", "dark", "dark"],
  ["data-bs-theme", "dark", "dark"],
  ["data-color-mode", "dark", "dark"],
  ["data-color-mode", "auto", READER],
  ["data-color-scheme", "dark", "dark"],
  ["data-mode", "dark", "dark"],
  ["data-md-color-scheme", "dark", "dark"],
  ["data-dark-theme", "dark", READER],
];

inBoth("a figure is dark where its place is dark, and as soon as it is", async (t, browser) => {
  const site = await serve();
  const { page, complaints } = await visit(t, browser);
  const style = `<style>html.dark, .night { color-scheme: dark } .day { color-scheme: light }</style>`;
  const body = `${style}<style id="late"></style>${elementOf(site)}`;
  await page.goto(await foreignPage(t, blog(body, `lang="en" class="dark"`)));
  const frame = await embed(page);
  assert.match(frame.url(), /[?&]theme=dark(&|$)/, "before anything can be told");
  await painted(frame, "dark");
  const becomes = async (scheme, what) => {
    await painted(frame, scheme).catch((error) => assert.fail(`${what}: ${error}`));
    await assertSeamless(page, frame);
  };
  const call = (where, method, ...words) =>
    page.evaluate((where, method, words) => document.querySelector(where)[method](...words), where, method, words);
  const set = (where, name, value) => call(where, "setAttribute", name, value);
  const without = (where, name) => call(where, "removeAttribute", name);
  await without("html", "class");
  await becomes(READER, "no mark");
  for (const [nth, [name, value, scheme]] of MARKS.entries()) {
    const where = nth % 2 === 0 ? "html" : "body";
    await set(where, name, value);
    await becomes(scheme, `${name}="${value}" on ${where}`);
    await without(where, name);
    await becomes(READER, `no ${name} on ${where}`);
  }
  const late = (rules) => page.evaluate((rules) => (document.querySelector("#late").textContent = rules), rules);
  await late(":root { color-scheme: dark }");
  await becomes("dark", "a style sheet that comes late");
  await set("main", "class", "day");
  await becomes("light", "a light place on a dark page");
  await set("html", "data-theme", "dark");
  await becomes("light", "what is computed comes before a mark");
  await set("open-hood", "theme", "dark");
  await becomes("dark", "the author's own word comes first");
  await without("open-hood", "theme");
  await without("main", "class");
  await late(":root { color-scheme: light dark }");
  await becomes("dark", "a mark decides where both are offered");
  await without("html", "data-theme");
  await becomes(READER, "nobody decides");
  await call("head", "insertAdjacentHTML", "beforeend", '<meta name="Color-Scheme" content="only dark">');
  await late("");
  await becomes("dark", "the page's own statement");
  await call("meta[name=Color-Scheme]", "remove");
  await becomes(READER, "and without it");
  await set("main", "class", "night");
  await page.evaluate((src) => {
    const frame = Object.assign(document.createElement("iframe"), { src, title: "bare", width: 700, height: 700 });
    document.querySelector("main").append(frame);
  }, `${site}/embed/?figure=ring-all-reduce&ranks=3&elements=6&theme=auto`);
  await painted(await embed(page, 1), "dark");
  assert.deepEqual(complaints, []);
});

inBoth("a figure speaks the language of the text around it, by the rules of its tags", async (t, browser) => {
  const site = await serve();
  const { page, complaints } = await visit(t, browser);
  await page.goto(await foreignPage(t, blog(elementOf(site), `lang="ZH-tw"`)));
  let frame = await embed(page);
  assert.match(frame.url(), /[?&]lang=zh(&|$)/, "before anything can be told");
  const speaks = (language, what) =>
    until(`${language} for ${what}`, () =>
      frame.evaluate((tag) => document.documentElement.lang === tag, { zh: "zh-Hans", en: "en" }[language]),
    );
  // The reader prefers English: what is not spoken here, or not said, is English too, so each comes after Chinese.
  for (const [tag, language] of [
    ["en-GB", "en"],
    ["cmn-Hans", "zh"],
    ["zha", "en"],
    ["yue-HK", "zh"],
    ["", "en"],
    ["zh_CN", "zh"],
    ["EN", "en"],
  ]) {
    await page.evaluate((tag) => (document.documentElement.lang = tag), tag);
    await speaks(language, tag);
  }
  await page.evaluate(() => document.querySelector("main").setAttribute("lang", "ZH-Hant"));
  await speaks("zh", "a part of the page");
  await page.evaluate(() => document.querySelector("main").setAttribute("lang", ""));
  await page.evaluate(() => (document.documentElement.lang = "zh"));
  await speaks("en", "a part that takes back what the page says");
  await page.evaluate(() => document.querySelector("open-hood").remove());
  await page.evaluate(() => {
    document.querySelector("main").lang = "zh-SG";
    document.querySelector("main").attachShadow({ mode: "closed" }).innerHTML =
      '<section><open-hood id="inner" ranks="3" elements="6"></open-hood></section>';
  });
  const gone = frame;
  frame = await until("the frame in the shadow", async () =>
    page.frames().find((it) => it !== gone && it.url().includes("lang=zh")),
  );
  await speaks("zh", "an element in a shadow root");
  await page.evaluate(() => (document.querySelector("main").lang = "en"));
  await speaks("en", "its host's language, live");
  assert.deepEqual(complaints, []);
});
