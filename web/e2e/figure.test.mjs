// The figure as a reader uses it on an isolated page: mouse, touch, keyboard; data, operator, cut, faults.

import assert from "node:assert/strict";
import { FIGURE, assertSum, browse, openFigure, serve, settled, shown, scenario } from "./harness.mjs";

const PAGE = "/en/figure/ring-all-reduce/";

scenario("six ranks are six workers over shared memory, and the picture is their run", async (t) => {
  const { page, complaints } = await browse(t);
  await openFigure(page, (await serve()) + PAGE);
  const seen = await shown(page);
  assert.equal(seen.engine.used, "workers-shared");
  assert.equal(seen.badge, "6 workers · shared memory");
  assert.equal(seen.why, null);
  assert.equal(seen.agrees, true);
  assert.deepEqual(seen.totals.messages, Array(6).fill(10));
  assert.deepEqual(seen.totals.bytes_sent, Array(6).fill(40_960));
  assert.deepEqual(seen.matches, Array(6).fill(true));
  assert.deepEqual(seen.braid, [342, 342]);
  assertSum(seen);
  assert.ok((await page.locator(`${FIGURE} svg *`).count()) <= 800, "at most 800 live nodes");
  assert.deepEqual(complaints, []);
});

scenario("an input changed by hand changes the outputs of every rank and nothing else", async (t) => {
  const { page } = await browse(t);
  await openFigure(page, (await serve()) + PAGE);
  const before = await shown(page);
  const cells = await page.locator(".oh-cells").boundingBox();
  await page.mouse.click(cells.x + cells.width * 0.4, cells.y + cells.height * 0.4); // rank 2, chunk 2
  const input = page.getByRole("textbox", { name: "rank 2, element 2048" });
  await input.fill("1000.5");
  await input.press("Enter");
  await page.waitForFunction((name) => document.querySelector(name).parameters.edits.length === 1, FIGURE);
  await settled(page);
  const after = await shown(page);
  assertSum(after);
  assert.equal(after.inputs[2][2048], 1000.5);
  const changed = after.outputs[4].flatMap((value, index) =>
    value === before.outputs[4][index] ? [] : [index],
  );
  assert.deepEqual(changed, [2048]);
  assert.equal(after.engine.used, "workers-shared");
  assert.match(new URL(page.url()).hash, /^#data=2\.2048_1000\.5$/);
  await page.reload();
  await settled(page);
  assert.deepEqual((await shown(page)).outputs, after.outputs, "the address brings it back");
});

scenario("a flipped bit is refused, and the next run is right again", async (t) => {
  const { page, complaints } = await browse(t);
  await openFigure(page, (await serve()) + PAGE);
  await page.getByRole("button", { name: "break" }).click();
  await page.getByRole("radio", { name: "flipped bit" }).check();
  await settled(page);
  const flipped = await shown(page);
  assert.equal(flipped.agrees, false);
  assert.match(flipped.verdict, /^Wrong: 1 of 36/);
  await page.getByRole("radio", { name: "no fault" }).check();
  await settled(page);
  const again = await shown(page);
  assert.equal(again.agrees, true);
  assertSum(again);
  assert.deepEqual(complaints, []);
});

scenario("every fault is told in its own words and leaves the page usable", async (t) => {
  const { page } = await browse(t);
  const site = await serve();
  const expected = { panic: /rank 3 panicked/, kill: /rank 3/, silent: /rank 3/, op: /rank 3/, count: /rank 3/ };
  for (const [kind, words] of Object.entries(expected)) {
    await openFigure(page, `${site}${PAGE}?ranks=5&elements=50&fault=${kind}:3`);
    const { failure, words: text } = await shown(page);
    assert.match(failure.message, words, kind);
    assert.match(failure.message, /all-reduce/, `${kind} names the call`);
    assert.ok(text.includes(failure.message), `${kind} is shown`);
    await page.getByRole("button", { name: "run without the fault" }).click();
    await settled(page);
    const again = await shown(page);
    assert.equal(again.agrees, true, `after ${kind}`);
    assertSum(again);
  }
  await openFigure(page, `${site}${PAGE}?ranks=5&elements=50&fault=delay:3`);
  assert.equal((await shown(page)).agrees, true, "a delay changes no result");
});

scenario("the cut moves by mouse and by key, and only ranks - 1 is right", async (t) => {
  const { page } = await browse(t);
  await openFigure(page, (await serve()) + PAGE);
  const slider = page.getByRole("slider", { name: "place of the cut" });
  const box = await slider.boundingBox();
  const [x, y] = [box.x + 22 + (box.width - 44) / 2, box.y + 22];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - (box.width - 44) / 10, y, { steps: 6 });
  await page.mouse.up();
  await settled(page);
  const early = await shown(page);
  assert.equal(early.cut, 4);
  assert.equal(early.wrong, 36);
  assert.match(early.words, /all six ranks agree bit for bit/);
  assert.ok(early.braid[0] < early.braid[1]);
  await slider.press("ArrowRight");
  await settled(page);
  assert.equal((await shown(page)).agrees, true);
  await slider.press("ArrowRight");
  await settled(page);
  const late = await shown(page);
  assert.deepEqual([late.cut, late.wrong], [6, 30]);
});

scenario(
  "with the keyboard alone: reach the figure, step, play, change the ranks, open and close a panel",
  async (t) => {
    const { page } = await browse(t);
    await openFigure(page, (await serve()) + PAGE);
    const focused = () => page.evaluate(() => document.activeElement.className);
    for (let presses = 0; (await focused()) !== "oh-plot"; presses++) {
      assert.ok(presses < 40, "Tab reaches the figure");
      await page.keyboard.press("Tab");
    }
    const at = async (key, step) => {
      await page.keyboard.press(key);
      assert.equal((await shown(page)).step, step, key);
    };
    await at("ArrowRight", 6);
    await at("ArrowLeft", 5);
    await at("End", 10);
    await at("Shift+ArrowLeft", 5);
    await at("Home", 0);
    await page.keyboard.press("Space");
    await page.waitForFunction((name) => document.querySelector(name).step >= 2, FIGURE);
    await page.keyboard.press("Space");
    const paused = (await shown(page)).step;
    await page.waitForTimeout(700);
    assert.equal((await shown(page)).step, paused, "pause holds");
    await page.keyboard.press("t");
    await page.getByRole("table").first().waitFor();
    assert.equal(await page.getByRole("table").count(), 3);
    await page.keyboard.press("Escape");
    assert.equal(await page.getByRole("table").count(), 0);
    await page.getByRole("spinbutton", { name: "ranks" }).fill("3");
    await page.keyboard.press("Enter");
    await settled(page);
    assert.deepEqual((await shown(page)).totals.messages, [4, 4, 4]);
  },
);

scenario("by touch: more ranks, a tap on a cell, the handle", async (t) => {
  const { page } = await browse(t, {
    viewport: { width: 375, height: 812 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  });
  await openFigure(page, (await serve()) + PAGE);
  await page.getByRole("button", { name: "more ranks" }).tap();
  await settled(page);
  assert.equal((await shown(page)).outputs.length, 7);
  await page.locator(".oh-cells").tap({ position: { x: 10, y: 10 } });
  await page.getByRole("textbox", { name: "rank 0, element 0", exact: true }).waitFor();
  const slider = page.getByRole("slider", { name: "place of the cut" });
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  const x = box.x + 22 + (box.width - 44) / 2;
  const touch = await page.context().newCDPSession(page);
  const send = (type, at) =>
    touch.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: at === null ? [] : [{ x: at, y: box.y + 22 }],
    });
  await send("touchStart", x);
  for (let moved = 4; moved <= 60; moved += 8) await send("touchMove", x - moved);
  await send("touchEnd", null);
  await settled(page);
  assert.ok((await shown(page)).cut < 6, "the handle follows the finger");
});

scenario("edges: one rank, fewer elements than ranks, no elements, thirty-two ranks", async (t) => {
  const { page, complaints } = await browse(t);
  const site = await serve();
  for (const [query, messages] of [
    ["ranks=1", 0],
    ["ranks=7&elements=3", 12],
    ["elements=0", 10],
    ["ranks=32&elements=100", 62],
  ]) {
    await openFigure(page, `${site}${PAGE}?${query}`);
    const seen = await shown(page);
    assert.equal(seen.agrees, true, query);
    assert.ok(
      seen.totals.messages.every((count) => count === messages),
      query,
    );
    assert.ok(seen.matches.every(Boolean), query);
    assert.ok((await page.locator(`${FIGURE} svg *`).count()) <= 800, query);
    assertSum(seen);
  }
  await openFigure(page, `${site}${PAGE}?ranks=1`);
  assert.match((await shown(page)).words, /no neighbor, no message/);
  assert.deepEqual(complaints, []);
});

scenario("many changes in a hurry end in the last one", async (t) => {
  const { page, complaints } = await browse(t);
  await openFigure(page, (await serve()) + PAGE);
  const more = page.getByRole("button", { name: "more ranks" });
  for (let clicks = 0; clicks < 6; clicks++) await more.click({ delay: 0 });
  await settled(page);
  const seen = await shown(page);
  assert.equal(seen.outputs.length, 12);
  assertSum(seen);
  assert.deepEqual(complaints, []);
});

scenario("with reduced motion it steps without travelling", async (t) => {
  const { page } = await browse(t, { reducedMotion: "reduce" });
  await openFigure(page, (await serve()) + PAGE);
  await page.getByRole("button", { name: "play" }).click();
  const moments = await page.evaluate(async (name) => {
    const figure = document.querySelector(name);
    const seen = new Set();
    for (let k = 0; k < 60; k++) {
      seen.add(figure.moment);
      await new Promise((done) => requestAnimationFrame(done));
    }
    return [...seen];
  }, FIGURE);
  assert.ok(moments.length > 1 && moments.every(Number.isInteger), String(moments));
});
