// The figures of sorting networks as readers use them: mouse, touch, keyboard; cut, turn, add, undo, own keys.

import assert from "node:assert/strict";
import {
  assertAccessible,
  assertFillsScreen,
  assertFits,
  browse,
  foreignPage,
  scenario,
  serve,
  stopsBeforeText,
} from "./harness.mjs";

const PAGES = { "bitonic-network": "/en/figure/bitonic-network/", "zero-one": "/en/figure/zero-one/" };

async function open(page, address, name = "bitonic-network") {
  await page.goto(address);
  await page.waitForFunction(
    (tag) => document.querySelector(tag)?.model && !document.querySelector(tag).hidden,
    `${name}-figure`,
  );
}

/** What the figure shows, as plain data. */
const shown = (page, name = "bitonic-network") =>
  page.evaluate((tag) => {
    const figure = document.querySelector(tag);
    const { model } = figure;
    return {
      keys: [...model.keys],
      outputs: [...model.rows.slice(-model.wires)],
      comparators: model.comparators.length / 2,
      proof: model.proof && { ...model.proof },
      same: model.same,
      wrong: [...model.wrong],
      redundant: figure.redundant ? [...figure.redundant] : null,
      selected: figure.selected,
      step: figure.step,
      steps: figure.steps,
      pill: figure.querySelector(".oh-verdict")?.textContent.trim() ?? null,
      words: figure.textContent,
    };
  }, `${name}-figure`);

/** Where a comparator stands on the screen. */
async function placeOf(page, low, high) {
  const box = await page.locator(".oh-net-list").boundingBox();
  const at = await page.evaluate(
    ([first, second]) => {
      const figure = document.querySelector("bitonic-network-figure, zero-one-figure");
      return figure.model.items.findIndex((it) => it.low === first && it.high === second);
    },
    [low, high],
  );
  await page.evaluate((index) => {
    const figure = document.querySelector("bitonic-network-figure, zero-one-figure");
    figure.select(index);
  }, at);
  await page.waitForTimeout(50);
  const frame = await page.locator(".oh-net-stage .oh-over path").first().boundingBox();
  await page.evaluate(() => document.querySelector("bitonic-network-figure, zero-one-figure").select(null));
  return { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2, list: box };
}

const sorted = (keys) => [...keys].sort((a, b) => a - b);

scenario("cutting a comparator shows the smallest failing input and a list that breaks", async (t) => {
  const { page, complaints } = await browse(t);
  await open(page, (await serve()) + PAGES["bitonic-network"]);
  const whole = await shown(page);
  assert.equal(whole.pill, "sorts everything: 65,536 of 65,536");
  assert.equal(whole.same, 80, "loops and recursion agree");
  assert.deepEqual(whole.outputs, sorted(whole.keys));
  const { x, y } = await placeOf(page, 0, 15);
  await page.mouse.move(x, y);
  const tip = page.locator(".oh-net-tip");
  await tip.waitFor();
  assert.match(await tip.textContent(), /comparator 49 of 80, layer 7, smaller key to wire 0, larger to 15/);
  await page.mouse.click(x, y);
  await page.getByRole("button", { name: "take out" }).click();
  const cut = await shown(page);
  assert.equal(cut.pill, "fails for 1 of 65,536");
  assert.equal(cut.comparators, 79);
  assert.equal(await page.locator("[data-smallest]").textContent(), "1111 1111 0000 0000");
  assert.deepEqual(cut.wrong, [], "the shuffle does not show it");
  await page.getByRole("button", { name: "put it on the wires" }).click();
  const broken = await shown(page);
  assert.deepEqual(broken.keys, [9, 10, 11, 12, 13, 14, 15, 16, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.notDeepEqual(broken.outputs, sorted(broken.keys));
  assert.match(broken.words, /wire 7 ends with 9, wire 8 with 8/);
  assert.match(page.url(), /\?cut=48&v=1#keys=9,10,11,12,13,14,15,16,1,2,3,4,5,6,7,8$/);
  await page.reload();
  await page.waitForFunction(() => document.querySelector("bitonic-network-figure")?.model);
  assert.deepEqual((await shown(page)).wrong, broken.wrong, "the address brings it back");
  await page.getByRole("button", { name: "whole network" }).click();
  assert.equal((await shown(page)).pill, whole.pill);
  assert.deepEqual((await shown(page)).outputs, sorted(broken.keys));
  await page.getByRole("button", { name: "undo" }).click();
  assert.equal((await shown(page)).pill, "fails for 1 of 65,536");
  await page.getByRole("button", { name: "reset" }).click();
  assert.deepEqual((await shown(page)).keys, whole.keys);
  assert.deepEqual(complaints, []);
});

scenario("with the keyboard alone: walk, take out, put back, reverse, add, undo, step", async (t) => {
  const { page, complaints } = await browse(t);
  await open(page, `${await serve()}${PAGES["bitonic-network"]}?wires=8&v=1`);
  const list = page.getByRole("listbox", { name: "comparators" });
  const pressed = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
    return shown(page);
  };
  await list.focus();
  assert.equal((await pressed("ArrowDown")).selected, 0);
  assert.equal((await pressed("ArrowRight", "ArrowRight", "ArrowRight")).selected, 12);
  assert.match(await list.getByRole("option").textContent(), /comparator 13 of 24, layer 4/);
  assert.equal((await pressed("Delete")).pill, "fails for 1 of 256");
  assert.equal((await pressed("Delete")).pill, "sorts everything: 256 of 256");
  assert.notEqual((await pressed("f")).proof.failing, 0);
  assert.equal((await pressed("u")).proof.failing, 0);
  const added = await pressed("Home", "a", "ArrowDown", "Enter", "ArrowDown", "ArrowDown", "Enter");
  assert.equal(added.comparators, 25);
  assert.match(page.url(), /add=1\.1\.3/);
  assert.equal(added.proof.failing, 8, "one too many can hurt as well");
  assert.equal((await pressed("a", "Escape")).comparators, 25);
  await page.locator(".oh-plot").focus();
  assert.equal((await pressed("Home")).step, 0);
  assert.equal((await pressed("ArrowRight")).step, 1);
  assert.equal((await pressed("Shift+ArrowRight")).step, 2, "the added layer is a stage of its own");
  assert.equal((await pressed("End")).step, added.steps);
  const focus = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  await page.getByRole("spinbutton", { name: "key on wire 0" }).focus();
  await pressed("Alt+ArrowDown", "Alt+ArrowDown");
  assert.equal(await focus(), "key on wire 2", "arrows lead through the keys");
  await pressed("Tab", "Shift+Tab");
  assert.equal(await focus(), "key on wire 2", "and Tab comes back to the one that was left");
  await page.getByRole("slider", { name: "layers passed" }).focus();
  await pressed("Shift+Tab");
  assert.equal(await focus(), "play", "the row of buttons is one stop");
  await pressed("ArrowRight");
  assert.equal(await focus(), "step forward");
  assert.equal((await pressed("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft")).step, added.steps);
  assert.equal(await focus(), "shortcuts", "round the end");
  await page.getByRole("button", { name: "step back" }).click();
  assert.equal((await pressed("ArrowLeft")).step, added.steps - 2, "after a click arrows step through the figure");
  assert.ok((await stopsBeforeText(page)) <= 12, "few stops before the text");
  assert.deepEqual(complaints, []);
});

scenario("own keys: typed, dragged, as a list, equal, negative, in fractions", async (t) => {
  const { page } = await browse(t);
  await open(page, `${await serve()}${PAGES["bitonic-network"]}?wires=6&v=1`);
  assert.equal((await shown(page)).pill, "sorts everything: 64 of 64");
  const field = page.getByRole("spinbutton", { name: "key on wire 2" });
  await field.fill("-2.5");
  await field.press("Enter");
  const typed = await shown(page);
  assert.equal(typed.keys[2], -2.5);
  assert.deepEqual(typed.outputs, sorted(typed.keys));
  const box = await page.getByRole("spinbutton", { name: "key on wire 4" }).boundingBox();
  await page.mouse.move(box.x + 20, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 10, { steps: 5 });
  await page.mouse.up();
  const dragged = await shown(page);
  assert.equal(dragged.keys[4], typed.keys[4] + 5);
  await page.getByRole("button", { name: "undo" }).click();
  assert.equal((await shown(page)).keys[4], typed.keys[4], "a drag is one edit");
  await page.getByRole("button", { name: "keys", exact: true }).click();
  const all = page.getByRole("textbox", { name: "all keys as a list" });
  await all.fill("7 7 7, -1; 1e30, 0.5 -0 3 2 2 2");
  await all.press("Enter");
  const listed = await shown(page);
  assert.equal(listed.keys.length, 11);
  assert.deepEqual(listed.outputs, [-1, -0, 0.5, 2, 2, 2, 3, 7, 7, 7, 1e30]);
  await all.fill("1 2 x");
  await all.press("Enter");
  assert.equal(await all.getAttribute("aria-invalid"), "true");
  assert.equal((await shown(page)).keys.length, 11, "what is no list changes nothing");
});

scenario("by touch: pick a comparator, take it out, put one in", async (t) => {
  const { page } = await browse(t, {
    viewport: { width: 375, height: 812 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  });
  await open(page, `${await serve()}${PAGES["bitonic-network"]}?wires=8&v=1`);
  const { x, y } = await placeOf(page, 0, 7);
  await page.touchscreen.tap(x, y);
  await page.getByRole("button", { name: "take out" }).tap();
  assert.equal((await shown(page)).pill, "fails for 1 of 256");
  await page.getByRole("button", { name: "add one" }).tap();
  const list = await page.locator(".oh-net-list").boundingBox();
  const wire = (number) => list.y + 40 + 36 * (number + 0.5);
  await page.touchscreen.tap(list.x + list.width - 12, wire(3));
  await page.touchscreen.tap(list.x + list.width - 12, wire(4));
  const repaired = await shown(page);
  assert.equal(repaired.comparators, 24);
  assert.equal(repaired.pill, "sorts everything: 256 of 256", "one at the end repairs it");
  const left = () => page.locator(".oh-net-scroll").evaluate(({ scrollLeft }) => scrollLeft);
  await page.evaluate(() => document.querySelector("bitonic-network-figure").seek(0));
  await page.waitForFunction(() => document.querySelector(".oh-net-scroll").scrollLeft === 0);
  await page.getByRole("button", { name: "play" }).tap();
  await page.waitForFunction(() => document.querySelector(".oh-net-scroll").scrollLeft > 0);
  assert.ok((await left()) > 0, "playing scrolls along");
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 718, height: 1000 }); // what a sheet of A4 leaves between its margins
  await page.waitForFunction(() => document.querySelector("bitonic-network-figure").width > 660);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.waitForFunction(() => document.querySelector("bitonic-network-figure").width === 660);
  await page.waitForFunction(() => {
    const { scrollWidth, clientWidth } = document.querySelector(".oh-net-scroll");
    return scrollWidth <= clientWidth;
  });
  assert.equal(await page.locator("bitonic-network-figure button:not(.oh-summary):visible").count(), 0);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: "screen" });
  await assertFits(page, "375 px");
});

scenario("any number of wires, every kind; no proof where it would take too long", async (t) => {
  const { page, complaints } = await browse(t);
  const site = await serve();
  for (const kind of ["bitonic", "bitonic-by-recursion", "odd-even-merge"]) {
    for (const wires of [2, 3, 6, 12, 20, 32, 64]) {
      await open(page, `${site}${PAGES["bitonic-network"]}?wires=${wires}&kind=${kind}&v=1`);
      const seen = await shown(page);
      assert.deepEqual(seen.outputs, sorted(seen.keys), `${kind} ${wires}`);
      if (wires <= 20) assert.equal(seen.proof.failing, 0, `${kind} ${wires}`);
      else assert.match(seen.words, /inputs are not tried here/);
      const nodes = await page.locator("bitonic-network-figure svg *").count();
      assert.ok(nodes <= 800, `${kind} ${wires}: ${nodes} nodes`);
    }
  }
  assert.deepEqual(complaints, []);
});

scenario("the threshold, its shadows, a counterexample, a redundant comparator", async (t) => {
  const { page, complaints } = await browse(t);
  await open(page, `${await serve()}${PAGES["zero-one"]}?wires=8&v=1`, "zero-one");
  const slider = page.getByRole("slider", { name: "threshold" });
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  assert.match(await slider.getAttribute("aria-valuetext"), /Keys from 6 up are ones: 5 zeros, 3 ones/);
  assert.match((await shown(page, "zero-one")).words, /9 of 9 shadows/);
  await page.getByRole("button", { name: "find a counterexample" }).click();
  assert.match((await shown(page, "zero-one")).words, /There is none: all 256 inputs/);
  const { x, y } = await placeOf(page, 3, 4);
  await page.mouse.click(x, y);
  await page.getByRole("button", { name: "take out" }).click();
  await page.getByRole("button", { name: "find a counterexample" }).click();
  const found = await shown(page, "zero-one");
  assert.equal(found.proof.failing, 225);
  assert.ok(found.wrong.length > 0);
  assert.match(found.words, /9 of 9 shadows/);
  await open(page, `${await serve()}${PAGES["zero-one"]}?wires=8&add=1.0.1&v=1`, "zero-one");
  await page.waitForFunction(() => document.querySelector("zero-one-figure").redundant);
  const twice = await shown(page, "zero-one");
  assert.equal(twice.redundant.filter(Boolean).length, 2);
  assert.match(twice.words, /2 comparators are redundant/);
  assert.deepEqual(complaints, []);
});

scenario("on one page both figures show the same network", async (t) => {
  const { page } = await browse(t);
  await open(page, `${await serve()}/en/bitonic-network/`);
  await page.locator("zero-one-figure, [name=zero-one]").first().scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelector("zero-one-figure")?.model);
  await page.getByRole("link", { name: "the first of the last stage" }).click();
  await page.waitForFunction(() => document.querySelector("zero-one-figure").model.proof.failing === 1);
  assert.equal((await shown(page)).pill, "fails for 1 of 65,536");
});

scenario("both figures, both languages and themes, 320 to 1280 px: accessible and no wider", async (t) => {
  const site = await serve();
  for (const [width, colorScheme] of [
    [1280, "light"],
    [375, "dark"],
    [320, "light"],
  ]) {
    const { page } = await browse(t, { viewport: { width, height: 800 }, colorScheme });
    for (const name of Object.keys(PAGES)) {
      for (const language of ["en", "zh"]) {
        await open(page, `${site}/${language}/figure/${name}/?cut=48&v=1`, name);
        await page.locator("[aria-expanded]").first().click({ force: true }).catch(() => undefined);
        await assertFits(page, `${name} ${language} ${width}`);
        await assertAccessible(page, `${name} ${language} ${width} ${colorScheme}`);
        if (width === 1280 && language === "en") await assertFillsScreen(page, name);
      }
    }
  }
});

scenario("an embed never changes its address, and its link leads to the same state", async (t) => {
  const site = await serve();
  const { page } = await browse(t);
  const address = await foreignPage(
    t,
    `<iframe src="${site}/embed/?figure=bitonic-network&lang=en&wires=8&v=1" width="700" height="900"></iframe>`,
  );
  await page.goto(address);
  const frame = page.frames()[1];
  await frame.waitForFunction(() => document.querySelector("bitonic-network-figure")?.model);
  const before = frame.url();
  await frame.evaluate(() => {
    const figure = document.querySelector("bitonic-network-figure");
    figure.select(12);
    figure.cutSelected();
  });
  assert.equal(frame.url(), before);
  await frame.waitForFunction(() => document.querySelector("a.oh-open")?.search.includes("cut=12"));
});
