// Parts around the picture that the live figure and its still share: readouts, proof line, caption with legend.

import { html, nothing, svg, type TemplateResult } from "lit/html.js";
import type { Report } from "../../generated/core.d.ts";
import { edge, ground, hue, ink, muted } from "../../draw/colors.ts";
import { Darts } from "../../draw/dart.ts";
import { box, fill, segment, stroke } from "../../draw/marks.ts";
import { grouped, microseconds } from "../../draw/numbers.ts";
import { isTimed, traceHash, type Readout, type Timing } from "../../draw/readouts.ts";
import { figureCaption } from "../../elements/caption.ts";
import { readoutStrip } from "../../elements/readout-strip.ts";
import { isFailure, type Result } from "./runs.ts";
import type { CaptionFacts, Host, Text } from "./text.ts";

const keyCount = ({ parameters }: Result): number => parameters.ranks * parameters.elements;

export function verdictOf(result: Result, words: Text): { agrees: boolean; words: string } | null {
  const { chosen, parameters } = result;
  if (isFailure(chosen)) return null;
  const flipped = parameters.fault?.kind === "flip" ? parameters.fault.rank : -1; // damaged after the trace ends
  const differs = chosen.matches_outputs.flatMap((matches, rank) =>
    matches || rank === flipped ? [] : [rank],
  );
  const { agrees } = chosen.report.verdict;
  return {
    agrees: agrees && differs.length === 0,
    words: words.verdict({ agrees, keys: keyCount(result), ranks: parameters.ranks, differs }),
  };
}

const range = (values: readonly number[]): readonly [number, number] => [
  Math.min(...values),
  Math.max(...values),
];

export function facts(result: Result): CaptionFacts {
  const { chosen, volumes, parameters } = result;
  const [least, most] = range(volumes.sample.lengths);
  return {
    parameters,
    failed: isFailure(chosen),
    agrees: !isFailure(chosen) && chosen.report.verdict.agrees,
    keys: keyCount(result),
    bitonic: { rounds: volumes.bitonic.rounds, bytes: range(volumes.bitonic.bytes)[1] },
    sample: { rounds: volumes.sample.rounds, bytes: range(volumes.sample.bytes)[1], least, most },
  };
}

export function numbers(result: Result, timing: Timing | null, words: Text): TemplateResult {
  const { parameters, volumes, chosen } = result;
  if (isFailure(chosen)) return html`<p class="oh-readouts-failed">${words.readouts.failed}</p>`;
  const number = (value: number): string => grouped(value, words.language);
  const { rounds, bytes, lengths } = volumes[parameters.algorithm];
  const block_bytes = Math.max(1, parameters.elements * 4);
  const [, most] = range(lengths);
  const mean = bytes.reduce((sum, value) => sum + value, 0) / parameters.ranks;
  const rows: Readout[] = [
    { name: words.readouts.rounds, value: number(rounds), unit: words.readouts.formula(parameters), source: "counted" },
    { name: words.readouts.bytes, value: words.range(bytes), unit: words.readouts.blocks(mean / block_bytes), source: "counted" },
    { name: words.readouts.load, value: number(most), unit: words.readouts.of_average(most / Math.max(1, parameters.elements)), source: "counted" },
    time(chosen.report, timing, words),
  ];
  return readoutStrip(rows, words.sources);
}

function time(
  report: Report,
  timing: Timing | null,
  words: Text,
): Readout {
  const { readouts } = words;
  const name = timing ? readouts.time_of(timing.runs) : readouts.time;
  if (!isTimed(report)) {
    const absent = report.engine.used === "simulated" ? readouts.simulated : readouts.coarse(report.time.resolution_us);
    return { name, value: "–", unit: readouts.not_measured, source: "measured", absent };
  }
  const us = timing?.median_us ?? report.time.wall_us;
  return {
    name,
    value: us === null ? "–" : microseconds(us, words.language),
    unit: `µs ${readouts.resolution(timing?.spread_us ?? report.time.resolution_us)}`,
    source: "measured",
  };
}

/** What the numbers rest on: engine, timer, seed, trace. */
export function proof(result: Result, host: Host | null, words: Text): TemplateResult {
  const { parameters, sound, chosen } = result;
  const sort = isFailure(chosen) ? sound : chosen;
  const { engine, time: timed } = sort.report;
  const why = words.engine.why(engine, host);
  const differs = sound.matches_outputs.flatMap((matches, rank) => (matches ? [] : [rank]));
  const messages = sound.columns.reduce((sum, column) => sum + column.messages.length, 0);
  const parts = [
    words.engine.badge(engine, parameters.ranks) + (why === null ? "" : ` (${why})`),
    engine.used === "simulated" ? "" : words.proof.timer(timed.resolution_us),
    words.proof.seed(parameters.seed),
    words.proof.trace(traceHash(sort.report)),
    differs.length > 0 ? words.proof.mismatch(differs) : words.proof.replayed(messages, keyCount(result)),
  ];
  return html`<p class="oh-proof">${parts.map((part) => (part === "" ? nothing : html`<span>${part}</span>`))}</p>`;
}

export function caption(result: Result, words: Text): TemplateResult {
  const said = words.caption(facts(result));
  return figureCaption("sort-across-ranks", words, said, legendMarks(), words.legend);
}

function legendMarks(): TemplateResult[] {
  const swap = new Darts(6);
  const [left, right] = [4, 36];
  swap.add([[{ x: left, y: 4 }, { x: right, y: 18 }]], 0, true, false);
  swap.add([[{ x: left, y: 18 }, { x: right, y: 4 }]], 1, true, false);
  return [
    svg`${fill(box(4, 5, 12, 12), hue(0))}${fill(box(16, 5, 8, 12), hue(1))}${fill(box(24, 5, 12, 12), hue(2))}${stroke(segment(16, 5, 16, 17) + segment(24, 5, 24, 17), ground, 0.75)}`,
    swap.marks(1.25),
    svg`${fill(box(4, 4, 28, 6), ink)}${fill(box(4, 13, 18, 6), edge)}`,
    svg`${stroke(box(4.5, 6.5, 28, 9), muted, 1, "3 2")}`,
    svg`${stroke(segment(14, 1, 14, 21), ink, 1)}${stroke(segment(28, 1, 28, 21), ink, 1, "3 3")}`,
  ];
}
