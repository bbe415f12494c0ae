// What a figure says to screen readers: at most one message a second, and of a flurry only the last.

const PAUSE_MS = 1000;

export class Announcer {
  readonly #speak: (message: string) => void;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #spoke_at = -PAUSE_MS;

  constructor(speak: (message: string) => void) {
    this.#speak = speak;
  }

  say(message: string): void {
    this.stop();
    const wait = Math.max(0, this.#spoke_at + PAUSE_MS - performance.now());
    this.#waiting = setTimeout(() => {
      this.#spoke_at = performance.now();
      this.#speak(message);
    }, wait);
  }

  stop(): void {
    clearTimeout(this.#waiting);
  }
}
