// Rendering templates to strings, and the still picture made of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { ringReport, values } from "./ring.mjs";

const { renderToString } = await load("static.ts");
const { still } = await load("figures/ring-all-reduce/still.ts");

const template = (strings, ...parts) => ({ strings, values: parts });

test("text and attributes are escaped, listeners and properties left out", () => {
  const made = template`<a href=${'"x"&'} @click=${() => 1} .value=${3} ?hidden=${true} ?data-no=${false} class="${"b"}">${"<i>"}${[template`<b>${1}</b>`, null, undefined, false]}</a>`;
  assert.equal(
    renderToString(made),
    '<a href="&quot;x&quot;&amp;" hidden="" class="b">&lt;i&gt;<b>1</b></a>',
  );
});

test("a still needs three runs and says the same in both languages", async () => {
  const asked = [];
  const run = async (experiment) => {
    asked.push(`${experiment.collective}/${experiment.algorithm}`);
    const inputs = experiment.inputs
      ? experiment.inputs.map((input) => Array.from(input))
      : values(experiment.ranks, experiment.count);
    return ringReport({ ...experiment, inputs });
  };
  const pictures = await still({ collective: "all-reduce", algorithm: "ring", ranks: 6, count: 60 }, run);
  assert.deepEqual(asked, ["reduce-scatter/ring", "all-gather/ring", "all-reduce/ring"]);
  for (const html of Object.values(pictures)) {
    assert.equal(html.match(/<svg class="oh-still-/g).length, 3);
    assert.match(html, /342/);
    assert.doesNotMatch(html, /undefined|NaN|\[object/);
    const [, name, described] = /<figure[^>]* aria-label="([^"]*)" aria-describedby="([^"]*)"/.exec(html);
    assert.ok(html.includes(`<b>${name}</b>`), "the title is the figure's name");
    assert.match(html, new RegExp(`<p id="${described}"><strong>`), "its caption describes it");
    const open = html.match(/<(?!path|rect)[a-z][^>/]*>/g).length;
    assert.equal(open, html.match(/<\/(?!path|rect)[a-z]+>/g).length, "every element is closed");
  }
});
