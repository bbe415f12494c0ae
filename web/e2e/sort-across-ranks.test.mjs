// The figure of sorts across ranks as a reader uses it: both sorts on real workers, faults, phones.

import assert from "node:assert/strict";
import { assertAccessible, assertFillsScreen, assertFits, browse, scenario, serve } from "./harness.mjs";

const FIGURE = "sort-across-ranks-figure";
const PAGE = "/en/figure/sort-across-ranks/";

async function open(page, address) {
  await page.goto((await serve()) + address);
  await settled(page);
}

const settled = (page) =>
  page.waitForFunction(
    (name) => {
      const figure = document.querySelector(name);
      return (
        figure?.result && !figure.hidden && !figure.pending && figure.result.parameters === figure.parameters
      );
    },
    FIGURE,
    { timeout: 30_000 },
  );

const shown = (page) =>
  page.evaluate((name) => {
    const figure = document.querySelector(name);
    const { chosen, volumes } = figure.result;
    const report = chosen.report ?? null;
    const bits = (values) => Array.from(new Uint32Array(values.slice().buffer));
    const ends = (list) => [Math.min(...list), Math.max(...list)];
    return {
      inputs: report?.experiment.inputs.map(bits) ?? null,
      outputs: report?.outputs.map(bits) ?? null,
      engine: report?.engine.used ?? null,
      matches: chosen.matches_outputs ?? null,
      failure: report ? null : chosen.message,
      bytes: { bitonic: ends(volumes.bitonic.bytes), sample: ends(volumes.sample.bytes) },
      lengths: { bitonic: ends(volumes.bitonic.lengths), sample: ends(volumes.sample.lengths) },
      rounds: [volumes.bitonic.rounds, volumes.sample.rounds],
      verdict: figure.querySelector(".oh-verdict")?.textContent.trim() ?? null,
      agrees: figure.querySelector(".oh-verdict")?.dataset.agrees ?? null,
      step: figure.step,
      steps: figure.steps,
      words: figure.textContent,
    };
  }, FIGURE);

/** The outputs, one after the other, are all inputs in order. */
function assertSorted({ inputs, outputs, matches }) {
  const numeric = (a, b) => a - b;
  assert.deepEqual(outputs.flat(), inputs.flat().sort(numeric));
  assert.ok(matches.every(Boolean), "the replay ends in the outputs");
}

scenario("eight ranks are eight workers; six rounds sort across them", async (t) => {
  const { page, complaints } = await browse(t);
  await open(page, PAGE);
  const seen = await shown(page);
  assertSorted(seen);
  assert.equal(seen.engine, "workers-shared");
  assert.equal(seen.verdict, "8,192 keys in order across 8 ranks");
  assert.deepEqual(seen.rounds, [6, 18]);
  assert.deepEqual(seen.bytes, { bitonic: [24_576, 24_576], sample: [3628, 4108] });
  assert.deepEqual(seen.lengths, { bitonic: [1024, 1024], sample: [838, 1697] });
  assert.match(seen.words, /48 messages replayed with 8,192 keys/);
  assert.ok((await page.locator(`${FIGURE} svg *`).count()) <= 800, "at most 800 live nodes");
  await assertAccessible(page, "first sight");
  await assertFillsScreen(page, "sort-across-ranks");
  assert.deepEqual(complaints, []);
});

scenario("the other sort, other keys and other ranks: in order, whatever is chosen", async (t) => {
  const { page } = await browse(t);
  await open(page, PAGE);
  await page.getByRole("radio", { name: "sample" }).check();
  await settled(page);
  assertSorted(await shown(page));
  assert.equal(new URL(page.url()).search, "?algorithm=sample&v=1");
  for (const query of [
    "ranks=6",
    "ranks=6&algorithm=sample&pattern=all-equal",
    "ranks=13&elements=77&pattern=few-unique",
    "ranks=5&elements=3&algorithm=sample",
    "ranks=3&elements=0",
    "ranks=1",
  ]) {
    await open(page, `${PAGE}?${query}`);
    const seen = await shown(page);
    assertSorted(seen);
    assert.equal(seen.agrees, "yes", query);
  }
  await open(page, `${PAGE}?kind=f32&pattern=specials&ranks=7`);
  const { agrees, matches } = await shown(page);
  assert.deepEqual([agrees, matches], ["yes", Array(7).fill(true)]);
});

scenario("steps are taken by key and by slider, and the table follows", async (t) => {
  const { page } = await browse(t);
  await open(page, PAGE);
  await page.locator(".oh-plot").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("t");
  assert.deepEqual([(await shown(page)).step, (await shown(page)).steps], [1, 6]);
  assert.match(await page.locator(".oh-tables").innerText(), /step 1 of 6/);
  await page.getByRole("slider", { name: "step" }).press("ArrowRight");
  assert.equal((await shown(page)).step, 2);
  assert.equal(new URL(page.url()).search, "?t=2&v=1");
  await page.locator(".oh-plot").focus();
  await page.keyboard.press("a");
  await settled(page);
  assert.equal((await shown(page)).steps, 4);
  await open(page, `${PAGE}?t=99`);
  assert.equal((await shown(page)).step, 6, "a step that is not there is the resting picture");
  await page.locator(".oh-plot").focus();
  await page.keyboard.press("a");
  await settled(page);
  await page.keyboard.press("t");
  await assertAccessible(page, "table of sample sort");
});

scenario("a flipped bit is refused, a failed run says who and why, and both end well", async (t) => {
  const { page } = await browse(t);
  await open(page, `${PAGE}?ranks=4&elements=50&fault=flip:2`);
  const flipped = await shown(page);
  assert.equal(flipped.agrees, "no");
  assert.match(flipped.verdict, /^Wrong/);
  for (const [kind, words] of [
    ["panic", /rank 2 panicked in sort\/bitonic/],
    ["silent", /rank 2/],
  ]) {
    await open(page, `${PAGE}?ranks=4&elements=50&fault=${kind}:2`);
    const { failure, words: text } = await shown(page);
    assert.match(failure, words);
    assert.ok(text.includes(failure), `${kind} is shown`);
    await page.getByRole("button", { name: "run without the fault" }).click();
    await settled(page);
    assertSorted(await shown(page));
  }
  await open(page, `${PAGE}?ranks=4&elements=50&fault=delay:1`);
  assert.equal((await shown(page)).agrees, "yes", "a delay changes no result");
});

scenario("phones, both languages and themes, and embeds that keep their address", async (t) => {
  for (const [language, colorScheme, width] of [
    ["en", "dark", 320],
    ["zh", "light", 375],
  ]) {
    const { page } = await browse(t, { viewport: { width, height: 720 }, colorScheme, hasTouch: true });
    await open(page, `/${language}/figure/sort-across-ranks/?algorithm=sample`);
    await assertFits(page, `${language} ${width}`);
    await assertAccessible(page, `${language} ${width}`);
    await page.locator(".oh-more").tap();
    await page.locator(".oh-more-tools button").nth(1).tap();
    await assertFits(page, `${language} ${width}, keys`);
  }
  const { page } = await browse(t, { viewport: { width: 600, height: 900 } });
  const address = "/embed/?figure=sort-across-ranks&lang=en&ranks=4";
  await open(page, address);
  await page.getByRole("button", { name: "more ranks" }).click();
  await settled(page);
  assert.equal(page.url(), (await serve()) + address);
  assert.match(await page.locator(".oh-open").getAttribute("href"), /ranks=5/);
});
