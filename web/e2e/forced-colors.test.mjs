// Readers who force their own colors: whatever theme a page or a host asks for, everything can be seen on the ground
// that they chose.

import assert from "node:assert/strict";
import { FIGURE, browse, openFigure, scenario, serve } from "./harness.mjs";

/** In the page: everything that is written, drawn or framed, and does not stand out from what lies behind it. */
function unseen() {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.setProperty("forced-color-adjust", "none");
  const known = new Map();
  /** Red, green, blue and alpha of a color in whatever notation. */
  const parts = (color) => {
    if (!known.has(color)) known.set(color, painted(color));
    return known.get(color);
  };
  const painted = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const system = (name) => {
    probe.style.color = name;
    return parts(getComputedStyle(probe).color);
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((part, at) => part * a + under[at] * (1 - a));
  const luminance = (rgb) =>
    rgb
      .map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0.05);
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return high / low;
  };
  const ground = system("Canvas").slice(0, 3);
  const behind = (element) => {
    for (let it = element; it; it = it.parentElement) {
      const color = parts(getComputedStyle(it).backgroundColor);
      if (color[3] > 0.99) return color.slice(0, 3);
    }
    return ground;
  };
  const faded = (element) => {
    let opacity = 1;
    for (let it = element; it; it = it.parentElement) opacity *= Number(getComputedStyle(it).opacity);
    return opacity;
  };
  const found = [];
  let counted = 0;
  const hold = (element, what, color, least) => {
    const [under, paint] = [behind(element), parts(color)];
    counted++;
    const got = contrast(over([...paint.slice(0, 3), paint[3] * faded(element)], under), under);
    if (!(got >= least)) found.push(`${what} ${got.toFixed(2)}: ${element.outerHTML.slice(0, 90)}`);
  };
  const shows = (element) => element.checkVisibility({ opacityProperty: false, visibilityProperty: true });
  for (const element of document.body.querySelectorAll("*")) {
    if (!shows(element) || element === probe) continue;
    const style = getComputedStyle(element);
    const written = [...element.childNodes].some((it) => it.nodeType === Node.TEXT_NODE && it.data.trim() !== "");
    if (element.closest("svg")) {
      if (written && element.localName === "text") hold(element, "text", style.fill, 4.5);
      for (const name of ["fill", "stroke"]) {
        const asked = element.getAttribute(name);
        // Ground and wash lie behind things; what is drawn half transparent is the shade of something else.
        const is_ground = asked === null || asked === "none" || /ground|wash/.test(asked);
        if (!is_ground && !element.hasAttribute(`${name}-opacity`) && element.localName !== "text")
          hold(element, name, style[name], 2.95);
      }
      continue;
    }
    if (written && !element.closest(".oh-live, [role=option]")) hold(element, "words", style.color, 4.5);
    if (element.matches("button, input[type=text], input[type=number], fieldset label") && parseFloat(style.borderTopWidth) > 0)
      hold(element, "border", style.borderTopColor, 2.95);
  }
  const focused = document.activeElement;
  if (focused !== document.body) hold(focused, "focus", getComputedStyle(focused).outlineColor, 2.95);
  const answer = { found: [...new Set(found)], counted, ground, page: behind(document.body) };
  probe.remove();
  return answer;
}

const GROUNDS = { dark: [0, 0, 0], light: [255, 255, 255] };

async function assertSeen(page, colorScheme, what) {
  const { found, counted, ground, page: shown } = await page.evaluate(unseen);
  assert.deepEqual(found, [], what);
  assert.ok(counted > 60, `${what}: ${counted} things looked at`);
  assert.deepEqual(ground, GROUNDS[colorScheme], "the palette that was asked for");
  assert.deepEqual(shown, ground, `${what}: the page's ground`);
}

/** A page on which a theme was chosen before, where there is one to choose. */
async function readerWith(t, colorScheme, theme, forcedColors = "active") {
  const { page, complaints } = await browse(t, { colorScheme, forcedColors });
  await page.addInitScript((chosen) => {
    if (chosen !== "auto") localStorage.setItem("openhood-theme", chosen);
  }, theme);
  return { page, complaints };
}

scenario("forced colors overrule every theme: on pages, in figures and in drawings", async (t) => {
  const site = await serve();
  for (const colorScheme of ["dark", "light"]) {
    for (const theme of ["light", "dark", "auto"]) {
      const { page, complaints } = await readerWith(t, colorScheme, theme);
      const where = `${theme} in ${colorScheme} forced colors`;
      await openFigure(page, `${site}/en/ring-all-reduce/?kind=i32&gap=scale&elements=60#data=0.0_1.5`);
      await page.locator(".oh-plot").focus();
      await page.keyboard.press("e");
      await page.locator(".oh-values-grid").waitFor();
      await assertSeen(page, colorScheme, `article, ${where}`);
      assert.deepEqual(complaints, [], where);
    }
  }
});

scenario("in forced colors every figure shows itself against the theme that would hide it", async (t) => {
  const site = await serve();
  for (const [colorScheme, theme] of [
    ["dark", "light"],
    ["light", "dark"],
  ]) {
    const { page } = await readerWith(t, colorScheme, theme);
    for (const figure of ["broadcast", "bitonic-network", "zero-one", "sorting-passes", "sort-across-ranks"]) {
      await page.goto(`${site}/zh/figure/${figure}/`);
      await page.locator(`${figure}-figure:not([hidden]) .oh-plot`).focus();
      await assertSeen(page, colorScheme, `${figure}, ${theme} in ${colorScheme} forced colors`);
    }
    for (const path of ["/en/", "/en/bench/"]) {
      await page.goto(site + path);
      await assertSeen(page, colorScheme, `${path}, ${theme} in ${colorScheme} forced colors`);
    }
    await openFigure(page, `${site}/embed/?figure=ring-all-reduce&ranks=3&elements=60&theme=${theme}`);
    await assertSeen(page, colorScheme, `embed, ${theme} in ${colorScheme} forced colors`);
  }
});

scenario("what is chosen, open or cannot be pressed is told apart in forced colors too", async (t) => {
  const { page } = await readerWith(t, "dark", "light");
  await openFigure(page, `${await serve()}/en/figure/ring-all-reduce/?ranks=32&elements=64`);
  await page.getByRole("button", { name: "data", exact: true }).click();
  const outline = (selector) =>
    page.locator(selector).first().evaluate((element) => getComputedStyle(element).outlineStyle);
  await page.locator(".oh-choice").first().waitFor();
  assert.equal(await outline(".oh-choice label:has(:checked)"), "solid");
  assert.equal(await outline(".oh-choice label:not(:has(:checked))"), "none");
  assert.equal(await outline('.oh-chrome [aria-expanded="true"]'), "solid");
  const under = (selector) =>
    page.locator(selector).evaluate((element) => getComputedStyle(element).borderBottomStyle);
  assert.equal(await under(".top nav b span"), "solid", "the language of the page");
  assert.equal(await under(".top nav a"), "none");
  const more = page.getByRole("button", { name: "more ranks" });
  assert.equal(await more.evaluate((button) => getComputedStyle(button).opacity), "1");
});

scenario("a picture saved under forced colors has the figure's own colors, in both themes", async (t) => {
  const site = await serve();
  const files = [];
  for (const forcedColors of ["active", "none"]) {
    const { page } = await readerWith(t, "dark", "light", forcedColors);
    await openFigure(page, `${site}/en/figure/ring-all-reduce/?ranks=3&elements=60`);
    await page.getByRole("button", { name: "share", exact: true }).click();
    await page.locator("oh-share fieldset").waitFor();
    await page.getByRole("radio", { name: "SVG", exact: true }).check();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "save as a file" }).click();
    const chunks = await (await (await download).createReadStream()).toArray();
    files.push(Buffer.concat(chunks).toString());
    assert.equal(await page.evaluate((name) => document.querySelector(name).closest("html").dataset.theme, FIGURE), "light");
  }
  const colors = (file) => [...new Set(file.match(/(?:fill|stroke)(?:="|:)(?:rgb|\#)[^"}]+/g))].sort();
  assert.ok(colors(files[0]).length > 10);
  assert.deepEqual(colors(files[0]), colors(files[1]));
});
