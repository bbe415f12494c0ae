// The row under a picture: the player, and the tools of a figure. On a phone the tools go behind "more".

import { html, type TemplateResult } from "lit";
import { alongRow } from "./button-row.ts";
import { icon, type Icon } from "./icons.ts";
import { helpPanel, linkPanel, panelFrame } from "./panels.ts";
import "./step-player.ts";
import type { PlayerText } from "./step-player.ts";
import type { Shareable } from "./share-panel.ts";

export interface ToolText {
  readonly reset: string;
  readonly share: string;
  readonly full: string;
  readonly open_full: string;
  readonly more: string;
  readonly help: string;
  readonly close: string;
  readonly copy_by_hand: string;
}

/** A panel that a figure has of its own. */
export interface Panel {
  readonly name: string;
  readonly icon: Icon;
  readonly label: string;
  body(): TemplateResult;
}

/** What is in the row besides what every figure has. */
export interface Chrome {
  readonly player: PlayerText;
  readonly tools: ToolText;
  readonly panels: readonly Panel[];
  readonly help: readonly (readonly [string, string])[];
  reset(): void;
  /** What is marked on the track: where the halves of a run meet, where it is cut, where its past was forked. */
  readonly marks?: { readonly half: number; readonly cut: number; readonly fork: number | null };
}

/** What the row needs of the figure; every `LiveFigure` has it. */
export interface Figure extends Shareable {
  readonly embedded: boolean;
  panel: string | null;
  readonly moment: number | null;
  readonly step: number;
  readonly steps: number;
  readonly playing: boolean;
  readonly speed: number;
  seek(step: number): void;
  toggle(): void;
  nextSpeed(): void;
  togglePanel(panel: string | null): void;
  fullScreen(): void;
  requestUpdate(): void;
}

export function chrome(figure: Figure, row: Chrome): TemplateResult {
  const { tools } = row;
  const action = (name: Icon, label: string, act: () => void): TemplateResult => html`
    <button
      type="button"
      class="oh-tool oh-wide"
      tabindex=${figure.steps > 0 ? -1 : 0}
      aria-label=${label}
      @click=${act}
    >
      ${icon(name)}
      <span>${label}</span>
    </button>
  `;
  return html`
    <div class="oh-chrome" role="toolbar" @focusin=${alongRow} @keydown=${alongRow}>
      <oh-player
        .t=${figure.moment ?? figure.step}
        .steps=${figure.steps}
        .half=${row.marks?.half ?? 0}
        .cut=${row.marks?.cut ?? null}
        .fork=${row.marks?.fork ?? null}
        .playing=${figure.playing}
        .speed=${figure.speed}
        .words=${row.player}
        @oh-play=${() => figure.toggle()}
        @oh-seek=${(event: CustomEvent<number>) => figure.seek(event.detail)}
        @oh-speed=${() => figure.nextSpeed()}
      ></oh-player>
      <i class="oh-separator oh-wide"></i>
      ${action("reset", tools.reset, () => row.reset())}
      ${figure.embedded ? openFull(figure, tools) : pageTools(figure, row)}
    </div>
  `;
}

function openFull(figure: Figure, tools: ToolText): TemplateResult {
  return html`
    <a
      class="oh-tool oh-open"
      aria-label=${tools.open_full}
      href=${figure.fullLink()}
      target="_blank"
      rel="noopener"
    >
      ${icon("full")}
      <span>${tools.open_full}</span>
    </a>
  `;
}

function pageTools(figure: Figure, { tools, panels }: Chrome): TemplateResult {
  const expanded = (panel: string): string => (figure.panel === panel ? "true" : "false");
  return html`
    ${panels.map(
      (panel) => html`
        <button
          type="button"
          class="oh-tool oh-wide"
          tabindex="-1"
          aria-expanded=${expanded(panel.name)}
          aria-label=${panel.label}
          @click=${() => figure.togglePanel(panel.name)}
        >
          ${icon(panel.icon)}
          <span>${panel.label}</span>
        </button>
      `,
    )}
    <button
      type="button"
      class="oh-tool oh-wide"
      tabindex="-1"
      aria-expanded=${expanded("share")}
      aria-label=${tools.share}
      @click=${() => figure.togglePanel("share")}
    >
      ${icon("link")}
      <span>${tools.share}</span>
    </button>
    <button
      type="button"
      class="oh-tool oh-wide"
      tabindex="-1"
      aria-label=${tools.full}
      @click=${() => figure.fullScreen()}
    >
      ${icon("full")}
      <span>${tools.full}</span>
    </button>
    <button
      type="button"
      class="oh-wide oh-help"
      tabindex="-1"
      aria-label=${tools.help}
      aria-expanded=${expanded("help")}
      @click=${() => figure.togglePanel("help")}
    >
      ?
    </button>
    <button
      type="button"
      class="oh-more"
      tabindex=${figure.steps > 0 ? -1 : 0}
      aria-label=${tools.more}
      aria-expanded=${expanded("more")}
      @click=${() => figure.togglePanel("more")}
    >
      ${icon("more")}
    </button>
  `;
}

/** The panel that is open, if any. */
export function openPanel(figure: Figure, row: Chrome): TemplateResult | null {
  const { tools } = row;
  const close = (): void => void (figure.panel = null);
  const own = row.panels.find(({ name }) => name === figure.panel);
  if (own) return panelFrame(own.label, own.body(), tools, close);
  switch (figure.panel) {
    case "share":
      return panelFrame(tools.share, sharing(figure, tools), tools, close);
    case "help":
      return panelFrame(tools.help, helpPanel(row.help), tools, close);
    case "more":
      return panelFrame(tools.more, moreTools(figure, row), tools, close);
    default:
      return null;
  }
}

/** The forms to share in are loaded when the panel is opened; the link is there before, and if that fails. */
function sharing(figure: Figure, tools: ToolText): TemplateResult {
  if (customElements.get("oh-share"))
    return html`
      <oh-share .figure=${figure} .link=${figure.fullLink()} .language=${figure.language}></oh-share>
    `;
  void import("./share-panel.ts").then(
    () => figure.requestUpdate(),
    () => undefined,
  );
  return linkPanel(figure.fullLink(), tools);
}

/** On a phone the tools that do not fit into the row. */
function moreTools(figure: Figure, row: Chrome): TemplateResult {
  const { tools } = row;
  const entries: [Icon, string, () => void][] = [
    ["reset", tools.reset, () => row.reset()],
    ...row.panels.map(
      (panel): [Icon, string, () => void] => [
        panel.icon,
        panel.label,
        () => figure.togglePanel(panel.name),
      ],
    ),
    ["link", tools.share, () => figure.togglePanel("share")],
    ["full", tools.full, () => figure.fullScreen()],
    ["help", tools.help, () => figure.togglePanel("help")],
  ];
  return html`
    <div class="oh-more-tools">
      ${entries.map(
        ([name, label, act]) => html`
          <button type="button" class="oh-button" @click=${act}>${icon(name)}${label}</button>
        `,
      )}
      <button type="button" class="oh-button" @click=${() => figure.nextSpeed()}>${figure.speed}×</button>
    </div>
  `;
}
