// The live figure: holds what the reader wishes, asks for runs, and shows the newest complete result.

import type { TemplateResult } from "lit";
import { nothing } from "lit";
import type { Capabilities, Fault } from "../../generated/core.d.ts";
import type { Timing } from "../../draw/readouts.ts";
import { act, closes, isForFigure, letter, movement } from "../../elements/keyboard.ts";
import { LiveFigure } from "../../elements/live-figure.ts";
import { capabilities, problemsOf } from "../../engine.ts";
import type { Refuse } from "../../reading.ts";
import type { Address } from "../../url.ts";
import {
  address_keys,
  defaults,
  fault_kinds,
  faultOf,
  readParameters,
  withRanks,
  writeParameters,
  type Parameters,
} from "./parameters.ts";
import { verdictOf } from "./parts.ts";
import { Runner, otherAlgorithm } from "./runner.ts";
import type { Result } from "./runs.ts";
import { texts, type Host, type Text } from "./text.ts";
import { figureView } from "./view.ts";

/** The timing runs wait until the reader has left the figure alone for so long. */
const QUIET_MS = 700;

export default class SortAcrossRanksFigure extends LiveFigure<Parameters> {
  static override properties = {
    ...LiveFigure.properties,
    result: { state: true },
    pending: { state: true },
    timing: { state: true },
    host: { state: true },
  };
  declare result: Result | null;
  declare pending: boolean;
  declare timing: Timing | null;
  declare host: Host | null;

  readonly keys = address_keys;
  readonly #runner = new Runner();
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super(defaults);
    this.result = this.timing = this.host = null;
    this.pending = false;
  }

  get words(): Text {
    return texts[this.language];
  }

  get steps(): number {
    return this.result?.sound.columns.length ?? 0;
  }

  protected read(address: Address, refuse: Refuse): Parameters {
    return readParameters(address.query, refuse);
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
    const actions: Record<string, () => void> = {
      a: () => this.setAlgorithm(otherAlgorithm(this.parameters.algorithm)),
      b: () => this.nextFault(),
      e: () => this.togglePanel("data"),
      t: () => this.togglePanel("table"),
    };
    return act(actions, key);
  }

  // ---- runs

  protected go(): void {
    clearTimeout(this.#quiet);
    this.pending = true;
    void this.#answer();
  }

  async #answer(): Promise<void> {
    try {
      const result = await this.#runner.go(this.parameters);
      if (!result) return;
      this.pending = false;
      this.result = result;
      if (this.moment !== null && this.moment > this.steps) this.moment = null; // of another run
      this.timing = null;
      this.shown(verdictOf(result, this.words)?.words ?? this.words.faults.failed);
      void this.#askHost();
      this.#quiet = setTimeout(() => void this.#time(result), QUIET_MS);
    } catch (error) {
      this.pending = false;
      const problems = problemsOf(error).map(({ message }) => message);
      this.failed(problems.length > 0 ? new Error(problems.join("; ")) : error);
    }
  }

  async #time(result: Result): Promise<void> {
    if (document.hidden || this.playing) return;
    const timing = await this.#runner.timing(result).catch(() => null);
    if (timing && this.result === result) this.timing = timing;
  }

  /** Asked once, to explain which engine ran. */
  async #askHost(): Promise<void> {
    const known: Capabilities | null = this.host ? null : await capabilities().catch(() => null);
    if (!known) return;
    const ports_wanted = new URLSearchParams(location.search).get("isolation") === "off";
    const { isolated, workers } = known;
    this.host = { secure: isSecureContext, isolated, workers, ports_wanted };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#quiet);
    this.#runner.stop();
  }

  // ---- what readers do

  setRanks(ranks: number): void {
    this.moment = null;
    this.change(withRanks(this.parameters, ranks));
  }

  setAlgorithm(algorithm: Parameters["algorithm"]): void {
    this.moment = null;
    this.change({ ...this.parameters, algorithm, t: null });
  }

  setFault(fault: Fault | null): void {
    this.change({ ...this.parameters, fault });
  }

  nextFault(): void {
    const { fault, ranks } = this.parameters;
    const next = fault_kinds[fault_kinds.findIndex((kind) => kind === fault?.kind) + 1];
    this.panel = "break";
    this.setFault(next ? faultOf(next, fault?.rank ?? Math.min(2, ranks - 1)) : null);
  }

  reset(): void {
    this.moment = this.panel = null;
    this.change({ ...this.base, t: null });
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.result && this.width > 0 ? figureView(this, this.result) : nothing;
  }
}

customElements.define("sort-across-ranks-figure", SortAcrossRanksFigure);
