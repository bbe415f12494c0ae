// What a figure can be taken away as: every form is used the way its taker would.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { assertAccessible, assertFits, browse, foreignPage, openFigure, serve, settled, shown, scenario } from "./harness.mjs";

const STATE = "?ranks=4&elements=40&gap=scale&t=2#fork=1,cut:2";
const forms = ["link", "iframe", "script + element", "SVG", "PNG", "Markdown", "al-folio"];

async function openShare(page) {
  await page.getByRole("button", { name: "share", exact: true }).click();
  await page.waitForSelector("oh-share fieldset");
}

async function textOf(page, form) {
  await page.getByRole("radio", { name: form, exact: true }).check();
  return page.locator("oh-share textarea").inputValue();
}

/** A page where writing to the clipboard works and is seen, or is refused. */
async function withClipboard(page, works) {
  await page.addInitScript((allowed) => {
    globalThis.written = [];
    const write = async (what) => {
      if (!allowed) throw new DOMException("refused", "NotAllowedError");
      globalThis.written.push(what);
    };
    Object.defineProperty(navigator, "clipboard", { value: { writeText: write, write } });
  }, works);
}

scenario("link, iframe and element bring the very state back", async (t) => {
  const site = await serve();
  const { page, complaints } = await browse(t);
  await openFigure(page, `${site}/en/figure/ring-all-reduce/${STATE}`);
  await openShare(page);
  const [link, iframe, element] = [
    await textOf(page, "link"),
    await textOf(page, "iframe"),
    await textOf(page, "script + element"),
  ];
  assert.equal(link, `${site}/en/figure/ring-all-reduce/?ranks=4&elements=40&gap=scale&t=2&v=1#fork=1,cut:2`);
  const wanted = await shown(page);
  await openFigure(page, link);
  assert.deepEqual((await shown(page)).outputs, wanted.outputs);
  for (const html of [iframe, element]) {
    await page.goto(await foreignPage(t, `<!doctype html><html lang="en"><title>a blog</title>${html}</html>`));
    const frame = await (await page.waitForSelector("iframe")).contentFrame();
    await settled(frame);
    const seen = await shown(frame);
    assert.deepEqual(seen.outputs, wanted.outputs, html);
    assert.deepEqual([seen.step, seen.cut], [wanted.step, wanted.cut]);
  }
  assert.deepEqual(complaints, []);
});

scenario("Markdown and the include line of al-folio name a file and lead to the figure", async (t) => {
  const { page } = await browse(t);
  await openFigure(page, `${await serve()}/en/figure/ring-all-reduce/?gap=softmax`);
  await openShare(page);
  assert.match(
    await textOf(page, "Markdown"),
    /^\[!\[Ring all-reduce: the cut\]\(ring-all-reduce\.svg\)\]\(http[^()]+gap=softmax&v=1\)$/,
  );
  assert.match(
    await textOf(page, "al-folio"),
    /^\{% include figure\.liquid path="assets\/img\/ring-all-reduce\.png" .*<a href="http[^"]+gap=softmax&amp;v=1">.* %\}$/,
  );
});

scenario("an address that speaks to a template engine is silent in every form", async (t) => {
  const { page, complaints } = await browse(t);
  const loud = "%}{{site.time}}{%include%20x%}";
  await openFigure(page, `${await serve()}/en/figure/ring-all-reduce/?x={{y}}|*z*#${loud}`);
  await openShare(page);
  for (const form of ["link", "iframe", "script + element", "Markdown", "al-folio"]) {
    const text = await textOf(page, form);
    const own = form === "al-folio" ? text.slice("{% ".length, -" %}".length) : text;
    assert.doesNotMatch(own, /[{}`*|]/, form);
  }
  const link = new URL(await textOf(page, "link"));
  assert.equal(decodeURIComponent(link.hash), `#${decodeURIComponent(loud.replaceAll(/%(?!20)/g, "%25"))}`);
  assert.equal(link.searchParams.get("x"), "{{y}}|*z*");
  assert.deepEqual(complaints, []);
});

/** Loads a picture on a page of its own and reads the color of its corner, and how many colors it has. */
async function pixels(t, type, bytes, colorScheme) {
  const { page, complaints } = await browse(t, { colorScheme });
  const data = `data:${type};base64,${bytes.toString("base64")}`;
  await page.setContent(`<!doctype html><title>t</title><meta name="color-scheme" content="light dark"><img src="${data}">`);
  const seen = await page.evaluate(async () => {
    const image = document.querySelector("img");
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const colors = new Set();
    for (let at = 0; at < data.length; at += 4) colors.add(data[at] + 256 * (data[at + 1] + 256 * data[at + 2]));
    return { width: canvas.width, corner: [data[0], data[1], data[2]], colors: colors.size };
  });
  assert.deepEqual(complaints, []);
  return seen;
}

const grounds = { light: [252, 252, 250], dark: [19, 21, 25] };

scenario("the saved SVG stands alone in both themes, the PNG is the theme that was shown", async (t) => {
  const site = await serve();
  for (const figure of ["ring-all-reduce", "bitonic-network"]) {
    const { page, complaints } = await browse(t, { colorScheme: "dark" });
    await page.goto(`${site}/en/figure/${figure}/`);
    await page.waitForSelector(`${figure}-figure:not([hidden])`);
    await openShare(page);
    const files = {};
    for (const form of ["SVG", "PNG"]) {
      await page.getByRole("radio", { name: form, exact: true }).check();
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: "save as a file" }).click();
      const file = await download;
      assert.equal(file.suggestedFilename(), `${figure}.${form.toLowerCase()}`);
      files[form] = await readFile(await file.path());
    }
    const svg = files.SVG.toString();
    assert.doesNotMatch(svg, /var\(|<!--|<script|href=|url\(/, "needs nothing");
    assert.match(svg, /<title>[^<]+<\/title><desc>[^<]+<\/desc>/);
    const families = /^<svg[^>]* font-family="([^"]*)"/.exec(svg)[1];
    assert.match(families, /DejaVu Sans.*sans-serif$/);
    assert.doesNotMatch(families, /CJK|PingFang|YaHei/, "no quotes of a Chinese font in English text");
    for (const scheme of ["light", "dark"]) {
      const seen = await pixels(t, "image/svg+xml", files.SVG, scheme);
      assert.deepEqual(seen.corner, grounds[scheme], `${figure}, ${scheme}`);
      assert.ok(seen.colors > 20, `${seen.colors} colors`);
    }
    const png = await pixels(t, "image/png", files.PNG, "light");
    assert.deepEqual(png.corner, grounds.dark);
    assert.ok(png.width > 2000, "at twice its size");
    assert.deepEqual(complaints, []);
  }
});

scenario("every form can be copied; a refused clipboard leaves the text selected", async (t) => {
  const site = await serve();
  for (const works of [true, false]) {
    const { page, complaints } = await browse(t);
    await withClipboard(page, works);
    await openFigure(page, `${site}/en/figure/ring-all-reduce/`);
    await openShare(page);
    for (const form of forms) {
      await page.getByRole("radio", { name: form, exact: true }).check();
      await page.getByRole("button", { name: "copy", exact: true }).click();
      const said = page.locator("oh-share [role=status]");
      await said.filter({ hasText: works ? "Copied" : "refused" }).waitFor();
      if (works || form === "SVG" || form === "PNG") continue;
      const [selected, all] = await page.evaluate(() => {
        const area = document.querySelector("oh-share textarea");
        return [area.selectionEnd - area.selectionStart, area.value.length];
      });
      assert.ok(selected === all && all > 0, form);
    }
    if (works) {
      const written = await page.evaluate(() => globalThis.written.map((what) => typeof what));
      assert.deepEqual(written, ["string", "string", "string", "string", "object", "string", "string"]);
    }
    assert.deepEqual(complaints, []);
  }
});

scenario("the panel is reached and left by key, and holds in both languages, themes and widths", async (t) => {
  const site = await serve();
  for (const [language, colorScheme, width] of [
    ["en", "light", 1280],
    ["zh", "dark", 375],
  ]) {
    const { page, complaints } = await browse(t, { colorScheme, viewport: { width, height: 800 } });
    await openFigure(page, `${site}/${language}/figure/ring-all-reduce/`);
    if (width < 500) await page.locator(".oh-more").press("Enter");
    const names = { en: "share", zh: "分享" };
    await page.getByRole("button", { name: names[language], exact: true }).press("Enter");
    await page.waitForSelector("oh-share fieldset");
    for (const radio of await page.locator("oh-share input[type=radio]").all()) {
      await radio.check();
      await assertAccessible(page, `share, ${language} ${width}`);
      await assertFits(page, `share, ${language} ${width}`);
    }
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("oh-share").count(), 0);
    assert.deepEqual(complaints, []);
  }
});
