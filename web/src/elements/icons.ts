// Icons of the controls: 16 px strokes, drawn here so that nothing is fetched.

import { html, svg, type TemplateResult } from "lit/html.js";

const drawings = {
  first: svg`<path d="M3 3v10M13 3L6 8l7 5z" fill="currentColor" stroke="currentColor" stroke-width="1.5"></path>`,
  back: svg`<path d="M11 3L4.5 8l6.5 5" fill="none" stroke="currentColor" stroke-width="1.5"></path>`,
  play: svg`<path d="M4.5 2.5v11l9-5.5z" fill="currentColor"></path>`,
  pause: svg`<path d="M5.5 3v10M10.5 3v10" fill="none" stroke="currentColor" stroke-width="2.5"></path>`,
  forward: svg`<path d="M5 3l6.5 5L5 13" fill="none" stroke="currentColor" stroke-width="1.5"></path>`,
  reset: svg`<path d="M3 8a5 5 0 1 0 1.6-3.67M3 2v3.3h3.3" fill="none" stroke="currentColor" stroke-width="1.5"></path>`,
  data: svg`<path d="M2.5 2.5h11v11h-11zM2.5 8h11M8 2.5v11" fill="none" stroke="currentColor" stroke-width="1.5"></path>`,
  break: svg`<path d="M8 2l6.5 12h-13zM8 6.5v3.5M8 11.2v1.3" fill="none" stroke="currentColor" stroke-width="1.5"></path>`,
  table: svg`<path d="M2 3.5h12M2 8h12M2 12.5h12M6.5 3.5v9" fill="none" stroke="currentColor" stroke-width="1.5"></path>`,
  link: svg`<path d="M6.5 9.5l3-3M7 4.5l1.2-1.2a3.1 3.1 0 0 1 4.4 4.4L11.5 9M9 11.5l-1.2 1.2a3.1 3.1 0 0 1-4.4-4.4L4.5 7" fill="none" stroke="currentColor" stroke-width="1.5"></path>`,
  full: svg`<path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" fill="none" stroke="currentColor" stroke-width="1.5"></path>`,
  more: svg`<path d="M2 7h2.4v2.4H2zM6.8 7h2.4v2.4H6.8zM11.6 7H14v2.4h-2.4z" fill="currentColor"></path>`,
  minus: svg`<path d="M3 8h10" stroke="currentColor" stroke-width="1.5"></path>`,
  plus: svg`<path d="M3 8h10M8 3v10" stroke="currentColor" stroke-width="1.5"></path>`,
  flip: svg`<path d="M5 13V3.5M2.5 6L5 3l2.5 3M11 3v9.5M8.5 10l2.5 3 2.5-3" fill="none" stroke="currentColor" stroke-width="1.5"></path>`,
  undo: svg`<path d="M6 3L3 6l3 3M3.5 6H10a3.5 3.5 0 0 1 0 7H6" fill="none" stroke="currentColor" stroke-width="1.5"></path>`,
  fork: svg`<path d="M2 8h4.5M6.5 8C9 8 8.5 4 11 4h3M6.5 8C9 8 8.5 12 11 12h3" fill="none" stroke="currentColor" stroke-width="1.5"></path>`,
  stop: svg`<path d="M8 1.75a6.25 6.25 0 1 0 .01 0zM4 8h8" fill="none" stroke="currentColor" stroke-width="1.75"></path>`,
  help: svg`<path d="M2 4.5h12v8H2zM4.5 7h1M7.5 7h1M10.5 7h1M5 10h6" fill="none" stroke="currentColor" stroke-width="1.5"></path>`,
} as const;

export type Icon = keyof typeof drawings;

export const icon = (name: Icon): TemplateResult =>
  html`<svg class="oh-icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">${drawings[name]}</svg>`;
