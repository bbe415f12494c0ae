// The live figure: holds what the reader wishes, asks for runs, and shows the newest complete result. The picture
// always belongs to one result; only controls show wishes whose run is still under way.

import { LitElement, nothing, type TemplateResult } from "lit";
import type { Capabilities, Fault } from "../../generated/core.d.ts";
import type { Language } from "../../draw/numbers.ts";
import { Announcer } from "../../elements/announcer.ts";
import { Clock, SPEEDS } from "../../elements/clock.ts";
import { Drawings } from "../../elements/drawings.ts";
import type { FigureElement } from "../../elements/open-hood-figure.ts";
import { capabilities, problemsOf } from "../../engine.ts";
import { readAddress, withAddress, type Address } from "../../url.ts";
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

export default class RingAllReduceFigure extends LitElement implements FigureElement, FigureKeys {
  static override properties = {
    language: {},
    embedded: { type: Boolean },
    full_page: {},
    parameters: { state: true },
    result: { state: true },
    pending: { state: true },
    problem: { state: true },
    moment: { state: true },
    panel: { state: true },
    tab: { state: true },
    follow: { state: true },
    place: { state: true },
    afterwards: { state: true },
    width: { state: true },
    speed: { state: true },
    note: { state: true },
    playing: { state: true },
    copied: { state: true },
    host: { state: true },
  };
  declare language: Language;
  declare embedded: boolean;
  declare full_page: string;
  declare parameters: Parameters;
  declare result: Result | null;
  declare pending: boolean;
  declare problem: string | null;
  /** The present moment with its fraction while messages fly; null at rest. */
  declare moment: number | null;
  declare playing: boolean;
  declare panel: Panel;
  declare tab: Tab;
  declare follow: number | null;
  declare place: { rank: number; chunk: number };
  declare afterwards: Afterwards | null;
  declare width: number;
  declare speed: number;
  declare note: string;
  /** Whether the clipboard took the link, or the reader has to. */
  declare copied: boolean;
  declare host: Host | null;

  readonly keys = ["ranks", "elements", "op", "kind", "seed", "cut", "t", "fault"];
  readonly ready: Promise<void>;
  readonly drawings = new Drawings();

  #base: Parameters = defaults;
  #runner = new Runner();
  #quiet: ReturnType<typeof setTimeout> | undefined;
  readonly #announcer = new Announcer((message) => (this.note = message));
  #settle: { done: () => void; fail: (error: Error) => void } = {
    done: () => undefined,
    fail: () => undefined,
  };
  #sizes: ResizeObserver | null = null;
  #sight: IntersectionObserver | null = null;
  #clock = new Clock(
    (t, playing) => this.#tick(t, playing),
    () => matchMedia("(prefers-reduced-motion: reduce)").matches,
  );

  constructor() {
    super();
    this.language = "en";
    this.embedded = false;
    this.full_page = "";
    this.parameters = defaults;
    this.result = this.problem = this.moment = this.panel = this.follow = this.afterwards = this.host = null;
    this.pending = this.playing = this.copied = false;
    this.tab = "buffers";
    this.place = { rank: 0, chunk: 0 };
    this.width = 0;
    this.speed = 1;
    this.note = "";
    this.ready = new Promise((done, fail) => (this.#settle = { done, fail }));
  }

  get words(): Text {
    return texts[this.language];
  }

  get steps(): number {
    return stepCount(this.parameters.ranks);
  }

  /** The step shown, as a number even at rest. */
  get step(): number {
    return Math.floor(this.moment ?? this.parameters.ranks - 1);
  }

  // ---- the page around it

  setDefaults(address: Address): void {
    this.#base = readParameters(address.query, address.fragment);
    this.#become(this.#base);
  }

  readAddress(address: Address): void {
    const parameters = readParameters(address.query, address.fragment);
    if (JSON.stringify(parameters) === JSON.stringify({ ...this.parameters, t: this.moment })) return;
    this.#clock.stop();
    this.playing = false;
    this.#become(parameters);
    if (this.isConnected) void this.#go();
  }

  writeAddress(address: Address): void {
    writeParameters({ ...this.parameters, t: this.moment }, this.#base, address.query, address.fragment);
  }

  /** A link to this state: on this page, or for an embed on the figure's own page. */
  fullLink(): string {
    const page = new URL(this.full_page === "" ? location.href : this.full_page, location.href);
    const address =
      this.full_page === ""
        ? readAddress(page)
        : { query: new URLSearchParams(), fragment: new URLSearchParams() };
    writeParameters(
      { ...this.parameters, t: this.moment },
      this.full_page === "" ? this.#base : defaults,
      address.query,
      address.fragment,
    );
    return withAddress(page, address, this.keys).href;
  }

  #become(parameters: Parameters): void {
    this.parameters = parameters;
    this.moment = parameters.t;
  }

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const frame = this.parentElement ?? this;
    this.width = Math.floor(frame.clientWidth);
    this.#sizes = new ResizeObserver(
      () => (this.width = Math.floor((this.parentElement ?? frame).clientWidth) || this.width),
    );
    this.#sizes.observe(frame);
    this.#sight = new IntersectionObserver((entries) => {
      if (this.playing && entries.every((entry) => !entry.isIntersecting)) this.#clock.pause();
    });
    this.#sight.observe(frame);
    document.addEventListener("visibilitychange", this.#hide);
    this.addEventListener("keydown", this.#key);
    void this.#go();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes?.disconnect();
    this.#sight?.disconnect();
    document.removeEventListener("visibilitychange", this.#hide);
    this.#clock.stop();
    clearTimeout(this.#quiet);
    this.#announcer.stop();
    this.#runner.stop();
  }

  readonly #hide = (): void => {
    if (document.hidden) this.#clock.pause();
  };

  // ---- runs

  /** Every change of the reader comes through here. */
  change(parameters: Parameters): void {
    this.parameters = parameters;
    if (parameters.t === null && this.moment !== null && parameters.ranks !== this.result?.parameters.ranks)
      this.moment = null;
    this.#clock.pause();
    void this.#go();
    this.#announceState();
  }

  async #go(): Promise<void> {
    clearTimeout(this.#quiet);
    this.pending = true;
    try {
      const result = await this.#runner.go(this.parameters);
      if (!result) return;
      this.problem = null;
      this.#show(result);
    } catch (error) {
      this.#explain(error);
    }
  }

  #show(result: Result): void {
    this.pending = false;
    this.result = result;
    this.afterwards = null;
    this.follow = this.follow !== null && this.follow < result.parameters.ranks ? this.follow : null;
    const ring = result.ring;
    this.#announcer.say(isFailure(ring) ? "" : (verdictWords(result, this.words)?.words ?? ""));
    void this.#askHost();
    void this.updateComplete.then(() => this.#settle.done());
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

  /** A refused experiment or an engine that did not start: said where the reader looks, and the figure stays usable. */
  #explain(error: unknown): void {
    this.pending = false;
    const problems = problemsOf(error);
    const message = error instanceof Error ? error.message : String(error);
    this.problem = problems.length > 0 ? problems.map((problem) => problem.message).join("; ") : message;
    this.#settle.fail(error instanceof Error ? error : new Error(message));
  }

  #announceState(): void {
    this.dispatchEvent(new CustomEvent("openhood-state", { bubbles: true }));
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

  seek(step: number): void {
    this.#clock.stop();
    this.playing = false;
    this.moment = Math.min(this.steps, Math.max(0, step));
    this.#settled();
  }

  toggle(): void {
    if (this.playing) this.#clock.pause();
    else this.#clock.play(this.moment ?? 0, this.steps);
  }

  faster(by: number): void {
    const at = SPEEDS.findIndex((speed) => speed === this.speed) + by;
    this.speed = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at))] ?? 1;
    this.#clock.speed = this.speed;
  }

  nextSpeed(): void {
    const at = SPEEDS.findIndex((speed) => speed === this.speed);
    this.speed = this.#clock.speed = SPEEDS[(at + 1) % SPEEDS.length] ?? 1;
  }

  reset(): void {
    this.moment = null;
    this.follow = null;
    this.panel = null;
    this.change({ ...this.#base, t: null });
  }

  togglePanel(panel: Panel): void {
    this.panel = this.panel === panel ? null : panel;
  }

  followRank(rank: number): void {
    if (rank < this.parameters.ranks) this.follow = this.follow === rank ? null : rank;
  }

  fullScreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void this.requestFullscreen?.().catch(() => undefined);
  }

  async share(): Promise<void> {
    this.copied = await navigator.clipboard.writeText(this.fullLink()).then(
      () => true,
      () => false,
    );
    this.panel = "link";
    if (this.copied) this.#announcer.say(this.words.tools.copied);
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (keyAction(this, event)) event.preventDefault();
  };

  #tick(t: number, playing: boolean): void {
    this.moment = t;
    this.playing = playing;
    if (!playing) this.#settled();
  }

  /** A step is reached and stays: tell whoever listens. */
  #settled(): void {
    this.#announcer.say(this.words.player.value(this.step, this.steps, this.parameters.ranks - 1));
    this.#announceState();
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.result && this.width > 0 ? figureView(this, this.result) : nothing;
  }

  get cut(): number {
    return cutOf(this.parameters);
  }
}

customElements.define("ring-all-reduce-figure", RingAllReduceFigure);
