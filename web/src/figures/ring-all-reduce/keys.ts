// The keys of this figure, besides those that all figures have.

import { act, closes, isForFigure, letter, movement, type Playable } from "../../elements/keyboard.ts";

export interface FigureKeys extends Playable {
  readonly parameters: { readonly ranks: number };
  nextFault(): void;
  nextGap(): void;
  swap(): void;
  followRank(rank: number): void;
}

/** Does what the key means; false when it means nothing here. */
export function keyAction(figure: FigureKeys, event: KeyboardEvent): boolean {
  if (closes(figure, event)) return true;
  if (!isForFigure(event)) return false;
  const half = figure.parameters.ranks - 1;
  const { step, steps } = figure;
  return (
    movement(figure, event, step > half ? half : 0, step < half ? half : steps) ||
    own(figure, event) ||
    letter(figure, event)
  );
}

function own(figure: FigureKeys, { key }: KeyboardEvent): boolean {
  if (/^\d$/.test(key)) {
    figure.followRank(Number(key));
    return true;
  }
  const actions: Record<string, () => void> = {
    b: () => figure.nextFault(),
    e: () => figure.togglePanel("data"),
    g: () => figure.nextGap(),
    t: () => figure.togglePanel("table"),
    x: () => figure.swap(),
  };
  return act(actions, key.toLowerCase());
}
