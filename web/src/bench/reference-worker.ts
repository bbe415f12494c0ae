// What the workers of a reference run. It is sent to them as text, so it uses nothing from outside of itself.

export interface Task {
  readonly kind: "copy" | "wait-notify" | "dissemination";
  readonly rank: number;
  readonly ranks: number;
  /** To copy. */
  readonly bytes: number;
  /** Zeros at first: one for all workers. */
  readonly words: SharedArrayBuffer;
}

/** Words that a task needs. A cache line has 16; what different workers write is never on one. */
export const wordsFor = (ranks: number): number => 64 + ranks * 16 * 8;

/** First a task, then samples: each a number of calls, answered with their time in microseconds. */
export function referenceWorker(): void {
  /** Longer than any call; a partner that is gone must not be waited for without end. */
  const PATIENCE_MS = 10_000;
  const [ARRIVED, MEETING, THERE, BACK, FLAGS] = [0, 16, 32, 48, 64];
  let task: Task;
  let words: Int32Array;
  let round = 0;
  let call = (): void => undefined;

  /** Waits until the word is no longer behind the value: a partner may be ahead. */
  function until(index: number, value: number): void {
    for (;;) {
      const seen = Atomics.load(words, index);
      if (((seen - value) | 0) >= 0) return;
      if (Atomics.wait(words, index, seen, PATIENCE_MS) === "timed-out")
        throw new Error("a worker of the reference did not answer");
    }
  }

  function tell(index: number, value: number): void {
    Atomics.store(words, index, value);
    Atomics.notify(words, index, 1);
  }

  function meet(): void {
    const meeting = Atomics.load(words, MEETING);
    if (Atomics.add(words, ARRIVED, 1) < task.ranks - 1) return until(MEETING, (meeting + 1) | 0);
    Atomics.store(words, ARRIVED, 0);
    Atomics.store(words, MEETING, (meeting + 1) | 0);
    Atomics.notify(words, MEETING);
  }

  function roundTrip(): void {
    round = (round + 1) | 0;
    const [own, other] = task.rank === 0 ? [THERE, BACK] : [BACK, THERE];
    if (task.rank === 0) tell(own, round);
    until(other, round);
    if (task.rank !== 0) tell(own, round);
  }

  function barrier(): void {
    round = (round + 1) | 0;
    for (let step = 0, distance = 1; distance < task.ranks; step++, distance *= 2) {
      const target = (task.rank + distance) % task.ranks;
      tell(FLAGS + (target * 8 + step) * 16, round);
      until(FLAGS + (task.rank * 8 + step) * 16, round);
    }
  }

  function copying(): () => void {
    // Memory counts as there only once it was written to.
    const source = new Uint8Array(task.bytes).fill(1 + task.rank);
    const target = new Uint8Array(task.bytes).fill(9);
    return () => target.set(source);
  }

  function begin(given: Task): void {
    task = given;
    words = new Int32Array(given.words);
    if (given.kind === "copy") call = copying();
    else call = given.kind === "wait-notify" ? roundTrip : barrier;
  }

  function sample(batch: number): number {
    meet();
    const started = performance.now();
    for (let k = 0; k < batch; k++) call();
    return (performance.now() - started) * 1000;
  }

  onmessage = ({ data }: MessageEvent<Task | number>) => {
    if (typeof data === "number") return postMessage(sample(data));
    begin(data);
    postMessage(0);
  };
  postMessage(0);
}
