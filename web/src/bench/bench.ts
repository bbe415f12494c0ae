// <open-hood-bench>: the bench page's element. It holds what was measured, starts and stops; views draw it.

import { LitElement, type TemplateResult } from "lit";
import { loaded } from "../core.ts";
import type { Language } from "../draw/numbers.ts";
import { pageLanguage } from "../language.ts";
import { environment, type Environment } from "./environment.ts";
import { USUAL, type Spec, type Wishes } from "./plan.ts";
import { perform, type Judgement } from "./run.ts";
import type { Row, Trouble } from "./row.ts";
import { view } from "./view.ts";

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly contenders: readonly Spec[];
}

export class OpenHoodBench extends LitElement {
  static override properties = {
    wishes: { state: true },
    progress: { state: true },
    rows: { state: true },
    troubles: { state: true },
    judgements: { state: true },
    where: { state: true },
    failure: { state: true },
  };
  declare wishes: Wishes;
  /** Of the run under way; null if there is none. */
  declare progress: Progress | null;
  declare rows: readonly Row[];
  declare troubles: readonly Trouble[];
  declare judgements: readonly Judgement[];
  declare where: Environment | null;
  /** Why the last run ended before its end, if it did. */
  declare failure: string | null;

  readonly language: Language = pageLanguage(document);
  #running: AbortController | null = null;

  constructor() {
    super();
    this.wishes = USUAL;
    this.progress = null;
    [this.rows, this.troubles, this.judgements] = [[], [], []];
    [this.where, this.failure] = [null, null];
  }

  protected override createRenderRoot(): this {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  protected override render(): TemplateResult {
    return view(this);
  }

  stop(): void {
    this.#running?.abort(new DOMException("stopped", "AbortError"));
  }

  /** Measures anew. Settles when it is done, stopped, or has failed; `failure` says which. */
  async perform(wishes: Partial<Wishes> = {}): Promise<void> {
    if (this.#running) return;
    const running = new AbortController();
    this.#running = running;
    this.wishes = { ...this.wishes, ...wishes };
    [this.rows, this.troubles, this.judgements, this.failure] = [[], [], [], null];
    this.progress = { done: 0, total: 1, contenders: [] };
    try {
      this.where = environment();
      this.#tell(this.where);
      for await (const news of perform(this.wishes, this.where, running.signal)) {
        if (news.kind === "progress") this.progress = news;
        else if (news.kind === "row") this.rows = [...this.rows, this.#tell(news.row)];
        else if (news.kind === "trouble") this.troubles = [...this.troubles, this.#tell(news.trouble)];
        else this.judgements = [...this.judgements, this.#tell(news.judgement)];
      }
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    } finally {
      this.#running = null;
      this.progress = null;
      (await loaded()?.catch(() => undefined))?.dispose();
    }
  }

  /** Everything that was measured, one line of JSON each. */
  lines(): string {
    const all = [...(this.where ? [this.where] : []), ...this.rows, ...this.judgements, ...this.troubles];
    return all.map((it) => `${JSON.stringify(it)}\n`).join("");
  }

  /** For whoever measures through this page: `cargo xtask bench ranks`. */
  #tell<T>(line: T): T {
    this.dispatchEvent(new CustomEvent("openhood-bench", { detail: line, bubbles: true }));
    return line;
  }
}
