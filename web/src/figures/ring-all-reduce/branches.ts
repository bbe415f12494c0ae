// What stands under the picture: the choice of work for the gap, and what a fork did. Templates only.

import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../../elements/icons.ts";
import "../../elements/number-field.ts";
import { choice } from "../../elements/panels.ts";
import type RingAllReduceFigure from "./figure.ts";
import { gaps, tokensOf } from "./gap.ts";
import { forkFacts } from "./parts.ts";
import type { Result } from "./runs.ts";

type Figure = RingAllReduceFigure;

/** Work for the gap. An embed shows what its author chose. */
export function gapBar(figure: Figure, result: Result): TemplateResult | typeof nothing {
  const { parameters } = figure;
  const words = figure.words.gaps;
  if (figure.embedded || parameters.ranks === 1) return nothing;
  const { gap, ranks, kind, token } = parameters;
  const { count, cut } = tokensOf(result.halves.scatter.blocks, token);
  return html`
    <div class="oh-gap-bar">
      ${choice(
        words.title,
        gaps,
        gap,
        (name) => words.name[name],
        (name) => name !== "none" && kind !== "f32",
        (name) => figure.change({ ...parameters, gap: name }),
      )}
      ${gap === "none" ? nothing : html`<span class="oh-gap-what">${words.what[gap]}</span>`}
      ${
        gap === "layer-norm"
          ? html`
              <oh-number
                label=${words.token}
                fewer="${words.token} −"
                more="${words.token} +"
                .value=${token}
                .min=${1}
                .max=${Math.max(1, parameters.elements)}
                .step=${64}
                @oh-change=${(event: CustomEvent<number>) => figure.change({ ...parameters, token: event.detail })}
              ></oh-number>
              <span class="oh-gap-what">${words.tokens(count, cut, ranks)}</span>
            `
          : nothing
      }
    </div>
  `;
}

/** What happened at the fork, and the ways back. */
export function forkBar(figure: Figure, result: Result): TemplateResult | typeof nothing {
  const facts = forkFacts(result, figure.swapped);
  if (facts === null) return nothing;
  const { fork } = figure.words;
  return html`
    <div class="oh-fork-bar">
      ${icon("fork")}
      <span>${fork.told(facts)}</span>
      <button type="button" class="oh-button" @click=${() => figure.swap()}>
        ${figure.swapped ? fork.show_new : fork.show_old}
      </button>
      <button type="button" class="oh-button" @click=${() => figure.discard()}>${fork.discard}</button>
    </div>
  `;
}
