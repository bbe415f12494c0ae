// What the functions of openhood.js do with what they are given, in both engines: they look at it once, before they
// return, and a caller who gives up hears the reason of its own signal.

import assert from "node:assert/strict";
import { inBoth, visit } from "./browsers.mjs";
import { serve } from "./harness.mjs";

inBoth("one experiment that is changed between runs is as many experiments, while the module loads too", async (t, browser) => {
  const site = await serve();
  const { page, complaints } = await visit(t, browser);
  await page.goto(`${site}/zh/`);
  const seen = await page.evaluate(async (root) => {
    const { run, validate } = await import(`${root}/openhood.js`);
    const row = Float32Array.of(1, 1, 1);
    const experiment = { collective: "all-reduce", ranks: 2, network: { alpha_us: 1, beta_ns_per_byte: 1 } };
    const runs = [];
    for (const op of ["sum", "product", "max", "min"]) {
      row.fill(runs.length + 2);
      experiment.op = op;
      experiment.network.alpha_us = runs.length;
      experiment.inputs = [row, [1, 2, 3]];
      runs.push(run(experiment));
    }
    row.fill(99);
    experiment.inputs[1].fill(99);
    experiment.op = "shout";
    const bad = validate(experiment);
    experiment.op = "sum";
    const good = validate(experiment);
    experiment.op = "shout";
    const reports = await Promise.all(runs);
    return {
      ops: reports.map((report) => report.experiment.op),
      alphas: reports.map((report) => report.experiment.network.alpha_us),
      outputs: reports.map((report) => [...report.outputs[1]]),
      problems: [(await bad).problems.length, (await good).problems.length],
    };
  }, site);
  assert.deepEqual(seen, {
    ops: ["sum", "product", "max", "min"],
    alphas: [0, 1, 2, 3],
    outputs: [
      [3, 4, 5],
      [3, 6, 9],
      [4, 4, 4],
      [1, 2, 3],
    ],
    problems: [1, 0],
  });
  assert.deepEqual(complaints, []);
});

inBoth("a caller who gives up hears its signal's reason, and what is no signal is refused", async (t, browser) => {
  const site = await serve();
  const { page } = await visit(t, browser);
  await page.goto(`${site}/zh/`);
  const seen = await page.evaluate(async (root) => {
    const { run } = await import(`${root}/openhood.js`);
    const slow = {
      collective: "all-reduce",
      ranks: 3,
      count: 4,
      faults: [{ kind: "delay", rank: 0, value: 20_000 }],
      limit_ms: 60_000,
    };
    const ended = (options) =>
      run(slow, options).then(
        () => "it ended well",
        (error) => error,
      );
    const foreign = document.body.appendChild(document.createElement("iframe")).contentWindow;
    const control = new AbortController();
    const reason = { my: "own" };
    // The first is given up while the module loads, the others while they run or wait.
    const early = new AbortController();
    const endings = [ended({ signal: early.signal })];
    early.abort(reason);
    endings.push(ended({ signal: AbortSignal.timeout(300) }), ended({ signal: foreign.AbortSignal.timeout(300) }));
    endings.push(ended({ signal: control.signal }), ended({ signal: AbortSignal.abort(reason) }));
    setTimeout(() => control.abort(reason), 500);
    const [loading, timeout, another, running, before] = await Promise.all(endings);
    const refused = [];
    const throwing = { get() { throw new Error("mine"); } };
    for (const options of [
      { signal: 5 },
      { get signal() { throw new Error("mine"); } },
      { signal: { get aborted() { throw new Error("mine"); }, addEventListener() {} } },
      { signal: Object.defineProperty(new AbortController().signal, "aborted", throwing) },
    ]) {
      const error = await ended(options);
      refused.push(error.problems?.[0].field ?? String(error));
    }
    return {
      own: [loading, running, before].map((error) => error === reason),
      names: [timeout, another].map((error) => error.name),
      untouched: Object.keys(reason),
      refused,
    };
  }, site);
  assert.deepEqual(seen, {
    own: [true, true, true],
    names: ["TimeoutError", "TimeoutError"],
    untouched: ["my"],
    refused: ["signal", "signal", "signal", "signal"],
  });
});
