// The script frames figures of the host that it came from, or says that it cannot know: however a page came by it, and
// whatever else is on that page.

import assert from "node:assert/strict";
import { blog, inBoth, until, visit } from "./browsers.mjs";
import { otherHost, scriptText, stranger } from "./strangers.mjs";

const ELEMENT = `<open-hood figure="ring-all-reduce" ranks="4">
  <a id="link" href="data:," slot="fallback">a link</a></open-hood>`;

/** Where the figure of a page comes from, or what stands in its place. */
const outcome = (page) =>
  until("a figure or a word", () =>
    page.evaluate(() => {
      const element = document.querySelector("open-hood");
      const shadow = element.shadowRoot ?? element;
      const frame = shadow.querySelector("iframe");
      if (frame) return { root: frame.src.split("embed/?")[0] };
      const words = shadow.querySelector("p")?.textContent;
      return words && { words, link: document.querySelector("#link").getClientRects().length > 0 };
    }),
  );

/** Firefox refuses to leave a page while a frame in it is on its way. */
const loaded = (page) =>
  until("the frame's own height", () =>
    page.evaluate(() => document.querySelector("open-hood").shadowRoot.querySelector("iframe").offsetHeight === 300),
  );

/** A blog on which somebody else has a script of the same name, and pages where ours would have them. */
const blogger = async (t, pages) => {
  const html = Object.entries(pages).map(([path, body]) => [path, blog(body)]);
  const texts = { "/embed/": "not ours", "/embed.js": "globalThis.theirs = true", ...Object.fromEntries(html) };
  return stranger(t, { ...texts, "/bundle.js": await scriptText() });
};

inBoth("a module knows its host, however it was loaded and whatever stands before it", async (t, browser) => {
  const host = await otherHost(t);
  const theirs = await stranger(t, { "/embed.js": "", "/embed/": "not ours" });
  const origin = await blogger(t, {
    "/beside": `<script src="${theirs}/embed.js"></script><script src="embed.js"></script>${ELEMENT}
      <script type="module" src="${host}embed.js"></script>`,
    "/import": `<script src="embed.js"></script>${ELEMENT}<script type="module">import "${host}embed.js"</script>`,
    "/later": `<script src="embed.js"></script>${ELEMENT}<script>import("${host}embed.js?2")</script>`,
    "/removed": `<script src="embed.js"></script>${ELEMENT}<script>
      const script = Object.assign(document.createElement("script"), { type: "module", src: "${host}embed.js" });
      script.onload = () => script.remove();
      document.head.append(script);
    </script>`,
    "/classic": `<script src="${theirs}/embed.js"></script>${ELEMENT}
      <script async src="${host}embed.js#x"></script>`,
    "/base": `<base href="${theirs}/">${ELEMENT}<script type="module">import "${host}embed.js"</script>`,
  });
  const { page, complaints } = await visit(t, browser);
  for (const path of ["/beside", "/import", "/later", "/removed", "/classic", "/base"]) {
    await page.goto(origin + path);
    assert.deepEqual(await outcome(page), { root: host }, path);
    await loaded(page);
  }
  assert.deepEqual(complaints, []);
});

inBoth("a copy that cannot know its host frames nothing and says how to name it", async (t, browser) => {
  const host = await otherHost(t);
  const text = await scriptText();
  const origin = await blogger(t, {
    "/inline": `<script src="embed.js"></script>${ELEMENT}<script>${text}</script>`,
    "/module": `<script src="embed.js"></script>${ELEMENT}<script type="module">${text}</script>`,
    "/bundle": `<script src="embed.js"></script>${ELEMENT}<script src="bundle.js"></script>`,
    "/eval": `<script src="embed.js"></script>${ELEMENT}
      <script>fetch("bundle.js").then((it) => it.text()).then(eval)</script>`,
    "/clobbered": `<img name="currentScript" alt="" src="data:,">${ELEMENT}<script src="${host}embed.js"></script>`,
  });
  const { page, complaints } = await visit(t, browser);
  for (const path of ["/inline", "/module", "/bundle", "/eval", "/clobbered"]) {
    complaints.length = 0;
    await page.goto(origin + path);
    const { words, link, root } = await outcome(page);
    assert.equal(root, undefined, path);
    assert.match(words, /host is unknown \(host=""\).*or name a host on http or https, <open-hood host="https:\/\/\.\.\.\/">/, path);
    assert.equal(link, true, "the link stands, since no figure does");
    assert.ok(complaints.some((complaint) => complaint.includes(words)), `${path}: ${complaints}`);
  }
  const named = async (value) => {
    await page.evaluate((value) => document.querySelector("open-hood").setAttribute("host", value), value);
    return outcome(page);
  };
  for (const wrong of ["javascript:alert(1)", "http://", "data:text/html,x"])
    assert.ok((await named(wrong)).words.includes(`(host="${wrong}")`), wrong);
  assert.deepEqual(await named(host), { root: host });
  assert.deepEqual(await named(host.slice(0, -1)), { root: host }, "with or without a slash at its end");
  await page.evaluate(() => document.documentElement.setAttribute("lang", "zh-TW"));
  assert.match((await named("ftp://x/")).words, /没有图/);
});
