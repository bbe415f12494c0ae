// Changes a number by dragging its field sideways. The field stays a native one: what is no drag is left to it.

/** Pixels of a sideways drag that make one step. */
const DRAG_STEP = 8;

export class Scrub {
  readonly #change: (value: number) => void;
  #drag: { x: number; value: number; step: number; moved: boolean } | null = null;

  constructor(change: (value: number) => void) {
    this.#change = change;
  }

  press(event: PointerEvent, value: number, step = 1): void {
    if (event.button === 0) this.#drag = { x: event.clientX, value, step, moved: false };
  }

  readonly move = (event: PointerEvent): void => {
    if (!this.#drag) return;
    const steps = Math.trunc((event.clientX - this.#drag.x) / DRAG_STEP);
    if (steps === 0 && !this.#drag.moved) return;
    if (!this.#drag.moved) (event.target as Element).setPointerCapture(event.pointerId);
    this.#drag.moved = true;
    event.preventDefault();
    this.#change(this.#drag.value + steps * this.#drag.step);
  };

  readonly release = (event: PointerEvent): void => {
    if (this.#drag?.moved) event.preventDefault();
    this.#drag = null;
  };
}
