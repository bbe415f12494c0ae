// What cannot be taken, from an address or from a hand: the figure lives, says what was refused, and shows what it says.

import assert from "node:assert/strict";
import {
  FIGURE,
  assertAccessible,
  assertFits,
  browse,
  isSettled,
  openFigure,
  scenario,
  serve,
  settled,
  shown,
} from "./harness.mjs";

const RING = "/en/figure/ring-all-reduce/";

/** The words over the picture; null if there are none. */
const told = (page) =>
  page.evaluate(() => document.querySelector(".oh-refused")?.innerText.replaceAll(/\s+/g, " ") ?? null);

const input = async (page, rank, index) => (await shown(page)).inputs[rank][index];

scenario("an address with what a kind cannot hold brings a live figure that says so, and takes the rest", async (t) => {
  const site = await serve();
  for (const [language, width, words] of [
    ["en", 1280, /data: “0\.0_1\.5” does not fit: i32 holds whole numbers from −2,147,483,648 to 2,147,483,647/],
    ["zh", 375, /data：“0\.0_1\.5”放不下：i32只能存.*的整数/],
  ]) {
    const { page, complaints } = await browse(t, { viewport: { width, height: 800 } });
    await openFigure(page, `${site}/${language}/figure/ring-all-reduce/?kind=i32#data=0.0_1.5~1.0_7`);
    assert.match(await told(page), words);
    const seen = await shown(page);
    assert.equal(seen.agrees, true);
    assert.equal(seen.inputs[1][0], 7);
    assert.ok(Number.isInteger(seen.inputs[0][0]) && seen.inputs[0][0] !== 1);
    assert.equal(await page.locator("[data-still]").count(), 0);
    await assertAccessible(page, `${language} ${width}`);
    await assertFits(page, `${language} ${width}`);
    await page.getByRole("button", { name: language === "en" ? "fewer ranks" : "少一个rank" }).click();
    await settled(page);
    assert.equal(await told(page), null, "what the reader does next is taken");
    assert.doesNotMatch(page.url(), /1\.5/);
    assert.deepEqual(complaints, []);
  }
});

scenario("a number out of a kind's range is refused in addresses, cells and forks, and no verdict is left beside it", async (t) => {
  const { page, complaints } = await browse(t);
  const site = await serve();
  for (const state of ["#data=0.0_1e39", "?t=2#fork=2,0.0_1e39", "?kind=i32&t=2#fork=2,0.0_1.5"]) {
    await openFigure(page, `${site}${RING}?elements=12${state.replace("?", "&")}`);
    assert.match(await told(page), /0\.0_(1e39|1\.5).* does not fit/, state);
    assert.equal((await shown(page)).agrees, true, state);
  }
  await openFigure(page, `${site}${RING}?elements=12`);
  await page.getByRole("button", { name: "data", exact: true }).click();
  const cell = page.getByRole("textbox", { name: "rank 0, element 0", exact: true });
  const before = await input(page, 0, 0);
  for (const [kind, text] of [
    ["f32", "1e39"],
    ["f32", "1e400"],
    ["f32", "two"],
    ["i32", "1.5"],
    ["i32", "NaN"],
    ["i32", "2147483648"],
  ]) {
    await page.getByRole("radio", { name: kind, exact: true }).check();
    await settled(page);
    const kept = await cell.inputValue();
    await cell.fill(text);
    await cell.press("Enter");
    const foot = page.locator(".oh-values-foot [role=status]");
    await foot.filter({ hasText: `“${text}” does not fit: ${kind} holds` }).waitFor();
    assert.match(await foot.textContent(), new RegExp(`rank 0, element 0: .*; ${kept.replace(".", "\\.")} is shown`));
    assert.equal(await cell.inputValue(), kept);
    assert.equal((await shown(page)).agrees, true);
    assert.doesNotMatch(page.url(), /data=/, "what was refused stands in no address");
    await cell.fill("");
    await cell.press("Enter");
  }
  await page.getByRole("radio", { name: "f32", exact: true }).check();
  await settled(page);
  assert.equal(await input(page, 0, 0), before);
  assert.deepEqual(complaints, []);
});

scenario("number fields take whole numbers of their range and say what they did not take", async (t) => {
  const { page } = await browse(t);
  await openFigure(page, `${await serve()}${RING}?elements=64`);
  const ranks = page.getByRole("spinbutton", { name: "ranks", exact: true });
  for (const [text, value, words] of [
    ["2.5", 6, /ranks: “2\.5” is not a whole number from 1 to 32; 6 is shown/],
    ["99", 32, /ranks: “99” is not a whole number from 1 to 32; 32 is shown/],
    ["0", 1, /ranks: “0” is not .* 1 is shown/],
    ["3", 3, null],
  ]) {
    await ranks.fill(text);
    await ranks.press("Enter");
    await settled(page);
    assert.equal((await shown(page)).outputs.length, value);
    assert.equal(await ranks.inputValue(), String(value));
    if (words) assert.match(await told(page), words);
    else assert.equal(await told(page), null);
  }
});

scenario("what the engine refuses leaves no verdict, and says that the picture is older", async (t) => {
  const { page } = await browse(t);
  await openFigure(page, `${await serve()}${RING}?elements=64`);
  const ask = (elements) =>
    page.evaluate(
      ([name, elements]) => {
        const figure = document.querySelector(name);
        figure.change({ ...figure.parameters, elements });
      },
      [FIGURE, elements],
    );
  await ask(2 ** 31);
  await page.locator(".oh-problem[role=alert]").waitFor();
  assert.match(await page.locator(".oh-problem").textContent(), /Below is still the result before that/);
  assert.equal(await page.locator(".oh-verdict").count(), 0);
  await ask(12);
  await settled(page);
  assert.equal(await page.locator(".oh-problem").count(), 0);
  assert.equal((await shown(page)).agrees, true);
});

scenario("back and forward between odd numbers bring each of them back", async (t) => {
  const { page } = await browse(t);
  await openFigure(page, `${await serve()}${RING}?elements=12#data=0.0_NaN`);
  const states = ["NaN", "Infinity", "-Infinity", "-0", "0"];
  const holds = async (text) => {
    await page.waitForFunction(
      ([name, text]) => Object.is(document.querySelector(name).parameters.edits[0].value, Number(text)),
      [FIGURE, text],
    );
    await page.waitForFunction(isSettled, FIGURE);
    const value = await page.evaluate(
      (name) => document.querySelector(name).result.ring.replay.report.experiment.inputs[0][0],
      FIGURE,
    );
    assert.ok(Object.is(Number(value), Number(text)), `${text}: ${value}`);
  };
  await holds("NaN");
  for (const text of states.slice(1)) {
    await page.evaluate((text) => (location.hash = `data=0.0_${text}`), text);
    await holds(text);
  }
  for (const text of states.slice(0, -1).reverse()) {
    await page.goBack();
    await holds(text);
  }
  for (const text of states.slice(1)) {
    await page.goForward();
    await holds(text);
  }
});

scenario("keys as far apart as doubles go are sorted, and drawn with finite numbers only", async (t) => {
  const { page, complaints } = await browse(t);
  const site = await serve();
  for (const figure of ["bitonic-network", "zero-one"]) {
    for (const keys of ["1e308,-1e308", "1e308,-1e308,0,-0,5e-324,1.7976931348623157e308,1,2"]) {
      const wires = keys.split(",").length;
      await page.goto(`${site}/en/figure/${figure}/?wires=${wires}#keys=${keys}`);
      await page.locator(`${figure}-figure:not([hidden])`).waitFor();
      const odd = await page.evaluate(() =>
        [...document.querySelectorAll("open-hood-figure svg *")].flatMap((mark) =>
          [...mark.attributes].flatMap(({ name, value }) => (/NaN|Infinity/.test(value) ? [`${name}=${value}`] : [])),
        ),
      );
      assert.deepEqual(odd, [], `${figure} ${keys}`);
      assert.equal(await told(page), null);
      assert.match(await page.locator(".oh-net-found").textContent(), /come out sorted/);
    }
    await page.goto(`${site}/en/figure/${figure}/?wires=3&v=2#keys=1,1e309,NaN`);
    await page.locator(`${figure}-figure:not([hidden])`).waitFor();
    assert.match(await told(page), /keys: “1e309” is not a finite number.*keys: “NaN” is not/);
  }
  const field = page.getByRole("spinbutton", { name: "key on wire 1", exact: true });
  const kept = await field.inputValue();
  await field.pressSequentially("e");
  await field.press("Enter");
  assert.match(await told(page), new RegExp(`key on wire 1: .* is not a finite number; ${kept} is shown`));
  assert.equal(await field.inputValue(), kept);
  await page.getByRole("button", { name: "keys", exact: true }).click();
  const all = page.getByRole("textbox", { name: "all keys as a list" });
  await all.fill("1 2 x");
  await all.press("Enter");
  assert.match(await told(page), /“x” is not a finite number/);
  assert.deepEqual(complaints, []);
});

scenario("an address of three hundred kilobytes is read as far as it is read, and the figure answers", async (t) => {
  const { page, complaints } = await browse(t);
  const crowd = Array.from({ length: 60_000 }, (_, k) => `&${k}=`).join("");
  for (const address of [`?utm=x#data=0.0_1${crowd}`, `#data=0.0_5~${"1.1_2~".repeat(50_000)}2.2_3`]) {
    await page.goto("about:blank");
    await openFigure(page, `${await serve()}${RING}${address}`);
    assert.match(await told(page), /#: only the first 256 fields and 65,536 characters are read, and [\d,]+ characters more/);
    assert.equal((await shown(page)).agrees, true);
    await page.getByRole("button", { name: "fewer ranks" }).click();
    await settled(page);
    assert.ok(page.url().length < 4000, `${page.url().length}`);
  }
  assert.deepEqual(complaints, []);
});
