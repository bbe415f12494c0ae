// The step clock: moves a moment `t` along the steps of a run. A step flies for a part of its time and then rests, so
// that one ends before the next begins. It does nothing while the page is hidden, and with reduced motion it
// jumps from step to step.

/** Milliseconds for one step at speed 1, and the part of it in which messages travel. */
const STEP_MS = 560;
export const TRAVEL = 0.62;

export const SPEEDS = [0.5, 1, 1.5] as const; // at most 2.7 steps a second: nothing may flash faster than three times

export class Clock {
  t = 0;
  playing = false;
  speed: number = 1;
  #steps = 0;
  #frame = 0;
  #last: number | null = null;
  #phase = 0;
  readonly #tick: (t: number, playing: boolean) => void;
  readonly #still: () => boolean;
  readonly #travel: () => number;

  /**
   * `tick` hears every new moment; `still` says whether the reader wants no motion; `travel` which part of a step is
   * motion: where steps are parts of a time that flows, all of it.
   */
  constructor(tick: (t: number, playing: boolean) => void, still: () => boolean, travel: () => number) {
    this.#tick = tick;
    this.#still = still;
    this.#travel = travel;
  }

  play(from: number, steps: number): void {
    if (steps === 0) return;
    this.#steps = steps;
    this.#phase = from >= steps ? 0 : Math.floor(from);
    this.playing = true;
    this.#last = null;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(this.#advance);
    this.#show();
  }

  /** Stops on the step that is being shown; one in flight is finished. */
  pause(): void {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.#frame);
    this.t = Math.min(this.#steps, Math.ceil(this.t));
    this.#tick(this.t, false);
  }

  /** Gives up without a word, when the run it played is gone. */
  stop(): void {
    this.playing = false;
    cancelAnimationFrame(this.#frame);
  }

  readonly #advance = (now: number): void => {
    if (!this.playing) return;
    const elapsed = this.#last === null ? 0 : Math.min(100, now - this.#last);
    this.#last = now;
    this.#phase += (elapsed / STEP_MS) * this.speed;
    if (this.#phase >= this.#steps) {
      this.playing = false;
      this.t = this.#steps;
      this.#tick(this.t, false);
      return;
    }
    this.#show();
    this.#frame = requestAnimationFrame(this.#advance);
  };

  #show(): void {
    const step = Math.floor(this.#phase);
    const within = this.#phase - step;
    const moved = this.#still() ? 0 : Math.min(1, within / this.#travel());
    const t = step + moved;
    if (t === this.t && this.playing && within > 0) return;
    this.t = t;
    this.#tick(t, true);
  }
}
