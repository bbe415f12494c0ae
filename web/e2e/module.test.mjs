// openhood.js, as somebody else's script uses it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { load } from "../test/load.mjs";
import { browse, foreignPage, serve, scenario } from "./harness.mjs";

const { reportFromJson } = await load("report-json.ts");

/** Runs in the page: seven ranks, random doubles, a length that seven does not divide. */
async function sevenRanks(site, engine) {
  const { run } = await import(`${site}/openhood.js`);
  const inputs = Array.from({ length: 7 }, () =>
    Float64Array.from({ length: 1000 }, () => Math.random() * 200 - 100),
  );
  const kept = inputs.map((input) => input.slice());
  const report = await run({
    collective: "all-reduce",
    algorithm: "ring",
    ranks: 7,
    op: "sum",
    kind: "f64",
    inputs,
    engine,
  });
  let worst = 0;
  for (const output of report.outputs) {
    output.forEach((value, index) => {
      const sum = kept.reduce((total, input) => total + input[index], 0);
      const magnitude = kept.reduce((total, input) => total + Math.abs(input[index]), 0);
      worst = Math.max(worst, Math.abs(value - sum) / (14 * 2 ** -52 * magnitude));
    });
  }
  return {
    worst,
    used: report.engine.used,
    agrees: report.verdict.agrees,
    messages: report.totals.messages,
    typed: report.outputs.every((output) => output instanceof Float64Array && output.length === 1000),
    untouched: inputs.every((input, rank) => input.every((value, index) => value === kept[rank][index])),
  };
}

scenario("run gives the sum on every engine of a page", async (t) => {
  const site = await serve();
  const { page } = await browse(t);
  await page.goto(`${site}/en/`);
  for (const engine of ["workers-shared", "workers-ports", "simulated"]) {
    const seen = await page.evaluate(`(${sevenRanks})(${JSON.stringify(site)}, ${JSON.stringify(engine)})`);
    assert.equal(seen.used, engine);
    assert.ok(seen.worst <= 1, `${engine}: ${seen.worst} of the tolerance`);
    assert.deepEqual([seen.agrees, seen.typed, seen.untouched], [true, true, true], engine);
    assert.deepEqual(seen.messages, Array(7).fill(12));
  }
});

scenario("the plans of a call, given back by hand after a way through JSON, do the same", async (t) => {
  const site = await serve();
  const { page } = await browse(t);
  await page.goto(`${site}/en/`);
  const seen = await page.evaluate(async (root) => {
    const { plan, prove, run } = await import(`${root}/openhood.js`);
    const call = { collective: "all-reduce", ranks: 16, count: 40, kind: "i32" };
    const usual = await run(call);
    const ranks = JSON.parse(JSON.stringify(await plan(call)));
    const byHand = { plan: { claims: "all-reduce", ranks }, ranks: 16, kind: "i32", inputs: usual.experiment.inputs };
    const again = await run(byHand, { scene: true });
    const same = JSON.stringify([again.outputs, again.totals]) === JSON.stringify([usual.outputs, usual.totals]);
    const { from_step, to_step } = again.calls[0];
    const { right, order } = await prove(byHand);
    return { same, proved: [right, order], told: again.scene.outputs_match, steps: [from_step, to_step] };
  }, site);
  assert.deepEqual(seen, { same: true, proved: [true, "any"], told: true, steps: [0, 30] });
});

scenario("a bad experiment is refused with every problem, by run and by validate", async (t) => {
  const site = await serve();
  const { page } = await browse(t);
  await page.goto(`${site}/en/`);
  const [refused, validated, good] = await page.evaluate(async (root) => {
    const { run, validate } = await import(`${root}/openhood.js`);
    const bad = {
      collective: "all-reduce",
      algorithm: "ring",
      ranks: 99,
      op: "shout",
      kind: "f32",
      count: -1,
      engine: "workers",
    };
    const { problems } = await run(bad).then(
      () => ({ problems: null }),
      (error) => ({ problems: error instanceof Error ? error.problems : null }),
    );
    return [
      problems,
      (await validate(bad)).problems,
      (await validate({ collective: "barrier", ranks: 3 })).problems,
    ];
  }, site);
  for (const problems of [refused, validated]) {
    const fields = problems.map((problem) => problem.field);
    for (const field of ["ranks", "op", "count"]) assert.ok(fields.includes(field), `${field} in ${fields}`);
    assert.ok(problems.every((problem) => problem.message && problem.allowed));
  }
  assert.deepEqual(good, []);
});

/** Runs in the page: reports as text, each with the text of the report of its experiment when that is run again. */
async function twice(site, experiments) {
  const { run } = await import(`${site}/openhood.js`);
  const pairs = [];
  for (const experiment of experiments) {
    const inputs = experiment.inputs?.map((row) => row.map(Number));
    const report = await run({ ...experiment, ...(inputs && { inputs }) });
    structuredClone(report);
    const text = JSON.stringify(report);
    const again = await run(JSON.parse(text).experiment);
    pairs.push([text, JSON.stringify(again), JSON.stringify(report.experiment)]);
  }
  return pairs;
}

scenario("a report survives JSON, and its experiment runs again here and in a shell", async (t) => {
  const site = await serve();
  const { page } = await browse(t);
  await page.goto(`${site}/en/`);
  const odd = ["NaN", "Infinity", "-Infinity", "-0", 0.1, 3.4028234663852886e38];
  const experiments = [
    { collective: "all-gather", ranks: 3, inputs: [odd, [], ["-0"]] },
    { collective: "all-gather", ranks: 2, inputs: [odd, [5e-324, 1e308]], kind: "f64", engine: "simulated" },
    { collective: "broadcast", ranks: 4, root: 2, count: 3, kind: "u32", trace: false },
    { collective: "gather", ranks: 3, root: 1, count: 2, network: { alpha_us: 0.1, beta_ns_per_byte: 0.3 } },
    { collective: "all-reduce", ranks: 3, op: "mean", cut: 1, seed: 7, limit_ms: 1000.5 },
    { collective: "sort", ranks: 2, inputs: [odd, odd] },
    { collective: "all-reduce", ranks: 2, count: 3, faults: [{ kind: "flip", rank: 1, value: 30 }] },
    { collective: "all-reduce", ranks: 2, count: 3, faults: [{ kind: "delay", rank: 0, step: 1, value: 1.5 }] },
    { collective: "barrier", ranks: 5, schedule: "seeded", engine: "simulated" },
  ];
  const pairs = await page.evaluate(`(${twice})(${JSON.stringify(site)}, ${JSON.stringify(experiments)})`);
  /** What does not depend on the clock, nor on the host. */
  const lasting = ({ experiment, outputs, verdict, totals }) => ({ experiment, outputs, verdict, totals });
  const [program, ...words] = process.env.OPENHOOD_RANKS.split(" ");
  const shell = (input) =>
    spawnSync(program, [...words, "run", "--input", "-", "--json"], { input, encoding: "utf8" }).stdout;
  for (const [text, again, experiment] of pairs) {
    const report = JSON.parse(text);
    assert.deepEqual(lasting(JSON.parse(again)), lasting(report));
    assert.deepEqual(JSON.parse(experiment), report.experiment);
    const inPage = reportFromJson(JSON.parse(text));
    for (const input of [text, experiment]) {
      const { outputs, verdict } = reportFromJson(JSON.parse(shell(input)));
      assert.deepEqual({ outputs, verdict }, { outputs: inPage.outputs, verdict: inPage.verdict });
    }
  }
  assert.deepEqual(JSON.parse(pairs[0][0]).outputs[2], [...odd, "-0"].map((it) => (it === 0.1 ? Math.fround(0.1) : it)));
});

scenario("a run can be given up, and always settles", async (t) => {
  const site = await serve();
  const { page } = await browse(t);
  await page.goto(`${site}/en/`);
  const [kind, next] = await page.evaluate(async (root) => {
    const { run, dispose } = await import(`${root}/openhood.js`);
    const control = new AbortController();
    const slow = run(
      {
        collective: "all-reduce",
        algorithm: "ring",
        ranks: 4,
        count: 8,
        faults: [{ kind: "silent", rank: 1 }],
      },
      { signal: control.signal },
    );
    setTimeout(() => control.abort(), 100);
    const failed = await slow.then(
      () => "finished",
      (error) => (error === control.signal.reason ? error.name : String(error)),
    );
    const report = await run({ collective: "all-reduce", algorithm: "ring", ranks: 4, count: 8 });
    dispose();
    return [failed, report.verdict.agrees];
  }, site);
  assert.equal(kind, "AbortError");
  assert.equal(next, true);
});

scenario("imported from another origin's page it finds its wasm and its workers", async (t) => {
  const site = await serve();
  const { page, complaints } = await browse(t);
  await page.goto(await foreignPage(t, "<!doctype html><title>elsewhere</title>"));
  const seen = await page.evaluate(`(${sevenRanks})(${JSON.stringify(site)}, "workers-ports")`);
  assert.equal(seen.used, "workers-ports");
  assert.ok(seen.worst <= 1);
  const [rows, known] = await page.evaluate(async (root) => {
    const { catalogue, capabilities } = await import(`${root}/openhood.js`);
    return [await catalogue(), await capabilities()];
  }, site);
  assert.ok(rows.some((row) => row.collective === "all-reduce" && row.algorithm === "ring" && row.messages));
  assert.equal(known.isolated, false);
  assert.equal(known.shared_memory, false);
  assert.deepEqual(complaints, []);
});
