// The live figure: holds what the reader wishes, shows the bills at once, sorts the keys, and measures when asked.
// Bills belong to the parameters they were made with; what was found out on this device says with which it was.

import type { TemplateResult } from "lit";
import { nothing } from "lit";
import { act, closes, isForFigure, letter, movement } from "../../elements/keyboard.ts";
import { LiveFigure } from "../../elements/live-figure.ts";
import type { Refuse } from "../../reading.ts";
import type { Address } from "../../url.ts";
import { chosen, drawn, type Bill, type Drawn } from "./bills.ts";
import type { RoofPoint } from "./charts.ts";
import {
  address_keys,
  breaks,
  defaults,
  readParameters,
  sortKey,
  writeParameters,
  type Parameters,
} from "./parameters.ts";
import { billNamed, isRefusal, type Bills, type Measured, type Outcome, type Refusal } from "./runs.ts";
import { Sorting, type Machine } from "./sorting.ts";
import { texts, type Text } from "./text.ts";
import { figureView, verdictOf } from "./view.ts";

/** Keys are sorted without being asked up to so many bytes: a second on the slowest adapter. */
const UNASKED_BYTES = 5e8;
/** How much longer than its bytes say a pass takes where a CPU plays the GPU, and threads wait for each other. */
const BARRIER_FACTOR = 30;
/** The reader has stopped changing things. */
const QUIET_MS = 250;

export default class SortingPassesFigure extends LiveFigure<Parameters> {
  static override properties = {
    ...LiveFigure.properties,
    bills: { state: true },
    machine: { state: true },
    answer: { state: true },
    measured: { state: true },
    points: { state: true },
    running: { state: true },
  };
  declare bills: Bills | null;
  declare machine: Machine | null;
  declare answer: Outcome | Refusal | null;
  declare measured: Measured | null;
  declare points: readonly RoofPoint[];
  declare running: "sort" | "measure" | null;

  readonly keys = address_keys;
  readonly #sorting = new Sorting();
  /** The keys and the device under whose roof the points are. */
  #roof = "";
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #wish = 0;

  constructor() {
    super(defaults);
    this.bills = this.machine = this.answer = this.measured = this.running = null;
    this.points = [];
  }

  get words(): Text {
    return texts[this.language];
  }

  /** The plan that the picture is about. */
  get plan(): Drawn {
    return this.#planOf(this.parameters);
  }

  get bill(): Bill | null {
    return this.bills && billNamed(this.bills, this.plan);
  }

  get steps(): number {
    return this.bill?.plan.passes ?? 0;
  }

  #planOf(parameters: Parameters): Drawn {
    return chosen(parameters, this.machine?.gpu ?? null);
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
    const plan = drawn[Number(key) - 1];
    const actions: Record<string, () => void> = {
      b: () => this.nextBreak(),
      e: () => this.togglePanel("data"),
      r: () => void this.run(),
      t: () => this.togglePanel("table"),
    };
    if (!plan) return act(actions, key);
    this.change({ ...this.parameters, preset: plan });
    return true;
  }

  nextBreak(): void {
    const at = breaks.findIndex((name) => name === this.parameters.broken);
    this.panel = "break";
    this.change({ ...this.parameters, broken: breaks[at + 1] ?? null });
  }

  override change(parameters: Parameters): void {
    const other_plan =
      this.#planOf(parameters) !== this.plan || parameters.count !== this.parameters.count;
    if (other_plan) this.moment = null;
    super.change(parameters);
  }

  reset(): void {
    this.panel = this.moment = null;
    this.change({ ...this.base, t: null });
  }

  // ---- plans, sorts, times

  /** Whatever is under way is for older parameters from here on. */
  protected go(): void {
    const wish = ++this.#wish;
    clearTimeout(this.#quiet);
    void this.#plan(wish);
  }

  async #plan(wish: number): Promise<void> {
    const { parameters } = this;
    try {
      this.machine ??= await this.#sorting.machine();
      const bills = await this.#sorting.bills(parameters, this.machine);
      if (wish !== this.#wish) return;
      this.bills = bills;
      if (this.moment !== null && this.moment > this.steps) this.moment = null; // of another plan
      if (this.measured && sortKey(this.measured.parameters) !== sortKey(parameters)) this.measured = null;
      this.#keepPoints(parameters);
      this.shown("");
    } catch (error) {
      return this.failed(error);
    }
    if (this.answer && sortKey(this.answer.parameters) === sortKey(parameters)) return;
    this.answer = null;
    if (this.#cost(parameters) > UNASKED_BYTES) return;
    this.#quiet = setTimeout(() => void this.#sort(wish), QUIET_MS);
  }

  #cost({ device }: Parameters): number {
    const gpu = this.machine?.gpu;
    if (!this.bill || !gpu || device === "cpu") return 0;
    const waits = gpu.software && this.bill.shape.tile !== null;
    return this.bill.plan.bytes * (waits ? BARRIER_FACTOR : 1);
  }

  /** Points under one roof are of the same keys, on the same device. */
  #keepPoints({ count, kind, pattern, device }: Parameters): void {
    const roof = [count, kind, pattern, device].join();
    if (roof !== this.#roof) this.points = [];
    this.#roof = roof;
  }

  async #sort(wish: number): Promise<boolean> {
    const { parameters, plan } = this;
    const { machine } = this;
    if (!machine) return false;
    this.running = "sort";
    const answer = await this.#sorting.sort(parameters, plan, machine);
    if (wish !== this.#wish) return false;
    this.running = null;
    this.answer = answer;
    this.say(verdictOf(answer, this.words)?.words ?? "");
    return !isRefusal(answer);
  }

  /** Sorts, and measures if that went well. */
  async run(): Promise<void> {
    const wish = ++this.#wish;
    clearTimeout(this.#quiet);
    if (!this.machine || !(await this.#sort(wish)) || wish !== this.#wish) return;
    this.running = "measure";
    const { parameters, plan, machine } = this;
    try {
      const measured = await this.#sorting.measure(parameters, plan, machine, () => wish === this.#wish);
      if (!measured || wish !== this.#wish) return;
      this.measured = measured;
      const { point } = measured;
      if (point) this.points = [...this.points.filter((it) => it.plan !== point.plan), point];
    } catch (error) {
      this.failed(error);
    }
    this.running = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#quiet);
    this.#wish++;
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.bills && this.bill && this.width > 0 ? figureView(this, this.bills, this.bill) : nothing;
  }
}

customElements.define("sorting-passes-figure", SortingPassesFigure);
