// Parts around the picture that the live figure and its still share: caption with legend, readouts, proof line.

import { html, nothing, svg, type TemplateResult } from "lit/html.js";
import { Barcodes } from "../../draw/barcode.ts";
import { braidMarks } from "../../draw/braid.ts";
import { ground, ink } from "../../draw/colors.ts";
import { Darts } from "../../draw/dart.ts";
import { box, fill, stroke } from "../../draw/marks.ts";
import { readouts, traceHash, type Timing } from "../../draw/readouts.ts";
import { readoutStrip } from "../../elements/readout-strip.ts";
import { isFailure, type Result } from "./runs.ts";
import type { CaptionFacts, Host, Text } from "./text.ts";

export function facts(result: Result): CaptionFacts {
  const { parameters, cut, ring } = result;
  const shared = {
    ranks: parameters.ranks,
    cut,
    fault: parameters.fault?.kind ?? null,
    chunks: parameters.ranks ** 2,
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
    wrong: ring.checks.reduce((sum, check) => sum + check.wrong_count, 0),
  };
}

export function verdictWords(result: Result, words: Text): { agrees: boolean; words: string } | null {
  if (isFailure(result.ring)) return null;
  const { replay } = result.ring;
  const { wrong, chunks, ranks, agrees } = facts(result);
  const flipped = result.parameters.fault?.kind === "flip" ? result.parameters.fault.rank : -1; // its output is damaged after the trace ends
  const differs = replay.matches_outputs.flatMap((matches, rank) =>
    matches || rank === flipped ? [] : [rank],
  );
  return {
    agrees: agrees && differs.length === 0,
    words: words.verdict_line({ agrees, wrong, chunks, ranks, differs }),
  };
}

export function caption(result: Result, words: Text): TemplateResult {
  const { claim, rest } = words.caption(facts(result));
  return html`<figcaption class="oh-caption"><span class="oh-caption-label">${words.figure}</span><p><strong>${claim}</strong>${words.language === "en" ? " " : ""}${rest}</p>${legend(words)}</figcaption>`;
}

function legend(words: Text): TemplateResult {
  const names = words.legend();
  return html`<ul class="oh-legend">${legendMarks().map((mark, index) => html`<li><svg width="40" height="22" aria-hidden="true">${mark}</svg>${names[index] ?? ""}</li>`)}</ul>`;
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
  return readoutStrip(readouts(report, timing, words.readouts, words.language), words.readouts);
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
    whole ? words.proof.trace(traceHash(whole.report)) : "",
    words.proof.replayed(replayed),
    more.naive === null ? "" : words.proof.naive(more.naive),
    differs.length > 0 ? words.proof.mismatch(differs) : "",
  ];
  return html`<p class="oh-proof">${parts.map((part) => (part === "" ? nothing : html`<span>${part}</span>`))}</p>`;
}
