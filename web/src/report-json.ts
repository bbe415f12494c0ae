// A report as the command line prints it, turned into the report a page gets: lists become typed arrays, and the
// strings that stand for numbers JSON does not have become those numbers.

import type { Kind, Report } from "./generated/core.d.ts";
import { numbersOf } from "./draw/arithmetic.ts";

type Listed = readonly (number | string)[];

const plain = (values: Listed): number[] => values.map(Number);

export function reportFromJson(json: unknown): Report {
  const report = json as Report & {
    trace: { messages: Record<string, Listed>; started_us: Listed; finished_us: Listed } | null;
  };
  const kind: Kind = report.experiment.kind ?? "f32";
  const numbers = (values: unknown): ReturnType<typeof numbersOf> => numbersOf(kind, plain(values as Listed));
  const { trace } = report;
  return {
    ...report,
    experiment: { ...report.experiment, inputs: (report.experiment.inputs ?? []).map(numbers) },
    outputs: report.outputs.map((output) => (output === null ? null : numbers(output))),
    verdict: {
      ...report.verdict,
      max_error: Number(report.verdict.max_error),
      tolerance: Number(report.verdict.tolerance),
    },
    trace: trace && {
      ...trace,
      started_us: Float64Array.from(plain(trace.started_us)),
      finished_us: Float64Array.from(plain(trace.finished_us)),
      messages: Object.fromEntries(
        Object.entries(trace.messages).map(([name, column]) => [name, typedColumn(name, plain(column))]),
      ),
    },
  } as unknown as Report;
}

function typedColumn(name: string, values: number[]): Float64Array | Uint8Array | Uint32Array {
  if (name.endsWith("_us")) return Float64Array.from(values);
  return name === "combine" ? Uint8Array.from(values) : Uint32Array.from(values);
}
