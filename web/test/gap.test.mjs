// Work in the gap: the same function on chunks and on whole vectors, against formulas in double precision, and in the
// figure's own runs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { engine as run, values } from "./ring.mjs";

const { work, tokensOf, gaps, RATE, MOMENTUM, EPSILON } = await load("figures/ring-all-reduce/gap.ts");
const { partition } = await load("draw/partition.ts");
const { runAll } = await load("figures/ring-all-reduce/runs.ts");
const { defaults } = await load("figures/ring-all-reduce/parameters.ts");
const { bufferPane, viewOf } = await load("figures/ring-all-reduce/plot.ts");
const { railsAlone } = await load("figures/ring-all-reduce/geometry.ts");
const { renderToString } = await load("static.ts");
const { en: words } = (await load("figures/ring-all-reduce/texts.ts")).texts;

const [weights, momentum] = values(2, 6144).map((list) => Float32Array.from(list));
const task = (gap, token = 128) => ({ gap, token, model: { weights, momentum } });
const sums = Float32Array.from(values(1, 6144)[0], (value) => value * 3);

/** The formulas as a textbook writes them, in double precision. */
const textbook = {
  scale: (x) => Array.from(x, (value) => RATE * value),
  optimizer: (x) => Array.from(x, (g, k) => weights[k] - RATE * (MOMENTUM * momentum[k] + g)),
  "layer-norm": (x, token) =>
    Array.from({ length: x.length / token }, (_, k) => {
      const one = Array.from(x.slice(k * token, (k + 1) * token));
      const mean = one.reduce((sum, value) => sum + value) / token;
      const variance = one.reduce((sum, value) => sum + (value - mean) ** 2, 0) / token;
      return one.map((value) => (value - mean) / Math.sqrt(variance + EPSILON));
    }).flat(),
  softmax: (x) => {
    const powers = Array.from(x, Math.exp);
    const sum = powers.reduce((total, value) => total + value);
    return powers.map((value) => value / sum);
  },
};

/** Largest error allowed, relative to the largest result; sums of n values lose up to n halves of a last place. */
const tolerance = { scale: 2 ** -23, optimizer: 2 ** -22, "layer-norm": 128 * 2 ** -23, softmax: 6144 * 2 ** -23 };

const chunked = (work_, x, parts) =>
  partition(x.length, parts).map(({ start, count }) => work(work_, x.slice(start, start + count), start));
const joined = (chunks) => Float32Array.from(chunks.flatMap(({ values: list }) => Array.from(list)));

test("on the whole vector every operation is its textbook formula, within the rounding of f32", () => {
  for (const gap of gaps.slice(1)) {
    const { values: got, touched } = work(task(gap), sums, 0);
    const want = textbook[gap](sums, 128);
    const most = Math.max(...want.map(Math.abs));
    const error = Math.max(...want.map((value, k) => Math.abs(value - got[k])));
    assert.ok(error <= tolerance[gap] * most, `${gap}: off by ${error} of ${most}`);
    assert.ok(error > 0, `${gap} is rounded to f32`);
    assert.equal(touched, 6144);
    assert.ok(got instanceof Float32Array);
  }
});

test("on chunks the elementwise ones give the same bits, with a P-th of the work and of the state", () => {
  for (const parts of [1, 2, 5, 6, 7]) {
    for (const gap of ["scale", "optimizer"]) {
      const chunks = chunked(task(gap), sums, parts);
      const whole = work(task(gap), sums, 0);
      assert.deepEqual(joined(chunks), whole.values, `${gap} on ${parts} ranks`);
      assert.equal(chunks.reduce((sum, { touched }) => sum + touched, 0), whole.touched);
      assert.equal(whole.state_bytes, gap === "optimizer" ? 24_576 : 0);
      assert.equal(chunks[0].state_bytes, gap === "optimizer" ? 4 * Math.ceil(6144 / parts) : 0);
    }
  }
});

test("LayerNorm gives the same bits where chunks hold whole tokens, and only there", () => {
  const wrong = (parts, token) => {
    const [got, want] = [joined(chunked(task("layer-norm", token), sums, parts)), work(task("layer-norm", token), sums, 0)];
    return Array.from({ length: Math.ceil(6144 / token) }, (_, k) => k).filter((k) =>
      got.slice(k * token, (k + 1) * token).some((value, index) => value !== want.values[k * token + index]),
    );
  };
  for (const [parts, token, cut] of [
    [6, 128, 0],
    [8, 128, 0],
    [6, 1024, 0],
    [5, 128, 4],
    [7, 128, 6],
    [6, 768, 4],
    [6, 6144, 1],
  ]) {
    const tokens = tokensOf(partition(6144, parts), token);
    assert.deepEqual(tokens, { count: Math.ceil(6144 / token), cut }, `${parts} ranks, tokens of ${token}`);
    assert.equal(wrong(parts, token).length, cut, `${parts} ranks, tokens of ${token}`);
  }
});

test("softmax on chunks is wrong everywhere: the parts add up to P", () => {
  const got = joined(chunked(task("softmax"), sums, 6));
  const want = work(task("softmax"), sums, 0).values;
  assert.ok(got.every((value, k) => value !== want[k]));
  const total = (list) => list.reduce((sum, value) => sum + value, 0);
  assert.ok(Math.abs(total(got) - 6) < 1e-3 && Math.abs(total(want) - 1) < 1e-3);
});

test("NaN, infinities and nothing at all go through", () => {
  for (const gap of gaps.slice(1)) {
    assert.equal(work(task(gap), new Float32Array(0), 0).values.length, 0);
    const odd = Float32Array.of(NaN, Infinity, -Infinity, -0);
    assert.equal(work(task(gap, 2), odd, 0).values.length, 4);
    assert.ok(Number.isNaN(odd[0]), "the input stays");
  }
});

test("in the figure's runs the gathered result is the work on the whole sum, or is found wrong", async () => {
  for (const [gap, ranks, wrong] of [
    ["scale", 6, 0],
    ["optimizer", 5, 0],
    ["layer-norm", 6, 0],
    ["softmax", 6, 36],
    ["softmax", 1, 0],
  ]) {
    const { ring, halves } = await runAll({ ...defaults, gap, ranks, elements: 768, token: 64 }, run);
    assert.equal(ring.gap.checks.reduce((sum, check) => sum + check.wrong_count, 0), wrong, gap);
    assert.equal(ring.gap.whole[0].touched, 768);
    assert.equal(halves.gap.chunks[0].touched, Math.ceil(768 / ranks));
    const { equal, compared } = ring.braid;
    assert.equal(equal === compared, wrong === 0, `${gap}: ${equal} of ${compared}`);
  }
  const cut_tokens = await runAll({ ...defaults, gap: "layer-norm", ranks: 5, elements: 768, token: 64 }, run);
  assert.deepEqual(
    cut_tokens.ring.gap.checks.map(({ wrong_count }) => wrong_count),
    Array(5).fill(5),
  );
});

test("buffers are said to be on the cut where they are, and the slider says the same", async () => {
  for (const [cut, t, title, slider] of [
    [null, null, "Buffers on the cut", "step 5 of 10: on the cut"],
    [2, null, "Buffers after step 5", "step 5 of 10: reduce-scatter"],
    [8, null, "Buffers after step 5", "step 5 of 10: reduce-scatter"],
    [2, 2, "Buffers after step 2", "step 2 of 10: on the cut"],
    [8, 6, "Buffers after step 6", "step 6 of 10: all-gather"],
  ]) {
    const parameters = { ...defaults, ranks: 6, elements: 60, cut, t };
    const result = await runAll(parameters, run);
    const pane = bufferPane(result, { ...viewOf(parameters), t }, railsAlone(500, 6, 70), words);
    const said = renderToString(pane);
    assert.ok(said.includes(`>${title}<`), `cut ${cut}, step ${t}: ${/>Buffers[^<]*/.exec(said)}`);
    assert.equal(words.player.value(t ?? 5, 10, 5, cut ?? 5), slider);
  }
});
