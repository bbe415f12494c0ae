// Parts around the picture that the live figure and its still share: readouts, proof line, caption with legend.

import { html, nothing, svg, type TemplateResult } from "lit/html.js";
import { ground, ink, muted, wash } from "../../draw/colors.ts";
import { box, fill, segment, stroke } from "../../draw/marks.ts";
import { grouped } from "../../draw/numbers.ts";
import type { Readout } from "../../draw/readouts.ts";
import { engineBadge } from "../../elements/engine-badge.ts";
import { figureCaption } from "../../elements/caption.ts";
import { readoutStrip } from "../../elements/readout-strip.ts";
import type { Bill } from "./bills.ts";
import { billNamed, isRefusal, type Bills, type Measured, type Outcome, type Refusal } from "./runs.ts";
import type { Machine } from "./sorting.ts";
import { timeWords, type Text } from "./text.ts";

/** What answered, and why it was not the GPU. */
export function badge(answer: Outcome | Refusal | null, words: Text): TemplateResult | typeof nothing {
  if (!answer || isRefusal(answer)) return nothing;
  const { device } = answer;
  return engineBadge(words.badge(device), device.why && words.why(device.why), device.kind);
}

export function numbers(
  bills: Bills,
  bill: Bill,
  measured: Measured | null,
  outcome: Outcome | null,
  words: Text,
): TemplateResult {
  const { plan } = bill;
  const naive = billNamed(bills, "naive").plan;
  const number = (value: number): string => grouped(value, words.language);
  const [bytes = "", unit = ""] = words.bytes(plan.bytes).split(" ");
  const rows: Readout[] = [
    {
      name: words.readouts.passes,
      value: number(plan.passes),
      unit: bill.name === "naive" ? "" : words.readouts.of_naive(naive.passes / Math.max(1, plan.passes)),
      source: "counted",
    },
    {
      name: words.readouts.bytes,
      value: `${bytes} ${unit}`,
      unit: `${number(Math.round((plan.bytes / plan.count) * 10) / 10)} B ${words.readouts.per_key}`,
      source: "counted",
    },
    {
      name: words.readouts.comparators,
      value: words.readouts.many(plan.comparators),
      unit: words.readouts.per_byte(plan.comparators / Math.max(1, plan.bytes)),
      source: "counted",
    },
    time(measured, outcome, words),
  ];
  return readoutStrip(rows, words.readouts);
}

function time(measured: Measured | null, outcome: Outcome | null, words: Text): Readout {
  const total = measured?.total;
  const ms = total?.median ?? outcome?.times.total_ms;
  return {
    name: words.readouts.time,
    value: ms === undefined ? "–" : timeWords(ms),
    unit: total ? words.readouts.spread(total.min, total.max) : ms === undefined ? words.waiting : words.readouts.one,
    source: "measured",
  };
}

/** What the numbers rest on. */
export function proof(
  bills: Bills,
  outcome: Outcome | null,
  machine: Machine | null,
  words: Text,
): TemplateResult {
  const { parameters } = bills;
  const parts = [
    machine ? words.proof.adapter(machine.gpu?.name ?? null, words.why(machine.why ?? "")) : "",
    machine?.gpu ? words.proof.chosen(bills.automatic) : "",
    words.proof.seed(parameters.seed),
    outcome ? words.proof.checked : "",
  ];
  return html`<p class="oh-proof">${parts.map((part) => (part === "" ? nothing : html`<span>${part}</span>`))}</p>`;
}

export function caption(bills: Bills, bill: Bill, outcome: Outcome | null, words: Text): TemplateResult {
  const naive = billNamed(bills, "naive").plan;
  const said = words.caption({
    count: bills.parameters.count,
    naive: naive.passes,
    naive_bytes: naive.bytes,
    plan: bill.name,
    passes: bill.plan.passes,
    bytes: bill.plan.bytes,
    comparators: bill.plan.comparators,
    wrong: outcome?.verdict.agrees === false,
  });
  return figureCaption("sorting-passes", words, said, marks, words.legend);
}

const dot = (x: number, y: number): string => box(x, y, 4, 5);

const marks: readonly TemplateResult[] = [
  svg`${fill(box(8, 2, 5, 19) + box(16, 13, 5, 8) + box(24, 13, 5, 8), ink)}`,
  svg`${fill(box(8, 17, 5, 4) + box(14, 15, 5, 6) + box(20, 15, 5, 6) + box(26, 17, 5, 4), muted)}`,
  svg`${fill(dot(10, 3) + dot(16, 8) + dot(22, 13), ink)}${fill(box(11.25, 4.75, 1.5, 1.5), ground)}`,
  svg`${fill(box(7, 1, 24, 20), wash)}${fill(dot(10, 3) + dot(16, 8) + dot(22, 13), ink)}${stroke(box(7.5, 1.5, 23, 19), muted, 1)}`,
  svg`${stroke(segment(2, 11, 38, 11), ink, 1, "4 3")}`,
];
