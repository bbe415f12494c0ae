// A ring written out a second time, for the tests: plain loops over whole vectors, no chunks shared, no typed arrays
// until the end. It makes the reports that the replay is tested with.

export const modulo = (value, modulus) => ((value % modulus) + modulus) % modulus;
export const round = { f32: Math.fround, f64: (x) => x, i32: (x) => x | 0, u32: (x) => x >>> 0 };
const arrays = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u32: Uint32Array };

export function combine(op, kind, received, own) {
  if (op === "min") return Math.min(received, own);
  if (op === "max") return Math.max(received, own);
  if (op === "product")
    return round[kind](kind === "i32" || kind === "u32" ? Math.imul(received, own) : received * own);
  return round[kind](received + own);
}

export function bounds(length, parts, index) {
  const at = (k) => Math.floor(length / parts) * k + Math.min(k, length % parts);
  return [at(index), at(index + 1)];
}

/** all-reduce, reduce-scatter or all-gather on a ring, as a report. */
export function ringReport({ collective = "all-reduce", ranks, inputs, op = "sum", kind = "f32", cut }) {
  const gathers = collective === "all-gather";
  const length = gathers ? inputs.flat().length : inputs[0].length;
  const vectors = inputs.map((input, rank) => {
    if (!gathers) return input.map(round[kind]);
    const vector = new Array(length).fill(0);
    input.forEach((value, k) => (vector[bounds(length, ranks, rank)[0] + k] = round[kind](value)));
    return vector;
  });
  const steps = (collective === "all-reduce" ? 2 : 1) * (ranks - 1);
  const adding = gathers ? 0 : collective === "reduce-scatter" ? steps : (cut ?? ranks - 1);
  const rows = [];
  const divide = (rank, chunk) => {
    const [from, to] = bounds(length, ranks, chunk);
    for (let k = from; k < to; k++) vectors[rank][k] = round[kind](vectors[rank][k] / ranks);
  };
  for (let step = 0; step < steps; step++) {
    const chunk = (rank) => modulo(rank - step - (gathers ? 0 : 1), ranks);
    if (op === "mean" && collective === "all-reduce" && step === adding && adding < ranks)
      vectors.forEach((_, rank) => divide(rank, chunk(rank)));
    const before = vectors.map((vector) => vector.slice());
    for (let rank = 0; rank < ranks; rank++) {
      const [from, to] = bounds(length, ranks, chunk(rank));
      const receiver = (rank + 1) % ranks;
      rows.push({
        from: rank,
        to: receiver,
        step,
        start: to > from ? from : 0,
        count: to - from,
        bytes: 4 * (to - from),
        combine: step < adding ? 1 : 0,
        chain: step + 1,
      });
      for (let k = from; k < to; k++) {
        vectors[receiver][k] =
          step < adding ? combine(op, kind, before[rank][k], before[receiver][k]) : before[rank][k];
      }
    }
  }
  if (op === "mean" && collective === "reduce-scatter") vectors.forEach((_, rank) => divide(rank, rank));
  if (op === "mean" && collective === "all-reduce" && adding >= ranks)
    for (let chunk = 0; chunk < ranks; chunk++) vectors.forEach((_, rank) => divide(rank, chunk));
  const typed = (values) => arrays[kind].from(values);
  const column = (name) => Uint32Array.from(rows, (row) => row[name]);
  const zeros = new Float64Array(rows.length);
  return {
    experiment: {
      collective,
      algorithm: "ring",
      ranks,
      op,
      kind,
      inputs: inputs.map(typed),
      ...(cut === undefined ? {} : { cut }),
    },
    engine: { requested: "auto", used: "simulated", why: null },
    outputs: vectors.map((vector, rank) =>
      typed(collective === "reduce-scatter" ? vector.slice(...bounds(length, ranks, rank)) : vector),
    ),
    verdict: { agrees: true, max_error: 0, tolerance: 0, identical_on_all_ranks: true },
    totals: { rounds: steps, messages: Array(ranks).fill(steps), bytes_sent: Array(ranks).fill(0) },
    predicted: {
      rounds: steps,
      messages: Array(ranks).fill(steps),
      bytes_sent: Array(ranks).fill(0),
      time_us: 0,
    },
    time: { wall_us: null, per_rank_us: [], resolution_us: 0, virtual_us: 0 },
    trace: {
      clock: "virtual",
      schedule: null,
      started_us: new Float64Array(ranks),
      finished_us: new Float64Array(ranks),
      messages: {
        from: column("from"),
        to: column("to"),
        step: column("step"),
        start: column("start"),
        count: column("count"),
        bytes: column("bytes"),
        combine: Uint8Array.from(rows, (row) => row.combine),
        chain: column("chain"),
        send_posted_us: zeros,
        send_released_us: zeros,
        recv_posted_us: zeros,
        recv_matched_us: zeros,
      },
    },
  };
}

/** Numbers without a pattern, the same every time. */
export function values(ranks, length, kind = "f32") {
  let state = 12345;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return Array.from({ length: ranks }, () =>
    Array.from({ length }, () => (kind.startsWith("f") ? next() * 2 - 0.5 : Math.floor(next() * 2 ** 31))),
  );
}

/** An engine for the figure's runs: it makes inputs up where only their count is given. */
export const engine = async ({ count, ...experiment }) => {
  const inputs = experiment.inputs ?? values(experiment.ranks, count, experiment.kind);
  return ringReport({ ...experiment, inputs: inputs.map((list) => Array.from(list)) });
};
