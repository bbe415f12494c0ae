// The stage draws whatever has a scene, and knows no algorithm: every row of the catalogue, plans by hand and runs that
// fail, as the `ranks` program tells them. No browser is needed for that.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { load } from "../test/load.mjs";

const { plotOf, standing, moving, holds } = await load("stage/picture.ts");
const { views } = await load("stage/definition.ts");
const { clocks, startOf } = await load("stage/parameters.ts");
const { history, sendsOf, treeOrder } = await load("stage/scene.ts");
const { words } = await load("stage/text.ts");
const { renderToString } = await load("static.ts");

/** What the program prints; a failed run has no report, and exit code 2. */
function ranks(command, input) {
  const [program, ...first] = process.env.OPENHOOD_RANKS.split(" ");
  const child = spawn(program, [...first, ...command, "--json"], {
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "ignore"],
  });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stdin?.end(JSON.stringify(input));
  return new Promise((resolve) =>
    child.on("close", () => resolve(JSON.parse(Buffer.concat(chunks).toString()))),
  );
}

const rows = await ranks(["list"]);

async function tell(row, experiment) {
  const command = ["run", ...(row.collective === null ? [] : [row.collective]), "--input", "-", "--scene"];
  const request = { engine: "simulated", ...(row.collective === null ? {} : { algorithm: row.algorithm }), ...experiment };
  const report = await ranks(command, request);
  return { algorithm: row.algorithm, report, failure: null, scene: report.scene, model: report, proof: null };
}

const resultOf = (told, part = {}) => ({
  parameters: { ...startOf({ start: {} }), ranks: told[0].scene.ranks, ...part },
  told,
});

/** Every text of a picture, with the box it takes at most. */
function textsOf(markup) {
  const wide = /[\u2e80-\u9fff\uff00-\uffef]/;
  return [...markup.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(([, attributes, content]) => {
    const of = (name) => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1];
    const size = Number(of("font-size"));
    const letters = [...content].reduce((sum, letter) => sum + (wide.test(letter) ? 1 : 0.58), 0);
    const width = letters * size;
    const before = { start: 0, middle: width / 2, end: width }[of("text-anchor") ?? "start"];
    const x = Number(of("x")) - before;
    return { content, left: x, right: x + width, top: Number(of("y")) - size * 0.75, bottom: Number(of("y")) };
  });
}

/** That no text lies on another one or leaves the picture. */
function assertReadable(markup, plot, what) {
  const texts = textsOf(markup);
  for (const [index, text] of texts.entries()) {
    assert.ok(text.left >= -1 && text.right <= plot.width + 1, `${what}: “${text.content}” leaves the picture`);
    assert.ok(text.bottom <= plot.height + 1, `${what}: “${text.content}” stands below the picture`);
    for (const other of texts.slice(index + 1)) {
      const apart =
        text.right <= other.left + 0.5 || other.right <= text.left + 0.5 || text.bottom <= other.top || other.bottom <= text.top;
      assert.ok(apart, `${what}: “${text.content}” lies on “${other.content}”`);
    }
  }
}

const drawn = (result, plot, language, moment = null) =>
  renderToString(standing(result, plot, words[language])) + renderToString(moving(plot, moment, [], words[language]));

for (const row of rows) {
  test(`${row.collective}/${row.algorithm} is drawn for any number of ranks, on every clock, wide and narrow`, async () => {
    for (const count of [1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 32]) {
      const told = await tell(row, { ranks: count, ...(row.collective === "barrier" ? {} : { count: 12 }) });
      for (const width of [343, 1088])
        for (const view of views)
          for (const clock of clocks) {
            const result = resultOf([told], { clock, view });
            const plot = plotOf(result, view, width);
            for (const language of ["en", "zh"]) {
              const what = `${count} ranks, ${view}, ${clock}, ${width} px, ${language}`;
              const markup = drawn(result, plot, language);
              assert.doesNotMatch(markup, /NaN|undefined|Infinity/, what);
              assertReadable(markup, plot, what);
            }
            const grips = [...renderToString(holds(plot)).matchAll(/data-what="0:(\d+)"/g)];
            const timed = view === "lanes" || view === "tree";
            assert.equal(grips.length, timed ? told.scene.sends.from.length : 0);
          }
    }
  });
}

test("two algorithms stand on one clock, one above the other", async () => {
  const upper = await tell(rows.find((row) => row.algorithm === "binomial-tree"), { ranks: 8, count: 1024 });
  const lower = await tell(rows.find((row) => row.collective === "broadcast" && row.algorithm === "linear"), {
    ranks: 8,
    count: 1024,
  });
  const result = resultOf([upper, lower], { clock: "model" });
  const plot = plotOf(result, "lanes", 1088);
  assert.equal(plot.end, 63.672);
  assert.deepEqual(plot.lanes.map(({ track }) => Math.max(...track.finished)), [27.288, 63.672]);
  assert.equal(plot.lanes[0].x(27.288), plot.lanes[1].x(27.288), "a time has one place");
  assert.ok(plot.lanes[0].top < plot.lanes[1].top);
  assertReadable(drawn(result, plot, "en"), plot, "both");
});

test("plans by hand have a picture too, and nobody had to name them", async () => {
  const plan = await ranks(["plan", "all-reduce", "--algorithm", "ring", "--ranks", "4", "--count", "8"]);
  const by_hand = { plan: { claims: "all-reduce", ranks: plan } };
  const told = await tell({ collective: null, algorithm: "made-up" }, { ...by_hand, seed: 1 });
  const plot = plotOf(resultOf([told]), "lanes", 700);
  const markup = drawn(resultOf([told]), plot, "en");
  assert.match(markup, /made up<\/text>/);
  assert.match(markup, /24 messages · 6 rounds/);
  assert.equal(renderToString(holds(plot)).match(/oh-grip/g).length, 24);
});

test("the history of a value is what brought it, and what it is made of, and nothing else", async () => {
  const tree = await tell(rows.find((row) => row.algorithm === "binomial-tree"), { ranks: 8, count: 4 });
  const sends = sendsOf(tree.scene);
  const way = [...history(tree.scene, sends, 0, 7)].map((row) => [sends[row].from, sends[row].to]);
  assert.deepEqual(way.sort(), [[0, 4], [4, 6], [6, 7]]);
  const ring = await tell(rows.find((row) => row.collective === "all-reduce" && row.algorithm === "ring"), {
    ranks: 4,
    count: 4,
  });
  const [final] = sendsOf(ring.scene).filter(({ round }) => round === 3);
  const made = history(ring.scene, sendsOf(ring.scene), final.carried[0], final.to);
  assert.equal(made.size, 4, "three additions and the way from there");
});

test("in the order of the tree, everybody stands with those whom they serve", async () => {
  const tree = await tell(rows.find((row) => row.algorithm === "binomial-tree"), { ranks: 8, count: 4, root: 3 });
  const order = treeOrder(tree.scene, sendsOf(tree.scene));
  assert.deepEqual(order, [3, 4, 5, 6, 7, 0, 1, 2]);
});

test("no file of the stage names an algorithm", async () => {
  const folder = fileURLToPath(new URL("../src/stage", import.meta.url));
  const names = [...new Set(rows.map(({ algorithm }) => algorithm))];
  for (const file of await readdir(folder)) {
    const source = await readFile(`${folder}/${file}`, "utf8");
    for (const name of names) {
      const found = new RegExp(`\\b${name.replaceAll("-", "[-_ ]")}\\b`, "i").exec(source);
      assert.equal(found, null, `${file} names ${name}`);
    }
  }
});
