// Parts around the picture that the live figure and its still share: verdict, numbers, proof, caption with legend.

import { html, nothing, svg, type TemplateResult } from "lit/html.js";
import { edge, ground, hue } from "../draw/colors.ts";
import { Darts } from "../draw/dart.ts";
import { box, fill, stroke } from "../draw/marks.ts";
import { grouped, microseconds } from "../draw/numbers.ts";
import { isTimed, traceHash, type Readout } from "../draw/readouts.ts";
import { figureCaption } from "../elements/caption.ts";
import { readoutStrip } from "../elements/readout-strip.ts";
import { verdictPill } from "../elements/verdict-pill.ts";
import type { Report } from "../generated/core.d.ts";
import type { Definition } from "./definition.ts";
import { chosen, type Result, type Telling } from "./runs.ts";
import type { Words } from "./text.ts";

/** On all runs on show; none if one failed. */
export function verdictOf(result: Result, words: Words): TemplateResult | typeof nothing {
  if (result.told.some(({ report }) => report === null)) return nothing;
  const agrees = result.told.every(({ report }) => report?.verdict.agrees);
  return verdictPill(agrees, words.verdict(agrees, result.parameters.ranks));
}

/** A number of the chosen run, and beside it that of the other one. */
function both(
  result: Result,
  words: Words,
  name: string,
  source: Readout["source"],
  value: (report: Report) => string,
  unit = "",
): Readout {
  const [upper, lower] = result.told;
  const besides =
    lower?.report ? words.readouts.besides(lower.algorithm, value(lower.report)) : "";
  return {
    name,
    value: upper?.report ? value(upper.report) : "–",
    unit: [unit, besides].filter((part) => part !== "").join(" · "),
    source,
  };
}

export function numbers(result: Result, words: Words): TemplateResult {
  const { report } = chosen(result);
  if (!report) return html`<p class="oh-readouts-failed">${words.readouts.failed}</p>`;
  const number = (value: number): string => grouped(value, words.language);
  const { readouts } = words;
  return readoutStrip(
    [
      both(result, words, readouts.rounds, "counted", ({ totals }) => number(totals.rounds)),
      both(result, words, readouts.bytes, "counted", ({ totals }) => number(Math.max(0, ...totals.bytes_sent))),
      both(
        result,
        words,
        readouts.time,
        "modelled",
        ({ predicted }) => (predicted.time_us === null ? "–" : microseconds(predicted.time_us, words.language)),
        "µs",
      ),
      wall(result, report, words),
    ],
    words.sources,
  );
}

function wall(result: Result, report: Report, words: Words): Readout {
  const { readouts } = words;
  if (isTimed(report)) {
    const value = ({ time }: Report): string => (time.wall_us === null ? "–" : microseconds(time.wall_us, words.language));
    return both(result, words, readouts.wall, "measured", value, `µs ${readouts.resolution(report.time.resolution_us)}`);
  }
  const absent = report.engine.used === "simulated" ? readouts.simulated : readouts.coarse(report.time.resolution_us);
  return { name: readouts.wall, value: "–", unit: readouts.not_measured, source: "measured", absent };
}

/** What the numbers rest on. */
export function proof(result: Result, words: Words): TemplateResult {
  const { report, proof: proved } = chosen(result);
  const matches = result.told.map(({ scene }) => scene.outputs_match);
  const parts = [
    report ? words.engine.badge(report.engine, result.parameters.ranks) : "",
    words.proof.seed(result.parameters.seed),
    report ? words.proof.trace(traceHash(report)) : "",
    proved ? words.proof.proved(proved) : "",
    matches.includes(false) ? words.proof.labels_differ : matches.includes(true) ? words.proof.labels : "",
  ];
  return html`<p class="oh-proof">${parts.map((part) => (part === "" ? nothing : html`<span>${part}</span>`))}</p>`;
}

export function caption(definition: Definition, result: Result, words: Words): TemplateResult {
  const said = definition.words[words.language].caption(result);
  const rows = legend(result.told, words);
  const [marks, names] = [rows.map(([mark]) => mark), rows.map(([, name]) => name)];
  return figureCaption(definition.name, words, said, marks, names);
}

/** Only of marks that are there. */
function legend(told: readonly Telling[], words: Words): readonly (readonly [TemplateResult, string])[] {
  const combined = told.some(({ scene }) => Array.from(scene.sends.combined).includes(1));
  const stored = told.some(({ scene }) => Array.from(scene.sends.combined).includes(0));
  const critical = told.some(({ scene }) => scene.critical.length > 0);
  const dart = (combines: boolean, is_critical: boolean): TemplateResult => {
    const darts = new Darts(6);
    darts.add([[{ x: 4, y: 5 }, { x: 36, y: 17 }]], 0, combines, is_critical);
    return darts.marks(1.25);
  };
  return [
    ...(stored ? [[dart(false, false), words.legend.copies] as const] : []),
    ...(combined ? [[dart(true, false), words.legend.combines] as const] : []),
    ...(critical ? [[dart(false, true), words.legend.critical] as const] : []),
    [svg`${fill(box(6, 4, 14, 14), hue(0))}${fill(box(22, 4, 14, 14), hue(1))}`, words.legend.has],
    [svg`${fill(box(13, 4, 14, 14), ground)}${stroke(box(13.5, 4.5, 13, 13), edge, 1, "2 2")}`, words.legend.nothing],
  ];
}
