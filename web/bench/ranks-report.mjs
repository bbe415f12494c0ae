// Tables of what was measured with ranks, for people.

/** One line for each row, under a heading for each operation and number of ranks. */
export function rowTable(rows) {
  const groups = Map.groupBy ? Map.groupBy(rows, heading) : grouped(rows);
  return [...groups].flatMap(([name, members]) => {
    const ordered = members.toSorted((a, b) => a.bytes - b.bytes || a.engine.localeCompare(b.engine));
    return ["", name.padEnd(34) + columns("median us", "[min .. max]", "alg GB/s", "bus GB/s"), ...ordered.map(rowLine)];
  });
}

const heading = ({ op, ranks }) => `${op}, ${ranks} ranks`;

function grouped(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(heading(row), [...(groups.get(heading(row)) ?? []), row]);
  return groups;
}

function rowLine({ engine, algorithm, bytes, median_us, min_us, max_us, algbw_GBps, busbw_GBps }) {
  const what = `  ${size(bytes).padStart(8)}  ${engine}${engine === "reference" ? "" : `, ${algorithm}`}`;
  const range = `[${digits(min_us)} .. ${digits(max_us)}]`;
  return what.padEnd(34) + columns(digits(median_us), range, digits(algbw_GBps), digits(busbw_GBps));
}

const columns = (median, range, algbw, busbw) =>
  median.padStart(11) + range.padStart(24) + algbw.padStart(10) + busbw.padStart(10);

/** What was to be reached, what was measured, and the verdict. */
export function goalLines(goals) {
  if (goals.length === 0) return [];
  const heading = `${"goals".padEnd(66)}${"ours us".padStart(9)}${"other us".padStart(10)}${"ratio".padStart(8)}`;
  return ["", heading, ...goals.map(goalLine)];
}

function goalLine({ goal, ours_us, reference_us, ratio, ratio_min, ratio_max, limit, next, reached }) {
  const times = digits(ours_us.median).padStart(9) + digits(reference_us.median).padStart(10);
  const range = `${digits(ratio).padStart(8)} [${digits(ratio_min)} .. ${digits(ratio_max)}]`;
  const limits = `at most ${limit}${next === null ? "" : ` then ${next}`}`;
  const verdict = !reached ? "not reached" : next !== null && ratio <= next ? "both reached" : "reached";
  return `  ${goal.padEnd(64)}${times}${range.padEnd(28)}${limits.padEnd(18)}${verdict}`;
}

const UNITS = [
  [2 ** 20, "MiB"],
  [2 ** 10, "KiB"],
];

function size(bytes) {
  const [unit, name] = UNITS.find(([unit]) => bytes >= unit) ?? [1, "B"];
  return bytes === 0 ? "-" : `${digits(bytes / unit)} ${name}`;
}

/** Three digits that matter. */
const digits = (value) =>
  value === null ? "-" : value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
