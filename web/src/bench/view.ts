// What the bench page shows. First version for the measuring itself.

import { html, type TemplateResult } from "lit";
import type { OpenHoodBench } from "./bench.ts";

export const view = (bench: OpenHoodBench): TemplateResult =>
  html`<button type="button" @click=${() => bench.perform()}>start</button><pre>${bench.lines()}</pre>`;
