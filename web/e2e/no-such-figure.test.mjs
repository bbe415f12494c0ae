// An embed whose address names a figure that is not there: it says so, with the names that are, and breaks nothing.

import assert from "node:assert/strict";
import { inBoth, until, visit } from "./browsers.mjs";
import { serve } from "./harness.mjs";

const NAMES = ["ring-all-reduce", "broadcast", "bitonic-network", "zero-one", "sorting-passes", "sort-across-ranks"];

inBoth("a name that no figure has is answered with those that some have, in both languages", async (t, browser) => {
  const site = await serve();
  const { page, complaints } = await visit(t, browser);
  const said = () =>
    until("words", () => page.evaluate(() => document.querySelector("open-hood-figure .oh-still-note")?.textContent));
  for (const [name, shown = name] of [
    ["constructor"],
    ["__proto__"],
    [encodeURIComponent("<img src=x onerror=alert(1)>"), "<img src=x onerror=alert(1)>"],
  ]) {
    for (const [lang, words] of [
      ["en", "No figure is called"],
      ["zh", "没有叫"],
    ]) {
      await page.goto(`${site}/embed/?figure=${name}&lang=${lang}`);
      const text = await said();
      assert.ok(text.includes(words) && text.includes(`“${shown}”`), text);
      for (const known of NAMES) assert.ok(text.includes(known), `${known} in: ${text}`);
      assert.equal(await page.evaluate(() => document.querySelectorAll("main img").length), 0);
    }
  }
  await page.evaluate(() => postMessage({ openhood: 1, type: "lang", value: "en" }));
  await until("the other language", async () => (await said()).startsWith("No figure"));
  assert.deepEqual(complaints, [], browser);
});
