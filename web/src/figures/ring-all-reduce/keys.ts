// The keyboard of a figure that has the focus. Keys of native controls stay theirs: typing, sliders, buttons.

import type { Panel } from "./figure.ts";

export interface FigureKeys {
  readonly step: number;
  readonly steps: number;
  readonly parameters: { readonly ranks: number };
  panel: Panel;
  toggle(): void;
  seek(step: number): void;
  faster(by: number): void;
  nextFault(): void;
  togglePanel(panel: Panel): void;
  followRank(rank: number): void;
  fullScreen(): void;
}

const uses_text = (element: Element): boolean =>
  element.matches("input:not([type=range], [type=radio]), textarea, select");
const uses_arrows = (element: Element): boolean => element.matches("input, select, [role=tab], .oh-tables");
const uses_space = (element: Element): boolean => element.matches("button, input, summary, a");

/** Does what the key means; false when it means nothing here. */
export function keyAction(figure: FigureKeys, event: KeyboardEvent): boolean {
  const target = event.target as Element;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  if (event.key === "Escape") {
    if (figure.panel === null) return false;
    figure.panel = null;
    return true;
  }
  if (uses_text(target)) return false;
  return movement(figure, event, target) || letter(figure, event);
}

function movement(figure: FigureKeys, event: KeyboardEvent, target: Element): boolean {
  const half = figure.parameters.ranks - 1;
  const { step, steps } = figure;
  const go = (to: number): true => {
    figure.seek(to);
    return true;
  };
  switch (event.key) {
    case " ":
      if (uses_space(target)) return false;
      figure.toggle();
      return true;
    case "ArrowLeft":
      return !uses_arrows(target) && go(event.shiftKey ? (step > half ? half : 0) : step - 1);
    case "ArrowRight":
      return !uses_arrows(target) && go(event.shiftKey ? (step < half ? half : steps) : step + 1);
    case "Home":
      return !uses_arrows(target) && go(0);
    case "End":
      return !uses_arrows(target) && go(steps);
    case "PageUp":
      return !uses_arrows(target) && go(step - 1);
    case "PageDown":
      return !uses_arrows(target) && go(step + 1);
    default:
      return false;
  }
}

function letter(figure: FigureKeys, event: KeyboardEvent): boolean {
  if (/^\d$/.test(event.key)) {
    figure.followRank(Number(event.key));
    return true;
  }
  const actions: Record<string, () => void> = {
    "[": () => figure.faster(-1),
    "]": () => figure.faster(1),
    ".": () => figure.toggle(),
    b: () => figure.nextFault(),
    t: () => figure.togglePanel("table"),
    e: () => figure.togglePanel("data"),
    f: () => figure.fullScreen(),
    "?": () => figure.togglePanel("help"),
  };
  const action = actions[event.key.toLowerCase()];
  action?.();
  return action !== undefined;
}
