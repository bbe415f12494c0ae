// The live figure: holds what the reader wishes, asks for runs, and shows the newest complete result. The picture
// always belongs to one result; only controls show wishes whose run is still under way.

import { nothing, type TemplateResult } from "lit";
import type { Capabilities, Fault } from "../../generated/core.d.ts";
import { LiveFigure } from "../../elements/live-figure.ts";
import { capabilities, problemsOf } from "../../engine.ts";
import type { Address } from "../../url.ts";
import { keyAction, type FigureKeys } from "./keys.ts";
import {
  cutOf,
  defaults,
  fault_kinds,
  faultOf,
  readParameters,
  stepCount,
  withEdit,
  withRanks,
  writeParameters,
  type Parameters,
} from "./parameters.ts";
import { verdictWords } from "./parts.ts";
import { Runner, type Afterwards } from "./runner.ts";
import { isFailure, type Result } from "./runs.ts";
import { texts, type Host, type Text } from "./text.ts";
import type { EditDetail } from "./value-editor.ts";
import { figureView } from "./view.ts";

/** The naive rival and the timing runs wait until the reader has left the figure alone for so long. */
const QUIET_MS = 700;

export type Panel = "data" | "break" | "table" | "link" | "help" | "more" | null;
export type Tab = "buffers" | "space-time" | "outputs";

export default class RingAllReduceFigure extends LiveFigure<Parameters> implements FigureKeys {
  static override properties = {
    ...LiveFigure.properties,
    result: { state: true },
    pending: { state: true },
    tab: { state: true },
    follow: { state: true },
    place: { state: true },
    afterwards: { state: true },
    host: { state: true },
  };
  declare result: Result | null;
  declare pending: boolean;
  declare panel: Panel;
  declare tab: Tab;
  declare follow: number | null;
  declare place: { rank: number; chunk: number };
  declare afterwards: Afterwards | null;
  declare host: Host | null;

  readonly keys = ["ranks", "elements", "op", "kind", "seed", "cut", "t", "fault"];
  #runner = new Runner();
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super(defaults);
    this.result = this.follow = this.afterwards = this.host = null;
    this.pending = false;
    this.tab = "buffers";
    this.place = { rank: 0, chunk: 0 };
  }

  get words(): Text {
    return texts[this.language];
  }

  get steps(): number {
    return stepCount(this.parameters.ranks);
  }

  /** At rest the figure stands on the right place for the cut. */
  override get step(): number {
    return Math.floor(this.moment ?? this.parameters.ranks - 1);
  }

  get cut(): number {
    return cutOf(this.parameters);
  }

  protected read(address: Address): Parameters {
    return readParameters(address.query, address.fragment);
  }

  protected write(parameters: Parameters, base: Parameters, address: Address): void {
    writeParameters(parameters, base, address.query, address.fragment);
  }

  protected stepWords(): string {
    return this.words.player.value(this.step, this.steps, this.parameters.ranks - 1);
  }

  protected copiedWords(): string {
    return this.words.tools.copied;
  }

  protected key(event: KeyboardEvent): boolean {
    return keyAction(this, event);
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
      if (result) this.#show(result);
    } catch (error) {
      this.pending = false;
      const problems = problemsOf(error).map(({ message }) => message);
      this.failed(problems.length > 0 ? new Error(problems.join("; ")) : error);
    }
  }

  #show(result: Result): void {
    this.pending = false;
    this.result = result;
    this.afterwards = null;
    this.follow = this.follow !== null && this.follow < result.parameters.ranks ? this.follow : null;
    this.shown(isFailure(result.ring) ? "" : (verdictWords(result, this.words)?.words ?? ""));
    void this.#askHost();
    this.#quiet = setTimeout(() => void this.#learn(result), QUIET_MS);
  }

  async #learn(result: Result): Promise<void> {
    if (document.hidden || this.playing) return;
    const learned = await this.#runner.afterwards(result).catch(() => null);
    if (learned && this.result === result) this.afterwards = learned;
  }

  /** Asked once, to explain which engine ran. */
  async #askHost(): Promise<void> {
    const known: Capabilities | null = this.host ? null : await capabilities().catch(() => null);
    if (!known) return;
    const ports_wanted = new URLSearchParams(location.search).get("isolation") === "off";
    this.host = { isolated: known.isolated, workers: known.workers, ports_wanted };
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

  setCut(cut: number): void {
    this.change({ ...this.parameters, cut: cut === this.parameters.ranks - 1 ? null : cut });
  }

  setFault(fault: Fault | null): void {
    this.change({ ...this.parameters, fault });
  }

  nextFault(): void {
    const at = fault_kinds.findIndex((kind) => kind === this.parameters.fault?.kind);
    const next = fault_kinds[at + 1];
    this.panel = "break";
    this.setFault(
      next
        ? faultOf(
            next,
            this.parameters.fault?.rank ?? Math.min(2, this.parameters.ranks - 1),
            this.parameters.ranks,
          )
        : null,
    );
  }

  edit({ rank, index, value }: EditDetail): void {
    this.change(withEdit(this.parameters, rank, index, value));
  }

  /** Opens the input values of a cell. */
  editCell(rank: number, chunk: number): void {
    this.place = { rank, chunk };
    this.panel = "data";
    void this.updateComplete.then(() =>
      this.querySelector<HTMLInputElement>(".oh-values-grid input")?.focus(),
    );
  }

  reset(): void {
    this.moment = this.follow = this.panel = null;
    this.change({ ...this.base, t: null });
  }

  followRank(rank: number): void {
    if (rank < this.parameters.ranks) this.follow = this.follow === rank ? null : rank;
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.result && this.width > 0 ? figureView(this, this.result) : nothing;
  }
}

customElements.define("ring-all-reduce-figure", RingAllReduceFigure);
