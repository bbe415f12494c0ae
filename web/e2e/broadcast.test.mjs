// The figure of broadcasts as a reader uses it: the stage with real workers, two algorithms on one clock.

import assert from "node:assert/strict";
import { assertAccessible, assertFits, browse, scenario, serve, stopsBeforeText } from "./harness.mjs";

const FIGURE = "broadcast-figure";
const PAGE = "/en/figure/broadcast/";

async function open(page, address) {
  await page.goto((await serve()) + address);
  await settled(page);
}

const settled = (page) =>
  page.waitForFunction(
    (name) => {
      const figure = document.querySelector(name);
      return figure?.result && !figure.hidden && !figure.pending && figure.result.parameters === figure.parameters;
    },
    FIGURE,
    { timeout: 30_000 },
  );

const shown = (page) =>
  page.evaluate((name) => {
    const figure = document.querySelector(name);
    const { told } = figure.result;
    const bits = (values) => Array.from(new Uint32Array(values.slice().buffer));
    return {
      algorithms: told.map(({ algorithm }) => algorithm),
      inputs: told.map(({ report }) => report && bits(report.experiment.inputs[report.experiment.root])),
      outputs: told.map(({ report }) => report?.outputs.map(bits) ?? null),
      engines: told.map(({ report }) => report?.engine.used ?? null),
      matches: told.map(({ scene }) => scene.outputs_match),
      proved: told.map(({ proof }) => proof?.right ?? null),
      clock: figure.plot.clock,
      step: figure.step,
      steps: figure.steps,
      told: figure.querySelector(".oh-told").textContent.trim(),
      verdict: figure.querySelector(".oh-verdict")?.textContent.trim() ?? null,
      words: figure.textContent.replace(/\s+/g, " "),
    };
  }, FIGURE);

scenario("two broadcasts run on eight workers each, and every rank returns what the root brought", async (t) => {
  const { page, complaints } = await browse(t);
  await open(page, PAGE);
  const seen = await shown(page);
  assert.deepEqual(seen.algorithms, ["binomial-tree", "linear"]);
  assert.deepEqual(seen.engines, ["workers-shared", "workers-shared"]);
  assert.deepEqual([seen.matches, seen.proved], [[true, true], [true, true]]);
  for (const [run, input] of seen.inputs.entries()) {
    assert.equal(input.length, 1024);
    for (const output of seen.outputs[run]) assert.deepEqual(output, input);
  }
  assert.equal(seen.verdict, "right on all 8 ranks");
  assert.match(seen.words, /7 messages · 3 rounds · 27\.3 µs/);
  assert.match(seen.words, /7 messages · 1 round · 63\.7 µs/);
  assert.match(seen.words, /12,288 linear: 28,672/);
  await assertAccessible(page, "first sight");
  await page.locator(`${FIGURE} .oh-plot`).focus();
  await page.keyboard.press("n");
  await page.waitForFunction((name) => document.querySelector(name).pointed !== null, FIGURE);
  assert.match(
    (await shown(page)).told,
    /^binomial tree, round 1: rank 0 sends 1,024 values that come from rank 0 to rank 4\. It arrives after 9\.1 µs\.$/,
  );
  await page.keyboard.press("t");
  await page.locator(".oh-tables").waitFor();
  assert.equal(await page.locator(".oh-tables tbody tr").count(), 14);
  assert.deepEqual(complaints, []);
});

scenario("in its article the text is twelve stops away at most, and links in it move the figure", async (t) => {
  const { page } = await browse(t);
  await open(page, "/en/broadcast/");
  const stops = await stopsBeforeText(page);
  assert.ok(stops <= 12, `${stops} stops before the text`);
  await page.getByRole("link", { name: "Delay rank 4" }).click();
  await settled(page);
  assert.match((await shown(page)).words, /Rank 4 begins late/);
  await page.goBack();
  await settled(page);
  assert.match((await shown(page)).words, /7 messages both times/);
});

scenario("what readers choose stands in the address, and an address shows it again", async (t) => {
  const { page } = await browse(t);
  await open(page, PAGE);
  await page.getByRole("radio", { name: "as a tree" }).check();
  await page.getByRole("radio", { name: "rounds" }).check();
  await page.getByRole("radio", { name: "nothing" }).check();
  await settled(page);
  const query = new URL(page.url()).search;
  assert.equal(query, "?view=tree&clock=step&beside=none&v=1");
  await open(page, `${PAGE}${query}&root=5&t=1`);
  const seen = await shown(page);
  assert.deepEqual([seen.algorithms, seen.clock, seen.step, seen.steps], [["binomial-tree"], "step", 1, 3]);
});

scenario("an algorithm that nobody has is said in the reader's language, and leaves the address", async (t) => {
  const { page } = await browse(t);
  await open(page, "/zh/figure/broadcast/?algorithm=binomal&ranks=4");
  const seen = await shown(page);
  assert.deepEqual(seen.algorithms, ["binomial-tree", "linear"]);
  assert.match(await page.locator(".oh-refused").textContent(), /binomal/);
  await page.getByRole("radio", { name: "按树" }).check();
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get("algorithm"), null);
});

scenario("a rank that is silent stops those below it, and the picture shows how far each one came", async (t) => {
  const { page } = await browse(t);
  await open(page, `${PAGE}?fault=silent:4`);
  const seen = await shown(page);
  assert.deepEqual([seen.clock, seen.outputs, seen.verdict], ["step", [null, null], null]);
  assert.match(seen.words, /4 messages sent, then it failed/);
  assert.match(seen.words, /waits for 4/);
  await assertAccessible(page, "a failed run");
  await page.getByRole("button", { name: "run without the fault" }).click();
  await settled(page);
  assert.equal((await shown(page)).verdict, "right on all 8 ranks");
});

scenario("a rank that is late makes its subtree late in the model, and nobody else", async (t) => {
  const { page } = await browse(t);
  await open(page, `${PAGE}?fault=delay:4`);
  const finished = await page.evaluate(
    (name) => document.querySelector(name).plot.lanes.map(({ track }) => track.finished.map(Math.round)),
    FIGURE,
  );
  assert.deepEqual(finished[0], [27, 27, 27, 27, 38, 38, 38, 38]);
  assert.deepEqual(finished[1][0], 64);
});

scenario("on a phone the figure fits, in both languages and at rest and in the middle", async (t) => {
  for (const width of [320, 375]) {
    const { page } = await browse(t, { viewport: { width, height: 740 } });
    for (const address of [PAGE, "/zh/figure/broadcast/?ranks=32&t=9", "/zh/figure/broadcast/?view=load"]) {
      await open(page, address);
      await assertFits(page, `${address} at ${width} px`);
    }
  }
});
