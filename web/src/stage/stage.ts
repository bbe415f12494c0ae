// The live figure of any collective: holds what the reader wishes, asks for runs, and shows the newest complete result.

import { nothing, type TemplateResult } from "lit";
import { act, closes, isForFigure, letter, movement } from "../elements/keyboard.ts";
import { LiveFigure } from "../elements/live-figure.ts";
import { problemsOf } from "../engine.ts";
import type { Fault } from "../generated/core.d.ts";
import type { Refusal, Refuse } from "../reading.ts";
import type { Address } from "../url.ts";
import type { Definition, View } from "./definition.ts";
import {
  address_keys,
  clocks,
  faultOf,
  readParameters,
  startOf,
  withRanks,
  writeParameters,
  type Clock,
  type Parameters,
} from "./parameters.ts";
import { plotOf, type Plot } from "./picture.ts";
import { Runner } from "./runner.ts";
import { rowsOf, type Result } from "./runs.ts";
import { stageView } from "./view.ts";
import { words, type Words } from "./text.ts";

/** A message on a stage: of which run, and which of its messages. */
export interface Pointed {
  readonly run: number;
  readonly row: number;
}

const after = <T>(all: readonly T[], now: T): T => all[(all.indexOf(now) + 1) % all.length] as T;

export class Stage extends LiveFigure<Parameters> {
  static override properties = {
    ...LiveFigure.properties,
    result: { state: true },
    pending: { state: true },
    pointed: { state: true },
  };
  declare result: Result | null;
  declare pending: boolean;
  /** What somebody points at. */
  declare pointed: Pointed | null;

  readonly keys = address_keys;
  readonly definition: Definition;
  readonly runner: Runner;
  #plot: { readonly of: readonly unknown[]; readonly plot: Plot } | null = null;

  constructor(definition: Definition) {
    super(startOf(definition));
    this.definition = definition;
    this.runner = new Runner(definition);
    this.result = this.pointed = null;
    this.pending = false;
  }

  get words(): Words {
    return words[this.language];
  }

  /** What is drawn, placed; null before there is anything. */
  get plot(): Plot | null {
    const { result, width } = this;
    if (!result || width <= 0) return null;
    const of = [result.told, result.parameters.clock, result.parameters.view, width];
    if (!this.#plot || this.#plot.of.some((it, index) => it !== of[index]))
      this.#plot = { of, plot: plotOf(result, result.parameters.view, width) };
    return this.#plot.plot;
  }

  get steps(): number {
    return this.plot?.moments ?? 0;
  }

  /** Rounds come one after the other; time flows. */
  protected override get travel(): number {
    return this.plot?.clock === "step" ? super.travel : 1;
  }

  protected read(address: Address, refuse: Refuse): Parameters {
    return readParameters(address.query, this.base, this.definition.faults, refuse);
  }

  protected write(parameters: Parameters, base: Parameters, address: Address): void {
    writeParameters(parameters, base, address.query);
  }

  protected stepWords(): string {
    return this.words.player.value(this.step, this.steps, 0);
  }

  protected key(event: KeyboardEvent): boolean {
    if (closes(this, event)) return true;
    if (!isForFigure(event)) return false;
    return movement(this, event, 0, this.steps) || letter(this, event) || this.#own(event.key.toLowerCase());
  }

  #own(key: string): boolean {
    const { view, clock } = this.parameters;
    const actions: Record<string, () => void> = {
      a: () => this.nextAlgorithm(),
      b: () => this.nextFault(),
      c: () => this.setClock(after(clocks, clock)),
      v: () => this.setView(after(this.definition.views, view)),
      n: () => this.#walk(1),
      p: () => this.#walk(-1),
      t: () => this.togglePanel("table"),
    };
    return act(actions, key);
  }

  // ---- runs

  protected go(): void {
    this.pending = true;
    this.pointed = null;
    void this.#answer();
  }

  async #answer(): Promise<void> {
    const refused: Refusal[] = [];
    try {
      const wish = this.parameters;
      const result = await this.runner.go(wish, ({ field, names, instead }) =>
        refused.push({ field, got: wish[field] ?? "", allowed: { is: "names", names }, instead }),
      );
      if (!result) return;
      this.pending = false;
      if (refused.length > 0) this.#take(refused);
      this.result = { ...result, parameters: this.parameters };
      if (this.moment !== null && this.moment > this.steps) this.moment = null; // of another run
      const failed = result.told.find(({ failure }) => failure !== null);
      this.shown(failed ? this.words.failed : this.words.verdict(result.told.every((it) => it.report?.verdict.agrees), wish.ranks));
    } catch (error) {
      this.pending = false;
      const problems = problemsOf(error).map(({ message }) => message);
      this.failed(problems.length > 0 ? new Error(problems.join("; ")) : error);
    }
  }

  /** Names that no algorithm has are said, and leave the parameters, so that no address keeps them. */
  #take(refusals: readonly Refusal[]): void {
    for (const { field, instead } of refusals)
      this.parameters = { ...this.parameters, [field]: instead };
    const before = this.refused?.all ?? [];
    this.refused = { from: "address", all: [...before, ...refusals] };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.runner.stop();
  }

  // ---- what readers do

  setRanks(ranks: number): void {
    this.moment = null;
    this.change(withRanks(this.parameters, ranks));
  }

  setAlgorithm(algorithm: string): void {
    this.moment = null;
    const { beside } = this.parameters;
    const now = this.result?.told[0]?.algorithm ?? null;
    this.change({ ...this.parameters, algorithm, beside: beside === algorithm ? now : beside, t: null });
  }

  setBeside(beside: string | null): void {
    this.moment = null;
    this.change({ ...this.parameters, beside, t: null });
  }

  nextAlgorithm(): void {
    const [now] = rowsOf(this.runner.rows, this.parameters).rows;
    const names = this.runner.rows.map(({ algorithm }) => algorithm);
    if (now) this.setAlgorithm(after(names, now.algorithm));
  }

  setClock(clock: Clock): void {
    this.moment = null;
    this.change({ ...this.parameters, clock, t: null });
  }

  setView(view: View): void {
    this.change({ ...this.parameters, view, t: this.moment });
  }

  setFault(fault: Fault | null): void {
    this.moment = null;
    this.change({ ...this.parameters, fault, t: null });
  }

  nextFault(): void {
    const { fault, ranks } = this.parameters;
    const { faults } = this.definition;
    const next = faults[faults.findIndex((kind) => kind === fault?.kind) + 1];
    this.panel = "break";
    this.setFault(next ? faultOf(next, fault?.rank ?? Math.floor(ranks / 2)) : null);
  }

  point(pointed: Pointed | null): void {
    if (pointed?.run !== this.pointed?.run || pointed?.row !== this.pointed?.row) this.pointed = pointed;
  }

  /** To the next message, from run to run. */
  #walk(by: number): void {
    const lanes = this.plot?.lanes ?? [];
    const all = lanes.flatMap(({ sends }, run) => sends.map(({ row }) => ({ run, row })));
    const at = all.findIndex(({ run, row }) => run === this.pointed?.run && row === this.pointed.row);
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
    this.point(all[(next + all.length) % all.length] ?? null);
  }

  reset(): void {
    this.moment = this.panel = null;
    this.change({ ...this.base, t: null });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { result, plot } = this;
    return result && plot ? stageView(this, result, plot) : nothing;
  }
}

/** Makes the element of a figure. */
export function stageOf(definition: Definition): new () => Stage {
  const Figure = class extends Stage {
    constructor() {
      super(definition);
    }
  };
  customElements.define(`${definition.name}-figure`, Figure);
  return Figure;
}
