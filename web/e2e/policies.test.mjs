// Content security policies, in both engines: the site's own pages under the strictest there is, and openhood.js and figures
// in other people's pages, which say what a policy of theirs lacks.

import assert from "node:assert/strict";
import { LOCAL_NAME, embed, inBoth, settle, until, visit } from "./browsers.mjs";
import { assertSum, foreignPage, serve, shown } from "./harness.mjs";
import { plainHost } from "./plain-host.mjs";

const TRUSTED = "require-trusted-types-for 'script'; trusted-types openhood lit-html";
const STRICT = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:;
  connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; ${TRUSTED}`.replace(/\s+/g, " ");

/** What the page's policy refused so far, from the first script on. */
const listen = (page) =>
  page.evaluateOnNewDocument(() => {
    globalThis.refused = [];
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
      refused.push(`${effectiveDirective} ${blockedURI}`),
    );
  });

inBoth("every kind of page keeps the strictest policy, figures run and isolation is had", async (t, browser) => {
  const host = await plainHost(t, { say: { "content-security-policy": STRICT } });
  const { page, complaints } = await visit(t, browser);
  await listen(page);
  const refused = () => page.evaluate(() => refused);
  for (const path of ["404.html", "en/", "zh/ring-all-reduce/", "en/figure/ring-all-reduce/", "embed/?figure=ring-all-reduce"]) {
    await page.goto(host.address + path).catch(() => undefined);
    if (path !== "404.html") {
      await until("an isolated page", () => page.evaluate(() => crossOriginIsolated));
      await settle(page);
      assert.equal((await shown(page)).engine.used, "workers-shared", path);
      assertSum(await shown(page));
    }
    assert.deepEqual(await refused(), [], path);
  }
  for (const figure of ["broadcast", "bitonic-network", "zero-one", "sorting-passes", "sort-across-ranks"]) {
    await page.goto(`${host.address}zh/figure/${figure}/`);
    await until(figure, () => page.evaluate(() => document.querySelector("open-hood-figure").figure !== null));
    assert.deepEqual(await refused(), [], figure);
  }
  await page.goto(`${host.address}en/bench/`);
  await until("the bench", () => page.evaluate(() => Boolean(customElements.get("open-hood-bench"))));
  const measured = await page.evaluate(async () => {
    const bench = document.querySelector("open-hood-bench");
    await bench.perform({ detail: "quick", ops: ["barrier"], ranks: [2], max_bytes: 8, goals: false });
    return { ending: bench.ending, troubles: bench.troubles, engines: bench.rows.map(({ engine }) => engine).sort() };
  });
  assert.deepEqual([measured.ending, measured.troubles], [{ kind: "finished" }, []]);
  assert.deepEqual(measured.engines, ["reference", "workers-ports", "workers-shared"]);
  assert.deepEqual(await refused(), [], "bench");
  // The page for what is missing names no icon, so a browser asks the host for one.
  assert.deepEqual(complaints.filter((it) => !/404/.test(it)), []);
});

/** Runs and sorts in a page of a blog with that policy: what came of it, or the words of what was refused. */
async function tryIn(t, page, policy) {
  const site = await serve();
  const html = `<!doctype html><title>a blog</title><link rel="icon" href="data:,">`;
  await page.goto(await foreignPage(t, html, { "content-security-policy": policy(site) }));
  return page.evaluate(async (site) => {
    const { run, sort } = await import(`${site}/openhood.js`);
    const words = (error) => [error.message, error instanceof Error, error.cause instanceof Error];
    return {
      site,
      run: await run({ collective: "barrier", ranks: 2 }).then(({ engine }) => engine, words),
      sort: await sort(Uint32Array.of(3, 1, 2)).then(({ values }) => String(values), words),
    };
  }, site);
}

inBoth("openhood.js runs with what README.md names, and names what a page's policy lacks", async (t, browser) => {
  const { page, complaints } = await visit(t, browser);
  const documented = (site) =>
    `default-src 'none'; img-src data:; script-src ${site} 'wasm-unsafe-eval'; connect-src ${site}; worker-src blob:`;
  for (const more of ["", "; require-trusted-types-for 'script'", "; require-trusted-types-for 'script'; trusted-types openhood"]) {
    const seen = await tryIn(t, page, (site) => documented(site) + more);
    assert.deepEqual([seen.run.used, seen.sort], ["workers-ports", "1,2,3"], JSON.stringify(seen));
  }
  assert.deepEqual(complaints, []);

  const without = await tryIn(t, page, (site) => documented(site).replace("worker-src blob:", "worker-src 'none'"));
  assert.equal(without.run.used, "simulated");
  assert.match(without.run.why, /workers do not start on this page/);
  for (const [policy, directive, missing] of [
    [(site) => `script-src ${site}`, "script-src", () => "'wasm-unsafe-eval'"],
    [(site) => `default-src ${site}; img-src data:`, "(?:script|default)-src", () => "'wasm-unsafe-eval'"],
    [(site) => `script-src ${site} 'wasm-unsafe-eval'; connect-src 'self'`, "connect-src", (site) => site],
    [(site) => `script-src ${site}/openhood.js 'wasm-unsafe-eval'`, "script-src(?:-elem)?", (site) => site],
  ]) {
    const { site, run, sort } = await tryIn(t, page, policy);
    const expected = new RegExp(`content security policy forbids .*: its ${directive} lacks ${missing(site)}$`);
    for (const [message, is_error, has_cause] of [run, sort]) {
      assert.match(message, expected);
      assert.deepEqual([is_error, has_cause], [true, true], message);
    }
  }
});

inBoth("a page that demands trusted types and makes none may hold a figure", async (t, browser) => {
  const site = await serve();
  const { page, complaints } = await visit(t, browser);
  const body = `<!doctype html><title>a blog</title><link rel="icon" href="data:,"><script async src="${site}/embed.js"></script>
    <open-hood figure="ring-all-reduce" ranks="3" elements="12"></open-hood>`;
  const policy = `script-src ${site}; frame-src ${site}; require-trusted-types-for 'script'; trusted-types 'none'`;
  await page.goto(await foreignPage(t, body, { "content-security-policy": policy }));
  const frame = await embed(page);
  await settle(frame);
  assertSum(await shown(frame));
  assert.deepEqual(complaints, []);
});

inBoth("over http under a local name it says that https is missing, of memory and of the GPU", async (t, browser) => {
  const site = (await serve()).replace("127.0.0.1", LOCAL_NAME);
  const { page } = await visit(t, browser, "a local name");
  for (const language of ["en", "zh"]) {
    await page.goto(`${site}/${language}/figure/ring-all-reduce/`);
    await settle(page);
    const { engine, why } = await until("why", async () => {
      const seen = await shown(page);
      return seen.why?.startsWith(language === "en" ? "no shared" : "本页") && seen;
    });
    assert.equal(engine.used, "workers-ports");
    assert.match(engine.why, /^this page is not served over https/);
    assert.match(why, /https/);
    await page.goto(`${site}/${language}/bench/`);
    await until("words", () => page.evaluate(() => document.querySelector(".oh-warning")?.textContent.includes("https")));
  }
  const { why, device } = await page.evaluate(async (site) => {
    const { capabilities, sort } = await import(`${site}/openhood.js`);
    const { device } = await sort(Uint32Array.of(2, 1));
    return { device, why: (await capabilities()).why };
  }, site);
  for (const words of [why.shared_memory, why.gpu, device.why]) assert.match(words, /not served over https/);
});
