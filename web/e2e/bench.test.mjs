// The page on which readers measure: nothing runs unasked, what was measured is drawn, tabled and taken away.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { assertAccessible, assertFits, browse, scenario, serve } from "./harness.mjs";

const FIELDS = "engine op algorithm ranks bytes iters median_us min_us max_us algbw_GBps busbw_GBps".split(" ");
/** Little of everything: some seconds. */
const LITTLE = { detail: "quick", ranks: [2, 3], max_bytes: 4096, goals: false };

async function openBench(page, site, language) {
  await page.goto(`${site}/${language}/bench/`);
  await page.waitForFunction(() => customElements.get("open-hood-bench"));
}

const perform = (page, wishes) =>
  page.evaluate((some) => document.querySelector("open-hood-bench").perform(some), wishes);

const look = (page) =>
  page.evaluate(() => {
    const { rows, troubles, judgements, ending } = document.querySelector("open-hood-bench");
    return { rows, troubles, judgements, ending };
  });

for (const [language, scheme, width] of [["en", "light", 1280], ["zh", "dark", 375]])
  scenario(`in ${language} at ${width} px it measures when asked, draws and tables it`, async (t) => {
    const { page, complaints } = await browse(t, { colorScheme: scheme, viewport: { width, height: 900 } });
    await openBench(page, await serve(), language);
    assert.deepEqual((await look(page)).rows, [], "nothing runs unasked");
    await assertAccessible(page, "before");
    await perform(page, LITTLE);
    const { rows, troubles, ending } = await look(page);
    assert.deepEqual([troubles, ending], [[], { kind: "finished" }]);
    for (const engine of ["workers-shared", "workers-ports"])
      for (const op of ["barrier", "ping-pong", "broadcast", "all-gather", "reduce-scatter", "all-reduce"])
        assert.ok(rows.some((row) => row.engine === engine && row.op === op), `${engine} ${op}`);
    for (const row of rows) {
      assert.deepEqual(Object.keys(row), FIELDS);
      assert.ok(row.min_us <= row.median_us && row.median_us <= row.max_us && row.median_us > 0, JSON.stringify(row));
    }
    assert.equal(await page.locator(".oh-plots > svg").count(), 2, "a plot for each number of ranks");
    assert.ok((await page.locator(".oh-plots circle").count()) >= 12, "points");
    assert.ok((await page.locator(".oh-bench table tbody tr").count()) >= rows.length);
    await assertAccessible(page, "after");
    await assertFits(page, "after");
    assert.deepEqual(complaints, []);
  });

scenario("what was measured is saved as lines, and lines of another machine are laid over", async (t) => {
  const { page, complaints } = await browse(t, { acceptDownloads: true });
  await openBench(page, await serve(), "en");
  await perform(page, { ...LITTLE, ops: ["all-reduce"], ranks: [2] });
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as JSON lines" }).click();
  const text = await readFile(await (await saving).path(), "utf8");
  const lines = text.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.filter((line) => "median_us" in line), (await look(page)).rows);
  assert.ok(lines.some((line) => line.cores > 0 && line.resolution_us > 0), "where it was");

  const curves = () => page.locator(".oh-plots path, .oh-plots polyline").count();
  const before = await curves();
  const other = lines.map((line) => JSON.stringify({ ...line, engine: "threads" })).join("\n");
  await page.locator(".oh-file input").setInputFiles({
    ...{ name: "other.jsonl", mimeType: "application/jsonl", buffer: Buffer.from(other) },
  });
  await page.waitForFunction(() => document.querySelector("open-hood-bench").laid_over.length > 0);
  await page.waitForTimeout(100);
  assert.ok((await curves()) > before, "a curve more");
  assert.deepEqual(complaints, []);
});

scenario("a file that cannot be drawn is refused in words, and the page goes on", async (t) => {
  const { page, complaints } = await browse(t);
  await openBench(page, await serve(), "en");
  // Made in the page: the largest takes long to get there.
  const lay = (rows, copies = 1) =>
    page.evaluate(
      ([text, copies]) => document.querySelector("open-hood-bench").lay(new File([text.repeat(copies)], "other.jsonl")),
      [rows.map((it) => `${JSON.stringify(it)}\n`).join(""), copies],
    );
  const row = {
    ...{ engine: "threads", op: "all-reduce", algorithm: "ring", ranks: 2, bytes: 8, iters: 1 },
    ...{ median_us: 2, min_us: 1, max_us: 3, algbw_GBps: 1, busbw_GBps: 1 },
  };
  for (const [words, rows, copies] of [
    ["too large: at most 4\u202fMiB", [row], 200_000],
    ["more than 5000 measurements", [row], 6000],
    ["Line 2 of that file: median_us is 1e+300", [row, { ...row, median_us: 1e300 }]],
    ["holds no measurements", [{ cores: 2 }]],
  ]) {
    await lay(rows, copies);
    await page.locator(".oh-warning", { hasText: words }).waitFor();
    assert.equal(await page.locator(".oh-plots svg").count(), 0, words);
  }
  const outermost = (ranks) => [1e-6, 1e12].map((time) => ({ ...row, ranks, median_us: time, min_us: 0, max_us: time }));
  await lay([1, 1024].flatMap(outermost));
  await page.locator(".oh-plots svg").nth(1).waitFor();
  assert.equal(await page.locator(".oh-warning").count(), 0);
  assert.deepEqual(complaints, []);
});

scenario("it stops when asked, and without isolation measures ports and says why not more", async (t) => {
  const { page, complaints } = await browse(t);
  await openBench(page, await serve({ isolated: false }), "en");
  assert.equal(await page.locator(".oh-warning").count(), 1);
  await page.getByRole("button", { name: "Start" }).click();
  await page.waitForFunction(() => document.querySelector("open-hood-bench").rows.length > 0, null, { timeout: 60_000 });
  await page.getByRole("button", { name: "Stop" }).click();
  await page.waitForFunction(() => document.querySelector("open-hood-bench").ending !== null);
  const { rows, ending } = await look(page);
  assert.deepEqual(ending, { kind: "stopped" });
  assert.ok(rows.every(({ engine, op }) => engine === "workers-ports" || op === "start"), JSON.stringify(rows));
  await page.getByRole("button", { name: "again" }).waitFor();
  assert.deepEqual(complaints, []);
});
