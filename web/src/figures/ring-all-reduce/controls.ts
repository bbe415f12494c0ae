// The panels that open under the picture: data, faults, keys. Templates only; what they change is the figure's.

import { html, nothing, type TemplateResult } from "lit";
import type { FaultKind, Fault, Kind, Op } from "../../generated/core.d.ts";
import "../../elements/number-field.ts";
import { choice } from "../../elements/panels.ts";
import {
  ELEMENT_COUNT_MAX,
  SEED_MAX,
  fault_kinds,
  faultOf,
  kinds,
  ops,
  type Parameters,
} from "./parameters.ts";
import type { Fork } from "./fork.ts";
import { isFailure, type Result } from "./runs.ts";
import type { Text } from "./text.ts";
import "./value-editor.ts";
import type { EditDetail } from "./value-editor.ts";

/** What the panel of data shows and changes: inputs, or in the middle of a run what is held at that moment. */
export interface Data {
  readonly parameters: Parameters;
  readonly place: { readonly rank: number; readonly chunk: number };
  readonly op: Op;
  readonly past: number | null;
  readonly branch: readonly Fork[];
  change(parameters: Parameters): void;
  setOp(op: Op): void;
  edit(detail: EditDetail): void;
  restore(): void;
}

/** What every rank holds after so many steps, as whole vectors. */
function held(result: Result, t: number): readonly (readonly number[])[] {
  if (isFailure(result.ring)) return [];
  const state = result.ring.replay.states[t] ?? [];
  return state.map((row) => row.flatMap((version) => Array.from(version?.values ?? [])));
}

const number = (event: Event): number => (event as CustomEvent<number>).detail;

export function dataPanel(result: Result, words: Text, actions: Data): TemplateResult {
  const { parameters, place, past } = actions;
  const { data } = words;
  const replay = result.halves.scatter;
  const here = actions.branch.find(({ t }) => t === past);
  const keep = parameters.edits.filter((edit) => edit.index < parameters.elements);
  return html`
    <div class="oh-knobs">
      <oh-number
        label=${data.elements}
        fewer="${data.elements} −"
        more="${data.elements} +"
        .value=${parameters.elements}
        .min=${0}
        .max=${ELEMENT_COUNT_MAX}
        @oh-change=${(event: Event) => actions.change({ ...parameters, elements: number(event), forks: [], edits: keep.filter((edit) => edit.index < number(event)) })}
      ></oh-number>
      ${choice(
        data.operator,
        ops,
        actions.op,
        (op) => data.ops[op],
        (op: Op) => op === "mean" && parameters.kind !== "f32",
        (op) => actions.setOp(op),
      )}
      ${choice(
        data.kind,
        kinds,
        parameters.kind,
        (kind) => kind,
        () => false,
        (kind: Kind) =>
          actions.change({
            ...parameters,
            kind,
            edits: [],
            forks: [],
            gap: kind === "f32" ? parameters.gap : "none",
            op: kind !== "f32" && parameters.op === "mean" ? "sum" : parameters.op,
          }),
      )}
      <oh-number
        label=${data.seed}
        fewer="${data.seed} −"
        more="${data.seed} +"
        .value=${parameters.seed}
        .min=${0}
        .max=${SEED_MAX}
        @oh-change=${(event: Event) => actions.change({ ...parameters, seed: number(event), forks: [] })}
      ></oh-number>
    </div>
    ${
      past === null
        ? nothing
        : html`<p class="oh-panel-words">${words.fork.past(past, 2 * (parameters.ranks - 1) - past)}</p>`
    }
    <oh-values
      .heading=${past === null ? data.values : words.fork.values_at(past)}
      .inputs=${past === null ? (replay.report.experiment.inputs ?? []) : held(result, past)}
      .blocks=${replay.blocks}
      .edits=${past === null ? parameters.edits : (here?.edits ?? [])}
      .kind=${parameters.kind}
      .words=${words}
      .rank=${place.rank}
      .chunk=${place.chunk}
      @oh-edit=${(event: CustomEvent<EditDetail>) => actions.edit(event.detail)}
      @oh-restore=${() => actions.restore()}
    ></oh-values>
  `;
}

export function faultPanel(
  parameters: Parameters,
  words: Text,
  change: (fault: Fault | null) => void,
): TemplateResult {
  const { faults } = words;
  const rank = parameters.fault?.rank ?? Math.min(2, parameters.ranks - 1);
  const kind = parameters.fault?.kind ?? null;
  const option = (value: FaultKind | null): TemplateResult => html`
    <label>
      <input
        type="radio"
        name="oh-fault"
        .checked=${value === kind}
        @change=${() => change(value === null ? null : faultOf(value, rank, parameters.ranks))}
      />
      <span>${value === null ? faults.none : faults.name[value]}</span>
    </label>
  `;
  return html`
    <div class="oh-knobs">
      <fieldset class="oh-choice">
        <legend>${faults.title}</legend>
        ${option(null)}${fault_kinds.map(option)}
      </fieldset>
      <oh-number
        label=${faults.on_rank}
        fewer="${faults.on_rank} −"
        more="${faults.on_rank} +"
        .value=${rank}
        .min=${0}
        .max=${parameters.ranks - 1}
        @oh-change=${(event: Event) => kind !== null && change(faultOf(kind, number(event), parameters.ranks))}
      ></oh-number>
    </div>
    ${
      kind === null
        ? nothing
        : html`
            <p class="oh-panel-words">${faults.what[kind]}</p>
          `
    }
  `;
}
