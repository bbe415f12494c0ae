// The live figure: holds what the reader wishes, asks for runs, and shows the newest complete result. The picture
// always belongs to one result; only controls show wishes whose run is still under way.

import { nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Capabilities, Fault, Op } from "../../generated/core.d.ts";
import { LiveFigure } from "../../elements/live-figure.ts";
import { capabilities, problemsOf } from "../../engine.ts";
import type { Refuse } from "../../reading.ts";
import type { Address } from "../../url.ts";
import type { Fork } from "./fork.ts";
import { gaps } from "./gap.ts";
import { keyAction, type FigureKeys } from "./keys.ts";
import {
  defaults,
  fault_kinds,
  faultOf,
  readParameters,
  stepCount,
  withChange,
  withEdit,
  withRanks,
  writeParameters,
  type Change,
  type Parameters,
} from "./parameters.ts";
import { forkFacts, verdictWords } from "./parts.ts";
import { Runner, type Afterwards } from "./runner.ts";
import { branchCut, isFailure, swapped, type Result } from "./runs.ts";
import { loadText, type Host, type Text } from "./text.ts";
import type { EditDetail } from "./value-editor.ts";
import { figureView } from "./view.ts";

/** The naive rival and the timing runs wait until the reader has left the figure alone for so long. */
const QUIET_MS = 700;

export type Panels = typeof import("./panels.ts");
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
    swapped: { state: true },
    panels: { state: true },
    words: { state: true },
    host: { state: true },
  };
  declare result: Result | null;
  declare pending: boolean;
  declare tab: Tab;
  declare follow: number | null;
  declare place: { rank: number; chunk: number };
  declare afterwards: Afterwards | null;
  /** Whether the branch that the last fork left is on show. */
  declare swapped: boolean;
  declare host: Host | null;

  /** What opens under the picture, once it is there. */
  declare panels: Panels | null;

  /** Set before anything is shown; of the language before while another one is on its way. */
  declare words: Text;

  readonly keys = ["ranks", "elements", "op", "kind", "seed", "gap", "token", "cut", "t", "fault"];
  #other: Result | null = null;
  #runner = new Runner();
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super(defaults);
    this.result = this.follow = this.afterwards = this.host = this.panels = null;
    this.pending = this.swapped = false;
    this.tab = "buffers";
    this.place = { rank: 0, chunk: 0 };
  }

  get steps(): number {
    return stepCount(this.parameters.ranks);
  }

  /** At rest the figure stands on the right place for the cut. */
  override get step(): number {
    return Math.floor(this.moment ?? this.parameters.ranks - 1);
  }

  /** Where the cut stands on the branch on show. */
  get cut(): number {
    return branchCut(this.parameters, this.branch);
  }

  /** The forks of the branch on show. */
  get branch(): readonly Fork[] {
    return this.swapped ? this.parameters.forks.slice(0, -1) : this.parameters.forks;
  }

  /** The branch on show, as a result. */
  get view(): Result | null {
    return this.swapped ? this.#other : this.result;
  }

  /** After how many steps the reader stands in the middle of the run, where a change is a fork; else null. */
  get past(): number | null {
    const { step, steps, result, parameters } = this;
    const within = this.moment !== null && step > 0 && step < steps;
    return within && result && !isFailure(result.ring) && parameters.fault === null ? step : null;
  }

  protected read(address: Address, refuse: Refuse): Parameters {
    return readParameters(address.query, address.fragment, refuse);
  }

  protected write(parameters: Parameters, base: Parameters, address: Address): void {
    writeParameters(parameters, base, address.query, address.fragment);
  }

  protected stepWords(): string {
    return this.words.player.value(this.step, this.steps, this.parameters.ranks - 1, this.cut);
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
      const [result] = await Promise.all([this.#runner.go(this.parameters), this.#speak()]);
      if (result) this.#show(result);
    } catch (error) {
      this.pending = false;
      const problems = problemsOf(error).map(({ message }) => message);
      this.failed(problems.length > 0 ? new Error(problems.join("; ")) : error);
    }
  }

  async #speak(): Promise<void> {
    const { language } = this;
    const words = await loadText[language]();
    if (language === this.language) this.words = words;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("language") && this.words) void this.#speak();
  }

  #show(result: Result): void {
    this.pending = false;
    this.result = result;
    this.#other = swapped(result);
    this.afterwards = null;
    this.follow = this.follow !== null && this.follow < result.parameters.ranks ? this.follow : null;
    const fork = forkFacts(result, false);
    const verdict = verdictWords(result, this.words)?.words ?? "";
    this.shown(fork ? `${this.words.fork.told(fork)} ${verdict}` : verdict);
    void this.#askHost();
    this.#quiet = setTimeout(() => void this.#learn(result), QUIET_MS);
  }

  async loadPanels(): Promise<void> {
    try {
      this.panels ??= await import("./panels.ts");
    } catch (error) {
      this.problem = String(error);
    }
  }

  async #learn(result: Result): Promise<void> {
    void this.loadPanels();
    if (document.hidden || this.playing) return;
    const learned = await this.#runner.afterwards(result).catch(() => null);
    if (learned && this.result === result) this.afterwards = learned;
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

  override change(parameters: Parameters): void {
    this.swapped = false;
    super.change(parameters);
  }

  /** A change in the middle of the run: the steps before it stay. */
  #fork(t: number, change: Change): void {
    this.change(withChange(this.parameters, this.branch, t, change));
  }

  setCut(cut: number): void {
    const { past, parameters } = this;
    if (past === null)
      return this.change({ ...parameters, forks: [], cut: cut === parameters.ranks - 1 ? null : cut });
    const before = branchCut(parameters, this.branch.filter(({ t }) => t < past));
    this.#fork(past, { cut: cut === before ? null : cut });
  }

  setOp(op: Op): void {
    const { past, parameters } = this;
    if (past === null) return this.change({ ...parameters, forks: [], op });
    const before = this.branch.filter(({ t }) => t < past).reduce((was, fork) => fork.op ?? was, parameters.op);
    this.#fork(past, { op: op === before ? null : op });
  }

  /** The operator of the branch on show, from here on. */
  get op(): Op {
    return this.branch.reduce((op, fork) => fork.op ?? op, this.parameters.op);
  }

  setFault(fault: Fault | null): void {
    this.change({ ...this.parameters, forks: [], fault });
  }

  nextGap(): void {
    const { parameters } = this;
    if (parameters.kind !== "f32" || this.embedded) return;
    const gap = gaps[(gaps.indexOf(parameters.gap) + 1) % gaps.length] ?? "none";
    this.change({ ...parameters, gap });
  }

  /** Shows the other branch. */
  swap(): void {
    if (!this.result?.ghost) return;
    this.swapped = !this.swapped;
    const facts = forkFacts(this.view as Result, this.swapped);
    if (facts) this.say(this.words.fork.told(facts));
  }

  /** Gives the new branch up. */
  discard(): void {
    this.change({ ...this.parameters, forks: this.parameters.forks.slice(0, -1) });
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

  edit(edit: EditDetail): void {
    if (this.past !== null) return this.#fork(this.past, { edit });
    const { rank, index, value } = edit;
    this.change({ ...withEdit(this.parameters, rank, index, value), forks: [] });
  }

  /** Gives back what was typed over at this moment. */
  restore(): void {
    const { past, parameters } = this;
    if (past === null) return this.change({ ...parameters, edits: [], forks: [] });
    this.change({ ...parameters, forks: this.branch.filter(({ t }) => t < past) });
  }

  /** Opens the input values of a cell. */
  editCell(rank: number, chunk: number): void {
    this.place = { rank, chunk };
    this.panel = "data";
    const focus = (): void => this.querySelector<HTMLInputElement>(".oh-values-grid input")?.focus();
    void this.loadPanels()
      .then(() => this.updateComplete)
      .then(focus);
  }

  reset(): void {
    this.moment = this.follow = this.panel = null;
    this.change({ ...this.base, t: null });
  }

  followRank(rank: number): void {
    if (rank < this.parameters.ranks) this.follow = this.follow === rank ? null : rank;
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.view && this.words && this.width > 0 ? figureView(this, this.view) : nothing;
  }
}

customElements.define("ring-all-reduce-figure", RingAllReduceFigure);
