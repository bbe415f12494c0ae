// A row of buttons is one stop of the Tab key, and arrows lead along it. Only one of its buttons says `tabindex="0"`.

/** The button that the keyboard has led to. */
let reached: EventTarget | null = null;

/**
 * To be told of a row's `focusin` and `keydown`. Whoever has pressed a button with a finger or the mouse is not walking
 * along it: there arrows go on to mean what they mean everywhere else in the figure.
 */
export function alongRow(event: FocusEvent | KeyboardEvent): void {
  const button = event.target as HTMLElement;
  if (!("key" in event)) {
    reached = button.matches("button:focus-visible") ? button : null;
    return;
  }
  const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (by === 0 || event.shiftKey || event.altKey || event.ctrlKey || button !== reached) return;
  const row = event.currentTarget as Element;
  const all = [...row.querySelectorAll<HTMLElement>("button:enabled")].filter((it) => it.checkVisibility());
  all.at((all.indexOf(button) + by) % all.length)?.focus();
  event.preventDefault();
}
