// Parts around the picture that the live figure and its still share: caption with legend, readouts, proof line.

import { html, nothing, svg, type TemplateResult } from "lit/html.js";
import { Barcodes } from "../../draw/barcode.ts";
import { braidMarks } from "../../draw/braid.ts";
import { ground, ink } from "../../draw/colors.ts";
import { Darts } from "../../draw/dart.ts";
import { box, fill, stroke } from "../../draw/marks.ts";
import { readouts, traceHash, type Readout, type Timing } from "../../draw/readouts.ts";
import { figureCaption } from "../../elements/caption.ts";
import { readoutStrip } from "../../elements/readout-strip.ts";
import { isFailure, type Result } from "./runs.ts";
import type { Numbers } from "../../generated/core.d.ts";
import type { RankCheck } from "../../draw/compare.ts";
import type { Block } from "../../draw/partition.ts";
import { grouped } from "../../draw/numbers.ts";
import { tokensOf, type Worked } from "./gap.ts";
import type { CaptionFacts, ForkFacts, GapFacts, Host, Text } from "./text.ts";

/** Outputs that are shown, and what they are worth. */
export interface Shown {
  readonly outputs: (Numbers | null)[];
  readonly checks: readonly RankCheck[];
  readonly blocks: readonly Block[];
  /** Whether they went through the gap. */
  readonly worked: boolean;
}

/** What the ring returned; or, where its sum is right and there is work in the gap, what the two halves returned. */
export function shownOutputs({ ring, halves }: Result): Shown | null {
  if (isFailure(ring)) return null;
  const { report, blocks } = ring.replay;
  if (!ring.gap || !report.verdict.agrees)
    return { outputs: report.outputs, checks: ring.checks, blocks, worked: false };
  return { outputs: halves.gather.report.outputs, checks: ring.gap.checks, blocks, worked: true };
}

const wrongIn = (checks: readonly RankCheck[]): number =>
  checks.reduce((sum, check) => sum + check.wrong_count, 0);

const most = (list: readonly Worked[], key: "touched" | "state_bytes"): number =>
  Math.max(0, ...list.map((one) => one[key]));

function gapFacts(result: Result): GapFacts | null {
  const { ring, halves } = result;
  const shown = shownOutputs(result);
  if (!shown?.worked || !halves.gap || isFailure(ring) || !ring.gap) return null;
  const { work, chunks } = halves.gap;
  const tokens = tokensOf(shown.blocks, work.token);
  return {
    gap: work.gap,
    wrong: wrongIn(shown.checks),
    touched: most(chunks, "touched"),
    whole: most(ring.gap.whole, "touched"),
    state_bytes: most(chunks, "state_bytes"),
    state_whole: most(ring.gap.whole, "state_bytes"),
    bytes: Math.max(
      ...halves.scatter.report.totals.bytes_sent.map(
        (bytes, rank) => bytes + (halves.gather.report.totals.bytes_sent[rank] ?? 0),
      ),
    ),
    token: work.token,
    tokens: tokens.count,
    cut_tokens: tokens.cut,
    total: Array.from(shown.outputs[0] ?? []).reduce((sum, value) => sum + value, 0),
  };
}

export function forkFacts({ ghost, parameters }: Result, swapped: boolean): ForkFacts | null {
  if (!ghost) return null;
  const { t, cut, op, edits } = ghost.fork;
  const { differ, compared } = ghost.difference;
  return { t, steps: 2 * (parameters.ranks - 1), cut, op, edits, differ, compared, swapped };
}

export function facts(result: Result, swapped = false): CaptionFacts {
  const { parameters, cut, ring } = result;
  const shared = {
    ranks: parameters.ranks,
    cut,
    fault: parameters.fault?.kind ?? null,
    chunks: parameters.ranks ** 2,
    gap: gapFacts(result),
    fork: forkFacts(result, swapped),
  };
  if (isFailure(ring))
    return { ...shared, equal: 0, compared: 0, wrong: 0, identical: null, agrees: false, failed: true };
  const { verdict } = ring.replay.report;
  return {
    ...shared,
    failed: false,
    agrees: verdict.agrees,
    identical: verdict.identical_on_all_ranks,
    equal: ring.braid.equal,
    compared: ring.braid.compared,
    wrong: wrongIn(ring.checks),
  };
}

export function verdictWords(result: Result, words: Text): { agrees: boolean; words: string } | null {
  if (isFailure(result.ring)) return null;
  const { replay } = result.ring;
  const { wrong, chunks, ranks, agrees, gap } = facts(result);
  const flipped = result.parameters.fault?.kind === "flip" ? result.parameters.fault.rank : -1; // its output is damaged after the trace ends
  const differs = replay.matches_outputs.flatMap((matches, rank) =>
    matches || rank === flipped ? [] : [rank],
  );
  if (gap && differs.length === 0) {
    const line = { agrees: false, wrong: gap.wrong, chunks, ranks, differs };
    return {
      agrees: gap.wrong === 0,
      words: gap.wrong === 0 ? words.gaps.verdict : words.verdict_line(line),
    };
  }
  return {
    agrees: agrees && differs.length === 0,
    words: words.verdict_line({ agrees, wrong, chunks, ranks, differs }),
  };
}

export function caption(result: Result, words: Text, swapped = false): TemplateResult {
  const said = words.caption(facts(result, swapped));
  return figureCaption("ring-all-reduce", words, said, legendMarks(), words.legend());
}

function legendMarks(): TemplateResult[] {
  const partial = new Barcodes();
  partial.add(11, 4, 17, 13, [1, 1, 0, 0, 1, 1]);
  const done = new Barcodes();
  done.add(13, 6, 15, 10, [1, 1, 1, 1, 1, 1]);
  const dart = (combines: boolean, critical: boolean): TemplateResult => {
    const darts = new Darts(6);
    darts.add(
      [
        [
          { x: 2, y: 5 },
          { x: 36, y: 17 },
        ],
      ],
      1,
      combines,
      critical,
    );
    return darts.marks(1.25);
  };
  return [
    partial.marks(),
    svg`${fill(box(8, 1, 24, 20), ground)}${stroke(box(8.5, 1.5, 23, 19) + box(10.5, 3.5, 19, 15), ink, 1)}${done.marks()}`,
    dart(true, false),
    dart(false, false),
    dart(true, true),
    braidMarks(
      [
        { top: 10, bottom: 10, equal: [true, true, true] },
        { top: 30, bottom: 30, equal: [false, false, false] },
      ],
      0,
      22,
      24,
    ),
  ];
}

export function numbers(result: Result, timing: Timing | null, words: Text): TemplateResult {
  const report = isFailure(result.ring) ? null : result.ring.replay.report;
  if (!report) return html`<p class="oh-readouts-failed">${words.readouts.failed}</p>`;
  const rows = readouts(report, timing, words.readouts, words.language);
  if (result.ghost) {
    const time = rows.pop() as Readout;
    rows.push({ ...time, unit: words.readouts.not_measured, absent: words.fork.not_timed });
  }
  const gap = gapFacts(result);
  if (!gap) return readoutStrip(rows, words.readouts);
  const counted = (name: string, value: number, whole: number): Readout => ({
    name,
    value: grouped(value, words.language),
    unit: words.gaps.instead_of(whole),
    source: "counted",
  });
  const [messages, bytes, modelled] = rows as [Readout, Readout, Readout];
  const touched = counted(words.gaps.touched, gap.touched, gap.whole);
  const last =
    gap.state_whole > 0 ? counted(words.gaps.state, gap.state_bytes, gap.state_whole) : modelled;
  return readoutStrip([messages, bytes, touched, last], words.readouts);
}

/** What the numbers rest on: engine, timer, seed, trace. */
export function proof(
  result: Result,
  words: Text,
  more: { naive: string | null; host: Host | null },
): TemplateResult {
  const { parameters, halves, ring } = result;
  const whole = isFailure(ring) ? null : ring.replay;
  const { engine, time } = (whole ?? halves.scatter).report;
  const replayed = [whole, halves.scatter, halves.gather].reduce(
    (sum, replay) => sum + (replay?.steps.flat().length ?? 0),
    0,
  );
  const why = words.engine.why(engine, more.host);
  const differs = whole?.matches_outputs.flatMap((matches, rank) => (matches ? [] : [rank])) ?? [];
  const parts = [
    words.engine.badge(engine, parameters.ranks) + (why === null ? "" : ` (${why})`),
    engine.used === "simulated" ? "" : words.proof.timer(time.resolution_us),
    words.proof.seed(parameters.seed, parameters.edits.length),
    whole && !result.ghost ? words.proof.trace(traceHash(whole.report)) : "",
    words.proof.replayed(replayed),
    more.naive === null ? "" : words.proof.naive(more.naive),
    differs.length > 0 ? words.proof.mismatch(differs) : "",
  ];
  return html`<p class="oh-proof">${parts.map((part) => (part === "" ? nothing : html`<span>${part}</span>`))}</p>`;
}
