// A network as a picture without scripts: the same drawing over a run made at build time. Three widths stand side by
// side in the markup; the style sheet shows the one that fits.

import { html, svg, type TemplateResult } from "lit/html.js";
import type { Language } from "../draw/numbers.ts";
import { captionId } from "../elements/caption.ts";
import { verdictPill } from "../elements/verdict-pill.ts";
import type { NetworkKind, SortingNetwork, ZeroOneProof } from "../generated/sorter.d.ts";
import { renderToString } from "../static.ts";
import { comparators, ground_marks, inputs, outputs, traces } from "./drawing.ts";
import { text } from "../draw/marks.ts";
import { GUTTER_WIDTH, gutter } from "./gutter.ts";
import { layoutOf } from "./layout.ts";
import { build, type Model } from "./model.ts";
import { numbers, proofLine } from "./numbers.ts";
import { defaults, keysOf, type Parameters } from "./parameters.ts";
import type { Drawn } from "./picture.ts";
import { texts, type NetworkText } from "./text.ts";
import { sayKey, verdictOf } from "./verdict.ts";

/** What the `ranks` program prints about a network. */
export interface NativeNetwork {
  readonly comparators: number[];
  readonly layers: number[];
  readonly stages: number[];
  readonly rows: number[];
  readonly proof: ZeroOneProof | null;
}

export type RunNetwork = (request: {
  network: { kind: NetworkKind; wires: number; keys: readonly number[] };
}) => Promise<NativeNetwork>;

/** What one of the two figures draws and says. */
export interface StillParts {
  readonly name: string;
  title(language: Language): string;
  drawn(model: Model): Drawn;
  above(model: Model, words: NetworkText): TemplateResult | string;
  caption(model: Model, words: NetworkText): TemplateResult;
}

const WIDTHS = [
  ["oh-still-wide", 1120],
  ["oh-still-stacked", 720],
  ["oh-still-narrow", 340],
] as const;

export async function networkStill(
  base: Partial<Parameters>,
  run: RunNetwork,
  parts: StillParts,
): Promise<Record<Language, string>> {
  const parameters: Parameters = { ...defaults, ...base };
  const { wires, kind } = parameters;
  const answer = await run({ network: { kind, wires, keys: keysOf(parameters) } });
  const network: SortingNetwork = {
    comparators: Uint32Array.from(answer.comparators),
    layers: Uint32Array.from(answer.layers),
    stages: Uint32Array.from(answer.stages),
  };
  const proof = answer.proof && { ...answer.proof, ms: 0, resolution_ms: Infinity };
  const recursive = kind === "bitonic" ? "bitonic-by-recursion" : "bitonic";
  const twin = await run({ network: { kind: recursive, wires, keys: keysOf(parameters) } });
  const model = build(
    parameters,
    {
      network: (asked) =>
        asked === kind ? network : { ...network, comparators: Uint32Array.from(twin.comparators) },
      run_network: () => Float64Array.from(answer.rows),
      prove_network: () => proof as ZeroOneProof,
    },
    proof,
  );
  const page = (language: Language): string => renderToString(pageOf(model, texts[language], parts));
  return { en: page("en"), zh: page("zh") };
}

function pageOf(model: Model, words: NetworkText, parts: StillParts): TemplateResult {
  const verdict = verdictOf(model, words);
  return html`
    <figure
      class="oh-figure"
      data-still
      aria-label=${parts.title(words.language)}
      aria-describedby=${captionId(parts.name)}
    >
      <div class="oh-head">
        <b>${parts.title(words.language)}</b>
        <span class="oh-ranks">
          ${words.wires}
          <b>${model.wires}</b>
        </span>
        <span class="oh-summary">${words.kinds[model.parameters.kind]}</span>
        ${verdict ? verdictPill(verdict.agrees, verdict.words) : ""}
      </div>
      ${parts.above(model, words)}
      <div class="oh-plot">${WIDTHS.map(([kind, width]) => picture(model, words, parts, kind, width))}</div>
      <p class="oh-still-note">${words.still}</p>
      ${numbers(model, words)}${proofLine(model, words)}${parts.caption(model, words)}
    </figure>
  `;
}

function picture(
  model: Model,
  words: NetworkText,
  parts: StillParts,
  kind: string,
  width: number,
): TemplateResult {
  const narrow = width < 640;
  const [keys_width, right] = narrow ? [34, 40] : [90, 116];
  const left = keys_width + GUTTER_WIDTH;
  const drawn = parts.drawn(model);
  const [more_left, more_right] = [drawn.left?.width ?? 0, drawn.right?.width ?? 0];
  const layout = layoutOf(model, width - left - right - more_left - more_right);
  const passed = model.layers.length;
  const label = words.drawing_label(model.wires, model.comparators.length / 2, passed);
  const keys = model.keys.map((key, wire) =>
    text(30, layout.y(wire) + 4, sayKey(key), { anchor: "end", weight: 600 }),
  );
  return html`
    <svg
      class=${kind}
      width=${width}
      height=${layout.height}
      viewBox="0 0 ${width} ${layout.height}"
      role="img"
      aria-label=${label}
    >
      ${keys}${narrow ? "" : svg`<g transform="translate(46 0)">${inputs(model, layout, keys_width - 48, null)}</g>`}
      <g transform="translate(${keys_width} 0)">${gutter(model.wires, layout, words.drawing)}</g>
      <g transform="translate(${left} 0)">${drawn.left?.marks(layout) ?? ""}</g>
      <g transform="translate(${left + more_left} 0)">
        ${ground_marks(model, layout, words.drawing)}${traces(model, layout, passed, (wire) => drawn.styleOf(wire, layout))}${comparators(model, layout, passed)}
      </g>
      <g transform="translate(${width - right - more_right} 0)">${drawn.right?.marks(layout) ?? ""}</g>
      <g transform="translate(${width - right} 0)">${outputs(model, layout, passed, right, sayKey, true)}</g>
    </svg>
  `;
}
