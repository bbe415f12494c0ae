// Pages as documents: readable without scripts, in both languages and themes, at every width, for everybody.

import assert from "node:assert/strict";
import {
  assertAccessible,
  assertFillsScreen,
  assertFits,
  browse,
  openFigure,
  serve,
  settled,
  shown,
  stopsBeforeText,
  scenario,
} from "./harness.mjs";

const ARTICLE = "ring-all-reduce";

scenario("without scripts the article reads and shows the still of its width", async (t) => {
  const site = await serve();
  for (const [width, picture] of [
    [1280, "wide"],
    [800, "stacked"],
    [375, "narrow"],
  ]) {
    const { page } = await browse(t, { javaScriptEnabled: false, viewport: { width, height: 800 } });
    await page.goto(`${site}/en/${ARTICLE}/`);
    assert.ok(await page.locator(`.oh-still-${picture}`).isVisible(), `${picture} at ${width}`);
    assert.equal(await page.locator(".oh-plot > svg:visible").count(), 1);
    assert.ok(await page.getByText("exactly one chunk that all six have added to").first().isVisible());
    assert.ok((await page.locator("main p").count()) > 4, "the text is there");
    await assertFits(page, `still at ${width}`);
  }
});

scenario("both languages, both themes: no complaint, nothing inaccessible", async (t) => {
  const site = await serve();
  for (const language of ["en", "zh"]) {
    for (const colorScheme of ["light", "dark"]) {
      const { page, complaints } = await browse(t, { colorScheme });
      for (const path of [`/${language}/${ARTICLE}/`, `/${language}/figure/${ARTICLE}/`, `/${language}/`]) {
        await openFigure(page, site + path);
        assert.equal((await shown(page)).agrees, true, path);
        await assertAccessible(page, `${path} ${colorScheme}`);
      }
      for (const panel of ["data", "break", "table"]) {
        await page.keyboard.press("Escape");
        await page.locator(`.oh-tool[aria-expanded]`).nth(["data", "break", "table"].indexOf(panel)).click();
        await page.locator(".oh-panel :is(fieldset, table)").first().waitFor();
        await assertAccessible(page, `${panel} panel, ${language} ${colorScheme}`);
      }
      assert.deepEqual(complaints, [], `${language} ${colorScheme}`);
    }
  }
});

scenario("narrow pages do not scroll sideways, whatever is open", async (t) => {
  const site = await serve();
  for (const width of [375, 320]) {
    const { page, complaints } = await browse(t, { viewport: { width, height: 700 }, hasTouch: true });
    for (const language of ["en", "zh"]) {
      await openFigure(page, `${site}/${language}/${ARTICLE}/`);
      await assertFits(page, `${language} at ${width}`);
      for (const tab of await page.getByRole("tab").all()) {
        await tab.click();
        await assertFits(page, `${language} at ${width}, ${await tab.textContent()}`);
      }
      for (const key of ["e", "b", "t", "?"]) {
        await page.locator(".oh-plot").focus();
        await page.keyboard.press(key);
        await assertFits(page, `${language} at ${width}, key ${key}`);
        await page.keyboard.press("Escape");
      }
      await assertAccessible(page, `${language} at ${width}`);
      await openFigure(page, `${site}/${language}/${ARTICLE}/?ranks=32&elements=64`);
      await assertFits(page, `${language} at ${width}, 32 ranks`);
    }
    for (const article of ["bitonic-network", "sorting-passes", "sort-across-ranks"]) {
      await page.goto(`${site}/en/${article}/`);
      await assertFits(page, `${article} at ${width}`);
    }
    assert.deepEqual(complaints, []);
  }
});

scenario(
  "the other language keeps state and place; the theme button turns the page dark and back",
  async (t) => {
    const { page } = await browse(t, { colorScheme: "light" });
    await openFigure(page, `${await serve()}/en/${ARTICLE}/?ranks=3`);
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.locator("#theme").click();
    assert.notEqual(await ground(), light);
    await page.locator("#theme").click();
    assert.equal(await ground(), light);
    await page.getByRole("button", { name: "Colors: light" }).click();
    assert.equal(await page.getByRole("button", { name: "Colors: as the system says" }).count(), 1);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.notEqual(await ground(), light, "as the system says, again");
    const section = page.locator("[aria-labelledby=break]");
    const break_at = () => section.evaluate((it) => it.getBoundingClientRect().top);
    await page.evaluate((top) => scrollBy(0, top + 40), await break_at());
    // A click by the mouse would scroll there first, and the link is above the window.
    await page.locator("nav a[lang^=zh]").evaluate((link) => link.click());
    await page.waitForURL(/\/zh\/.*ranks=3/);
    await settled(page);
    const seen = await shown(page);
    assert.equal(seen.outputs.length, 3);
    assert.match(seen.words, /环形/);
    const top = await break_at();
    assert.ok(top < 0 && top > -120, `at the same section: ${top}`);
  },
);

scenario("a link in the text moves the figure without loading the page, and back undoes it", async (t) => {
  const { page } = await browse(t);
  await openFigure(page, `${await serve()}/en/${ARTICLE}/`);
  await page.evaluate(() => (window.same_page = true));
  assert.equal(await page.getByRole("figure", { name: "Ring all-reduce: the cut", exact: true }).count(), 1);
  assert.ok((await stopsBeforeText(page)) <= 12, "few stops before the text");
  await page.locator(".skip").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("#text")), "the first link goes past the figure");
  await assertFillsScreen(page, "ring");
  await page.locator("main a[href*='cut=4']").first().click();
  await page.waitForFunction(() => document.querySelector("ring-all-reduce-figure").cut === 4);
  await settled(page);
  assert.equal((await shown(page)).wrong, 36);
  assert.match(page.url(), /cut=4/);
  await page.goBack();
  await page.waitForFunction(() => document.querySelector("ring-all-reduce-figure").cut === 5);
  await settled(page);
  assert.equal((await shown(page)).agrees, true);
  assert.equal(await page.evaluate(() => window.same_page), true);
});

scenario("changes stand in the address, and the address brings them back", async (t) => {
  const { page } = await browse(t);
  const site = await serve();
  await openFigure(page, `${site}/en/${ARTICLE}/?from=feed`);
  await page.getByRole("button", { name: "fewer ranks" }).click();
  await settled(page);
  await page.getByRole("slider", { name: "step", exact: true }).press("ArrowLeft");
  const address = new URL(page.url());
  assert.equal(address.search, "?from=feed&ranks=5&t=3&v=1");
  await page.reload();
  await settled(page);
  assert.deepEqual([(await shown(page)).outputs.length, (await shown(page)).step], [5, 3]);
});
