// What every live figure does: keeps its size, its place in time, its panel and its address; plays, pauses and shares.
// What it shows, and what has to be computed for that, is its own business.

import { LitElement, type PropertyDeclarations } from "lit";
import type { Language } from "../draw/numbers.ts";
import type { Refusal, Refuse } from "../reading.ts";
import { same } from "../same.ts";
import { inertAddress } from "../inert.ts";
import { readAddress, withAddress, type Address } from "../url.ts";
import { Announcer } from "./announcer.ts";
import { Clock, SPEEDS, TRAVEL } from "./clock.ts";
import { Drawings } from "./drawings.ts";
import type { FigureElement } from "./open-hood-figure.ts";

/** Any figure can be put on a step; null is its resting picture. */
export interface Momentary {
  readonly t: number | null;
}

/** What was not taken, and where it came from. */
export interface Refused {
  readonly from: "address" | "typed";
  readonly all: readonly Refusal[];
}

/** Paper is so wide, at least, between its margins. */
const PAPER_WIDTH = 660;
const PRINTING = ["beforeprint", "afterprint"];

export abstract class LiveFigure<Parameters extends Momentary> extends LitElement implements FigureElement {
  static override properties: PropertyDeclarations = {
    language: {},
    embedded: { type: Boolean },
    full_page: {},
    parameters: { state: true },
    moment: { state: true },
    playing: { state: true },
    panel: { state: true },
    width: { state: true },
    paper: { state: true },
    speed: { state: true },
    note: { state: true },
    problem: { state: true },
    refused: { state: true },
  };
  declare language: Language;
  declare embedded: boolean;
  declare full_page: string;
  declare parameters: Parameters;
  /** The present moment with its fraction while something moves; null at rest. */
  declare moment: number | null;
  declare playing: boolean;
  declare panel: string | null;
  declare width: number;
  /** Being printed: nothing can be scrolled or pressed. */
  declare paper: boolean;
  declare speed: number;
  /** What screen readers are told. */
  declare note: string;
  /** Why there is no answer, in words. */
  declare problem: string | null;
  /** What the address held, or the reader typed, that cannot be taken. */
  declare refused: Refused | null;

  abstract readonly keys: readonly string[];
  readonly ready: Promise<void>;
  readonly drawings = new Drawings();
  protected base: Parameters;
  readonly #plain: Parameters;
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
    () => this.travel,
  );

  /** `defaults` are what an address without parameters means. */
  constructor(defaults: Parameters) {
    super();
    this.#plain = this.base = this.parameters = defaults;
    this.language = "en";
    this.embedded = this.playing = this.paper = false;
    this.full_page = this.note = "";
    this.moment = this.panel = this.problem = this.refused = null;
    this.width = 0;
    this.speed = 1;
    this.ready = new Promise((done, fail) => (this.#settle = { done, fail }));
  }

  // ---- what a figure brings along

  /** How many steps there are to play. */
  abstract get steps(): number;
  /** What an address says; whatever in it cannot be taken is refused. */
  protected abstract read(address: Address, refuse: Refuse): Parameters;
  /** Writes into an address what differs from `base`. */
  protected abstract write(parameters: Parameters, base: Parameters, address: Address): void;
  /** Parameters have changed: computes what they mean, then calls `shown` or `failed`. */
  protected abstract go(): void;
  /** What is said when a step is reached. */
  protected abstract stepWords(): string;
  protected abstract key(event: KeyboardEvent): boolean;

  /** The step shown, as a number even at rest. */
  get step(): number {
    return Math.floor(this.moment ?? this.steps);
  }

  /** To be called whenever a result is on show; the first one puts the figure in the still's place. */
  protected shown(words: string): void {
    this.problem = null;
    this.say(words);
    void this.updateComplete.then(() => this.#settle.done());
  }

  /** The engine did not start, or refused: said where the reader looks, and the figure stays usable. */
  protected failed(error: unknown): void {
    const reason = error instanceof Error ? error : new Error(String(error));
    this.problem = reason.message;
    this.#settle.fail(reason);
  }

  say(message: string): void {
    this.#announcer.say(message);
  }

  /** Which part of a step is motion. */
  protected get travel(): number {
    return TRAVEL;
  }

  // ---- the page around it

  setDefaults(address: Address): void {
    this.base = this.#told(address, []);
    this.#become(this.base);
  }

  readAddress(address: Address, refused: readonly Refusal[] = []): void {
    const parameters = this.#told(address, refused);
    if (same(parameters, { ...this.parameters, t: this.moment })) return;
    this.halt();
    this.#become(parameters);
    if (this.isConnected) this.go();
  }

  /** Reads an address and keeps what is to be said about it. */
  #told(address: Address, refused: readonly Refusal[]): Parameters {
    const all = [...refused];
    const parameters = this.read(address, (refusal) => all.push(refusal));
    this.refused = all.length > 0 ? { from: "address", all } : null;
    return parameters;
  }

  /** Says that something typed was not taken; it stands until something is. */
  refuse(...all: readonly Refusal[]): void {
    this.refused = { from: "typed", all };
  }

  writeAddress(address: Address): void {
    this.write({ ...this.parameters, t: this.moment }, this.base, address);
  }

  /** A link to this state: on this page, or for an embed on the figure's own page. */
  fullLink(): string {
    const here = this.full_page === "";
    const page = new URL(here ? location.href : this.full_page, location.href);
    const address = here ? readAddress(page) : this.ownAddress();
    if (here) this.write({ ...this.parameters, t: this.moment }, this.base, address);
    return inertAddress(withAddress(page, address, this.keys).href);
  }

  /** What of this state differs from the figure's own defaults, for pages that know nothing of this one. */
  ownAddress(): Address {
    const address = { query: new URLSearchParams(), fragment: new URLSearchParams() };
    this.write({ ...this.parameters, t: this.moment }, this.#plain, address);
    return address;
  }

  #become(parameters: Parameters): void {
    this.parameters = parameters;
    this.moment = parameters.t;
  }

  /** Every change of the reader comes through here. */
  change(parameters: Parameters): void {
    this.parameters = parameters;
    this.refused = null;
    this.#clock.pause();
    this.go();
    this.announceState();
  }

  announceState(): void {
    this.dispatchEvent(new CustomEvent("openhood-state", { bubbles: true }));
  }

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const frame = this.parentElement ?? this;
    this.width = Math.floor(frame.clientWidth);
    this.#sizes = new ResizeObserver(([size]) => (this.width = Math.floor(size?.contentRect.width ?? 0) || this.width));
    this.#sizes.observe(frame);
    this.#sight = new IntersectionObserver((entries) => {
      if (this.playing && entries.every((entry) => !entry.isIntersecting)) this.#clock.pause();
    });
    this.#sight.observe(frame);
    document.addEventListener("visibilitychange", this.#hide);
    for (const event of PRINTING) addEventListener(event, this.#print);
    this.addEventListener("keydown", this.#key);
    this.addEventListener("oh-refuse", this.#refused);
    this.go();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes?.disconnect();
    this.#sight?.disconnect();
    document.removeEventListener("visibilitychange", this.#hide);
    for (const event of PRINTING) removeEventListener(event, this.#print);
    this.#clock.stop();
    this.#announcer.stop();
  }

  readonly #hide = (): void => {
    if (document.hidden) this.#clock.pause();
  };

  /** A sheet is laid out at once, before anything that has changed its size could be told. */
  readonly #print = ({ type }: Event): void => {
    this.paper = type === "beforeprint";
    this.width = this.paper ? PAPER_WIDTH : Math.floor((this.parentElement ?? this).clientWidth);
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (this.key(event)) event.preventDefault();
  };

  readonly #refused = (event: Event): void => this.refuse((event as CustomEvent<Refusal>).detail);

  // ---- time

  seek(step: number): void {
    this.halt();
    this.moment = Math.min(this.steps, Math.max(0, step));
    this.#settled();
  }

  toggle(): void {
    if (this.playing) this.#clock.pause();
    else this.#clock.play(this.moment ?? 0, this.steps);
  }

  faster(by: number): void {
    const at = SPEEDS.findIndex((speed) => speed === this.speed) + by;
    this.speed = this.#clock.speed = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at))] ?? 1;
  }

  nextSpeed(): void {
    const at = SPEEDS.findIndex((speed) => speed === this.speed);
    this.speed = this.#clock.speed = SPEEDS[(at + 1) % SPEEDS.length] ?? 1;
  }

  /** Stops where it is, for good: what was being played is gone. */
  protected halt(): void {
    this.#clock.stop();
    this.playing = false;
  }

  #tick(t: number, playing: boolean): void {
    this.moment = t;
    this.playing = playing;
    if (!playing) this.#settled();
  }

  /** A step is reached and stays: tell whoever listens. */
  #settled(): void {
    this.say(this.stepWords());
    this.announceState();
  }

  // ---- tools

  togglePanel(panel: string | null): void {
    this.panel = this.panel === panel ? null : panel;
  }

  /** Not the figure but its frame fills the screen: by the frame's width it is drawn. */
  fullScreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void (this.parentElement ?? this).requestFullscreen?.().catch(() => undefined);
  }
}
