// What the bench page says in English.

import { byteWords, durationWords, type Text } from "./text.ts";

export const en: Text = {
  title: "Measure on this device",
  detail: "how much",
  details: { quick: "quick", usual: "usual", full: "everything" },
  largest: "messages up to",
  start: "Start",
  again: "Measure again",
  stop: "Stop",
  idle: "Nothing runs until you press start. From then on all cores will be busy.",
  progress: "progress",
  running: (done, total, what) => `${done} of ${total}: ${what}`,
  finished: "Done.",
  stopped: "Stopped. What was measured until then is below.",
  failed: (why) => `Ended early: ${why}`,
  where: ({ browser, system, cores, isolated, resolution_us }) =>
    `${browser} on ${system}, ${cores} cores, ${isolated ? "isolated" : "not isolated"}; ` +
    `the clock moves in steps of ${durationWords(resolution_us)}`,
  not_isolated:
    "This page is not cross-origin isolated, so ranks cannot share memory and the clock is coarse: only message " +
    "ports and the start of workers are measured.",
  not_secure:
    "This page is not served over https, so the browser does not let ranks share memory and makes the clock coarse: only " +
    "message ports and the start of workers are measured.",
  ops: {
    barrier: "barrier",
    "ping-pong": "round trip",
    broadcast: "broadcast",
    "all-gather": "all-gather",
    "reduce-scatter": "reduce-scatter",
    "all-reduce": "all-reduce",
  },
  references: {
    copy: "two workers copying",
    "wait-notify": "bare wait and notify",
    dissemination: "bare dissemination barrier",
    start: "start of workers",
  },
  engines: {
    "workers-shared": "workers, shared memory",
    "workers-ports": "workers, message ports",
    threads: "threads",
    reference: "the browser alone",
  },
  on_ranks: (op, ranks) => `${op}, ${ranks} ranks`,
  floor: (resolution) => `below the clock’s step, ${resolution}`,
  op: "operation",
  view: "shown",
  views: { time: "time of a call", bandwidth: "bus bandwidth" },
  legend: "curves",
  laid_over: (engine) => `${engine}, from the file`,
  chart: "Medians, with the range from the fastest sample to the slowest; both axes logarithmic. The table below has the numbers.",
  point: ({ engine, ranks, bytes, median_us, min_us, max_us }) =>
    `${en.engines[engine]}, ${bytes > 0 ? byteWords(bytes) : `${ranks} ranks`}: ${durationWords(median_us)} ` +
    `(${durationWords(min_us)} to ${durationWords(max_us)})`,
  goals: "Goals of this project",
  goal_names: {},
  goal_columns: ["goal", "ours", "reference", "ratio", "wanted"],
  limit: (limit, next) => (next === null ? `at most ${limit}` : `at most ${limit}, then ${next}`),
  verdicts: { reached: "reached", all: "both reached", missed: "not reached" },
  table: "All numbers",
  columns: ["operation", "engine", "algorithm", "ranks", "size", "median", "fastest to slowest", "bus GB/s"],
  troubles: "Could not be measured",
  export: "Save as JSON Lines",
  lay: "Overlay a file",
  take_off: "Remove the overlay",
  refused: (refusal) => {
    if (refusal.kind === "empty") return "That file holds no measurements.";
    if (refusal.kind === "unread") return "The browser cannot read that file.";
    if (refusal.kind === "size") return `That file is too large: at most ${byteWords(refusal.limit)} can be overlaid.`;
    if (refusal.kind === "count") return `That file holds more than ${refusal.limit} measurements.`;
    if (refusal.kind === "text") return `Line ${refusal.line} of that file is not JSON.`;
    const { line, field, got, least, most, whole } = refusal;
    const number = whole ? "a whole number" : "a number";
    const found = got === "" ? "is missing" : `is ${got}`;
    return `Line ${line} of that file: ${field} ${found}; it has to be ${number} from ${least} to ${most}.`;
  },
};
