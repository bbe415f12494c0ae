// What the soak does in the page. The function is sent to the page as text, so it holds all that it needs.
//
// Run number n of a seed is always the same run: its ranks, engine, collective, lengths, numbers, fault and what befalls
// it come from dice of its own.

/** Does the runs [first, first + count) of `seed`, and throws at the first one that is not what it has to be. */
export async function soak({ site, seed, first, count }) {
  const { run, validate, dispose } = await import(`${site}/openhood.js`);
  const RUN_MS_MAX = 30_000;
  const SILENCE_MS = 300;

  /** Dice that fall the same way for the same seed (mulberry32). */
  const diceOf = (start) => {
    let state = start >>> 0;
    const next = () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let word = Math.imul(state ^ (state >>> 15), 1 | state);
      word ^= word + Math.imul(word ^ (word >>> 7), 61 | word);
      return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
    };
    return { next, below: (bound) => Math.floor(next() * bound), oneOf: (list) => list[Math.floor(next() * list.length)] };
  };

  const ROWS = [
    ["barrier", "dissemination"],
    ["broadcast", "binomial-tree"],
    ["gather", "linear"],
    ["all-gather", "ring"],
    ["all-to-all", "pairwise"],
    ["reduce-scatter", "ring"],
    ["all-reduce", "ring"],
    ["all-reduce", "gather-broadcast"],
    ["sort", "bitonic"],
    ["sort", "sample"],
  ];
  const ARRAYS = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u32: Uint32Array };
  const FAULTS = ["kill", "panic", "silent", "delay", "op", "count", "flip"];
  const BLOWS = ["abort", "dispose", "terminate"];
  const ELEMENTS_MAX = 100_000;
  const ELEMENTS_TOTAL_MAX = 600_000;

  /** Every worker of the page, as somebody else might get hold of it. */
  if (!globalThis.soakWorkers) {
    const workers = (globalThis.soakWorkers = new Set());
    globalThis.Worker = class extends Worker {
      constructor(...all) {
        super(...all);
        workers.add(this);
      }
      terminate() {
        workers.delete(this);
        super.terminate();
      }
    };
  }

  const chunk = (n, parts, index) => {
    const start = (at) => at * Math.floor(n / parts) + Math.min(at, n % parts);
    return [start(index), start(index + 1)];
  };
  const joined = (lists) => lists.flatMap((list) => Array.from(list));

  /** What each rank must hold: lists of [value, how far off it may be]; null where it receives nothing. */
  function expected({ collective, ranks, inputs, root, op, kind }) {
    const exact = (list) => Array.from(list, (value) => [value, 0]);
    const each = (make) => Array.from({ length: ranks }, (_, rank) => make(rank));
    if (collective === "barrier") return each(() => null);
    if (collective === "broadcast") return each(() => exact(inputs[root]));
    if (collective === "gather") return each((rank) => (rank === root ? exact(joined(inputs)) : null));
    if (collective === "all-gather") return each(() => exact(joined(inputs)));
    if (collective === "all-to-all")
      return each((rank) => exact(joined(inputs.map((input) => input.slice(...chunk(input.length, ranks, rank))))));
    const whole = Array.from(inputs[0], (_, index) => reduced(inputs.map((input) => input[index]), op, kind));
    if (collective === "all-reduce") return each(() => whole);
    return each((rank) => whole.slice(...chunk(whole.length, ranks, rank)));
  }

  function reduced(values, op, kind) {
    if (op === "min") return [Math.min(...values), 0];
    if (op === "max") return [Math.max(...values), 0];
    if (kind === "i32" || kind === "u32") {
      const wrap = kind === "i32" ? (value) => value | 0 : (value) => value >>> 0;
      const combine = op === "product" ? (a, b) => wrap(Math.imul(a, b)) : (a, b) => wrap(a + b);
      return [values.reduce(combine), 0];
    }
    const epsilon = kind === "f32" ? 2 ** -23 : 2 ** -52;
    const share = 2 * values.length * epsilon;
    if (op === "product") {
      const product = values.reduce((a, b) => a * b);
      return [product, share * Math.abs(product) + Number.MIN_VALUE];
    }
    const scale = op === "mean" ? values.length : 1;
    const sum = values.reduce((a, b) => a + b);
    return [sum / scale, (share * values.reduce((a, b) => a + Math.abs(b), 0)) / scale];
  }

  /** What is wrong with the outputs; null if nothing is. */
  function wrong(experiment, outputs) {
    const kind = ARRAYS[experiment.kind];
    if (experiment.collective === "sort") {
      const all = kind.from(joined(experiment.inputs)).sort();
      const got = kind.from(joined(outputs));
      if (got.length !== all.length) return `${got.length} elements of ${all.length}`;
      const at = all.findIndex((value, index) => value !== got[index]);
      return at < 0 ? null : `element ${at} of all is ${got[at]}, not ${all[at]}`;
    }
    const wanted = expected(experiment);
    for (const [rank, output] of outputs.entries()) {
      const want = wanted[rank];
      if (want === null || output === null) {
        if (want !== output) return `rank ${rank} ${output ? "has" : "has no"} result`;
        continue;
      }
      if (!(output instanceof kind)) return `rank ${rank} has a ${output.constructor.name}`;
      if (output.length !== want.length) return `rank ${rank} has ${output.length} elements of ${want.length}`;
      for (let index = 0; index < want.length; index++) {
        const [value, off] = want[index];
        if (!(Math.abs(output[index] - value) <= off))
          return `element ${index} of rank ${rank} is ${output[index]}, not ${value}`;
      }
    }
    return null;
  }

  /** Run `number`: the experiment, and what befalls it from outside. */
  async function roll(number) {
    const dice = diceOf(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
    const ranks = dice.below(16) === 0 ? 32 : 1 + dice.below(16);
    const engine = dice.oneOf(["workers-shared", "workers-shared", "workers-ports", "workers-ports", "simulated"]);
    const [collective, algorithm] = dice.oneOf(ROWS);
    const kind = dice.oneOf(Object.keys(ARRAYS));
    const whole = kind === "i32" || kind === "u32";
    const op = dice.oneOf(whole ? ["sum", "product", "min", "max"] : ["sum", "product", "min", "max", "mean"]);
    const copies = collective === "all-gather" ? ranks + 1 : 2;
    const most = Math.min(ELEMENTS_MAX, Math.floor(ELEMENTS_TOTAL_MAX / (copies * ranks)));
    const length = Math.floor(most ** dice.next() * 1.0001) - (dice.below(8) === 0 ? 1 : 0);
    const uneven = ["gather", "all-gather", "all-to-all", "sort"].includes(collective) && dice.below(2) === 0;
    const value = { f32: () => dice.next() * 2 - 1, f64: () => dice.next() * 2 - 1 };
    value.i32 = () => dice.below(2001) - 1000;
    value.u32 = () => dice.below(1001);
    const inputs = Array.from({ length: ranks }, () =>
      ARRAYS[kind].from({ length: uneven ? dice.below(length + 2) : length }, value[kind]),
    );
    const experiment = { collective, algorithm, ranks, op, kind, engine, root: dice.below(ranks), trace: dice.below(4) > 0 };
    if (collective !== "barrier") experiment.inputs = inputs;
    const fault = { kind: dice.oneOf(FAULTS), rank: dice.below(ranks) };
    if (fault.kind === "delay") fault.value = dice.below(40);
    const step = dice.below(2 * ranks);
    const broken = dice.below(100);
    const after_ms = dice.below(60);
    if (broken < 45) {
      // A fault that could not show is refused; then there is none.
      const choices = [{ ...fault, step }, fault];
      for (const choice of choices) {
        const asked = { ...experiment, faults: [choice] };
        if (choice.kind === "silent") asked.limit_ms = SILENCE_MS;
        if ((await validate(asked)).problems.length === 0) return { experiment: asked, fault: choice };
      }
    }
    const blow = broken >= 85 ? dice.oneOf(BLOWS) : null;
    // Most runs are over before anything can befall them, so half of those that something befalls are held up.
    if (blow && dice.below(2) === 0) experiment.faults = [{ kind: "delay", rank: fault.rank, value: 120 }];
    return { experiment, blow, after_ms, victim: dice.below(32) };
  }

  /** Strikes a run from outside, a moment after it was asked for. */
  function strike({ blow, after_ms, victim }, control) {
    const blows = {
      abort: () => control.abort(),
      dispose,
      terminate: () => {
        const workers = [...soakWorkers];
        workers[victim % workers.length]?.terminate();
      },
    };
    return setTimeout(() => (blow ? blows[blow]() : null), after_ms);
  }

  /** Whether a failure is the one that was asked for; if not, what it should have been. */
  function objection({ experiment, fault, blow }, failure) {
    const named = (rank) => [failure.rank, failure.peer].includes(rank);
    const is = (kind, fine) => (failure.kind === kind && fine ? null : `${kind} of rank ${fault?.rank}`);
    switch (fault?.kind ?? blow) {
      case "kill":
        return is("killed", failure.rank === fault.rank);
      case "panic":
        return is("panic", failure.rank === fault.rank);
      case "silent": // if everybody else is done, nobody waits for it
        return is("timeout", named(fault.rank) || failure.waiting.length === 0);
      case "op":
      case "count":
        return is("mismatch", named(fault.rank));
      case "abort":
        return is("cancelled", true);
      case "terminate":
        return is("killed", failure.rank !== null);
      default:
        return "no failure";
    }
  }

  const sure = ["kill", "panic", "silent", "op", "count"];
  const tally = {};
  let longest_ms = 0;
  for (let number = first; number < first + count; number++) {
    const rolled = await roll(number);
    const { experiment, fault, blow } = rolled;
    const control = new AbortController();
    let patience;
    const hung = new Promise((_, fail) => {
      patience = setTimeout(() => fail(new Error("it hangs")), RUN_MS_MAX);
    });
    const { collective, algorithm, ranks, engine, kind, op } = experiment;
    const lengths = experiment.inputs?.map((input) => input.length).join() ?? "";
    const why = (problem) =>
      new Error(
        `run ${number} of seed ${seed}: ${problem}\n${collective}/${algorithm} ${op} ${kind} on ${ranks} ${engine}, ` +
          `lengths ${lengths}, fault ${JSON.stringify(fault)}, ${blow} after ${rolled.after_ms} ms`,
      );
    const start_ms = performance.now();
    const pending = run(experiment, { signal: control.signal });
    const striking = strike(rolled, control);
    const ended = await Promise.race([pending, hung]).then(
      (report) => ({ report }),
      (error) => ({ error }),
    );
    // What comes too late must not befall the next run; nor may that get a worker whose end is not noticed yet.
    clearTimeout(patience);
    clearTimeout(striking);
    if (blow === "terminate") await new Promise((go_on) => setTimeout(go_on, 100));
    longest_ms = Math.max(longest_ms, performance.now() - start_ms);
    let came = "right";
    if (ended.error) {
      // Who gives up hears the reason of its own signal.
      const gave_up = blow === "abort" && ended.error === control.signal.reason;
      const failure = gave_up ? { kind: "cancelled", message: "given up" } : ended.error.failure;
      if (!failure) throw why(String(ended.error.stack ?? ended.error));
      const problem = objection(rolled, failure);
      if (problem) throw why(`${failure.kind}: ${failure.message}; expected ${problem}`);
      came = failure.kind;
    } else {
      const { report } = ended;
      if (sure.includes(fault?.kind)) throw why(`it went well in spite of ${fault.kind}`);
      if (report.engine.used !== engine) throw why(`it ran on ${report.engine.used}: ${report.engine.why}`);
      const flipped = fault?.kind === "flip";
      const problem = wrong(experiment, report.outputs);
      if (!flipped && problem) throw why(problem);
      if (report.verdict.agrees === flipped) throw why(`the verdict is ${report.verdict.agrees}`);
      if (flipped) came = "flip seen";
    }
    const name = `${engine} ${fault?.kind ?? blow ?? "plain"}: ${came}`;
    tally[name] = (tally[name] ?? 0) + 1;
  }
  return { tally, longest_ms };
}

/** Ends all workers and starts two, so that what is left is comparable. */
export async function settle({ site }) {
  const { run, dispose } = await import(`${site}/openhood.js`);
  dispose();
  await run({ collective: "barrier", ranks: 2, engine: "workers" });
}

/** The largest run that the dice can ask for, so that memory that grows once has grown. */
export async function warmUp({ site }) {
  const { run } = await import(`${site}/openhood.js`);
  for (const engine of ["workers-shared", "workers-ports", "simulated"]) {
    const inputs = Array.from({ length: 6 }, () => new Float64Array(100_000).fill(1));
    await run({ collective: "all-reduce", ranks: 6, kind: "f64", inputs, engine });
    await run({ collective: "all-gather", ranks: 32, kind: "f64", count: 600, engine });
  }
}
