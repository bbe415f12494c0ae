// The figure of passes as a reader uses it: on a page without a GPU, on a software one, on a phone.

import assert from "node:assert/strict";
import { assertAccessible, assertFillsScreen, assertFits, browse, scenario, serve } from "./harness.mjs";

const FIGURE = "sorting-passes-figure";
const PAGE = "/en/figure/sorting-passes/";

/** Opens a page and waits until its keys are sorted, or refused. */
async function open(page, address) {
  await page.goto((await serve()) + address);
  await answered(page);
}

const answered = (page) =>
  page.waitForFunction(
    (name) => {
      const figure = document.querySelector(name);
      const shown = figure?.answer?.parameters;
      return shown && !figure.hidden && !figure.running && shown.count === figure.parameters.count
        && shown.broken === figure.parameters.broken && shown.preset === figure.parameters.preset;
    },
    FIGURE,
    { timeout: 60_000 },
  );

const shown = (page) =>
  page.evaluate((name) => {
    const figure = document.querySelector(name);
    const text = (selector) => figure.querySelector(selector)?.textContent.trim() ?? null;
    return {
      verdict: text(".oh-verdict"),
      agrees: figure.querySelector(".oh-verdict")?.dataset.agrees ?? null,
      badge: text(".oh-tag"),
      why: text(".oh-why"),
      plan: figure.plan,
      passes: figure.bill.plan.passes,
      step: figure.step,
      failure: text(".oh-failure"),
      ladder: text(".oh-ladder"),
      readouts: text(".oh-readouts"),
      caption: text(".oh-caption p"),
    };
  }, FIGURE);

scenario("without a GPU the CPU answers and says why, over the same bills", async (t) => {
  const { page, complaints } = await browse(t);
  await open(page, PAGE);
  const seen = await shown(page);
  assert.equal(seen.verdict, "1,048,576 keys in order, none lost");
  assert.equal(seen.badge, "CPU, WebAssembly");
  assert.match(seen.why, /GPU/);
  assert.match(seen.ladder, /210 passes · 1\.76 GB/);
  assert.match(seen.ladder, /45 passes · 377 MB/);
  assert.match(seen.ladder, /21 passes · 176 MB/);
  assert.equal(seen.plan, "blocked");
  assert.match(seen.caption, /^210 passes over memory, or 21/);
  assert.ok((await page.locator(`${FIGURE} svg *`).count()) <= 800, "at most 800 live nodes");
  await page.getByRole("button", { name: "break" }).click();
  await page.getByRole("radio", { name: "leave out the barriers" }).check();
  await page.getByText("There is no GPU here to break").waitFor();
  await assertAccessible(page, "break panel");
  assert.deepEqual(complaints, []);
});

scenario("plans and passes are chosen by mouse and by key, and the address keeps them", async (t) => {
  const { page } = await browse(t);
  await open(page, PAGE);
  await page.getByRole("radio", { name: "naive" }).check();
  assert.equal((await shown(page)).passes, 210);
  await page.locator(".oh-plot").focus();
  await page.keyboard.press("3");
  await page.keyboard.press("Home");
  for (let press = 0; press < 2; press++) await page.keyboard.press("ArrowRight");
  const seen = await shown(page);
  assert.deepEqual([seen.plan, seen.step], ["blocked", 2]);
  assert.match(await page.locator(".oh-pass").innerText(), /^flip in registers: stage 13, distances 2¹² to 2⁹, 4 steps/);
  assert.match(seen.ladder, /pass 2 of 21 · 16\.8 MB so far/);
  assert.equal(new URL(page.url()).search, "?plan=blocked&t=2&v=1");
  await page.getByRole("button", { name: "half as many keys" }).click();
  await answered(page);
  assert.equal((await shown(page)).passes, 18);
  await page.locator(".oh-bills").click({ position: { x: 200, y: 45 } });
  assert.equal((await shown(page)).plan, "naive");
  await page.reload();
  await answered(page);
  assert.deepEqual([(await shown(page)).plan, (await shown(page)).passes], ["naive", 190]);
  await page.getByRole("button", { name: "table" }).click();
  await assertAccessible(page, "table");
  await assertFillsScreen(page, "sorting-passes");
});

scenario("any number, kind, order and input comes out right", async (t) => {
  const { page } = await browse(t);
  for (const query of [
    "count=100003&kind=f32&pattern=specials&order=descending",
    "count=2&kind=i32&pattern=reversed",
    "count=65537&pattern=few-unique",
    "count=4097&kind=f32&pattern=organ-pipe&device=cpu",
  ]) {
    await open(page, `${PAGE}?${query}`);
    assert.equal((await shown(page)).agrees, "yes", query);
  }
});

scenario("a software GPU is named, warned of, measured and put under its roof", async (t) => {
  const { page, complaints } = await browse(t, { webgpu: true });
  await open(page, `${PAGE}?count=16384`);
  const seen = await shown(page);
  assert.match(seen.badge, /swiftshader · software$/);
  assert.deepEqual([seen.plan, seen.passes, seen.agrees], ["registers", 23, "yes"]);
  assert.match(await page.locator(".oh-warning").innerText(), /nothing about any GPU/);
  await page.getByRole("button", { name: "run", exact: true }).click();
  await page.waitForFunction((name) => document.querySelector(name).measured, FIGURE, { timeout: 60_000 });
  const findings = await page.locator(".oh-findings").textContent();
  for (const row of ["GPU, its own clock", "upload", "read-back", "CPU, radix sort", "CPU, .sort()"])
    assert.ok(findings.includes(row), row);
  assert.match(findings, /copy: [\d.]+ [MG]B\/s/);
  const { point, bandwidth, pass_ms, runs } = await page.evaluate(
    (name) => document.querySelector(name).measured,
    FIGURE,
  );
  assert.deepEqual([point.bytes, pass_ms.length], [23 * 8 * 16_384, 23]);
  assert.ok(bandwidth > 0 && runs > 0);
  await assertAccessible(page, "measured");
  assert.deepEqual(complaints, []);
});

scenario("what is broken on purpose is caught, or refused in the device's own words", async (t) => {
  const { page, complaints } = await browse(t, { webgpu: true });
  await open(page, `${PAGE}?count=4096&break=word`);
  assert.match((await shown(page)).verdict, /^Wrong: .*not the same keys/);
  await page.getByRole("button", { name: "break" }).click();
  await page.getByRole("radio", { name: "leave out the barriers" }).check();
  await answered(page);
  const broken = await shown(page);
  assert.match(broken.verdict, /^Wrong: not in order/);
  assert.match(broken.caption, /^It ran to the end, and it is wrong/);
  await page.getByRole("radio", { name: "a tile too large" }).check();
  await answered(page);
  assert.match((await shown(page)).failure, /workgroup storage .* larger than the maximum allowed .32768 bytes/);
  await assertAccessible(page, "refused");
  await page.getByRole("button", { name: "run without the fault" }).click();
  await answered(page);
  assert.equal((await shown(page)).agrees, "yes");
  assert.deepEqual(complaints, [], "a refusal is an answer, not an error of the page");
});

scenario("phones, both languages and themes, and embeds that keep their address", async (t) => {
  for (const [language, colorScheme, width] of [
    ["en", "dark", 320],
    ["zh", "light", 375],
  ]) {
    const { page } = await browse(t, { viewport: { width, height: 720 }, colorScheme, hasTouch: true });
    await open(page, `/${language}/figure/sorting-passes/?t=5`);
    await assertFits(page, `${language} ${width}`);
    await assertAccessible(page, `${language} ${width}`);
    await page.locator(".oh-more").tap();
    await page.locator(".oh-more-tools button").nth(1).tap();
    await assertFits(page, `${language} ${width}, keys`);
    await assertAccessible(page, `${language} ${width}, keys`);
  }
  const { page } = await browse(t, { viewport: { width: 600, height: 900 } });
  const address = "/embed/?figure=sorting-passes&lang=en&count=4096";
  await open(page, address);
  await page.getByRole("radio", { name: "fused" }).check();
  await answered(page);
  assert.equal(page.url(), (await serve()) + address);
  assert.match(await page.locator(".oh-open").getAttribute("href"), /count=4096&plan=fused/);
});
