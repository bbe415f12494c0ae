// The keys that mean the same in every figure. Keys of native controls stay theirs: typing, sliders, buttons.

/** What the keys do. */
export interface Playable {
  readonly step: number;
  readonly steps: number;
  panel: string | null;
  toggle(): void;
  seek(step: number): void;
  faster(by: number): void;
  togglePanel(panel: string | null): void;
  fullScreen(): void;
}

const uses_text = (element: Element): boolean =>
  element.matches("input:not([type=range], [type=radio]), textarea, select");
const uses_arrows = (element: Element): boolean =>
  element.matches("input, select, [role=tab], [role=listbox], .oh-tables");
const uses_space = (element: Element): boolean => element.matches("button, input, summary, a");

/** Whether a key is for a figure at all: not with a modifier, not while somebody types. */
export const isForFigure = (event: KeyboardEvent): boolean =>
  !(event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) &&
  !uses_text(event.target as Element);

/** Escape closes a panel, wherever the focus is. */
export function closes(figure: Playable, event: KeyboardEvent): boolean {
  if (event.key !== "Escape" || figure.panel === null || event.defaultPrevented) return false;
  figure.panel = null;
  return true;
}

/** Moves through the steps; `before` and `after` are where Shift and an arrow go. */
export function movement(
  figure: Playable,
  event: KeyboardEvent,
  before: number,
  after: number,
): boolean {
  const target = event.target as Element;
  const { step, steps } = figure;
  const goals: Record<string, number> = {
    ArrowLeft: event.shiftKey ? before : step - 1,
    ArrowRight: event.shiftKey ? after : step + 1,
    Home: 0,
    End: steps,
    PageUp: step - 1,
    PageDown: step + 1,
  };
  if (event.key === " ") {
    if (uses_space(target)) return false;
    figure.toggle();
    return true;
  }
  const goal = Object.hasOwn(goals, event.key) ? goals[event.key] : undefined;
  if (goal === undefined || (uses_arrows(target) && !event.key.startsWith("Page"))) return false;
  figure.seek(goal);
  return true;
}

/** Speed, play by a presenter's remote, full screen, help. */
export function letter(figure: Playable, event: KeyboardEvent): boolean {
  const actions: Record<string, () => void> = {
    "[": () => figure.faster(-1),
    "]": () => figure.faster(1),
    ".": () => figure.toggle(),
    f: () => figure.fullScreen(),
    "?": () => figure.togglePanel("help"),
  };
  return act(actions, event.key.toLowerCase());
}

/** Does what stands under this very key; false when nothing does. */
export function act(actions: Readonly<Record<string, () => void>>, key: string): boolean {
  if (!Object.hasOwn(actions, key)) return false;
  actions[key]?.();
  return true;
}
