// Work in the gap and a changed future, as a reader makes them: choices, keys, links; both branches, and the way back.

import assert from "node:assert/strict";
import {
  FIGURE,
  assertAccessible,
  assertFits,
  browse,
  foreignPage,
  openFigure,
  serve,
  settled,
  shown,
  scenario,
} from "./harness.mjs";

const PAGE = "/en/figure/ring-all-reduce/";

/** What the work made of everything, on the two ways, as plain data. */
const gap = (page) =>
  page.evaluate((name) => {
    const { ring, halves, parameters } = document.querySelector(name).result;
    return {
      gap: parameters.gap,
      wrong: ring.gap?.checks.reduce((sum, check) => sum + check.wrong_count, 0) ?? null,
      gathered: halves.gather.report.outputs.map((output) => Array.from(output)),
      sums: Array.from(ring.replay.report.outputs[0]),
      engine: halves.gather.report.engine.used,
      touched: halves.gap?.chunks.map((chunk) => chunk.touched) ?? null,
      state: halves.gap?.chunks.map((chunk) => chunk.state_bytes) ?? null,
      braid: [ring.braid.equal, ring.braid.compared],
      sent: halves.scatter.report.totals.bytes_sent.map(
        (bytes, rank) => bytes + halves.gather.report.totals.bytes_sent[rank],
      ),
    };
  }, FIGURE);

scenario("each kind of work goes into the gap, and is held against the same work on everything", async (t) => {
  const { page, complaints } = await browse(t);
  await openFigure(page, (await serve()) + PAGE);
  const expected = [
    ["× η", "scale", 0, /all of them have all of it/],
    ["optimizer step", "optimizer", 0, /4,096 bytes per rank instead of 24,576/],
    ["LayerNorm per token", "layer-norm", 0, /Megatron/],
    ["softmax over all", "softmax", 36, /adds up to 6\.000/],
  ];
  for (const [label, name, wrong, words] of expected) {
    await page.getByRole("radio", { name: label }).check();
    await settled(page);
    const seen = await gap(page);
    assert.equal(seen.gap, name);
    assert.equal(seen.wrong, wrong, name);
    assert.equal(seen.engine, "workers-shared");
    assert.deepEqual(seen.touched, Array(6).fill(1024));
    assert.deepEqual(seen.sent, Array(6).fill(40_960), "the work costs no byte on the wire");
    assert.deepEqual(seen.state, Array(6).fill(name === "optimizer" ? 4096 : 0));
    assert.equal(seen.braid[0] === seen.braid[1], wrong === 0, name);
    assert.match((await shown(page)).words, words);
    if (name === "scale")
      assert.deepEqual(
        seen.gathered,
        Array(6).fill(seen.sums.map((value) => Math.fround(value * Math.fround(0.01)))),
      );
    assert.match(page.url(), new RegExp(`gap=${name}`));
  }
  await page.reload();
  await settled(page);
  assert.equal((await gap(page)).gap, "softmax", "the address brings it back");
  assert.match((await shown(page)).verdict, /Wrong: 36 of 36/);
  assert.deepEqual(complaints, []);
});

scenario("LayerNorm is right with whole tokens and found wrong when the chunks cut some", async (t) => {
  const { page } = await browse(t);
  await openFigure(page, `${await serve()}${PAGE}?gap=layer-norm&ranks=5`);
  assert.equal((await gap(page)).wrong, 25);
  assert.match((await shown(page)).words, /cut 4 of 48 tokens/);
  await page.getByRole("button", { name: "more ranks" }).click();
  await settled(page);
  assert.equal((await gap(page)).wrong, 0);
  await page.getByRole("button", { name: "token length +" }).click();
  await settled(page);
  assert.ok((await gap(page)).wrong > 0, "192 does not divide 1,024");
});

scenario("by key and by a press on the gap the next work is chosen; integers have none", async (t) => {
  const { page } = await browse(t);
  await openFigure(page, (await serve()) + PAGE);
  await page.locator(".oh-plot").focus();
  await page.keyboard.press("g");
  await settled(page);
  assert.equal((await gap(page)).gap, "scale");
  await page.getByRole("button", { name: "in the gap: × η" }).click();
  await settled(page);
  assert.equal((await gap(page)).gap, "optimizer");
  await page.getByRole("button", { name: "data", exact: true }).click();
  await page.getByRole("radio", { name: "i32" }).check();
  await settled(page);
  assert.equal((await gap(page)).wrong, null);
  assert.ok(await page.getByRole("radio", { name: "optimizer step" }).isDisabled());
});

/** The branch on show, its ghost, and what differs. */
const branches = (page) =>
  page.evaluate((name) => {
    const figure = document.querySelector(name);
    const { ring, ghost } = figure.view;
    const bits = ({ replay }) =>
      replay.states.map((state) => state.map((row) => row.map((version) => Array.from(version.values))));
    return {
      forks: figure.parameters.forks,
      states: bits(ring),
      old: ghost && bits(ghost.ring),
      matches: ring.replay.matches_outputs,
      differ: ghost?.difference.differ ?? 0,
      wrong: ring.checks.map((check) => check.wrong_count),
      told: figure.querySelector(".oh-fork-bar")?.textContent ?? null,
      note: figure.querySelector(".oh-live").textContent,
      t: figure.step,
    };
  }, FIGURE);

scenario("a value changed in the middle of a run keeps the past and changes the future", async (t) => {
  const { page, complaints } = await browse(t);
  await openFigure(page, `${await serve()}${PAGE}?elements=12&t=1`);
  const before = await branches(page);
  await page.getByRole("button", { name: "data", exact: true }).click();
  await page.getByRole("spinbutton", { name: "rank", exact: true }).fill("2");
  await page.keyboard.press("Enter");
  const input = page.getByRole("textbox", { name: "rank 2, element 0", exact: true });
  await input.fill("1000");
  await input.press("Enter");
  await page.waitForSelector(".oh-fork-bar");
  await settled(page);
  const after = await branches(page);
  assert.deepEqual(after.states.slice(0, 1), before.states.slice(0, 1), "the past stays");
  assert.deepEqual(after.old, before.states, "the old future stays");
  assert.equal(after.states[1][2][0][0], 1000);
  assert.deepEqual(after.matches, Array(6).fill(true));
  assert.deepEqual(after.wrong, Array(6).fill(1));
  assert.match(after.told, /Forked at step 1 .*rank 2’s element 0 is 1000/);
  assert.match(after.told, new RegExp(`${after.differ} of 360 buffers`));
  await page.waitForFunction(() => /Forked at step 1/.test(document.querySelector(".oh-live").textContent));
  assert.match(new URL(page.url()).hash, /^#fork=1,2\.0_1000$/);

  await page.locator(".oh-plot").focus();
  await page.keyboard.press("x");
  const swapped = await branches(page);
  assert.deepEqual(swapped.states, before.states);
  assert.deepEqual(swapped.old, after.states);
  await assertAccessible(page, "the old future on show");
  await page.getByRole("button", { name: "show the new future" }).click();
  await page.reload();
  await settled(page);
  assert.deepEqual((await branches(page)).states, after.states, "the address brings the branch back");
  await page.getByRole("button", { name: "discard the new one" }).click();
  await settled(page);
  const again = await branches(page);
  assert.deepEqual([again.states, again.old, again.told], [before.states, null, null]);
  assert.deepEqual(complaints, []);
});

scenario("the cut and the operator fork too, at rest nothing does, and ranks start over", async (t) => {
  const { page } = await browse(t);
  await openFigure(page, `${await serve()}${PAGE}?elements=12&t=3`);
  const slider = page.getByRole("slider", { name: "place of the cut" });
  await slider.press("ArrowLeft");
  await settled(page);
  const early = await branches(page);
  assert.deepEqual(early.forks, [{ t: 3, cut: 4, op: null, edits: [] }]);
  assert.deepEqual(early.wrong, Array(6).fill(6));
  await page.getByRole("slider", { name: "step", exact: true }).press("ArrowRight");
  await page.getByRole("button", { name: "data", exact: true }).click();
  await page.getByRole("radio", { name: "max", exact: true }).check();
  await settled(page);
  assert.equal((await branches(page)).forks.length, 2, "a branch of the branch");
  assert.ok((await page.locator(`${FIGURE} svg *`).count()) <= 800);
  await page.getByRole("button", { name: "fewer ranks" }).click();
  await settled(page);
  assert.deepEqual((await branches(page)).forks, []);
  await slider.press("ArrowLeft");
  await settled(page);
  assert.deepEqual((await branches(page)).forks, [], "at rest the whole ring runs again");
  assert.equal((await shown(page)).cut, 3);
});

scenario("both languages, both themes, wide and narrow: accessible, and nothing sticks out", async (t) => {
  const site = await serve();
  for (const [language, colorScheme, width] of [
    ["en", "light", 1280],
    ["zh", "dark", 1280],
    ["zh", "light", 375],
    ["en", "dark", 375],
  ]) {
    const { page, complaints } = await browse(t, { colorScheme, viewport: { width, height: 800 } });
    for (const state of ["?gap=layer-norm&ranks=5", "?t=4#fork=3,cut:4,2.0_1000"]) {
      await openFigure(page, `${site}/${language}/figure/ring-all-reduce/${state}`);
      await assertAccessible(page, `${state} ${language} ${colorScheme} ${width}`);
      await assertFits(page, `${state} ${language} ${width}`);
    }
    assert.deepEqual(complaints, []);
  }
});

scenario("an embed shows its author's work and fork, and offers neither to choose nor to share", async (t) => {
  const site = await serve();
  const host = await foreignPage(
    t,
    `<!doctype html><html lang="en"><title>blog</title><script async src="${site}/embed.js"></script>
    <open-hood figure="ring-all-reduce" ranks="4" elements="16" gap="optimizer" fork="2,cut:4"></open-hood></html>`,
  );
  const { page, complaints } = await browse(t);
  await page.goto(host);
  const element = await page.waitForSelector("open-hood iframe");
  const frame = await element.contentFrame();
  await settled(frame);
  const seen = await branches(frame);
  assert.deepEqual(seen.forks, [{ t: 2, cut: 4, op: null, edits: [] }]);
  assert.equal((await gap(frame)).gap, "optimizer");
  assert.equal(await frame.locator(".oh-gap-bar").count(), 0);
  assert.equal(await frame.getByRole("button", { name: "share" }).count(), 0);
  assert.deepEqual(complaints, []);
});
