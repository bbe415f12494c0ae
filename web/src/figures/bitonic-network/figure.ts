// The live figure of a network: all keys' ways through it, thin for small keys and thick for large ones.

import { nothing, type TemplateResult } from "lit";
import { NetworkFigure } from "../../network/network-figure.ts";
import { keyStyle } from "../../network/drawing.ts";
import { networkView } from "../../network/view.ts";
import { caption } from "./parts.ts";
import { own_texts } from "./text.ts";

export default class BitonicNetworkFigure extends NetworkFigure {
  protected override render(): TemplateResult | typeof nothing {
    const { model, words } = this;
    if (!model || this.width === 0) return nothing;
    const own = own_texts[this.language];
    return networkView(this, model, {
      name: "bitonic-network",
      title: own.title,
      help: own.help,
      drawn: {
        style_of: [],
        styleOf: (wire, { pitch }) => keyStyle(model, wire, this.follow, pitch),
      },
      above: nothing,
      below: nothing,
      proof: [],
      caption: caption(model, words),
    });
  }
}

customElements.define("bitonic-network-figure", BitonicNetworkFigure);
