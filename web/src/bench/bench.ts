// <open-hood-bench>: the bench page's element. It holds what was measured, starts and stops; views draw it.

import { LitElement, type PropertyDeclarations, type TemplateResult } from "lit";
import { loaded } from "../core.ts";
import type { Language } from "../draw/numbers.ts";
import { pageLanguage } from "../language.ts";
import type { View } from "./charts.ts";
import { environment, type Environment } from "./environment.ts";
import { FILE_BYTES_MAX, rowsOf, type Refusal } from "./file.ts";
import { USUAL, type Spec, type Wishes } from "./plan.ts";
import { perform, type Judgement } from "./run.ts";
import type { Op, Row, Trouble } from "./row.ts";
import { view } from "./view.ts";

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly contenders: readonly Spec[];
}

/** How the last run ended. */
export type Ending = { readonly kind: "finished" | "stopped" } | { readonly kind: "failed"; readonly why: string };

const state = { state: true };

/** A file that is too large is not even read. */
async function drawable(file: File): Promise<Row[] | Refusal> {
  if (file.size > FILE_BYTES_MAX) return { kind: "size", limit: FILE_BYTES_MAX };
  const text = await file.text().catch(() => null);
  return text === null ? { kind: "unread" } : rowsOf(text);
}

export class OpenHoodBench extends LitElement {
  static override properties: PropertyDeclarations = {
    ...{ wishes: state, progress: state, ending: state, where: state, width: state },
    ...{ rows: state, troubles: state, judgements: state },
    ...{ op: state, shown: state, laid_over: state, file_trouble: state },
  };
  declare wishes: Wishes;
  /** Of the run under way; null if there is none. */
  declare progress: Progress | null;
  declare ending: Ending | null;
  declare where: Environment;
  declare rows: readonly Row[];
  declare troubles: readonly Trouble[];
  declare judgements: readonly Judgement[];
  /** What is drawn. */
  declare op: Op;
  declare shown: View;
  declare laid_over: readonly Row[];
  declare file_trouble: Refusal | null;
  declare width: number;

  readonly language: Language = pageLanguage(document);
  #running: AbortController | null = null;
  #file: File | undefined;
  readonly #watched = new ResizeObserver(() => (this.width = this.clientWidth));

  constructor() {
    super();
    [this.wishes, this.where] = [USUAL, environment()];
    [this.progress, this.ending, this.file_trouble] = [null, null, null];
    [this.rows, this.troubles, this.judgements, this.laid_over] = [[], [], [], []];
    [this.op, this.shown, this.width] = ["all-reduce", "time", 0];
  }

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watched.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watched.disconnect();
    this.stop();
  }

  protected override render(): TemplateResult {
    return view(this);
  }

  stop(): void {
    this.#running?.abort(new DOMException("stopped", "AbortError"));
  }

  /** Measures anew. Settles when that is done, stopped, or has failed; `ending` says which. */
  async perform(wishes: Partial<Wishes> = {}): Promise<void> {
    if (this.#running) return;
    const running = new AbortController();
    this.#running = running;
    this.wishes = { ...this.wishes, ...wishes };
    [this.rows, this.troubles, this.judgements, this.ending] = [[], [], [], null];
    this.progress = { done: 0, total: 1, contenders: [] };
    try {
      this.where = this.#tell(environment());
      for await (const news of perform(this.wishes, this.where, running.signal)) {
        if (news.kind === "progress") this.progress = news;
        else if (news.kind === "row") this.rows = [...this.rows, this.#tell(news.row)];
        else if (news.kind === "trouble") this.troubles = [...this.troubles, this.#tell(news.trouble)];
        else this.judgements = [...this.judgements, this.#tell(news.judgement)];
      }
      this.ending = { kind: "finished" };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.ending = running.signal.aborted ? { kind: "stopped" } : { kind: "failed", why };
    } finally {
      [this.#running, this.progress] = [null, null];
      (await loaded()?.catch(() => undefined))?.dispose();
    }
  }

  /** Everything that was measured, one line of JSON each. */
  lines(): string {
    const all = [this.where, ...this.rows, ...this.judgements, ...this.troubles];
    return all.map((it) => `${JSON.stringify(it)}\n`).join("");
  }

  /** Draws what such a file holds under what was measured here; without a file, no longer. */
  async lay(file: File | undefined): Promise<void> {
    [this.#file, this.laid_over, this.file_trouble] = [file, [], null];
    if (!file) return;
    const found = await drawable(file);
    if (this.#file !== file) return; // another one was chosen meanwhile
    if (Array.isArray(found)) this.laid_over = found;
    else this.file_trouble = found;
  }

  /** For whoever measures through this page: `cargo xtask bench ranks`. */
  #tell<T>(line: T): T {
    this.dispatchEvent(new CustomEvent("openhood-bench", { detail: line, bubbles: true }));
    return line;
  }
}
