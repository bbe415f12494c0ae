// What the two figures of networks have in common: the network and the keys, editing them with mouse, finger and
// keyboard, undo, and the proof after every change. The module answers at once, so the picture always is the result of
// the parameters.

import type { PropertyDeclarations } from "lit";
import { sorter } from "../sorter.ts";
import type { Sorter } from "../sorter.ts";
import { LiveFigure } from "../elements/live-figure.ts";
import { act, closes, isForFigure, letter, movement } from "../elements/keyboard.ts";
import type { Refusal, Refuse } from "../reading.ts";
import { same } from "../same.ts";
import type { Address } from "../url.ts";
import {
  cutAt,
  flipAt,
  isEdited,
  restored,
  withAdded,
  withKey,
  withKeys,
  withNetwork,
  withPattern,
  type Pattern,
  type Place,
} from "./edits.ts";
import { build, type Item, type Model, type Proof } from "./model.ts";
import {
  WIRES_MAX,
  WIRES_MIN,
  address_keys,
  defaults,
  readKeys,
  readParameters,
  writeParameters,
  type Parameters,
} from "./parameters.ts";
import { texts, type NetworkText } from "./text.ts";
import { verdictOf } from "./verdict.ts";

/** Redundant comparators are looked for when the reader has left the network alone for so long. */
const QUIET_MS = 250;
/** Each comparator means another proof; with more wires that would be felt. */
const REDUNDANCY_WIRES_MAX = 16;
const HISTORY_MAX = 100;

/** A comparator that is being put in: where, and once it is chosen, at which wire it begins. */
export interface Draft {
  readonly gap: number;
  readonly wire: number;
  readonly from: number | null;
}

export abstract class NetworkFigure extends LiveFigure<Parameters> {
  static override properties: PropertyDeclarations = {
    model: { state: true },
    selected: { state: true },
    draft: { state: true },
    hovered: { state: true },
    follow: { state: true },
    redundant: { state: true },
    history: { state: true },
  };
  declare model: Model | null;
  /** The comparator the reader works on, by its place in the model's list. */
  declare selected: number | null;
  /** The one under the mouse. */
  declare hovered: number | null;
  declare draft: Draft | null;
  /** The key whose way is emphasized, by the wire it starts on. */
  declare follow: number | null;
  declare redundant: Uint8Array | null;
  declare history: readonly Parameters[];

  readonly keys = address_keys;
  /** The click that ends a new comparator selects nothing else. */
  just_placed = false;
  /** The key whose field the Tab key leads to: the one that had the focus last. */
  key_stop = 0;
  #sorter: Sorter | null = null;
  #edited: string | null = null;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #proved: { readonly of: string; readonly proof: Proof | null } | null = null;

  constructor() {
    super(defaults);
    this.model = this.selected = this.hovered = this.draft = this.follow = this.redundant = null;
    this.history = [];
  }

  get words(): NetworkText {
    return texts[this.language];
  }

  get steps(): number {
    return this.model?.layers.length ?? 0;
  }

  /** Layers passed, all of them at rest. */
  get passed(): number {
    return Math.min(this.steps, this.moment ?? this.steps);
  }

  // ---- parameters become a model

  protected read({ query, fragment }: Address, refuse: Refuse): Parameters {
    return readParameters(query, fragment, refuse);
  }

  protected write(parameters: Parameters, base: Parameters, { query, fragment }: Address): void {
    writeParameters(parameters, base, query, fragment);
  }

  protected go(): void {
    if (this.#sorter) return this.#compute(this.#sorter);
    sorter().then(
      (module) => {
        this.#sorter = module;
        this.#compute(module);
      },
      (error: unknown) => this.failed(error),
    );
  }

  #compute(module: Sorter): void {
    clearTimeout(this.#quiet);
    try {
      const { wires, kind, cut, flip, add } = this.parameters;
      const network = JSON.stringify([wires, kind, cut, flip, add]);
      const known = this.#proved?.of === network ? this.#proved.proof : null;
      const model = build(this.parameters, module, known);
      this.#proved = { of: network, proof: model.proof };
      if (!known) this.redundant = null;
      this.model = model;
      this.learn(model, module);
      if (this.selected !== null && this.selected >= model.items.length) this.selected = null;
      if (this.hovered !== null && this.hovered >= model.items.length) this.hovered = null;
      if (this.follow !== null && this.follow >= wires) this.follow = null;
      this.shown(verdictOf(model, this.words)?.words ?? this.words.too_many(wires, 20));
      if (!this.redundant) this.#quiet = setTimeout(() => this.#findRedundant(module, model), QUIET_MS);
    } catch (error) {
      this.failed(error);
    }
  }

  /** What else a figure wants to know of a new model. */
  protected learn(_model: Model, _module: Sorter): void {}

  #findRedundant(module: Sorter, { wires, comparators, proof }: Model): void {
    if (document.hidden || wires > REDUNDANCY_WIRES_MAX || proof?.failing !== 0) return;
    this.redundant = module.redundant_comparators(wires, comparators);
  }

  override connectedCallback(): void {
    for (const other of document.querySelectorAll("bitonic-network-figure, zero-one-figure"))
      if (other !== this && this.#isTwin(other)) this.parameters = this.#sharedWith(other);
    super.connectedCallback();
    document.addEventListener("openhood-state", this.#adopt);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("openhood-state", this.#adopt);
    clearTimeout(this.#quiet);
  }

  /** A link in the text is meant for both figures of an article. */
  override readAddress(address: Address, refused: readonly Refusal[] = []): void {
    super.readAddress(address, refused);
    if (this.isConnected) this.announceState();
  }

  /** Figures of networks that an author began alike are two views of one network with one set of keys. */
  #isTwin(other: unknown): other is NetworkFigure {
    return other instanceof NetworkFigure && same(other.base, this.base);
  }

  #sharedWith({ parameters }: NetworkFigure): Parameters {
    const { wires, kind, keys, cut, flip, add } = parameters;
    const { threshold } = this.parameters;
    const kept = wires === this.parameters.wires ? threshold : null;
    return { ...this.parameters, wires, kind, keys, cut, flip, add, threshold: kept };
  }

  readonly #adopt = ({ target }: Event): void => {
    if (target === this || !this.#isTwin(target)) return;
    const next = this.#sharedWith(target);
    if (same(next, this.parameters)) return;
    this.selected = this.draft = this.moment = null;
    this.change({ ...next, t: null });
  };

  // ---- what readers do

  /** An edit that can be undone; edits of the same thing in a row, as in a drag, are one. */
  protected edit(parameters: Parameters, thing: string | null = null): void {
    if (parameters === this.parameters) return;
    if (thing === null || thing !== this.#edited)
      this.history = [...this.history, this.parameters].slice(-HISTORY_MAX);
    this.#edited = thing;
    this.moment = null;
    this.change({ ...parameters, t: null });
  }

  undo(): void {
    const before = this.history[this.history.length - 1];
    if (!before) return;
    this.history = this.history.slice(0, -1);
    this.#edited = null;
    this.change(before);
  }

  reset(): void {
    this.halt();
    this.history = [];
    this.moment = this.base.t;
    this.selected = this.draft = this.follow = this.panel = null;
    this.change(this.base);
  }

  setWires(wires: number): void {
    this.selected = this.draft = this.follow = null;
    this.edit(withNetwork(this.parameters, { wires }));
  }

  setKind(kind: Parameters["kind"]): void {
    this.selected = this.draft = null;
    this.edit(withNetwork(this.parameters, { kind }));
  }

  setKey(wire: number, value: number): void {
    this.edit(withKey(this.parameters, wire, value), `key ${wire}`);
  }

  setKeys(keys: readonly number[]): void {
    this.edit(withKeys(this.parameters, keys));
  }

  /** A whole list as it was typed; says so if it, or some of it, is not taken. */
  typeKeys(text: string): void {
    const refused: Refusal[] = [];
    const keys = readKeys(text, this.words.list_input, (refusal) => refused.push(refusal));
    if (keys) this.setKeys(keys);
    const count = keys?.length ?? 0;
    if (keys ? count < WIRES_MIN || count > WIRES_MAX : refused.length === 0)
      refused.push({
        field: this.words.list_input,
        got: String(count),
        allowed: { is: "items", least: WIRES_MIN, most: WIRES_MAX },
        instead: String(this.parameters.wires),
      });
    if (refused.length > 0) this.refuse(...refused);
  }

  setPattern(pattern: Pattern): void {
    this.edit(withPattern(this.parameters, pattern));
  }

  wholeNetwork(): void {
    if (isEdited(this.parameters)) this.edit(restored(this.parameters));
  }

  cutSelected(): void {
    this.#editSelected(cutAt);
  }

  flipSelected(): void {
    this.#editSelected(flipAt);
  }

  #editSelected(change: (parameters: Parameters, place: Place) => Parameters): void {
    const item = this.selectedItem;
    if (!item) return;
    const { place } = item;
    this.edit(change(this.parameters, place));
    if (!this.model) return;
    const at = this.model.items.findIndex((other: Item) => same(other.place, place));
    this.selected = at < 0 ? null : at;
  }

  get selectedItem(): Item | null {
    return this.selected === null ? null : (this.model?.items[this.selected] ?? null);
  }

  select(index: number | null): void {
    this.selected = index;
    this.draft = null;
  }

  // ---- putting one in

  startDraft(): void {
    const { model } = this;
    if (!model) return;
    const layer = this.selectedItem?.layer ?? Math.min(Math.floor(this.passed), model.layers.length - 1);
    this.draft = { gap: layer + 1, wire: this.selectedItem?.low ?? 0, from: null };
    this.say(this.words.adding_first);
  }

  moveDraft(wire: number, gap: number): void {
    const { draft, model } = this;
    if (!draft || !model) return;
    const within = (value: number, most: number): number => Math.min(most, Math.max(0, value));
    this.draft = {
      ...draft,
      wire: within(wire, model.wires - 1),
      gap: draft.from === null ? within(gap, model.layers.length) : draft.gap,
    };
    this.say(this.words.adding_at(this.draft.wire, this.draft.gap));
  }

  /** The first time it chooses where it begins, the second time where it ends. */
  placeDraft(): void {
    const { draft, model } = this;
    if (!draft || !model) return;
    if (draft.from === null) {
      this.draft = { ...draft, from: draft.wire };
      this.say(this.words.adding_second);
      return;
    }
    if (draft.from === draft.wire) return;
    const before = model.layers.slice(0, draft.gap);
    const gap = before.filter(({ stage }) => stage !== null).length;
    const added = this.parameters.add.length;
    this.draft = null;
    this.just_placed = true;
    setTimeout(() => (this.just_placed = false));
    this.edit(withAdded(this.parameters, { gap, low: draft.from, high: draft.wire }));
    const index = this.model?.items.findIndex(({ place }) => "added" in place && place.added === added);
    this.selected = index === undefined || index < 0 ? null : index;
  }

  // ---- the keyboard

  protected stepWords(): string {
    return this.words.player.value(this.step, this.steps, 0);
  }

  protected key(event: KeyboardEvent): boolean {
    if (event.key === "Escape" && this.draft) {
      this.draft = null;
      return true;
    }
    if (closes(this, event)) return true;
    if (!isForFigure(event)) return false;
    const { step, steps } = this;
    const stages = this.model?.layers.flatMap(({ stage }, layer) => {
      const next = this.model?.layers[layer + 1];
      return next && next.stage === stage ? [] : [layer + 1];
    });
    const before = stages?.filter((end) => end < step).pop() ?? 0;
    const after = stages?.find((end) => end > step) ?? steps;
    return movement(this, event, before, after) || letter(this, event) || this.#letter(event);
  }

  #letter(event: KeyboardEvent): boolean {
    if (/^\d$/.test(event.key)) {
      const wire = Number(event.key);
      if (wire < this.parameters.wires) this.follow = this.follow === wire ? null : wire;
      return true;
    }
    const actions: Record<string, () => void> = {
      a: () => this.startDraft(),
      e: () => this.togglePanel("data"),
      t: () => this.togglePanel("table"),
      u: () => this.undo(),
    };
    return act(actions, event.key.toLowerCase());
  }
}
