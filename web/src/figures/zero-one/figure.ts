// The live figure of the 0-1 principle: the same network and the same keys, seen as zeros and ones.

import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { Model } from "../../network/model.ts";
import { NetworkFigure } from "../../network/network-figure.ts";
import { networkView } from "../../network/view.ts";
import type { Sorter } from "../../sorter.ts";
import { caption, drawn } from "./parts.ts";
import { agreeing, bitmaps, stripOf } from "./shadows.ts";
import { own_texts } from "./text.ts";
import { thresholdInput } from "./threshold.ts";

export default class ZeroOneFigure extends NetworkFigure {
  static override properties: PropertyDeclarations = { agree: { state: true }, answer: { state: true } };
  /** How many shadows stay the numbers' shadow all the way. */
  declare agree: number;
  /** What the search for a counterexample said, if it found none. */
  declare answer: string | null;

  constructor() {
    super();
    this.agree = 0;
    this.answer = null;
  }

  protected override learn(model: Model, module: Sorter): void {
    this.agree = agreeing(model, module);
    this.answer = null;
  }

  setThreshold(threshold: number): void {
    this.change({ ...this.parameters, threshold });
  }

  /** Puts the list that breaks on the wires, under the threshold that shows why. */
  findCounterexample(): void {
    const proof = this.model?.proof;
    const own = own_texts[this.language];
    if (!proof) this.answer = own.too_many;
    else if (!proof.counterexample || proof.smallest === null) this.answer = own.none_found(proof.inputs);
    else {
      const ones = proof.smallest.toString(2).replaceAll("0", "").length;
      this.edit({
        ...this.parameters,
        keys: proof.counterexample,
        threshold: this.parameters.wires - ones,
      });
    }
    if (this.answer) this.say(this.answer);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { model, words, width } = this;
    if (!model || width === 0) return nothing;
    const own = own_texts[this.language];
    return networkView(this, model, {
      name: "zero-one",
      title: own.title,
      help: own.help,
      drawn: drawn(model, this.passed),
      above: html`
        ${thresholdInput(
          model,
          width,
          own,
          (threshold) => this.setThreshold(threshold),
          () => this.findCounterexample(),
        )}
        ${
          this.answer === null
            ? nothing
            : html`
                <p class="oh-threshold-answer">${this.answer}</p>
              `
        }
      `,
      below: this.#strip(model),
      proof: [own.agreeing(this.agree, model.wires + 1)],
      caption: caption(model, words),
    });
  }

  #strip(model: Model): TemplateResult {
    const own = own_texts[this.language];
    const strip = stripOf(model, this.width);
    const marks = this.drawings.draw(
      "strip",
      [model, Math.floor(this.passed), this.width, own],
      () => html`
        <svg class="oh-shadows" width=${this.width} height=${strip.height} role="img" aria-label=${own.strip_label}>
          ${bitmaps(model, strip, this.passed, own.strip)}
        </svg>
      `,
    );
    return marks;
  }
}

customElements.define("zero-one-figure", ZeroOneFigure);
